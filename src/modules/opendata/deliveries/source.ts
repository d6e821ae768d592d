import type { StaffActor, SystemActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { requireSteward } from '../catalogue/workbench.ts'
import { type IntakeFormat, intakeFormats } from '../intake/inside/order.ts'
import { endArrivals } from './arrivals.ts'
import type { TableKey } from './delivery.ts'

/** Hours between two fetches: hourly, four times a day, daily, weekly, every thirty days. */
export const fetchRhythms = [1, 6, 24, 168, 720] as const
export type FetchRhythm = (typeof fetchRhythms)[number]

/** Where the rows of a table are fetched from. */
export type TableSource = TableKey & {
  readonly url: string
  /** Told by what comes where nothing is said. */
  readonly format: IntakeFormat | undefined
  readonly everyHours: FetchRhythm
  /** Null while it rests. */
  readonly nextRunAt: Date | null
  /** What the last good answer said of itself. */
  readonly etag: string | null
  readonly lastModified: string | null
  /** Since when it goes wrong. */
  readonly failingSince: Date | null
}

type Keeping = WriteScope<StaffActor> | WriteScope<SystemActor>

const sources = (scope: Scope) => scope.db.selectFrom('opendata.table_sources').selectAll()
type Row = Awaited<ReturnType<ReturnType<typeof sources>['executeTakeFirstOrThrow']>>

function readSource(row: Row): TableSource {
  return {
    authorityId: slug<'authority'>(row.authority_id),
    dataSetId: uuid<'data-set'>(row.data_set_id),
    tableId: uuid<'distribution'>(row.table_id),
    url: row.url,
    format: intakeFormats.find((one) => one === row.format),
    everyHours: fetchRhythms.find((one) => one === row.every_hours) ?? 24,
    nextRunAt: row.next_run_at,
    etag: row.etag,
    lastModified: row.last_modified,
    failingSince: row.failing_since,
  }
}

export async function findTableSource(
  scope: Scope,
  { authorityId, tableId }: Pick<TableKey, 'authorityId' | 'tableId'>,
): Promise<TableSource | undefined> {
  const row = await sources(scope)
    .where('authority_id', '=', authorityId)
    .where('table_id', '=', tableId)
    .executeTakeFirst()
  return row && readSource(row)
}

/** Those whose time has come, those that wait longest first. */
export async function listDueSources(scope: Scope, limit: number): Promise<TableSource[]> {
  const rows = await sources(scope)
    .where('next_run_at', '<=', scope.now())
    .orderBy('next_run_at')
    .limit(limit)
    .execute()
  return rows.map(readSource)
}

/** Has the rows of a table fetched from an address from now on, and at once. Throws 403. */
export function keepTableSource(
  scope: WriteScope<StaffActor>,
  key: TableKey,
  { url, format, everyHours }: Pick<TableSource, 'url' | 'format' | 'everyHours'>,
): void {
  requireSteward(scope, key.authorityId)
  const told = {
    ...{ url, format: format ?? null, every_hours: everyHours, etag: null, last_modified: null, failing_since: null },
    ...{ set_by: scope.actor.staffId, set_at: scope.now(), next_run_at: nextRun(scope, everyHours) },
  }
  scope.write(
    scope.db
      .insertInto('opendata.table_sources')
      .values({ authority_id: key.authorityId, table_id: key.tableId, data_set_id: key.dataSetId, ...told })
      .onConflict((conflict) => conflict.columns(['authority_id', 'table_id']).doUpdateSet(told)),
  )
  scope.record('opendata.table_source.set', { authorityId: key.authorityId, subjectId: key.dataSetId })
  askFetch(scope, key)
}

/** Has them fetched now, whatever the last answer said of itself; the schedule goes on from here. Throws 403. */
export function fetchSoon(scope: WriteScope<StaffActor>, source: TableSource): void {
  requireSteward(scope, source.authorityId)
  setNextFetch(scope, source)
  askFetch(scope, source)
  scope.record('opendata.table_source.asked', { authorityId: source.authorityId, subjectId: source.dataSetId })
}

/** Ends it; the rows stay as they are. Throws 403. */
export function endTableSource(scope: WriteScope<StaffActor>, key: TableKey): void {
  requireSteward(scope, key.authorityId)
  scope.write(
    scope.db
      .deleteFrom('opendata.table_sources')
      .where('authority_id', '=', key.authorityId)
      .where('table_id', '=', key.tableId),
  )
  endArrivals(scope, key)
  scope.record('opendata.table_source.ended', { authorityId: key.authorityId, subjectId: key.dataSetId })
}

export function askFetch(scope: Keeping, { authorityId, tableId }: TableKey, isAnyway = true): void {
  scope.enqueue('opendata.fetch_rows', { authorityId, payload: { authority: authorityId, table: tableId, isAnyway } })
}

export function setNextFetch(scope: Keeping, { authorityId, tableId, everyHours }: TableSource): void {
  change(scope, { authorityId, tableId }, { next_run_at: nextRun(scope, everyHours) })
}

const nextRun = (scope: Keeping, everyHours: FetchRhythm) => new Date(scope.now().getTime() + everyHours * 3_600_000)

/** What is to be remembered of a fetch: how the answer may be known again, and since when it goes wrong. */
export function noteFetch(
  scope: Keeping,
  source: TableSource,
  { etag, lastModified, failingSince }: Pick<TableSource, 'etag' | 'lastModified' | 'failingSince'>,
): void {
  change(scope, source, {
    etag: etag !== null && etag.length <= 500 ? etag : null,
    last_modified: lastModified !== null && lastModified.length <= 100 ? lastModified : null,
    failing_since: failingSince,
  })
}

type Changes = Partial<Pick<Row, 'next_run_at' | 'etag' | 'last_modified' | 'failing_since'>>

function change(
  scope: Keeping,
  { authorityId, tableId }: Pick<TableKey, 'authorityId' | 'tableId'>,
  to: Changes,
): void {
  scope.write(
    scope.db
      .updateTable('opendata.table_sources')
      .set(to)
      .where('authority_id', '=', authorityId)
      .where('table_id', '=', tableId),
  )
}
