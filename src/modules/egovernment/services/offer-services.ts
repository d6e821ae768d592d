import { listAuthorities } from '#kernel/authorities/queries.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { listLatestVersions } from './queries.ts'
import type { ServiceVersion } from './service-offer.ts'

/**
 * Has every service offered by all who are in charge: the named authority, or all municipalities. Whoever offers it already, or did
 * once, is left alone. The scope's actor must be the system for `content` or `publishing`.
 */
export async function offerEverywhere(scope: WriteScope): Promise<void> {
  const [versions, { items }, offered] = await Promise.all([
    listLatestVersions(scope),
    listAuthorities(scope, { limit: 1_000 }),
    scope.db.selectFrom('egovernment.service_offers').select(['authority_id', 'service_id']).distinct().execute(),
  ])
  const municipalities = items.filter((authority) => authority.kind === 'municipality').map((authority) => authority.id)
  const known = new Set(offered.map((offer) => `${offer.authority_id}/${offer.service_id}`))
  const rows = versions
    .flatMap((version) => offerersOf(version, municipalities).map((authorityId) => ({ version, authorityId })))
    .filter(({ version, authorityId }) => !known.has(`${authorityId}/${version.serviceId}`))
    .map(({ version, authorityId }) => ({
      authority_id: authorityId,
      service_id: version.serviceId,
      version_id: version.versionId,
      valid_from: scope.today(),
    }))
  if (rows.length > 0) scope.write(scope.db.insertInto('egovernment.service_offers').values(rows))
}

function offerersOf({ definition }: ServiceVersion, municipalities: readonly string[]): readonly string[] {
  switch (definition.competence.by) {
    case 'municipality':
      return municipalities
    case 'authority':
      return [definition.competence.authority]
  }
}
