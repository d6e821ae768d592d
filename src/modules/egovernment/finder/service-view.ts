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
import { findProfilePlace, type ProfilePlace } from './profile-place.ts'

export type OtherInCharge = { readonly who: LocalText; readonly inCharge: InCharge }

/** Where a service is done, as far as it is known. */
export type Where =
  /** It depends on the municipality, and none was chosen yet. */
  | {
      readonly kind: 'open'
      /** Where the address in the profile can lie in several. */
      readonly profile: ProfilePlace | undefined
    }
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
  /** The locality of the profile that says where; undefined where something else did. */
  readonly profileLocality: string | undefined
  /** Whether another municipality can be chosen. */
  readonly isLocal: boolean
  /** Where it begins; to choosing the municipality first where that is open, undefined where it is not offered. */
  readonly startHref: string | undefined
}

type Asked = Pick<Request, 'authorityId' | 'query' | 'cookie' | 'prefix' | 'href' | 'principal'>

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
  const { authority, profile } = await findAuthorityFor(scope, definition, request)
  if (!authority) {
    return {
      service: definition,
      where: { kind: 'open', profile },
      profileLocality: undefined,
      isLocal,
      startHref: request.href(`/services/${serviceId}/place`),
    }
  }
  const [offer, inCharge, others] = await Promise.all([
    findOfferToday(scope, version.serviceId, authority.id),
    findInCharge(scope, definition, version.serviceId, authority.id),
    findOthersInCharge(scope, definition, authority.id),
  ])
  const profileLocality = profile?.locality
  if (!offer) {
    const where = { kind: 'not_offered', authority, inCharge } as const
    return { service: definition, where, profileLocality, isLocal, startHref: undefined }
  }
  return {
    service: localDefinition(offer),
    where: { kind: 'offered', authority, inCharge, others, note: offer.overrides.note },
    profileLocality,
    isLocal,
    startHref: withPrefix(
      { language: request.prefix.language, authority: authority.id },
      `/services/${serviceId}/apply`,
    ),
  }
}

/** The authority of a service; of one that each municipality does, the chosen municipality, else that of the profile. */
async function findAuthorityFor(
  scope: Scope,
  { competence }: ServiceDefinition,
  request: Asked,
): Promise<{ authority?: Authority | undefined; profile?: ProfilePlace | undefined }> {
  switch (competence.by) {
    case 'municipality': {
      const chosen = await findChosenMunicipality(scope, request)
      if (chosen) return { authority: chosen }
      const profile = await findProfilePlace(scope, request)
      const [municipality, another] = profile?.municipalities ?? []
      return { profile, ...(another ? {} : { authority: municipality }) }
    }
    case 'authority':
      return {
        authority: isSlug<'authority'>(competence.authority)
          ? await findAuthority(scope, competence.authority)
          : undefined,
      }
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
