import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'

/** Months are counted: the years times twelve and the months before it in its year. December 2026 is 2026 × 12 + 11. */
export function monthOf(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
}

/** The first day of a counted month. Throws a `RangeError` for what is no month of our times. */
export function firstDay(month: number): IsoDate {
  const day = `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`
  if (!isIsoDate(day)) throw new RangeError(`${month} is no month`)
  return day
}

/** The last day of a counted month. */
export function lastDay(month: number): IsoDate {
  const day = new Date(Date.parse(firstDay(month + 1)) - 86_400_000).toISOString().slice(0, 10)
  if (!isIsoDate(day)) throw new RangeError(`${month} is no month`)
  return day
}

/** `2027-03` as a counted month, from 2000 to 2099; undefined for anything else. */
export function readMonth(text: string): number | undefined {
  return /^20\d{2}-(0[1-9]|1[0-2])$/.test(text) ? monthOf(text) : undefined
}

/** A counted month as `2027-03`. */
export function monthText(month: number): string {
  return firstDay(month).slice(0, 7)
}

/** `3.2027`, `03.2027` or `03/2027`, as people write a month, from 2000 to 2099, as a counted month; undefined for anything else. */
export function readTypedMonth(text: string): number | undefined {
  const [, number = '', year = ''] = /^(\d{1,2})[./](\d{4})$/.exec(text.trim()) ?? []
  return readMonth(`${year}-${number.padStart(2, '0')}`)
}

/** A counted month as people write it: `03.2027`. */
export function typedMonth(month: number): string {
  const [year = '', number = ''] = monthText(month).split('-')
  return `${number}.${year}`
}
