import type { ColumnType } from '../../tables/column.ts'
import type { Writing } from './order.ts'

/** How the values of one column are written, where a single one may be read in two ways. */
export type Habits = {
  readonly decimal: '.' | ','
  readonly isDayFirst: boolean
} & Pick<Writing, 'group' | 'trueValues' | 'falseValues'>

export const usualHabits: Habits = { decimal: '.', isDayFirst: true }

/** What people write where there is nothing, in tables of figures; in texts it is text. The signs are those of the Federal Statistical Office. */
const nothing = new Set(
  [
    '',
    '-',
    '–',
    '—',
    '...',
    '…',
    '*',
    'x',
    '()',
    '( )',
    'na',
    'n/a',
    'n.a.',
    '#n/a',
    '#nv',
    'nan',
    'k.a.',
    'null',
  ].flatMap((mark) => [mark, mark.toUpperCase()]),
)

/** Whether a value stands for none, unless the column holds texts. */
export function isNothing(text: string): boolean {
  return text.length <= 4 && nothing.has(text)
}

const yes = new Set(['true', 'ja', 'oui', 'sì', 'si', 'yes', 'wahr', 'vrai', 'vero'])
const no = new Set(['false', 'nein', 'non', 'no', 'falsch', 'faux', 'falso'])

export function asBoolean(text: string): string | undefined {
  if (text.length > 6) return undefined
  const small = text.toLowerCase()
  return yes.has(small) ? 'true' : no.has(small) ? 'false' : undefined
}

/** The same where yes and no are wanted: 1 and 0 are then no figures, and the words that a schema names come first. */
export function asWantedBoolean(text: string, { trueValues = [], falseValues = [] }: Habits): string | undefined {
  if (trueValues.includes(text)) return 'true'
  if (falseValues.includes(text)) return 'false'
  return text === '1' ? 'true' : text === '0' ? 'false' : asBoolean(text)
}

