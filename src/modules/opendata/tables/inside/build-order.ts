import type { ForeignReading } from '../foreign-reading.ts'
import type { RowChanges } from '../table-version.ts'

/** What a version is made of; types are those of DuckDB. */
export type BuildOrder = {
  readonly source: {
    readonly path: string
    readonly format: 'csv' | 'ndjson' | 'parquet'
    readonly reading?: ForeignReading
  }
  readonly columns: readonly { readonly name: string; readonly type: string; readonly isJson: boolean }[]
  /** For what does not fit into memory. */
  readonly folder: string
  readonly target: string
  readonly before?: string
  /** The key by which the rows of the source are put onto those of `before`. */
  readonly onto?: readonly string[]
  /** A statement over `before` and `data` that gives added, changed, removed. */
  readonly countChanges?: string
  readonly places?: PlaceOrder
}

/** A file of DuckDB's own with the rows of a Parquet file, in the order of their numbers. */
export type LayoutOrder = {
  readonly parquet: string
  readonly folder: string
  readonly target: string
}

/** Where the rows lie, to be found by it. */
export type PlaceOrder = {
  /** A statement over `data` that gives a box for each row, and the file it is kept in. */
  readonly boxes?: { readonly sql: string; readonly target: string }
  /** A statement over `data` and `boxes` that gives one row, which is kept as it is. */
  readonly extent: string
}

/** The same for a version that is there. */
export type PlacingOrder = { readonly data: string; readonly folder: string; readonly places: PlaceOrder }

export type BuildOutcome =
  /** `extent` is the row as JSON. */
  | {
      readonly kind: 'built'
      readonly rows: number
      readonly changes: RowChanges | null
      readonly extent: string | null
    }
  | { readonly kind: 'fault'; readonly message: string }
