import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'

const dayMs = 86_400_000

/** Whether strategies reckon with a day: from 1900 to 2200. Days beyond are slips of the keyboard, or mean «without end», which a day left away says. */
export const isOfOurTimes = (day: IsoDate): boolean => day >= '1900-01-01' && day <= '2200-12-31'

/** A day as a number that counts days, so that days have distances. */
export function dayNumber(day: IsoDate): number {
  return Math.round(Date.parse(day) / dayMs)
}

/** The day of such a number. Throws for numbers beyond the years that have four digits. */
export function dayOf(number: number): IsoDate {
  const text = new Date(number * dayMs).toISOString().slice(0, 10)
  if (!isIsoDate(text)) throw new RangeError(`${number} is no day`)
  return text
}

/** The first day of the month that lies so many months after the one of a day. */
export function firstOfMonth(day: IsoDate, months = 0): IsoDate {
  const at = new Date(Date.parse(day))
  return dayOf(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1) / dayMs)
}

/** The last day of the month that lies so many months after the one of a day. */
export function lastOfMonth(day: IsoDate, months = 0): IsoDate {
  return dayOf(dayNumber(firstOfMonth(day, months + 1)) - 1)
}

export const yearOf = (day: IsoDate): number => Number(day.slice(0, 4))
export const monthOf = (day: IsoDate): number => Number(day.slice(5, 7))
