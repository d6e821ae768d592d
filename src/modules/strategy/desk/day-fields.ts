import type { IsoDate } from '#kernel/i18n/format.ts'
import { dayValues } from '#modules/egovernment/public.ts'
import type { FieldValues } from './versions.ts'

/** A day as the three fields of a form, empty where there is none. */
export const dayFields = (name: string, day: IsoDate | undefined): FieldValues =>
  day === undefined ? { [`${name}.day`]: '', [`${name}.month`]: '', [`${name}.year`]: '' } : dayValues(name, day)
