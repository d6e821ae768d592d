import { literal, quoted } from '../../query/quoted.ts'
import type { CsvLayout, ForeignLayout, ForeignReading, ParquetLayout } from '../foreign-reading.ts'

/** A file of a stranger as it lies, its cells as texts named c0, c1 … What is not of this layout is a fault. */
export function foreignRowsSql(path: string, layout: ForeignLayout): string {
  switch (layout.kind) {
    case 'csv':
      return csvSql(path, layout)
    case 'parquet':
      return `(select ${parquetCells(layout).join(', ')} from read_parquet(${literal(path)}))`
  }
}

/** Nothing is no value, "" an empty text. */
function csvSql(path: string, { delimiter, quote, skip, width, newLine }: CsvLayout): string {
  const types = Array.from({ length: width }, (_, at) => `c${at}: 'VARCHAR'`).join(', ')
  const line = newLine === '\r\n' ? String.raw`\r\n` : String.raw`\n`
  return `read_csv(${literal(path)}, auto_detect = false, header = false, skip = ${skip}, delim = ${literal(delimiter)}, quote = ${literal(quote)},
    escape = ${literal(quote)}, new_line = '${line}', nullstr = '', allow_quoted_nulls = false, strict_mode = true, null_padding = false,
    max_line_size = 8000000, columns = {${types}})`
}

/**
 * The columns of a Parquet file as texts: instants in UTC as we write them (those without a zone are UTC, as our own files have them), lists and
 * structures as JSON, and texts without the sign that no database keeps.
 */
function parquetCells({ columns }: ParquetLayout): readonly string[] {
  return columns.map(({ name, type }, at) => `${cellText(quoted(name), type)} as c${at}`)
}

function cellText(column: string, type: string): string {
  if (/^(?:STRUCT|MAP|UNION)|\]$/.test(type)) return `to_json(${column})::varchar`
  if (type === 'VARCHAR') return `replace(${column}, chr(0), '')`
  if (type === 'TIMESTAMP' || /^TIMESTAMP_(?:S|MS|NS)$/.test(type))
    return `replace(${column}::varchar, ' ', 'T') || 'Z'`
  if (type === 'TIMESTAMP WITH TIME ZONE') return `replace(replace(${column}::varchar, ' ', 'T'), '+00', 'Z')`
  return `${column}::varchar`
}

/** The columns of a version in such a file, each by its name, as texts that DuckDB reads for their types. */
export function foreignSql(
  path: string,
  reading: ForeignReading,
  columns: readonly { readonly name: string }[],
): string {
  const cells = reading.cells.map(({ place, instead }, at) => {
    const cases = instead.map(
      ([text, value]) => `when ${literal(text)} then ${value === null ? 'null' : literal(value)}`,
    )
    const cell = cases.length === 0 ? `c${place}` : `case c${place} ${cases.join(' ')} else c${place} end`
    return `${cell} as ${quoted(columns[at]?.name ?? '')}`
  })
  return `(select ${cells.join(', ')} from ${foreignRowsSql(path, reading)})`
}
