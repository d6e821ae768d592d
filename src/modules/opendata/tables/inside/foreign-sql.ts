import { literal, quoted } from '../../query/quoted.ts'
import type { CsvLayout, ForeignLayout, ForeignReading, NdjsonLayout, ParquetLayout } from '../foreign-reading.ts'

/** A file of a stranger as it lies, its cells as texts named c0, c1 … What is not of this layout is a fault. */
export function foreignRowsSql(path: string, layout: ForeignLayout): string {
  switch (layout.kind) {
    case 'csv':
      return csvSql(path, layout)
    case 'parquet':
      return `(select ${parquetCells(layout).join(', ')} from read_parquet(${literal(path)}))`
    case 'ndjson':
      return `(select ${layout.names.map((name, at) => `${ndjsonText(quoted(name))} as c${at}`).join(', ')} from ${ndjsonSql(path, layout)})`
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

/** Bytes of a line at most; longer ones are read line by line. */
export const longestObject = 8_000_000

/** Objects one a line, their fields as JSON. What is no object, or has a field twice, is a fault. */
export function ndjsonSql(path: string, { names }: NdjsonLayout): string {
  const types = names.map((name) => `${literal(name)}: 'JSON'`).join(', ')
  return `read_json(${literal(path)}, format = 'newline_delimited', auto_detect = false, maximum_object_size = ${longestObject}, columns = {${types}})`
}

/**
 * A value of JSON as the text that JavaScript makes of it. Lists, objects, and numbers of which the two might make different texts, are a fault: those
 * are read line by line.
 */
function ndjsonText(column: string): string {
  const json = `(${column}::varchar)`
  const plainNumber = `(regexp_full_match(${json}, ${literal(String.raw`-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,17})?`)})
    and not contains(${json}, '0.000000') and not starts_with(${json}, '-0.0') and ${json} <> '-0')`
  return `case when ${column} is null then null
    when starts_with(${json}, '"') then case
      when not contains(${json}, '\\') then ${json}[2:-2]
      when contains(${column} ->> '$', chr(0)) then error('a sign that is not kept')
      else ${column} ->> '$' end
    when ${json} in ('true', 'false') then ${json}
    when ${plainNumber} then case when ends_with(${json}, '.0') then ${json}[:-3] else ${json} end
    else error('read line by line') end`
}

/** The columns of a version in such a file, each by its name, as texts that DuckDB reads for their types. */
export function foreignSql(
  path: string,
  reading: ForeignReading,
  columns: readonly { readonly name: string }[],
): string {
  const cells = reading.cells.map(({ place, instead, isInstant }, at) => {
    const text = isInstant ? `regexp_replace(replace(c${place}, ' ', 'T'), '\\+00(:?00)?$', 'Z')` : `c${place}`
    const cases = instead.map(
      ([text, value]) => `when ${literal(text)} then ${value === null ? 'null' : literal(value)}`,
    )
    const cell = cases.length === 0 ? text : `case c${place} ${cases.join(' ')} else ${text} end`
    return `${cell} as ${quoted(columns[at]?.name ?? '')}`
  })
  return `(select ${cells.join(', ')} from ${foreignRowsSql(path, reading)})`
}
