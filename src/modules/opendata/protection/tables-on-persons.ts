import type { Scope } from '#kernel/db/scope.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { readMetadata } from '../catalogue/queries.ts'

/** A table on persons that is public, or was: what it told stays known. */
export type TableOnPersons = {
  readonly dataSetId: string
  readonly tableId: string
  /** Of its data set. */
  readonly slug: string
  readonly title: LocalText
}

/** The tables on persons that stewards of an authority ever made public, by their data sets. */
export async function listTablesOnPersons(scope: Scope, authorityId: AuthorityId): Promise<readonly TableOnPersons[]> {
  const rows = await scope.db
    .selectFrom('opendata.protections as p')
    .innerJoin('opendata.table_versions as v', (on) =>
      on
        .onRef('v.authority_id', '=', 'p.authority_id')
        .onRef('v.table_id', '=', 'p.table_id')
        .onRef('v.number', '=', 'p.number'),
    )
    .innerJoin('opendata.data_sets as d', (on) =>
      on.onRef('d.authority_id', '=', 'p.authority_id').onRef('d.id', '=', 'p.data_set_id'),
    )
    .distinctOn(['p.data_set_id', 'p.table_id'])
    .select(['p.data_set_id', 'p.table_id', 'd.slug', 'd.metadata'])
    .where('p.authority_id', '=', authorityId)
    .where('v.published_at', 'is not', null)
    .orderBy('p.data_set_id')
    .orderBy('p.table_id')
    .execute()
  return rows.map((row) => ({
    ...{ dataSetId: row.data_set_id, tableId: row.table_id, slug: row.slug },
    title: readMetadata(row.metadata, row.data_set_id).title,
  }))
}

/** Those of other data sets. */
export const besideOf = (dataSetId: string, known: readonly TableOnPersons[]): readonly TableOnPersons[] =>
  known.filter((one) => one.dataSetId !== dataSetId)
