/** How a CSV file is laid out: after `skip` lines, each row has `width` cells. */
export type CsvLayout = {
  readonly kind: 'csv'
  readonly delimiter: string
  readonly quote: string
  readonly skip: number
  readonly width: number
  readonly newLine: '\n' | '\r\n'
}

/** The columns of a Parquet file in their order, with the types that DuckDB gives them. */
export type ParquetLayout = {
  readonly kind: 'parquet'
  readonly columns: readonly { readonly name: string; readonly type: string }[]
}

/** The fields of the objects of NDJSON, in the order in which they first come. */
export type NdjsonLayout = { readonly kind: 'ndjson'; readonly names: readonly string[] }

export type ForeignLayout = CsvLayout | ParquetLayout | NdjsonLayout

/** From which place a column is read, and what stands for certain texts; instants in UTC may be written in several ways. */
export type ForeignCell = {
  readonly place: number
  readonly instead: readonly (readonly [string, string | null])[]
  readonly isInstant?: boolean
}

/** How the columns of a version are read from the file of whoever brought it. */
export type ForeignReading = ForeignLayout & { readonly cells: readonly ForeignCell[] }
