import type { ColumnType } from '../../tables/column.ts'

/** How the different values of a column are kept: as numbers, as whole numbers of 64 bits, or as texts in the order of their bytes. */
export type ValueKind = 'double' | 'whole' | 'text'

/** Where a part lies in the file, in bytes. */
export type Part = { readonly at: number; readonly bytes: number }

/**
 * A column in a file of ranks: `ranks` has the rank of each row's value among the `distinct` different ones, which is `distinct` where there is
 * none; `order` has the rows by rank and then by number; `starts` says at which place in it each rank begins, and ends with the number of rows.
 */
export type RankedColumn = {
  readonly type: ColumnType
  readonly kind: ValueKind
  readonly distinct: number
  readonly ranks: Part
  readonly order: Part
  readonly starts: Part
  /** Numbers, or the bytes of texts, which begin at `offsets`. */
  readonly values: Part
  readonly offsets?: Part
  /** The texts in small letters, and which signs are in which of them. */
  readonly lower?: { readonly values: Part; readonly offsets: Part; readonly signs?: Part }
}

/** What stands at the end of the file. A column whose values have no order that we know is null. */
export type RankHeader = { readonly rows: number; readonly columns: readonly (RankedColumn | null)[] }

/** A file of ranks for a Parquet file. */
export type RankOrder = {
  readonly ranksOf: string
  readonly rows: number
  readonly folder: string
  readonly target: string
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[]
}

/** A condition on a column by its place in the table. Values are as the column keeps them. */
export type RankFilter = {
  readonly column: number
  readonly operator: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'in' | 'contains' | 'starts' | 'empty' | 'filled'
  readonly values: readonly string[]
  /** Whether an empty text counts as nothing. */
  readonly isText: boolean
}

/** A page of rows that the file of ranks answers alone. Rows are numbered from 1; columns by their places, the row number is -1. */
export type PageOrder = {
  readonly kind: 'page'
  readonly file: string
  readonly columns: readonly number[]
  readonly filters: readonly RankFilter[]
  /** Only rows from the first number to before the second. */
  readonly between: readonly [number, number]
  readonly sort: { readonly column: number; readonly descending: boolean } | undefined
  /** Where the page before ended: the value that sorts, and the number of the row. */
  readonly after: { readonly value: string | null; readonly row: number } | undefined
  readonly offset: number
  readonly limit: number
  readonly counts: boolean
}
