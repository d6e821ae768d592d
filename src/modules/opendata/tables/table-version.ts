import type { AuthorityId } from '#kernel/ids.ts'
import type { DataSetId, DistributionId } from '../catalogue/data-set.ts'
import type { Column } from './column.ts'

/** What changed from the version before, by the columns that are keys; without keys by whole rows. */
export type RowChanges = { readonly added: number; readonly changed: number; readonly removed: number }

/** One version of a table: rows that never change, as a Parquet file with row numbers from 1 (`_id`) in front. */
export type TableVersion = {
  readonly authorityId: AuthorityId
  readonly dataSetId: DataSetId
  readonly tableId: DistributionId
  readonly number: number
  /** Of the Parquet file: its name in the store, its checksum and its length. */
  readonly file: string
  readonly sha256: string
  readonly bytes: number
  readonly rows: number
  readonly columns: readonly Column[]
  /** Null for the first one. */
  readonly changes: RowChanges | null
  /** What whoever brought it says of it. */
  readonly note: string | null
  readonly madeAt: Date
  /** Null while only its authority sees it. */
  readonly publishedAt: Date | null
}
