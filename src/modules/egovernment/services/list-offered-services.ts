import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { readCatalogue } from './catalogue.ts'
import type { LifeSituation } from './definition/life-situations.ts'
import { listAllOffers } from './queries.ts'
import type { ServiceVersion } from './service-offer.ts'

/** A service as an authority offers it today, and since when. */
export type OfferedService = {
  readonly authorityId: AuthorityId
  readonly service: ServiceVersion
  readonly since: IsoDate
}

/** What all authorities offer today, by authority and service, and the occasions under which it is found. */
export async function listOfferedServices(scope: Scope): Promise<{
  readonly offers: readonly OfferedService[]
  readonly lifeSituations: readonly LifeSituation[]
}> {
  const { lifeSituations } = await readCatalogue(scope)
  return { offers: await listAllOffers(scope, scope.today()), lifeSituations }
}
