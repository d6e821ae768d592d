import { Type } from 'typebox'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import { type AuthorityId, slug, uuid } from '#kernel/ids.ts'
import { validatorOf } from '#kernel/validator.ts'
import type { DataSetId } from '../catalogue/data-set.ts'
import { readMetadata } from '../catalogue/queries.ts'

export type ChangeKind = 'published' | 'changed' | 'rows' | 'withdrawn'

/** Something that happened to a data set that is or was public. */
export type DataSetChange = {
  readonly id: string
  readonly kind: ChangeKind
  readonly at: Date
  readonly authorityId: AuthorityId
  readonly dataSetId: DataSetId
  readonly slug: string
  readonly title: LocalText
  /** Distributions whose rows changed. */
  readonly tables: readonly string[]
}

const isDetail = validatorOf(Type.Object({ tables: Type.Optional(Type.Array(Type.String())) }))

const tablesOf = (detail: JsonValue): readonly string[] => (isDetail(detail) ? (detail.tables ?? []) : [])

/** Latest changes first: of everything, of one authority, of one data set, or of these of an authority. */
export async function listChanges(
  scope: Scope,
  wish: {
    authorityId?: AuthorityId | undefined
    dataSetId?: DataSetId | undefined
    dataSetIds?: readonly DataSetId[] | undefined
    limit: number
  },
): Promise<DataSetChange[]> {
  if (wish.dataSetIds?.length === 0) return []
  const rows = await scope.db
    .selectFrom((from) =>
      from
        .selectFrom('opendata.data_set_changes')
        .select(['authority_id', 'data_set_id', 'id', 'kind', 'at', 'detail'])
        .$if(wish.authorityId !== undefined, (query) => query.where('authority_id', '=', wish.authorityId ?? ''))
        .$if(wish.dataSetId !== undefined, (query) => query.where('data_set_id', '=', wish.dataSetId ?? ''))
        .$if(wish.dataSetIds !== undefined, (query) => query.where('data_set_id', 'in', [...(wish.dataSetIds ?? [])]))
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(wish.limit)
        .as('c'),
    )
    // One by one, by the key: a join would rather read all data sets through.
    .innerJoinLateral(
      (from) =>
        from
          .selectFrom('opendata.published_data_sets as one')
          .select(['one.slug', 'one.metadata'])
          .whereRef('one.authority_id', '=', 'c.authority_id')
          .whereRef('one.id', '=', 'c.data_set_id')
          .limit(1)
          .as('p'),
      (on) => on.onTrue(),
    )
    .select(['c.authority_id', 'c.data_set_id', 'c.id', 'c.kind', 'c.at', 'c.detail', 'p.slug', 'p.metadata'])
    .orderBy('c.at', 'desc')
    .orderBy('c.id', 'desc')
    .execute()
  return rows.map((row) => {
    return {
      id: row.id,
      kind: kindOf(row.kind),
      at: row.at,
      authorityId: slug<'authority'>(row.authority_id),
      dataSetId: uuid<'data-set'>(row.data_set_id),
      slug: row.slug,
      title: readMetadata(row.metadata, row.data_set_id).title,
      tables: tablesOf(row.detail),
    }
  })
}

/** The kind of a stored change. */
export function kindOf(text: string): ChangeKind {
  return text === 'published' || text === 'rows' || text === 'withdrawn' ? text : 'changed'
}
