import { sql } from 'kysely'
import { Type } from 'typebox'
import { ContentMemory } from '#kernel/db/content-watch.ts'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import { type AuthorityId, slug, uuid } from '#kernel/ids.ts'
import { validatorOf } from '#kernel/validator.ts'
import { seriesPath } from '../catalogue/addresses.ts'
import { dataSetSchema } from '../catalogue/data-set.ts'
import { originOf, StoredDataSetError } from '../catalogue/queries.ts'
import {
  inOrder,
  type Membership,
  membershipOf,
  type PublishedSeries,
  type SeriesId,
  type SeriesMember,
  type SeriesMetadata,
  seriesSchema,
} from './series.ts'

const isMetadata = validatorOf(seriesSchema)

/** What is stored of a series. Throws where it has not the shape: a fault of the installation. */
export function readSeriesMetadata(value: JsonValue, id: string): SeriesMetadata {
  if (!isMetadata(value))
    throw new StoredDataSetError(`metadata of series ${id}: ${JSON.stringify(isMetadata.problems(value))}`)
  return value
}

/** A published series with its data sets, withdrawn ones included; undefined where there is none. */
export async function findPublishedSeries(
  scope: Scope,
  place: { readonly authorityId: AuthorityId; readonly slug: string },
): Promise<PublishedSeries | undefined> {
  const row = await scope.db
    .selectFrom('opendata.published_series')
    .select('id')
    .where('authority_id', '=', place.authorityId)
    .where('slug', '=', place.slug)
    .executeTakeFirst()
  return row && findPublishedSeriesById(scope, uuid<'series'>(row.id))
}

/** The same by its id. */
export async function findPublishedSeriesById(scope: Scope, id: SeriesId): Promise<PublishedSeries | undefined> {
  return (await listPublishedSeries(scope, [id])).get(id)
}

/** Of each of these data sets, the series that it is in. Those in none, and series that were withdrawn, are left out. */
export async function readMemberships(
  scope: Scope,
  dataSets: readonly { readonly id: string }[],
): Promise<ReadonlyMap<string, readonly Membership[]>> {
  if (dataSets.length === 0) return new Map()
  const rows = await scope.db
    .selectFrom('opendata.series_members')
    .select(['series_id', 'data_set_id'])
    .where('data_set_id', 'in', [...new Set(dataSets.map(({ id }) => id))])
    .execute()
  const series = await listPublishedSeries(scope, [...new Set(rows.map((row) => uuid<'series'>(row.series_id)))])
  const placed = rows.flatMap((row) => {
    const one = series.get(row.series_id)
    const membership = one && !one.withdrawnAt && membershipOf(one, uuid<'data-set'>(row.data_set_id))
    return membership ? [{ id: row.data_set_id, membership }] : []
  })
  const bySlug = placed.toSorted((one, other) => (one.membership.series.slug < other.membership.series.slug ? -1 : 1))
  return new Map(
    [...Map.groupBy(bySlug, ({ id }) => id)].map(([id, all]) => [id, all.map(({ membership }) => membership)]),
  )
}

/** Published series by their ids, withdrawn ones included. */
export async function listPublishedSeries(
  scope: Scope,
  ids: readonly SeriesId[],
): Promise<ReadonlyMap<string, PublishedSeries>> {
  if (ids.length === 0) return new Map()
  const rows = await scope.db
    .selectFrom('opendata.published_series')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute()
  const members = await listMembers(scope, ids)
  return new Map(
    rows.map((row) => {
      const metadata = readSeriesMetadata(row.metadata, row.id)
      const series: PublishedSeries = {
        authorityId: slug<'authority'>(row.authority_id),
        id: uuid<'series'>(row.id),
        slug: row.slug,
        origin: originOf(row.origin),
        metadata,
        publishedAt: row.published_at,
        changedAt: row.changed_at,
        withdrawnAt: row.withdrawn_at,
        withdrawalReason: row.withdrawal_reason,
        members: inOrder(members.get(row.id) ?? [], metadata.order),
      }
      return [row.id, series]
    }),
  )
}

