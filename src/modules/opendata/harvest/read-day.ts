import { isIsoDate, swissDate } from '#kernel/i18n/format.ts'
import type { GraphValue } from './graph.ts'

const xsd = 'http://www.w3.org/2001/XMLSchema#'
const zone = '(?:Z|[+-]\\d{2}:\\d{2})?'
const forms = {
  date: new RegExp(`^(\\d{4})-(\\d{2})-(\\d{2})${zone}$`),
  dateTime: new RegExp(`^(\\d{4})-(\\d{2})-(\\d{2})T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(${zone})$`),
  gYearMonth: new RegExp(`^(\\d{4})-(\\d{2})${zone}$`),
  gYear: new RegExp(`^(\\d{4})${zone}$`),
} as const
type Form = keyof typeof forms

/** The forms that a type of a value allows (https://www.w3.org/TR/xmlschema-2/; schema.org's Date and DateTime are ISO 8601). Without a type all. */
const allowed: Readonly<Record<string, readonly Form[]>> = {
  [`${xsd}date`]: ['date'],
  [`${xsd}dateTime`]: ['dateTime'],
  [`${xsd}gYearMonth`]: ['gYearMonth'],
  [`${xsd}gYear`]: ['gYear'],
  'http://schema.org/Date': ['date'],
  'http://schema.org/DateTime': ['dateTime'],
}
const all: readonly Form[] = ['date', 'dateTime', 'gYearMonth', 'gYear']

/**
 * A day of the calendar in Switzerland; of a month or year the first or last. Undefined where the value is none by its own type, such as `1999-4-4`
 * or a year that says to be a date.
 */
export function readDay(value: GraphValue, end: 'first' | 'last' = 'first'): string | undefined {
  if (value.kind !== 'text') return undefined
  const text = value.text.trim()
  const form = (allowed[value.datatype] ?? all).find((one) => forms[one].test(text))
  if (!form) return undefined
  const [, year = '', month, day, offset] = forms[form].exec(text) ?? []
  if (offset) return swissDay(text)
  const last = end === 'last'
  const whole = `${year}-${month ?? (last ? '12' : '01')}`
  return realDay(day ? `${whole}-${day}` : last ? lastDayOf(whole) : `${whole}-01`)
}

/**
 * An instant as it was said, in the lexical form of `xsd:dateTime`; undefined where the value is a day, a month or a year, or none by its own type. CKAN's
 * instants have no zone, and neither get one here.
 */
export function readInstant(value: GraphValue): string | undefined {
  if (value.kind !== 'text' || readDay(value) === undefined) return undefined
  const text = value.text.trim()
  const isInstant = (allowed[value.datatype] ?? all).includes('dateTime') && forms.dateTime.test(text)
  return isInstant && text.length <= 60 && !Number.isNaN(Date.parse(text)) ? text : undefined
}

/** An instant as the day it was in Zurich: `1893-12-31T23:00:00Z` is the first of January there. */
function swissDay(text: string): string | undefined {
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? undefined : swissDate(at)
}

function lastDayOf(month: string): string {
  const [year, number] = month.split('-').map(Number)
  const day = new Date(Date.UTC(year ?? 0, number ?? 0, 0)).getUTCDate()
  return `${month}-${String(day).padStart(2, '0')}`
}

const realDay = (day: string): string | undefined => (isIsoDate(day) ? day : undefined)