// Groups of three digits are divided by one and the same sign: apostrophe of either kind, or a space that does not break.
const plain = /^[-−]?(?:0|[1-9]\d*)$/
const grouped = /^[-−]?[1-9]\d{0,2}(?:(['’ʼ\u00a0\u2009\u202f ])\d{3})(?:\1\d{3})*$/
const groupSigns = /['’ʼ\u00a0\u2009\u202f ]/g

/** A whole number as digits; leading zeros make a text of it, for they belong to codes. */
export function asInteger(text: string): string | undefined {
  const isPlain = plain.test(text)
  if (!isPlain && !grouped.test(text)) return undefined
  const digits = (isPlain ? text : text.replace(groupSigns, '')).replace('−', '-')
  return digits.length > 18 ? undefined : digits === '-0' ? '0' : digits
}

const pointed =
  /^[-−]?(?:(?:0|[1-9]\d*)(?:\.\d+)?|[1-9]\d{0,2}(?:([,'’ʼ\u00a0\u2009\u202f ])\d{3})(?:\1\d{3})*(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d{1,3})?$/
const commaed =
  /^[-−]?(?:(?:0|[1-9]\d*)(?:,\d+)?|[1-9]\d{0,2}(?:([.'’ʼ\u00a0\u2009\u202f ])\d{3})(?:\1\d{3})*(?:,\d+)?|,\d+)$/

/** By which decimal signs a text is a number. */
export function numberBy(text: string): { readonly point: boolean; readonly comma: boolean } {
  return { point: pointed.test(text), comma: commaed.test(text) }
}

/** A decimal number with a point. */
export function asNumber(text: string, { decimal }: Habits): string | undefined {
  if (!(decimal === '.' ? pointed : commaed).test(text)) return undefined
  const bare = text.replace(groupSigns, '').replace('−', '-')
  return decimal === '.' ? bare.replaceAll(',', '') : bare.replaceAll('.', '').replace(',', '.')
}

const iso = /^(\d{4})-(\d{2})-(\d{2})$/
const swiss = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/
const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/

/** A day as `2025-12-31`, from that, from 31.12.2025 and 31/12/2025. */
export function asDate(text: string, { isDayFirst }: Habits): string | undefined {
  const byIso = iso.exec(text)
  if (byIso) return dayOf(byIso[1], byIso[2], byIso[3])
  const bySwiss = swiss.exec(text)
  if (bySwiss) return dayOf(bySwiss[3], bySwiss[2], bySwiss[1])
  const bySlashes = slashed.exec(text)
  if (!bySlashes) return undefined
  const [, first, second, year] = bySlashes
  return isDayFirst ? dayOf(year, second, first) : dayOf(year, first, second)
}

/** Of a day with slashes, whether it exists with the day first, and with the month first. */
export function slashOrders(text: string): { readonly day: boolean; readonly month: boolean } | undefined {
  const found = /^(\d{1,2})\/(\d{1,2})\/\d{4}(?!\d)/.exec(text)
  return found ? { day: Number(found[2]) <= 12, month: Number(found[1]) <= 12 } : undefined
}

function dayOf(year = '', month = '', day = ''): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${text}T00:00:00Z`)
  return year !== '0000' && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined
}

/** A time of the day as `14:30:00`. */
export function asTime(text: string): string | undefined {
  const found =
    /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(\.\d{1,6})?)?$/.exec(text) ??
    /^([01]?\d|2[0-3])[.h]([0-5]\d)(?: Uhr)?$/.exec(text)
  if (!found || /^\d+\.\d+$/.test(text)) return undefined
  const [, hours = '', minutes = '', seconds = '00', rest = ''] = found
  return `${hours.padStart(2, '0')}:${minutes}:${seconds}${rest}`
}

const zone = /(?:Z|[+-]\d{2}:?\d{2}|[+-]\d{2})$/

/** An instant in UTC, from a day and a time; without a zone it is Swiss time. A day alone is its midnight. */
export function asDatetime(text: string, habits: Habits): string | undefined {
  const [, day = text, time = '00:00'] = /^(.+)(?:T|,? )(\d{1,2}[:.h].*)$/.exec(text) ?? []
  const date = asDate(day, habits)
  return date === undefined ? undefined : instantOf(date, time)
}

function instantOf(day: string, timeAndZone: string): string | undefined {
  const named = zone.exec(timeAndZone)?.[0]
  const time = asTime(named === undefined ? timeAndZone : timeAndZone.slice(0, -named.length).trim())
  if (time === undefined) return undefined
  if (named === undefined) return swissInstant(day, time)
  const offset = named === 'Z' ? 'Z' : named.length === 3 ? `${named}:00` : named.replace(/(\d{2})(\d{2})$/, '$1:$2')
  const [whole = '', fraction] = time.split('.')
  const instant = new Date(`${day}T${whole}${offset}`)
  return Number.isNaN(instant.getTime()) ? undefined : written(instant, fraction)
}

function written(instant: Date, fraction: string | undefined): string {
  return `${instant.toISOString().slice(0, 19)}${fraction === undefined ? '' : `.${fraction}`}Z`
}

const zurich = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Zurich', timeZoneName: 'longOffset' })
const offsets = new Map<string, string>()

/** The instant at which clocks in Switzerland show it; in the hour that comes twice the first. */
function swissInstant(day: string, time: string): string | undefined {
  const [whole = '', fraction] = time.split('.')
  const hour = `${day}T${whole.slice(0, 2)}`
  const known = offsets.get(hour) ?? offsetAt(new Date(`${hour}:00:00Z`))
  if (offsets.size < 50_000) offsets.set(hour, known)
  const instant = new Date(`${day}T${whole}${known}`)
  return Number.isNaN(instant.getTime()) ? undefined : written(instant, fraction)
}

function offsetAt(shown: Date): string {
  const read = (instant: Date) => /GMT([+-]\d{2}:\d{2})/.exec(zurich.format(instant))?.[1] ?? '+00:00'
  return read(new Date(shown.getTime() - 2 * 3_600_000))
}

/** A year of four digits. */
export function asYear(text: string): string | undefined {
  return /^[12]\d{3}$/.test(text) ? text : undefined
}

const geometryTypes = new Set([
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
  'GeometryCollection',
])

/** A GeoJSON geometry as it stands; its first position must be one on the globe, in degrees. */
export function asGeometry(text: string): string | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    return isGeometry(JSON.parse(text)) ? text : undefined
  } catch {
    return undefined
  }
}

function isGeometry(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string') return false
  if (!geometryTypes.has(value.type)) return false
  if ('geometries' in value) return Array.isArray(value.geometries) && value.geometries.every(isGeometry)
  const [longitude, latitude] = ('coordinates' in value && firstPosition(value.coordinates)) || []
  return (
    typeof longitude === 'number' &&
    typeof latitude === 'number' &&
    Math.abs(longitude) <= 180 &&
    Math.abs(latitude) <= 90
  )
}

/** The first position of nested coordinates. */
export function firstPosition(value: unknown): readonly unknown[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  return Array.isArray(value[0]) ? firstPosition(value[0]) : value
}

const ungrouped = (text: string, { group }: Habits): string => (group === undefined ? text : text.replaceAll(group, ''))

/** A value as it is stored for a type; undefined where it is none of that type. */
export function asType(type: ColumnType, text: string, habits: Habits): string | undefined {
  switch (type) {
    case 'string':
      return text
    case 'integer':
      return asInteger(ungrouped(text, habits))
    case 'number':
      return asNumber(ungrouped(text, habits), habits)
    case 'boolean':
      return asWantedBoolean(text, habits)
    case 'date':
      return asDate(text, habits)
    case 'time':
      return asTime(text)
    case 'datetime':
      return asDatetime(text, habits)
    case 'year':
      return asYear(text)
    case 'geometry':
      return asGeometry(text)
  }
}
