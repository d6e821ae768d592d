import type { RowChanges } from '../table-version.ts'

/** What a version is made of; types are those of DuckDB. */
export type BuildOrder = {
  readonly source: { readonly path: string; readonly format: 'csv' | 'ndjson' | 'parquet' }
  readonly columns: readonly { readonly name: string; readonly type: string; readonly isJson: boolean }[]
  /** For what does not fit into memory. */
  readonly folder: string
  readonly target: string
  readonly before?: string
  /** A statement over `before` and `data` that gives added, changed, removed. */
  readonly countChanges?: string
}

/** A file of DuckDB's own with the rows of a Parquet file, in the order of their numbers or in that of a column. */
export type LayoutOrder = {
  readonly parquet: string
  readonly folder: string
  readonly target: string
  /** As it stands after `order by`. */
  readonly by: string | undefined
}

export type BuildOutcome =
  | { readonly kind: 'built'; readonly rows: number; readonly changes: RowChanges | null }
  | { readonly kind: 'fault'; readonly message: string }
