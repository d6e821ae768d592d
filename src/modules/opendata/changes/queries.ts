import { sql } from 'kysely'
import { Type } from 'typebox'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import { localText } from '#kernel/i18n/local-text.ts'
import { type AuthorityId, isUuid, slug, uuid } from '#kernel/ids.ts'
import { validatorOf } from '#kernel/validator.ts'
import type { DataSetId, DataSetMetadata } from '../catalogue/data-set.ts'
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
  /** What the tables are called whose rows changed, as far as they are there today. */
  readonly tables: readonly LocalText[]
  /** What of the description changed: `title`, `distributions` … */
  readonly fields: readonly string[]
  /** Whose versions were taken back, if not all of it was. */
  readonly withdrawn: LocalText | undefined
  /** Why it was taken back, as it was written for everybody. */
  readonly reason: string | undefined
  /** Where a list goes on after it. */
  readonly place: string
}

const isDetail = validatorOf(
  Type.Object({
    tables: Type.Optional(Type.Array(Type.String())),
    fields: Type.Optional(Type.Array(Type.String())),
    withdrawn: Type.Optional(localText(300)),
    reason: Type.Optional(Type.String()),
  }),
)

function readDetail(detail: JsonValue, { distributions }: DataSetMetadata) {
  const { tables = [], fields = [], withdrawn, reason } = isDetail(detail) ? detail : {}
  const titles = distributions.flatMap(({ id, title }) => (tables.includes(id) ? [title] : []))
  return { tables: titles, fields, withdrawn, reason }
}

/** Latest changes first: of everything, of one authority, of one data set, or of these of an authority. `after`: the place where the page before ended. */
export async function listChanges(
  scope: Scope,
  wish: {
    authorityId?: AuthorityId | undefined
    dataSetId?: DataSetId | undefined
    dataSetIds?: readonly DataSetId[] | undefined
    after?: string | undefined
    limit: number
  },
): Promise<DataSetChange[]> {
  if (wish.dataSetIds?.length === 0) return []
  const [micros = '', last = ''] = (wish.after ?? '').split('~')
  const at = sql`timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond'`
  const rows = await scope.db
    .selectFrom((from) =>
      from
        .selectFrom('opendata.data_set_changes')
        .select(['authority_id', 'data_set_id', 'id', 'kind', 'at', 'detail'])
        .$if(wish.authorityId !== undefined, (query) => query.where('authority_id', '=', wish.authorityId ?? ''))
        .$if(wish.dataSetId !== undefined, (query) => query.where('data_set_id', '=', wish.dataSetId ?? ''))
        .$if(wish.dataSetIds !== undefined, (query) => query.where('data_set_id', 'in', [...(wish.dataSetIds ?? [])]))
        .$if(isChangePlace(wish.after ?? ''), (query) =>
          query.where(sql<boolean>`at <= ${at} and (at < ${at} or id < ${last}::uuid)`),
        )
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
    .select(sql<string>`(extract(epoch from c.at) * 1000000)::bigint::text`.as('micros'))
    .orderBy('c.at', 'desc')
    .orderBy('c.id', 'desc')
    .execute()
  return rows.map((row) => {
    const metadata = readMetadata(row.metadata, row.data_set_id)
    return {
      id: row.id,
      kind: kindOf(row.kind),
      at: row.at,
      authorityId: slug<'authority'>(row.authority_id),
      dataSetId: uuid<'data-set'>(row.data_set_id),
      slug: row.slug,
      title: metadata.title,
      place: `${row.micros}~${row.id}`,
      ...readDetail(row.detail, metadata),
    }
  })
}

/** Why a data set was taken back last, as it was written for everybody; undefined where nobody said. */
export async function findWithdrawalReason(
  scope: Scope,
  { authorityId, id }: { readonly authorityId: AuthorityId; readonly id: DataSetId },
): Promise<string | undefined> {
  const row = await scope.db
    .selectFrom('opendata.data_set_changes')
    .select('detail')
    .where('authority_id', '=', authorityId)
    .where('data_set_id', '=', id)
    .where('kind', '=', 'withdrawn')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && isDetail(row.detail) ? row.detail.reason : undefined
}

/** Whether an address names the end of a page of changes. */
export const isChangePlace = (text: string): boolean => {
  const [micros = '', id = '', ...more] = text.split('~')
  return /^\d{1,16}$/.test(micros) && isUuid(id) && more.length === 0
}

/** The kind of a stored change. */
export function kindOf(text: string): ChangeKind {
  return text === 'published' || text === 'rows' || text === 'withdrawn' ? text : 'changed'
}