const isAbout = validatorOf(
  Type.Object({
    title: dataSetSchema.properties.title,
    issued: dataSetSchema.properties.issued,
    temporal: dataSetSchema.properties.temporal,
    uri: Type.Optional(Type.String()),
  }),
)

/** By series, as they were chosen; those that are not public are left out. */
async function listMembers(
  scope: Scope,
  ids: readonly SeriesId[],
): Promise<ReadonlyMap<string, readonly SeriesMember[]>> {
  const rows = await scope.db
    .selectFrom('opendata.series_members as m')
    .innerJoin('opendata.published_data_sets as p', (on) =>
      on.onRef('p.authority_id', '=', 'm.authority_id').onRef('p.id', '=', 'm.data_set_id'),
    )
    .select([
      'm.series_id',
      'p.authority_id',
      'p.id',
      'p.slug',
      'p.changed_at',
      // Not the whole: a table may have hundreds of columns.
      sql<JsonValue>`jsonb_strip_nulls(jsonb_build_object('title', p.metadata -> 'title', 'issued', p.metadata -> 'issued',
        'temporal', p.metadata -> 'temporal', 'uri', p.metadata -> 'original' -> 'uri'))`.as('about'),
    ])
    .where('m.series_id', 'in', [...ids])
    .where('p.withdrawn_at', 'is', null)
    .orderBy('m.series_id')
    .orderBy('m.position')
    .orderBy('p.id')
    .execute()
  const bySeries = [...Map.groupBy(rows, ({ series_id }) => series_id)]
  return new Map(bySeries.map(([id, all]) => [id, all.map(readMember)]))
}

type MemberRow = { authority_id: string; id: string; slug: string; changed_at: Date; about: JsonValue }

function readMember({ authority_id, id, slug: name, changed_at, about }: MemberRow): SeriesMember {
  if (!isAbout(about)) throw new StoredDataSetError(`metadata of ${id}: ${JSON.stringify(isAbout.problems(about))}`)
  return {
    authorityId: slug<'authority'>(authority_id),
    id: uuid<'data-set'>(id),
    slug: name,
    title: about.title,
    issued: about.issued,
    temporal: about.temporal ?? [],
    uri: about.uri,
    changedAt: changed_at,
  }
}

const titles = new ContentMemory<ReadonlyMap<string, LocalText>>(1)
const mostTitles = 10_000

/** What public series are called, by `slug@authority`, as facets name them. */
export function readSeriesTitles(scope: Scope): Promise<ReadonlyMap<string, LocalText>> {
  return scope.remember(titles, '', async () => {
    const rows = await scope.db
      .selectFrom('opendata.published_series')
      .select(['authority_id', 'slug', 'id', 'metadata'])
      .where('withdrawn_at', 'is', null)
      .orderBy('authority_id')
      .orderBy('slug')
      .limit(mostTitles)
      .execute()
    return new Map(
      rows.map((row) => [`${row.slug}@${row.authority_id}`, readSeriesMetadata(row.metadata, row.id).title]),
    )
  })
}

/** The pages of public series, of the whole canton or of one authority, in no language: for search engines. */
export async function listSeriesPages(
  scope: Scope,
  { authorityId, limit }: { authorityId: AuthorityId | undefined; limit: number },
): Promise<{ readonly path: string }[]> {
  const rows = await scope.db
    .selectFrom('opendata.published_series')
    .select(['authority_id', 'slug'])
    .where('withdrawn_at', 'is', null)
    .$if(authorityId !== undefined, (query) => query.where('authority_id', '=', authorityId ?? ''))
    .orderBy('authority_id')
    .orderBy('slug')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    path: seriesPath({ authorityId: slug<'authority'>(row.authority_id), slug: row.slug }),
  }))
}
