import { type Static, Type } from 'typebox'
import { systemActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { Answer } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import { mayHandInFor } from '#kernel/identity/mandate.ts'
import { type PartyId, uuid } from '#kernel/ids.ts'
import type { ServiceOffer } from '../services/service-offer.ts'
import type { NamedParty } from '../submissions/case-parties.ts'
import { problemWith } from './problem.ts'

/** How a program names a firm: by its UID, with or without the marks between the digits. */
export const firmBody = Type.Object(
  {
    uid: Type.String({
      pattern: '^CHE-?[0-9]{3}\\.?[0-9]{3}\\.?[0-9]{3}$',
      description: 'UID of the firm that it is for; whoever sends it acts for the firm.',
    }),
  },
  { additionalProperties: false },
)

type FirmBody = Static<typeof firmBody>

/** A firm as it is kept: its UID is `CHE-123.456.788`. */
export type Firm = NamedParty & { readonly uid: string | null }

/**
 * The firm with this UID, if whoever asks may hand this service in for it: somebody signed in whose mandate of today covers it, or a program
 * with a key of the very authority, which has made sure itself. Undefined for all others, for a firm that is not known, and for a service that is not for firms.
 */
export function findFirmByUid(
  scope: Scope,
  request: Request,
  offer: ServiceOffer,
  { uid }: FirmBody,
): Promise<Firm | undefined> {
  return findFirm(scope, request, offer, { uid: uid.replace(/^CHE-?(\d{3})\.?(\d{3})\.?(\d{3})$/, 'CHE-$1.$2.$3') })
}

/** The firm that a draft is for, under the same conditions. */
export function findFirmOfDraft(
  scope: Scope,
  request: Request,
  offer: ServiceOffer,
  partyId: PartyId,
): Promise<Firm | undefined> {
  return findFirm(scope, request, offer, { partyId })
}

type Wanted = { readonly uid: string } | { readonly partyId: PartyId }

async function findFirm(
  scope: Scope,
  request: Request,
  offer: ServiceOffer,
  wanted: Wanted,
): Promise<Firm | undefined> {
  if (!offer.definition.audience.includes('firms')) return undefined
  const { key, actor } = request.principal
  if (key)
    return key.authorityId === offer.authorityId
      ? request.readAs(systemActor('submission'), (reading) => readFirm(reading, wanted))
      : undefined
  const firm = await readFirm(scope, wanted)
  return firm && mayHandInFor(actor, offer.serviceId).includes(firm.partyId) ? firm : undefined
}

async function readFirm(scope: Scope, wanted: Wanted): Promise<Firm | undefined> {
  const firms = scope.db.selectFrom('kernel.parties').select(['id', 'name', 'uid']).where('kind', '=', 'legal')
  const found = await ('uid' in wanted ? firms.where('uid', '=', wanted.uid) : firms.where('id', '=', wanted.partyId))
    .orderBy('id')
    .executeTakeFirst()
  return found && { partyId: uuid(found.id), name: found.name, uid: found.uid }
}

/** How a firm is told: to whoever holds its draft. */
export function readFirmOf(request: Request, partyId: PartyId): Promise<Firm | undefined> {
  return request.readAs(systemActor('submission'), (reading) => readFirm(reading, { partyId }))
}

/** 422: not for that firm. Whether the firm is known stays unsaid. */
export function refuseFirm(request: Request): Answer {
  return problemWith(request, [{ path: '/firm', message: request.t('egovernment.submissions.error.firm') }])
}
