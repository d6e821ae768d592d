import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'

/** The day on which the demo's projects are told as they stand. */
export const storyDay = '2026-11-20'

/** The first day of a month some months after another. */
export function addMonths(day: string, months: number): IsoDate {
  const count = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months
  return dayIn(`${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}-01`)
}

function dayIn(text: string): IsoDate {
  if (!isIsoDate(text)) throw new TypeError(`${text} is no day`)
  return text
}

/** The last day of the month before. */
export const lastDayBefore = (month: string): string =>
  new Date(Date.parse(month) - 86_400_000).toISOString().slice(0, 10)
