import { ContentMemory } from '#kernel/db/content-watch.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type LocalText, languages } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { countPublished, type ListPlace, listPublished } from '../catalogue/queries.ts'
import { readMemberships } from '../series/queries.ts'
import type { CataloguePage } from './catalogue-resource.ts'
import type { Publisher, Surroundings } from './data-set-resource.ts'
import { findRevision, listPageEnds, listRowsChangedAt } from './queries.ts'

/** Data sets on a page of the catalogue. */
export const pageSize = 100

const sizes = new ContentMemory<{ total: number; ends: readonly ListPlace[] }>(200)
const revisions = new ContentMemory<{ revision: string; changedAt: Date }>(1)

/** What the catalogue is at, as remembered until something is published. */
export const readRevision = (scope: Scope) => scope.remember(revisions, '', () => findRevision(scope))

/** The authority that answers for the catalogue of all. */
const cantonOf = (kernel: Kernel) => kernel.authorities.entries().find(({ kind }) => kind === 'canton')

export function publisherOf(kernel: Kernel, id: string): Publisher | undefined {
  const entry = kernel.authorities.find(id)
  return entry && { id: entry.slug, name: entry.name, kind: entry.kind, bfsNumber: entry.bfsNumber }
}

/** What describing these data sets needs besides them. */
export async function readSurroundings(
  scope: Scope,
  kernel: Kernel,
  dataSets: readonly PublishedDataSet[],
): Promise<Surroundings> {
  const tables = dataSets.flatMap(({ metadata }) =>
    metadata.distributions.flatMap(({ id, kind }) => (kind === 'table' ? [id] : [])),
  )
  return {
    origin: kernel.settings.origin,
    publisherOf: (id) => publisherOf(kernel, id),
    rowsChangedAt: await listRowsChangedAt(scope, tables),
    memberships: await readMemberships(scope, dataSets),
  }
}

/** A page of the catalogue of one authority or of all; undefined where there is no such page. An empty catalogue has one page. */
export async function readCataloguePage(
  scope: Scope,
  kernel: Kernel,
  { authorityId, page, ending }: { authorityId: AuthorityId | undefined; page: number; ending: string },
): Promise<(Omit<CataloguePage, 'dataSets'> & { readDataSets: () => Promise<PublishedDataSet[]> }) | undefined> {
  const { changedAt } = await readRevision(scope)
  const { total, ends } = await scope.remember(sizes, authorityId ?? '', async () => ({
    total: await countPublished(scope, authorityId),
    ends: await listPageEnds(scope, { authorityId, pageSize }),
  }))
  const pages = Math.max(1, Math.ceil(total / pageSize))
  const publisher = publisherOf(kernel, authorityId ?? cantonOf(kernel)?.slug ?? '')
  if (page < 1 || page > pages || !publisher) return undefined
  const base = `${kernel.settings.origin}${authorityId ? `/${authorityId}` : ''}/opendata`
  return {
    title: inAll(kernel, authorityId ? 'opendata.catalogue_data.title_of' : 'opendata.catalogue_data.title', publisher),
    description: inAll(kernel, 'opendata.catalogue_data.description', publisher),
    publisher,
    address: `${base}/catalog.${ending}`,
    homepage: base,
    page,
    pages,
    pageSize,
    total,
    changedAt,
    readDataSets: () => listPublished(scope, { authorityId, after: ends[page - 2], limit: pageSize }),
  }
}

function inAll({ translators, authorities }: Kernel, key: string, { id }: Publisher): LocalText {
  const each = languages.map((one) => [one, translators[one](key, { name: authorities.nameOf(id, one) })] as const)
  return { ...Object.fromEntries(each), de: translators.de(key, { name: authorities.nameOf(id, 'de') }) }
}
