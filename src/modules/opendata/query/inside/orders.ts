import type { PageOrder } from '../../ranks/inside/rank-order.ts'
import type { ColumnType } from '../../tables/column.ts'

/** A value as it travels between a process and the program. */
export type RawCell = string | number | bigint | boolean | null

/** Values are bound in the order they stand, as text; the statement says what they are read as. */
export type Statement = { readonly sql: string; readonly values: readonly string[] }

/**
 * Files that views of these names stand for: `data` (Parquet or DuckDB's own), `before` where two versions are compared, `boxes` where rows are
 * found by their place.
 */
export type Files = {
  readonly data: string
  readonly before?: string
  readonly boxes?: string
}

/**
 * How rows become a file: lines that the statement makes, with what stands before, between and after them, and what ends the last of them where there
 * is any; or the rows of a workbook.
 */
export type Shape =
  | {
      readonly kind: 'lines'
      readonly head: string
      readonly between: string
      readonly end?: string
      readonly foot: string
    }
  | { readonly kind: 'workbook'; readonly columns: readonly { readonly name: string; readonly type: ColumnType }[] }

/** What a process is asked for. Each is answered once; a file is fetched piece by piece. */
export type Order =
  | { readonly kind: 'run'; readonly files: Files; readonly statements: readonly Statement[] }
  /** For processes that read ranks. */
  | PageOrder
  | { readonly kind: 'foreign'; readonly files: Files; readonly statement: string; readonly mostRows: number }
  | { readonly kind: 'open'; readonly files: Files; readonly statement: Statement; readonly shape: Shape }
  | { readonly kind: 'next'; readonly stream: number }
  | { readonly kind: 'end'; readonly stream: number }

export type Rows = readonly (readonly RawCell[])[]
export type ForeignRows = {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly unknown[])[]
  readonly isCut: boolean
}

export type Outcome =
  | { readonly kind: 'rows'; readonly results: readonly Rows[] }
  | { readonly kind: 'page'; readonly rows: Rows; readonly total: number | null }
  | { readonly kind: 'foreign'; readonly result: ForeignRows }
  | { readonly kind: 'opened'; readonly stream: number }
  /** Undefined at the end. */
  | { readonly kind: 'piece'; readonly bytes: Uint8Array | undefined }
  | { readonly kind: 'done' }
  /** The page needs a column that has no ranks: somebody else has to answer. */
  | { readonly kind: 'unranked' }
  /** `refused`: the statement is not allowed or wrong; `large`: more than one answer holds; `gone`: the file is not there; `fault`: ours. */
  | { readonly kind: 'fault'; readonly why: 'refused' | 'large' | 'gone' | 'fault'; readonly message: string }
