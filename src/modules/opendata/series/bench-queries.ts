import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import { type AuthorityId, isUuid, type StaffId, uuid } from '#kernel/ids.ts'
import type { DataSetId, DataSetOrigin, DataSetState } from '../catalogue/data-set.ts'
import { originOf } from '../catalogue/queries.ts'
import { type DataSetKey, stateOf as dataSetStateOf } from '../catalogue/workbench.ts'
import { stateOf } from './bench.ts'
import type { SeriesId, SeriesKey, SeriesState } from './series.ts'

/** A line of the list of series at the desk. */
export type ListedSeries = {
  readonly id: SeriesId
  readonly title: string
  readonly origin: DataSetOrigin
  readonly state: SeriesState
  /** How many data sets were chosen. */
  readonly count: number
  /** Who submitted it as it is: somebody else publishes it. Null where it does not wait for anybody. */
  readonly submittedBy: StaffId | null
  readonly changedAt: Date
}

export type SeriesList = { readonly series: readonly ListedSeries[]; readonly next?: string }

const pageSize = 50

const mostSubmitted = 50

/** The first 50 series of an authority that wait for a second person, those last changed on top. */
export async function listSubmittedSeries(scope: Scope, authorityId: AuthorityId): Promise<readonly ListedSeries[]> {
  const rows = await selectListed(scope, authorityId)
    .where('s.submitted_by', 'is not', null)
    .whereRef('s.submitted_revision', '=', 's.revision')
    .limit(mostSubmitted)
    .execute()
  return rows.map(readListed)
}

/** Series of an authority, those last changed on top. `after` is where the page before ended. */
export async function listSeriesAtDesk(
  scope: Scope,
  { authorityId, after }: { authorityId: AuthorityId; after: string | undefined },
): Promise<SeriesList> {
  const [micros = '', id = ''] = (after ?? '').split('~')
  const isPlace = /^\d{1,16}$/.test(micros) && isUuid(id)
  const at = sql`timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond'`
  const rows = await selectListed(scope, authorityId)
    .$if(isPlace, (query) =>
      query.where(sql<boolean>`s.changed_at <= ${at} and (s.changed_at < ${at} or s.id > ${id}::uuid)`),
    )
    .limit(pageSize + 1)
    .execute()
  const last = rows.length > pageSize ? rows[pageSize - 1] : undefined
  const series = rows.slice(0, pageSize).map(readListed)
  return { series, ...(last && { next: `${last.at}~${last.id}` }) }
}

const selectListed = ({ db }: Scope, authorityId: AuthorityId) =>
  db
    .selectFrom('opendata.series as s')
    .leftJoin('opendata.published_series as p', (on) =>
      on.onRef('p.authority_id', '=', 's.authority_id').onRef('p.id', '=', 's.id'),
    )
    .select(['s.id', 's.title', 's.origin', 's.revision', 's.changed_at', 'p.revision as published_revision'])
    .select(['s.submitted_by', 's.submitted_revision'])
    .select((eb) => [
      'p.withdrawn_at',
      eb
        .selectFrom('opendata.series_data_sets as m')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .whereRef('m.authority_id', '=', 's.authority_id')
        .whereRef('m.series_id', '=', 's.id')
        .as('count'),
      sql<string>`(extract(epoch from s.changed_at) * 1000000)::bigint::text`.as('at'),
    ])
    .where('s.authority_id', '=', authorityId)
    .orderBy('s.changed_at', 'desc')
    .orderBy('s.id')

type ListedRow = Awaited<ReturnType<ReturnType<typeof selectListed>['execute']>>[number]

function readListed(row: ListedRow): ListedSeries {
  const isSubmitted = row.submitted_by !== null && row.submitted_revision === row.revision
  return {
    id: uuid<'series'>(row.id),
    title: row.title,
    origin: originOf(row.origin),
    state: stateOf(row),
    count: Number(row.count),
    submittedBy: isSubmitted ? uuid<'staff'>(row.submitted_by ?? '') : null,
    changedAt: row.changed_at,
  }
}

/** The series of this id at one of these authorities; undefined where there is none. */
export async function findSeriesKey(
  scope: Scope,
  authorities: readonly AuthorityId[],
  id: string,
): Promise<SeriesKey | undefined> {
  if (!isUuid(id) || authorities.length === 0) return undefined
  const row = await scope.db
    .selectFrom('opendata.series')
    .select(['authority_id', 'id'])
    .where('authority_id', 'in', [...authorities])
    .where('id', '=', id)
    .executeTakeFirst()
  const authorityId = authorities.find((one) => one === row?.authority_id)
  return row && authorityId && { authorityId, id: uuid<'series'>(row.id) }
}

/** A data set that was chosen, or may be. */
export type Choosable = { readonly id: DataSetId; readonly title: string; readonly state: DataSetState }

/** The data sets chosen into a series, in the order that was chosen. */
export async function listChosenDataSets(scope: Scope, { authorityId, id }: SeriesKey): Promise<Choosable[]> {
  const rows = await scope.db
    .selectFrom('opendata.series_data_sets as m')
    .innerJoin('opendata.data_sets as d', (on) =>
      on.onRef('d.authority_id', '=', 'm.authority_id').onRef('d.id', '=', 'm.data_set_id'),
    )
    .select(['d.id', 'd.title', 'd.state'])
    .where('m.authority_id', '=', authorityId)
    .where('m.series_id', '=', id)
    .orderBy('m.position')
    .orderBy('d.id')
    .execute()
  return rows.map(readChoosable)
}

const shownChoices = 30

/** Data sets of the authority that are not in the series yet, by title, those with these letters in their title; and whether there are more. */
export async function listChoices(
  scope: Scope,
  { authorityId, id }: SeriesKey,
  words: string,
): Promise<{ readonly choices: readonly Choosable[]; readonly hasMore: boolean }> {
  const rows = await scope.db
    .selectFrom('opendata.data_sets as d')
    .select(['d.id', 'd.title', 'd.state'])
    .where('d.authority_id', '=', authorityId)
    .where('d.state', '!=', 'withdrawn')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('opendata.series_data_sets as m')
            .select('m.data_set_id')
            .whereRef('m.authority_id', '=', 'd.authority_id')
            .whereRef('m.data_set_id', '=', 'd.id')
            .where('m.series_id', '=', id),
        ),
      ),
    )
    .$if(words !== '', (query) => query.where(sql<boolean>`strpos(lower(d.title), lower(${words})) > 0`))
    .orderBy('d.title')
    .orderBy('d.id')
    .limit(shownChoices + 1)
    .execute()
  return { choices: rows.slice(0, shownChoices).map(readChoosable), hasMore: rows.length > shownChoices }
}

function readChoosable(row: { id: string; title: string; state: string }): Choosable {
  return { id: uuid<'data-set'>(row.id), title: row.title, state: dataSetStateOf(row.state) }
}

/** The series at the desk that a data set was chosen into, by title. */
export async function listSeriesOf(
  scope: Scope,
  { authorityId, id }: DataSetKey,
): Promise<{ readonly id: string; readonly title: string }[]> {
  return scope.db
    .selectFrom('opendata.series_data_sets as m')
    .innerJoin('opendata.series as s', (on) =>
      on.onRef('s.authority_id', '=', 'm.authority_id').onRef('s.id', '=', 'm.series_id'),
    )
    .select(['s.id', 's.title'])
    .where('m.authority_id', '=', authorityId)
    .where('m.data_set_id', '=', id)
    .orderBy('s.title')
    .execute()
}
