import { literal, quoted } from '../../query/quoted.ts'
import type { CsvLayout, CsvReading } from '../csv-reading.ts'

/** A CSV file as it lies, its cells as texts named c0, c1 … ; nothing is no value, "" an empty text. What is not of this layout is a fault. */
export function csvSql(path: string, { delimiter, quote, skip, width, newLine }: CsvLayout): string {
  const types = Array.from({ length: width }, (_, at) => `c${at}: 'VARCHAR'`).join(', ')
  const line = newLine === '\r\n' ? String.raw`\r\n` : String.raw`\n`
  return `read_csv(${literal(path)}, auto_detect = false, header = false, skip = ${skip}, delim = ${literal(delimiter)}, quote = ${literal(quote)},
    escape = ${literal(quote)}, new_line = '${line}', nullstr = '', allow_quoted_nulls = false, strict_mode = true, null_padding = false,
    max_line_size = 8000000, columns = {${types}})`
}

/** The columns of a version in such a file, each by its name, as texts that DuckDB reads for their types. */
export function foreignCsvSql(
  path: string,
  reading: CsvReading,
  columns: readonly { readonly name: string }[],
): string {
  const cells = reading.cells.map(({ place, instead }, at) => {
    const cases = instead.map(
      ([text, value]) => `when ${literal(text)} then ${value === null ? 'null' : literal(value)}`,
    )
    const cell = cases.length === 0 ? `c${place}` : `case c${place} ${cases.join(' ')} else c${place} end`
    return `${cell} as ${quoted(columns[at]?.name ?? '')}`
  })
  return `(select ${cells.join(', ')} from ${csvSql(path, reading)})`
}
