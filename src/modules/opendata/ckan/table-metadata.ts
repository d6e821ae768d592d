import type { Scope } from '#kernel/db/scope.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { ActionInput } from './action.ts'
import { mostRecords } from './datastore-query.ts'

/** Under which name CKAN lists its tables. */
export const tableMetadata = '_table_metadata'

/**
 * The tables that can be searched, as CKAN's view of them lists them (https://docs.ckan.org/en/2.11/maintaining/datastore.html#db-internals): by their
 * resource ids, with `limit` and `offset`. There are no aliases here, and no object ids of PostgreSQL.
 */
export async function searchTables({ scope, request, parameters }: ActionInput) {
  const limit = parameters.natural('limit', 100, mostRecords)
  const offset = parameters.natural('offset', 0, Number.MAX_SAFE_INTEGER)
  const rows = tablesOf(scope, request.authorityId)
  const found = await rows.select('d.id').orderBy('d.id').limit(limit).offset(offset).execute()
  const { total } = await rows.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  return {
    resource_id: tableMetadata,
    fields: [
      { id: '_id', type: 'text' },
      { id: 'name', type: 'name' },
      { id: 'oid', type: 'oid' },
      { id: 'alias_of', type: 'name' },
    ],
    records: found.map(({ id }) => ({ _id: id.replaceAll('-', '').slice(-16), name: id, oid: null, alias_of: null })),
    limit,
    offset,
    total: Number(total),
    total_was_estimated: false,
  }
}

const tablesOf = (scope: Scope, authorityId: AuthorityId | undefined) =>
  scope.db
    .selectFrom('opendata.published_distributions as d')
    .innerJoin('opendata.published_data_sets as p', (on) =>
      on.onRef('p.authority_id', '=', 'd.authority_id').onRef('p.id', '=', 'd.data_set_id'),
    )
    .where('p.withdrawn_at', 'is', null)
    .where('d.ended_at', 'is', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('opendata.table_versions as v')
          .select('v.table_id')
          .whereRef('v.table_id', '=', 'd.id')
          .where('v.published_at', 'is not', null),
      ),
    )
    .$if(authorityId !== undefined, (query) => query.where('d.authority_id', '=', authorityId ?? ''))
