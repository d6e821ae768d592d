import type { Coarsening } from '../../tables/coarsening.ts'
import type { ColumnRole, ColumnType } from '../../tables/column.ts'
import type { RowsReport } from '../protect-rows.ts'

/** A column as it lies in the file, and what becomes of it. */
export type RawColumn = {
  readonly name: string
  readonly type: ColumnType
  readonly role: ColumnRole
  readonly coarsen?: Coarsening | undefined
  /** Whether everybody will see it, put together or not. */
  readonly isShown: boolean
  /** What its values may be put together into, the finest first. */
  readonly ladder: readonly Coarsening[]
}

/** Rows on persons as CSV that are to be protected, or of which a good way to put them together is to be found. */
export type ProtectOrder = {
  readonly path: string
  readonly columns: readonly RawColumn[]
  readonly k: number
  readonly districts: readonly (readonly [string, string])[]
} & (
  | { readonly kind: 'protect'; readonly history: Uint8Array | undefined }
  | {
      readonly kind: 'propose'
      /** The column that should stay as fine as can be. */
      readonly keep: string | undefined
    }
)

/** What a column lost by being put together: 0 nothing, 1 all (by its entropy). */
export type Loss = { readonly column: string; readonly lost: number }

/** Values of a column that fewer than k rows have, of a column that counts as free: whoever knows one finds its row. */
export type Rare = { readonly column: string; readonly rows: number }

export type ProtectionReport = RowsReport & { readonly losses: readonly Loss[]; readonly rare: readonly Rare[] }

export type ProtectOutcome =
  | { readonly kind: 'protected'; readonly report: ProtectionReport; readonly history: Uint8Array }
  | { readonly kind: 'proposed'; readonly coarsen: Readonly<Record<string, Coarsening>> }
  | { readonly kind: 'fault'; readonly reason: 'too_many' | 'too_long' | 'unreadable' }
