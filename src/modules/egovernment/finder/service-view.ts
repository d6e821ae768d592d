import type { Authority } from '#kernel/authorities/authority.ts'
import { findAuthority, type InCharge, unitInCharge } from '#kernel/authorities/queries.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { withPrefix } from '#kernel/http/address.ts'
import type { Request } from '#kernel/http/route.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import { type AuthorityId, isSlug, type ServiceId } from '#kernel/ids.ts'
import { findOfferToday, readCatalogue } from '../services/catalogue.ts'
import type { ServiceDefinition } from '../services/definition/service-definition.ts'

import { localDefinition } from '../services/service-offer.ts'
import { unitKindOf } from '../services/unit-kind.ts'
import { findChosenMunicipality } from './chosen-municipality.ts'

export type OtherInCharge = { readonly who: LocalText; readonly inCharge: InCharge }

/** Where a service is done, as far as it is known. */
export type Where =
  /** It depends on the municipality, and none was chosen yet. */
  | { readonly kind: 'open' }
  /** The authority offers it here; `inCharge` handles it. */
  | {
      readonly kind: 'offered'
      readonly authority: Authority
      readonly inCharge: InCharge | undefined
      /** Who handles it for some: for firms, say. */
      readonly others: readonly OtherInCharge[]
      readonly note: LocalText | undefined
    }
  /** The authority does not offer it here; `inCharge` can be asked on the other ways. */
  | { readonly kind: 'not_offered'; readonly authority: Authority; readonly inCharge: InCharge | undefined }

/** A service as its page shows it. */
export type ServiceView = {
  readonly service: ServiceDefinition
  readonly where: Where
  /** Whether another municipality can be chosen. */
  readonly isLocal: boolean
  /** Where it begins; to choosing the municipality first where that is open, undefined where it is not offered. */
  readonly startHref: string | undefined
}

type Asked = Pick<Request, 'authorityId' | 'query' | 'cookie' | 'prefix' | 'href'>

/** Reads what the page of a service needs; undefined where no such service is published. */
export async function readServiceView(
  scope: Scope,
  serviceId: string,
  request: Asked,
): Promise<ServiceView | undefined> {
  const catalogue = await readCatalogue(scope)
  const version = catalogue.find(serviceId)
  if (!version) return undefined
  const { definition } = version
  const isLocal = definition.competence.by === 'municipality'
  const authority = await findAuthorityFor(scope, definition, request)
  if (!authority) {
    return {
      service: definition,
      where: { kind: 'open' },
      isLocal,
      startHref: request.href(`/services/${serviceId}/place`),
    }
  }
  const [offer, inCharge, others] = await Promise.all([
    findOfferToday(scope, version.serviceId, authority.id),
    findInCharge(scope, definition, version.serviceId, authority.id),
    findOthersInCharge(scope, definition, authority.id),
  ])
  if (!offer)
    return { service: definition, where: { kind: 'not_offered', authority, inCharge }, isLocal, startHref: undefined }
  return {
    service: localDefinition(offer),
    where: { kind: 'offered', authority, inCharge, others, note: offer.overrides.note },
    isLocal,
    startHref: withPrefix(
      { language: request.prefix.language, authority: authority.id },
      `/services/${serviceId}/apply`,
    ),
  }
}

async function findAuthorityFor(
  scope: Scope,
  { competence }: ServiceDefinition,
  request: Asked,
): Promise<Authority | undefined> {
  switch (competence.by) {
    case 'municipality':
      return findChosenMunicipality(scope, request)
    case 'authority':
      return isSlug<'authority'>(competence.authority) ? findAuthority(scope, competence.authority) : undefined
  }
}

async function findInCharge(
  scope: Scope,
  definition: ServiceDefinition,
  serviceId: ServiceId,
  municipalityId: AuthorityId,
): Promise<InCharge | undefined> {
  const unitKind = unitKindOf(definition)
  return unitKind && unitInCharge(scope, { serviceId, unitKind, municipalityId, date: scope.today() })
}

async function findOthersInCharge(
  scope: Scope,
  { otherUnits = [] }: ServiceDefinition,
  municipalityId: AuthorityId,
): Promise<readonly OtherInCharge[]> {
  const found = await Promise.all(
    otherUnits.map(async (other) => {
      const unitKind = unitKindOf(other)
      const inCharge = unitKind && (await unitInCharge(scope, { unitKind, municipalityId, date: scope.today() }))
      return inCharge ? [{ who: other.who, inCharge }] : []
    }),
  )
  return found.flat()
}
