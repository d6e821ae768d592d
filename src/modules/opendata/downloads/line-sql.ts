import { outward } from '../query/cell-sql.ts'
import type { Shape } from '../query/inside/orders.ts'
import { QueryError } from '../query/query-errors.ts'
import { literal, quoted } from '../query/quoted.ts'
import type { DownloadFormat } from '../query/table-reader.ts'
import { type Column, rowNumber } from '../tables/column.ts'

import { formulaMarks, harmlessSigned, signs } from './inside/guarded.ts'

export type Layout = { readonly shape: Shape; line(columns: readonly Column[]): string }

/**
 * How rows become lines of a format, made by DuckDB itself. CSV is RFC 4180 in UTF-8 without a byte order mark: programs read it as it is, and for
 * spreadsheets there is XLSX. TSV is the same with tabs. Texts that a spreadsheet would take for a formula begin with ' in these (ASVS V1.2.10); in
 * JSON, NDJSON and GeoJSON (RFC 7946) they stay as they are.
 */
export function layoutOf(format: Exclude<DownloadFormat, 'parquet'>, columns: readonly Column[]): Layout {
  switch (format) {
    case 'csv':
      return separated(columns, ',', guardedSql)
    case 'tsv':
      return separated(columns, '\t', guardedSql)
    case 'ndjson':
      return { shape: { kind: 'lines', head: '', between: '\n', end: '\n', foot: '' }, line: objectSql }
    case 'json':
      return { shape: { kind: 'lines', head: '[\n', between: ',\n', foot: '\n]\n' }, line: objectSql }
    case 'geojson':
      return {
        shape: { kind: 'lines', head: '{"type":"FeatureCollection","features":[\n', between: ',\n', foot: '\n]}\n' },
        line: featureSql,
      }
    case 'xlsx':
      return {
        shape: { kind: 'workbook', columns: columns.map(({ name, type }) => ({ name, type })) },
        line: (shown) => shown.map(outward).join(', '),
      }
  }
}

/** CSV or TSV that says exactly what is stored, for programs. */
export const storedLines =
  (mark: ',' | '\t') =>
  (columns: readonly Column[]): Layout =>
    separated(columns, mark, (cell) => cell)

type Guard = (cell: string) => string

function separated(columns: readonly Column[], mark: ',' | '\t', guard: Guard): Layout {
  const head = `${columns.map(({ name }) => name).join(mark)}\r\n`
  return {
    shape: { kind: 'lines', head, between: '\r\n', end: '\r\n', foot: '' },
    // One function of many values: joined pair by pair, each pair would be copied.
    line: (shown) =>
      `concat_ws(chr(${mark.charCodeAt(0)}), ${shown.map((column) => separatedCell(column, mark, guard)).join(', ')})`,
  }
}

/** Nothing is nothing, an empty text is "": both come back as what they were. */
function separatedCell(column: Column, mark: string, guard: Guard): string {
  const cell = outward(column)
  if (column.type !== 'string' && column.type !== 'geometry') return `coalesce((${cell})::varchar, '')`
  const safe = guard(cell)
  const needsQuotes = [`','`, 'chr(34)', 'chr(10)', 'chr(13)', ...(mark === '\t' ? ['chr(9)'] : [])]
    .map((one) => `contains(${cell}, ${one})`)
    .join(' or ')
  return `case when ${cell} is null then '' when ${cell} = '' then '""'
    when ${needsQuotes} then '"' || replace(${safe}, '"', '""') || '"' else ${safe} end`
}

const marksSql = formulaMarks.map((mark) => `chr(${mark.charCodeAt(0)})`).join(', ')
const signsSql = signs.map(literal).join(', ')

/** As `guarded`, in SQL. */
const guardedSql: Guard = (cell) =>
  `case when left(${cell}, 1) in (${marksSql}) or (left(${cell}, 1) in (${signsSql}) and not regexp_full_match(${cell}, ${literal(harmlessSigned)}))
    then '''' || ${cell} else ${cell} end`

function objectSql(columns: readonly Column[]): string {
  const members = columns.map((column) => `'"${column.name}":' || ${jsonCell(column)}`)
  return `concat('{', concat_ws(',', ${members.join(', ')}), '}')`
}

/** Whole numbers that a reader of JSON would round are texts, as in pages of rows. */
export function jsonCell(column: Column): string {
  const name = quoted(column.name)
  switch (column.type) {
    case 'integer':
      return `coalesce(case when ${name} between -9007199254740991 and 9007199254740991 then ${name}::varchar else '"' || ${name}::varchar || '"' end, 'null')`
    case 'number':
    case 'year':
    case 'boolean':
    case 'geometry':
      return `coalesce(${name}::varchar, 'null')`
    default:
      return `coalesce(to_json(${outward(column)})::varchar, 'null')`
  }
}

/** One feature a row, with the first geometry. Throws `QueryError` where the table has none. */
function featureSql(columns: readonly Column[]): string {
  const geometry = columns.find(({ type }) => type === 'geometry')
  if (!geometry) throw new QueryError('geometry', '')
  const properties = columns.filter((column) => column !== geometry)
  return `'{"type":"Feature","id":' || ${rowNumber}::varchar || ',"geometry":' || ${jsonCell(geometry)} || ',"properties":' || ${properties.length > 0 ? objectSql(properties) : `'{}'`} || '}'`
}
