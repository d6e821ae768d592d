import type { IsoDate } from '#kernel/i18n/format.ts'
import { dayValues, type FormReading } from '#modules/egovernment/public.ts'
import { isOfOurTimes } from '../roadmap/days.ts'
import type { FieldValues } from './versions.ts'

/** A day as the three fields of a form, empty where there is none. */
export const dayFields = (name: string, day: IsoDate | undefined): FieldValues =>
  day === undefined ? { [`${name}.day`]: '', [`${name}.month`]: '', [`${name}.year`]: '' } : dayValues(name, day)

/** A day of a form that must be given, from 1900 to 2200. */
export function readDay(form: FormReading, name: string): IsoDate | undefined {
  const day = form.day(name)
  return day === undefined || isOfOurTimes(day) ? day : form.fail(name, 'strategy.error.day_far')
}

/** A day that may be left away. */
export function optionalDay(form: FormReading, name: string): IsoDate | undefined {
  return Object.values(form.dayParts(name)).every((part) => part === '') ? undefined : readDay(form, name)
}
