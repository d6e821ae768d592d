import { type Language, locales } from './language.ts'

/** All dates and times are shown in this zone; they are stored in UTC. */
export const zone = 'Europe/Zurich'

/** A calendar day as text, `YYYY-MM-DD`. Never a `Date`: a day has no instant. */
export type IsoDate = string & { readonly isoDate: unique symbol }

const isoDate = /^(\d{4})-(\d{2})-(\d{2})$/

/** True for a day that exists: `2026-02-29` is none, nor is any of a year 0, which the calendar and the database do not have. */
export function isIsoDate(value: string): value is IsoDate {
  const found = isoDate.exec(value)
  if (!found) return false
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])]
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

// Made once: making one of these takes longer than building a page, and leaves much memory behind outside the heap.
const swissDay = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
const swissTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
const inAll = <T>(make: (language: Language) => T) => ({
  de: make('de'),
  fr: make('fr'),
  it: make('it'),
  en: make('en'),
})
const format = (options: Intl.DateTimeFormatOptions) =>
  inAll((language) => new Intl.DateTimeFormat(locales[language], { timeZone: 'UTC', ...options }))
const longDates = format({ dateStyle: 'long' })
const months = { long: format({ month: 'long', year: 'numeric' }), short: format({ month: 'short' }) }

const hour = 3_600_000
let lastHour: { readonly hour: number; readonly day: IsoDate } | undefined

/** The day it is in Switzerland at an instant. Days begin with an hour there, so within one hour it is the same day. */
export function swissDate(instant: Date): IsoDate {
  const thisHour = Math.floor(instant.getTime() / hour)
  if (lastHour?.hour === thisHour) return lastHour.day
  const day = swissDay.format(instant)
  if (!isIsoDate(day)) throw new Error(`no day for ${instant.toISOString()}`)
  lastHour = { hour: thisHour, day }
  return day
}

/** `22.11.2026` in all languages: the Swiss numeric form. */
export function formatDate(date: string): string {
  const match = isoDate.exec(date)
  if (!match) return date
  return `${match[3]}.${match[2]}.${match[1]}`
}

/** `22. November 2026`, `22 novembre 2026`, …: for running text. French and Italian say `1er` and `1°` for the first. */
export function formatLongDate(date: string, language: Language): string {
  const day = longDates[language].format(new Date(`${date}T00:00:00Z`))
  switch (language) {
    case 'fr':
      return day.replace(/^1 /, '1er ')
    case 'it':
      return day.replace(/^1 /, '1° ')
    case 'de':
    case 'en':
      return day
  }
}

/** The month a day lies in: `November 2026`, or `Nov` under a bar of a plot. */
export function formatMonth(date: string, language: Language, length: keyof typeof months): string {
  return months[length][language].format(new Date(`${date}T00:00:00Z`))
}

/** «1. Quartal 2025» and its like. */
function formatPartOfYear(kind: 'Q' | 'H', count: number, year: string, language: Language): string {
  const isQuarter = kind === 'Q'
  switch (language) {
    case 'de':
      return `${count}. ${isQuarter ? 'Quartal' : 'Halbjahr'} ${year}`
    case 'fr':
      return `${count === 1 ? '1er' : `${count}e`} ${isQuarter ? 'trimestre' : 'semestre'} ${year}`
    case 'it':
      return `${count}° ${isQuarter ? 'trimestre' : 'semestre'} ${year}`
    case 'en':
      return `${isQuarter ? 'quarter' : 'half-year'} ${count} of ${year}`
  }
}

/**
 * A period of a series as people write it: `2025` stays, `2025-H1` is «1. Halbjahr 2025», `2025-Q4` «4. Quartal 2025», `2025-04` «April 2025»,
 * `2025-04-24` is `24.04.2025`; other text stays.
 */
export function formatPeriod(period: string, language: Language): string {
  const [, year = '', kind, count] = /^(\d{4})-([QH])([1-4])$/.exec(period) ?? []
  if (kind === 'Q' || kind === 'H') return formatPartOfYear(kind, Number(count), year, language)
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(period)) return formatMonth(`${period}-01`, language, 'long')
  return formatDate(period)
}

/** `22.11.2026, 14.30 Uhr` and its like, in Swiss time. */
export function formatInstant(instant: Date, language: Language): string {
  return `${formatDate(swissDate(instant))}, ${formatTime(instant, language)}`
}

/** `14.30 Uhr`, `14 h 30`, `14.30`, `14:30`, in Swiss time. */
export function formatTime(instant: Date, language: Language): string {
  const parts = swissTime.formatToParts(instant)
  const hour = parts.find((part) => part.type === 'hour')?.value ?? ''
  const minute = parts.find((part) => part.type === 'minute')?.value ?? ''
  switch (language) {
    case 'de':
      return `${hour}.${minute} Uhr`
    case 'fr':
      return `${hour} h ${minute}`
    case 'it':
      return `${hour}.${minute}`
    case 'en':
      return `${hour}:${minute}`
  }
}

/** Rappen as `CHF 1'250.00`, with the straight apostrophe of Swiss public bodies. */
export function formatMoney(rappen: number): string {
  if (!Number.isSafeInteger(rappen)) throw new RangeError(`${rappen} is no whole number of Rappen`)
  const sign = rappen < 0 ? '-' : ''
  const [francs, rest] = [Math.trunc(Math.abs(rappen) / 100), Math.abs(rappen) % 100]
  return `CHF ${sign}${groupThousands(francs)}.${String(rest).padStart(2, '0')}`
}

/** `14'381'500` */
export function formatNumber(value: number): string {
  const [whole = '0', fraction] = String(Math.abs(value)).split('.')
  return `${value < 0 ? '-' : ''}${groupThousands(Number(whole))}${fraction ? `.${fraction}` : ''}`
}

function groupThousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, "'")
}
