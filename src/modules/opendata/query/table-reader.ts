import type { Readable } from 'node:stream'
import type { Layout } from '../downloads/line-sql.ts'
import type { Column } from '../tables/column.ts'
import type { SoughtBox } from '../tables/extent.ts'
import type { TableVersion } from '../tables/table-version.ts'

/** A value as it goes out: decimals and whole numbers beyond 2^53 as text, dates as `2026-11-26`, instants in UTC, geometry as GeoJSON. */
export type Cell = string | number | boolean | null | { readonly [key: string]: unknown }

export const filterOperators = [
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'in',
  'contains',
  'starts',
  'empty',
  'filled',
] as const
export type FilterOperator = (typeof filterOperators)[number]

/** What the gate asks of texts, and no address can: fewer or more signs than a number, or not as a pattern for RE2 says. */
export type TextCheck = 'shorter' | 'longer' | 'unmatched'

/** Conditions of one query hold together. Values are text as it came and are read by the type of the column. */
export type Filter = {
  readonly column: string
  readonly operator: FilterOperator | TextCheck
  readonly values: readonly string[]
}

/** Rows with nothing in the column come last, or first where that is said; then a page has an `offset` and no place. */
export type Sort = { readonly column: string; readonly descending: boolean; readonly emptyFirst?: boolean }

export type RowQuery = {
  /** All where nothing is said; `_id` may be among them. */
  readonly columns?: readonly string[]
  readonly filters?: readonly Filter[]
  /** Words that must occur in some column. */
  readonly search?: string
  /** Rows that meet this box, and those that have no place. */
  readonly box?: SoughtBox
  /** Filters that rows with nothing in the column pass as well. */
  readonly loose?: readonly Filter[]
  /** Rows that have none of these in the column. */
  readonly without?: { readonly column: string; readonly values: readonly string[] } | undefined
  /** By `_id` where nothing is said, and always last. */
  readonly sort?: readonly Sort[]
  readonly isDistinct?: boolean
  readonly limit: number
  readonly offset?: number
  /** Where the page before ended, as it was given. */
  readonly after?: string
  /** Where the page after this one begins, as it was given as `previous`: the rows before it, in the same order. */
  readonly before?: string
  /** Whether to count all that match; costs a scan where there are filters. */
  readonly counts?: boolean
}

export type RowPage = {
  readonly columns: readonly Column[]
  /** Cells in the order of `columns`. */
  readonly rows: readonly (readonly Cell[])[]
  readonly total: number | null
  readonly next: string | null
  /** Where this page begins, for the one before it; null where none is, or nobody came from there. */
  readonly previous: string | null
}

export const aggregates = ['count', 'sum', 'avg', 'min', 'max'] as const
export type Aggregate = (typeof aggregates)[number]

export const timeSteps = ['year', 'month', 'day'] as const
export type TimeStep = (typeof timeSteps)[number]

/** Which rows are meant, whatever is asked of them. */
export type Narrowing = Pick<RowQuery, 'filters' | 'search'>

export type GroupQuery = Narrowing & {
  readonly by: readonly string[]
  /** Days and instants among `by` that are grouped by year, month or day: in Switzerland: they go out as the first day of it. */
  readonly steps?: Readonly<Record<string, TimeStep>>
  readonly measures: readonly { readonly aggregate: Aggregate; readonly column?: string }[]
  readonly sort?: readonly Sort[]
  readonly limit: number
  /** Where the page before ended, as it was given. */
  readonly after?: string
  /** Whether to count all groups. */
  readonly counts?: boolean
}

export type GroupPage = {
  readonly columns: readonly string[]
  /** Cells in the order of `columns`. */
  readonly rows: readonly (readonly Cell[])[]
  readonly total: number | null
  readonly next: string | null
}

export type ColumnProfile = {
  readonly column: Column
  readonly filled: number
  readonly distinct: number
  readonly min: Cell
  readonly max: Cell
  readonly mean: number | null
  /** The most frequent values, or equal steps of numbers and dates, with how often. */
  readonly bars: readonly { readonly from: Cell; readonly to?: Cell; readonly count: number }[]
}

export const downloadFormats = ['csv', 'tsv', 'json', 'ndjson', 'xlsx', 'geojson', 'parquet'] as const
export type DownloadFormat = (typeof downloadFormats)[number]

/** Which rows a file has: all that match where no limit is said. */
export type WholeQuery = Pick<RowQuery, 'filters' | 'search' | 'sort' | 'columns' | 'isDistinct' | 'offset'> & {
  readonly limit?: number
}

/** One row that changed, by its number in either version; null where it is not. */
export type RowChange = {
  readonly kind: 'added' | 'changed' | 'removed'
  readonly before: number | null
  readonly after: number | null
}

/** Thrown where a query asks for what the table has not; `userMessage` says which column or value. Too long or too large is one as well. */
export type TableReader = {
  rows(version: TableVersion, query: RowQuery): Promise<RowPage>
  group(version: TableVersion, query: GroupQuery): Promise<GroupPage>
  profile(version: TableVersion): Promise<readonly ColumnProfile[]>
  /** Rows that match, as a file of a format or laid out in another way, as they are read; memory stays flat. */
  download(
    version: TableVersion,
    format: DownloadFormat | ((columns: readonly Column[]) => Layout),
    query?: WholeQuery,
  ): Promise<Readable>
  /** A stranger's SQL over the one table `data`, checked and bounded. */
  sql(
    version: TableVersion,
    statement: string,
  ): Promise<{ columns: readonly { name: string; type: string }[]; rows: readonly (readonly Cell[])[]; isCut: boolean }>
  /** What changed between two versions of a table, by their row numbers: what went first, then what came or changed. `after` is where the page before ended. */
  changes(
    before: TableVersion,
    after: TableVersion,
    page: { readonly limit: number; readonly after?: string },
  ): Promise<{ readonly changes: readonly RowChange[]; readonly next: string | null }>
  /** The processes that run now. */
  pids(): number[]
  close(): Promise<void>
}
