/** How a CSV file is laid out: after `skip` lines, each row has `width` cells. */
export type CsvLayout = {
  readonly delimiter: string
  readonly quote: string
  readonly skip: number
  readonly width: number
  readonly newLine: '\n' | '\r\n'
}

/** How the columns of a version are read from the file of whoever brought it: from which place, and what stands for certain texts. */
export type CsvReading = CsvLayout & {
  readonly cells: readonly { readonly place: number; readonly instead: readonly (readonly [string, string | null])[] }[]
}
