import { isIsoDate } from '#kernel/i18n/format.ts'
import type { Column, ColumnType } from '../tables/column.ts'
import { rowNumber } from '../tables/column.ts'
import type { RawCell } from './inside/orders.ts'
import { QueryError } from './query-errors.ts'
import { quoted } from './quoted.ts'
import type { Cell } from './table-reader.ts'

/** What DuckDB and Parquet hold a column as. Instants are UTC without a zone, geometry is GeoJSON as text. */
export const storedTypes: Readonly<Record<ColumnType, string>> = {
  string: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  time: 'TIME',
  datetime: 'TIMESTAMP',
  year: 'SMALLINT',
  geometry: 'VARCHAR',
}

/** The row number as a column of the table, for those who ask for it. */
export const rowNumberColumn: Column = {
  name: rowNumber,
  title: { de: 'Zeile', fr: 'Ligne', it: 'Riga', en: 'Row' },
  type: 'integer',
}

/** A column of the table by its name. Throws `QueryError` where there is none. */
export function columnOf(columns: readonly Column[], name: string): Column {
  const found = name === rowNumber ? rowNumberColumn : columns.find((one) => one.name === name)
  if (!found) throw new QueryError('column', name)
  return found
}

/** A column as it leaves DuckDB: days, times and instants as text. */
export function outward({ name, type }: Pick<Column, 'name' | 'type'>): string {
  const column = quoted(name)
  switch (type) {
    case 'date':
    case 'time':
      return `${column}::varchar`
    case 'datetime':
      return `replace(${column}::varchar, ' ', 'T') || 'Z'`
    default:
      return column
  }
}

/** A value as it goes out to whoever asked. */
export function toCell(raw: RawCell | undefined, type: ColumnType | undefined): Cell {
  if (raw === undefined || raw === null) return null
  if (typeof raw === 'bigint') return Number.isSafeInteger(Number(raw)) ? Number(raw) : String(raw)
  return type === 'geometry' && typeof raw === 'string' ? readGeometry(raw) : raw
}

function readGeometry(text: string): Cell {
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null ? { ...value } : null
}

const forms: Readonly<Record<ColumnType, RegExp>> = {
  string: /^/,
  geometry: /^/,
  integer: /^[+-]?\d{1,18}$/,
  number: /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i,
  boolean: /^(?:true|false)$/,
  date: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
  time: /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?$/,
  datetime: /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/,
  year: /^-?\d{1,4}$/,
}

/** A value that came as text, checked and as DuckDB reads it for the type of the column. Throws `QueryError`. */
export function inward({ name, type }: Pick<Column, 'name' | 'type'>, value: string): string {
  if (!forms[type].test(value) || value.length > 10_000) throw new QueryError('value', name)
  // `Date` takes the 31st of February for the 3rd of March.
  if ((type === 'date' || type === 'datetime') && !isIsoDate(value.slice(0, 10))) throw new QueryError('value', name)
  return type === 'datetime' ? instant(name, value) : value
}

/** An instant without a zone is UTC. */
function instant(name: string, value: string): string {
  const text = value.replace(' ', 'T')
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) && text.includes('T')
  const at = new Date(hasZone || !text.includes('T') ? text : `${text}Z`)
  if (Number.isNaN(at.getTime())) throw new QueryError('value', name)
  const utc = at.toISOString()
  // A zone may carry it beyond the years that four figures hold.
  if (!/^\d{4}-/.test(utc)) throw new QueryError('value', name)
  return utc.slice(0, -1).replace('T', ' ')
}
