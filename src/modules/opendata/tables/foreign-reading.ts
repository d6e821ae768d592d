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

export type ForeignLayout = CsvLayout | ParquetLayout

/** How the columns of a version are read from the file of whoever brought it: from which place, and what stands for certain texts. */
export type ForeignReading = ForeignLayout & {
  readonly cells: readonly { readonly place: number; readonly instead: readonly (readonly [string, string | null])[] }[]
}
