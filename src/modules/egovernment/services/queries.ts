import { sql } from 'kysely'
import { fixedQuery } from '#kernel/db/fixed-query.ts'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { type AuthorityId, type ServiceId, slug, uuid, type VersionId } from '#kernel/ids.ts'
import { LRUCache } from '#kernel/sealing/lru-cache.ts'
import { validatorOf } from '#kernel/validator.ts'
import { serviceDefinitionSchema } from './definition/service-definition.ts'
import { isOfferOverrides, type ServiceOffer, type ServiceVersion } from './service-offer.ts'

export const isServiceDefinition = validatorOf(serviceDefinitionSchema)

/** A stored version or offer that is none: a fault of the installation. */
export class StoredServiceError extends Error {
  override name = 'StoredServiceError'
}

const versions = new LRUCache<ServiceVersion>(5_000)

type VersionRow = { id: string; service_id: string; number: number; definition: JsonValue }

/** A version never changes, so it is read and checked once per process. */
function readVersion(row: VersionRow): ServiceVersion {
  const known = versions.get(row.id)
  if (known) return known
  if (!isServiceDefinition(row.definition)) throw new StoredServiceError(`version ${row.id} of ${row.service_id}`)
  const version = {
    serviceId: slug<'service'>(row.service_id),
    versionId: uuid<'version'>(row.id),
    number: row.number,
    definition: row.definition,
  }
  versions.set(row.id, version)
  return version
}

/** A version by its id, as drafts and cases hold it; undefined when there is none. Asks the database once per process and version. */
export async function findVersion(scope: Scope, versionId: VersionId): Promise<ServiceVersion | undefined> {
  const known = versions.get(versionId)
  if (known) return known
  const row = await scope.db
    .selectFrom('egovernment.service_versions')
    .select(['id', 'service_id', 'number', 'definition'])
    .where('id', '=', versionId)
    .executeTakeFirst()
  return row && readVersion(row)
}

/** The newest version of every service, by id. */
export async function listLatestVersions(scope: Scope): Promise<ServiceVersion[]> {
  const rows = await scope.db
    .selectFrom('egovernment.service_versions as v')
    .distinctOn('v.service_id')
    .select(['v.id', 'v.service_id', 'v.number', 'v.definition'])
    .orderBy('v.service_id')
    .orderBy('v.number', 'desc')
    .execute()
  return rows.map(readVersion)
}

/** A service as an authority offers it on a day; undefined when it does not. One query, two the first time a version is met. */
export async function findOffer(
  scope: Scope,
  serviceId: ServiceId,
  authorityId: AuthorityId,
  date: IsoDate,
): Promise<ServiceOffer | undefined> {
  const row = await offersOn(scope, authorityId, date).where('service_id', '=', serviceId).executeTakeFirst()
  return row && readOffer(scope, authorityId, row)
}

/** The services that an authority offers on a day, by id. */
export async function listOffers(scope: Scope, authorityId: AuthorityId, date: IsoDate): Promise<ServiceOffer[]> {
  const rows = await offersOn(scope, authorityId, date).orderBy('service_id').execute()
  return Promise.all(rows.map((row) => readOffer(scope, authorityId, row)))
}

function offersOn(scope: Scope, authorityId: AuthorityId, date: IsoDate) {
  return scope.db
    .selectFrom('egovernment.service_offers')
    .select(['service_id', 'version_id', 'overrides', 'valid_from'])
    .where('authority_id', '=', authorityId)
    .where('valid_from', '<=', date)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>=', date)]))
}

/** What all authorities offer on a day, by authority and service. */
export async function listAllOffers(
  scope: Scope,
  date: IsoDate,
): Promise<{ authorityId: AuthorityId; service: ServiceVersion; since: IsoDate }[]> {
  const rows = await scope.db
    .selectFrom('egovernment.service_offers')
    .select(['authority_id', 'service_id', 'version_id', 'valid_from'])
    .where('valid_from', '<=', date)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>=', date)]))
    .orderBy('authority_id')
    .orderBy('service_id')
    .execute()
  const offers = []
  for (const row of rows) {
    const service = await findVersion(scope, uuid<'version'>(row.version_id))
    if (!service || !isIsoDate(row.valid_from))
      throw new StoredServiceError(`offer of ${row.service_id} by ${row.authority_id}`)
    offers.push({ authorityId: slug<'authority'>(row.authority_id), service, since: row.valid_from })
  }
  return offers
}

type OfferRow = { service_id: string; version_id: string; overrides: JsonValue; valid_from: string }

async function readOffer(scope: Scope, authorityId: AuthorityId, row: OfferRow): Promise<ServiceOffer> {
  const version = await findVersion(scope, uuid<'version'>(row.version_id))
  if (!version || !isOfferOverrides(row.overrides) || !isIsoDate(row.valid_from))
    throw new StoredServiceError(`offer of ${row.service_id} by ${authorityId}`)
  return { ...version, authorityId, overrides: row.overrides, validFrom: row.valid_from }
}

/** How many authorities offer each service on a day. */
export async function countOfferers(scope: Scope, date: IsoDate): Promise<ReadonlyMap<string, number>> {
  const rows = await scope.db
    .selectFrom('egovernment.service_offers')
    .select(['service_id', sql<number>`count(*)::int`.as('authorities')])
    .where('valid_from', '<=', date)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>=', date)]))
    .groupBy('service_id')
    .execute()
  return new Map(rows.map((row) => [row.service_id, row.authorities]))
}

const revisionQuery = fixedQuery((db) => db.selectFrom('egovernment.catalogue_revision').select('revision'))

/** Changes with everything that is published or offered. */
export async function findCatalogueRevision(scope: Scope): Promise<string> {
  const { rows } = await scope.db.executeQuery(revisionQuery)
  const [row] = rows
  if (!row) throw new StoredServiceError('no revision of the catalogue')
  return row.revision
}

export function listLifeSituationRows(scope: Scope) {
  return scope.db
    .selectFrom('egovernment.life_situations')
    .select(['id', 'title', 'icon'])
    .orderBy('position')
    .execute()
}
