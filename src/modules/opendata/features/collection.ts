import type { Scope } from '#kernel/db/scope.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { type AuthorityId, isSlug, isUuid } from '#kernel/ids.ts'
import { type ListPlace, listPublished } from '../catalogue/queries.ts'
import type { Column } from '../tables/column.ts'
import { type FoundTable, findTable } from '../tables/find-table.ts'
import { type Place, placeOf, timeOf } from '../tables/place.ts'
import { listCurrentVersions } from '../tables/queries.ts'
import { collectionId } from './links.ts'

/** A table whose rows have a place, as OGC API Features calls it. */
export type Collection = FoundTable & {
  /** `authority_dataset_table`: names have no underscores, so it is clear what is what. */
  readonly id: string
  readonly place: Place
  readonly time: Column | undefined
  /** What names its features: the only key column, else the number of the row in this version. */
  readonly key: Column | undefined
}

function asCollection(found: FoundTable): Collection | undefined {
  const { columns } = found.version
  const place = placeOf(columns)
  if (!place) return undefined
  const keys = columns.filter(({ isKey }) => isKey)
  const [only] = keys
  return {
    ...found,
    id: collectionId(found.dataSet, found.distribution),
    place,
    time: timeOf(columns),
    key: keys.length === 1 && only?.type !== 'geometry' ? only : undefined,
  }
}

/** Columns that items are narrowed down by with their names; a place is asked for with a box. */
export const queriedColumns = ({ version }: Pick<Collection, 'version'>): readonly Column[] =>
  version.columns.filter(({ type }) => type !== 'geometry')

/** The collection of the address; on the pages of an authority only its own. Throws 404 where there is none. */
export async function findCollection(scope: Scope, { params, authorityId }: Request): Promise<Collection> {
  const [authority = '', slug = '', distribution = '', ...more] = (params.collection ?? '').split('_')
  const isOwn = authorityId === undefined || authorityId === authority
  if (!isOwn || more.length > 0) throw new NotFoundError()
  const collection = asCollection(await findTable(scope, { authority, slug, distribution }))
  if (!collection) throw new NotFoundError()
  return collection
}

/** Data sets that one page of the list looks at. */
const dataSetsPerPage = 200

/** Collections of an authority or of all, by their ids, some data sets at a time; `next` is where the following page goes on. */
export async function listCollections(
  scope: Scope,
  { authorityId, after }: { authorityId: AuthorityId | undefined; after: ListPlace | undefined },
): Promise<{ readonly collections: readonly Collection[]; readonly next: ListPlace | undefined }> {
  const found = await listPublished(scope, { authorityId, after, limit: dataSetsPerPage + 1 })
  const shown = found.slice(0, dataSetsPerPage)
  const tables = shown.flatMap((dataSet) =>
    dataSet.metadata.distributions.flatMap((distribution) =>
      distribution.kind === 'table' && isUuid(distribution.id) ? [{ dataSet, distribution }] : [],
    ),
  )
  const versions = await listCurrentVersions(
    scope,
    tables.map(({ distribution }) => distribution.id),
  )
  const collections = tables.flatMap((table) => {
    const version = versions.get(table.distribution.id)
    return version ? (asCollection({ ...table, version }) ?? []) : []
  })
  return { collections, next: found.length > dataSetsPerPage ? shown.at(-1) : undefined }
}

/** `authority_dataset`, where a page of the list ended; undefined for what is no such place. */
export function readListPlace(text: string): ListPlace | undefined {
  const [authorityId = '', slug = '', ...more] = text.split('_')
  return isSlug<'authority'>(authorityId) && isSlug(slug) && more.length === 0 ? { authorityId, slug } : undefined
}
