import { ContentMemory } from '#kernel/db/content-watch.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { isLanguage, type LocalText } from '#kernel/i18n/language.ts'
import type { AuthorityId, ServiceId } from '#kernel/ids.ts'
import { LRUCache } from '#kernel/sealing/lru-cache.ts'
import { readUses } from '../often-used/count-uses.ts'
import type { LifeSituation } from './definition/life-situations.ts'
import {
  findCatalogueRevision,
  listLatestVersions,
  listLifeSituationRows,
  listOffers,
  StoredServiceError,
} from './queries.ts'
import type { ServiceOffer, ServiceVersion } from './service-offer.ts'

/** All published services in their newest version, by id, and the occasions under which they are looked for. */
export type Catalogue = {
  readonly revision: string
  readonly services: readonly ServiceVersion[]
  readonly lifeSituations: readonly LifeSituation[]
  /** How often a service was asked for lately, where that was more than a few times. */
  readonly uses: ReadonlyMap<string, number>
  find(serviceId: string): ServiceVersion | undefined
}

// A revision is a random id, so the same key never means two states, not even of two databases.
const catalogues = new LRUCache<Catalogue>(4)
const offers = new LRUCache<readonly ServiceOffer[]>(200)

const revisions = new ContentMemory<string>(1)

/** The catalogue as it is now: at most one small query, and four when something was published since. */
export async function readCatalogue(scope: Scope): Promise<Catalogue> {
  const revision = await scope.remember(revisions, '', () => findCatalogueRevision(scope))
  return remember(catalogues, revision, () => loadCatalogue(scope, revision))
}

/** The services that an authority offers on a day, by id; read again only when something was published or offered. */
export function offersOf(
  scope: Scope,
  catalogue: Catalogue,
  authorityId: AuthorityId,
  date: IsoDate,
): Promise<readonly ServiceOffer[]> {
  return remember(offers, `${catalogue.revision}/${authorityId}/${date}`, () => listOffers(scope, authorityId, date))
}

/** A service as an authority offers it today, from the offers that are remembered; undefined when it does not. */
export async function findOfferToday(
  scope: Scope,
  serviceId: ServiceId,
  authorityId: AuthorityId,
): Promise<ServiceOffer | undefined> {
  const offers = await offersOf(scope, await readCatalogue(scope), authorityId, scope.today())
  return offers.find((offer) => offer.serviceId === serviceId)
}

async function remember<Value>(cache: LRUCache<Value>, key: string, load: () => Promise<Value>): Promise<Value> {
  const known = cache.get(key)
  if (known !== undefined) return known
  const value = await load()
  cache.set(key, value)
  return value
}

async function loadCatalogue(scope: Scope, revision: string): Promise<Catalogue> {
  const [services, rows, uses] = await Promise.all([
    listLatestVersions(scope),
    listLifeSituationRows(scope),
    readUses(scope),
  ])
  const byId = new Map<string, ServiceVersion>(services.map((service) => [service.serviceId, service]))
  const lifeSituations = rows.map(({ id, title, icon }) => ({ id, title: readText(title), icon }))
  return { revision, services, lifeSituations, uses, find: (serviceId) => byId.get(serviceId) }
}

function readText(value: unknown): LocalText {
  if (typeof value !== 'object' || value === null || !('de' in value) || typeof value.de !== 'string')
    throw new StoredServiceError('a life situation without a title')
  const texts = Object.entries(value).filter(([language, text]) => isLanguage(language) && typeof text === 'string')
  return { ...Object.fromEntries(texts), de: value.de }
}
