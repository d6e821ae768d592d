import type { Scope } from '#kernel/db/scope.ts'
import { withPrefix } from '#kernel/http/address.ts'
import { type RedirectAnswer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { requireLevel } from '#kernel/identity/require-level.ts'
import { isSlug, type PartyId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { isMailAddress } from '#kernel/mail/mail-text.ts'
import { carryOver, type LostAnswer } from '../forms/carry-over.ts'
import type { Answers, Form } from '../forms/form.ts'
import type { FormContext, StoredFile } from '../forms/form-context.ts'
import { prefilledAnswers } from '../forms/prefill.ts'
import { findOfferToday, readCatalogue } from '../services/catalogue.ts'
import { findVersion } from '../services/queries.ts'
import type { ServiceOffer } from '../services/service-offer.ts'
import { createFormContext } from '../submissions/form-context.ts'
import type { Contact, SubmitParts } from '../submissions/submit-case.ts'
import { type Draft, type DraftHandle, draftCookieName, readDraftCookie } from './draft.ts'
import type { DraftLines } from './draft-lines.ts'
import { standingOf } from './file-standing.ts'
import { draftActor, findDraftOfParty, mayOpen, type OpenDraft } from './find-draft.ts'

/** Somebody filling in a service: which one, where, and what there is so far. */
export type Apply = {
  readonly offer: ServiceOffer
  readonly form: Form
  readonly context: FormContext
  /** Saved answers, carried over to the present version; filled in from what is known where nothing was saved. */
  readonly answers: Answers
  readonly contact: Contact | null
  readonly open: OpenDraft | undefined
  readonly handle: DraftHandle | undefined
  readonly partyId: PartyId | undefined
  /** Answers that the present version can no longer take. */
  readonly lost: readonly LostAnswer[]
}

export type ApplyParts = { readonly kernel: Kernel; readonly submit: SubmitParts; readonly drafts: DraftLines }
type Parts = Pick<ApplyParts, 'kernel' | 'drafts'>

/** Reads where somebody stands with a service; or the way to what is needed first: the municipality, a surer sign-in. */
export async function readApply(parts: Parts, scope: Scope, request: Request): Promise<Apply | RedirectAnswer> {
  const offer = await readOffer(scope, request)
  if (isRedirect(offer)) return offer
  const holder = holderOf(request, offer)
  const open = await openDraft(parts, request, { ...holder, offer })
  if (!open) return beginning(parts, request, { ...holder, offer })
  const { form } = offer.definition
  const carried = await carriedAnswers(scope, offer, open.draft)
  const context = {
    ...contextOf(parts.kernel, request, open.files),
    standing: (id: string) => {
      const found = open.files.find((one) => one.id === id)
      return found && standingOf(found, request)
    },
  }
  return { offer, form, context, open, ...holder, ...carried, contact: open.draft.contact ?? contactOf(request) }
}

/** The service that is filled in, or the way to what is needed first. Reads nothing of the person's. */
async function readOffer(scope: Scope, request: Request): Promise<ServiceOffer | RedirectAnswer> {
  const serviceId = request.params.id ?? ''
  if (!isSlug<'service'>(serviceId)) throw new NotFoundError()
  const definition = (await readCatalogue(scope)).find(serviceId)?.definition
  if (!definition) throw new NotFoundError()
  const { competence } = definition
  const authorityId = competence.by === 'authority' ? competence.authority : request.authorityId
  if (authorityId === undefined) return seeOther(request.href(`/services/${serviceId}/place`))
  if (request.authorityId !== authorityId)
    return seeOther(withPrefix({ ...request.prefix, authority: authorityId }, `${request.path}${request.search}`))
  const offer = await findOfferToday(scope, serviceId, request.authorityId)
  if (!offer) return seeOther(request.href(`/services/${serviceId}`))
  return requireLevel(request, offer.definition.identityLevel) ?? offer
}

/** Who asks: the browser's handle, the signed-in person, or both. */
type Holder = { readonly handle: DraftHandle | undefined; readonly partyId: PartyId | undefined }
type Wanted = Holder & { readonly offer: ServiceOffer }

function holderOf(request: Request, { serviceId }: ServiceOffer): Holder {
  const { actor } = request.principal
  return {
    handle: readDraftCookie(request.cookie(draftCookieName(serviceId))),
    partyId: actor.kind === 'person' ? actor.partyId : undefined,
  }
}

/** The draft of her browser, else, signed in, the one she saved last. */
async function openDraft(
  { kernel, drafts }: Parts,
  request: Request,
  { handle, partyId, offer: { serviceId, authorityId } }: Wanted,
): Promise<OpenDraft | undefined> {
  const held = handle?.authorityId === authorityId ? await drafts.find.join(handle) : undefined
  if (held?.draft.serviceId === serviceId && mayOpen(held, partyId)) return held
  if (partyId === undefined) return undefined
  return request.readAs(draftActor, (scope) => findDraftOfParty(scope, kernel, { partyId, serviceId, authorityId }))
}

/** Of whom nothing is known, nothing is asked. */
function knownHere(kernel: Kernel, request: Request): Promise<Record<string, unknown>> {
  const { actor } = request.principal
  return actor.kind === 'person'
    ? request.readAs(actor, (scope) => knownAnswers(kernel, scope, request))
    : Promise.resolve(knownOfPlace(kernel, request))
}

/** A form that nobody has begun, filled in with what is known. */
async function beginning({ kernel }: Parts, request: Request, { offer, ...holder }: Wanted): Promise<Apply> {
  const { form } = offer.definition
  const context = contextOf(kernel, request, [])
  const known = await knownHere(kernel, request)
  const answers = prefilledAnswers(form, {}, known, context)
  return { offer, form, context, open: undefined, ...holder, answers, contact: contactOf(request), lost: [] }
}

/** A draft's answers as the version offered today takes them, and those that it cannot take. */
export async function carriedAnswers(
  scope: Scope,
  offer: ServiceOffer,
  { versionId, answers }: Pick<Draft, 'versionId' | 'answers'>,
): Promise<Pick<Apply, 'answers' | 'lost'>> {
  const before = versionId === offer.versionId ? undefined : await findVersion(scope, versionId)
  return before ? carryOver(before.definition.form, offer.definition.form, answers) : { answers, lost: [] }
}

/** What the rules of the form and its page may know, with these files. */
export function contextOf(
  { authorities }: Pick<Kernel, 'authorities'>,
  { today, language, href }: Request,
  files: readonly StoredFile[],
): FormContext {
  return { ...createFormContext({ today, language, authorities, files }), uploadsTo: href('/uploads') }
}

export function isRedirect(found: Apply | ServiceOffer | RedirectAnswer): found is RedirectAnswer {
  return 'kind' in found
}

/** The address that a signed-in person gave in her profile. */
function contactOf({ principal, language }: Request): Contact | null {
  const email = principal.actor.kind === 'person' ? principal.display?.email : undefined
  return email !== undefined && isMailAddress(email) ? { email, language } : null
}

function knownOfPlace(kernel: Kernel, { authorityId }: Request): Record<string, unknown> {
  const place = kernel.authorities.find(authorityId ?? '')
  return place?.kind === 'municipality' ? { 'authority.municipality': place.bfsNumber } : {}
}

/** What is known of who fills in, and of the firm she does it for, by the names that fields ask for it (`prefill`). */
export async function knownAnswers(
  kernel: Kernel,
  scope: Scope,
  request: Request,
  firmId?: PartyId,
): Promise<Record<string, unknown>> {
  const known = knownOfPlace(kernel, request)
  const { actor } = request.principal
  if (actor.kind !== 'person') return known
  const party = await scope.db
    .selectFrom('kernel.parties')
    .select(['given_name', 'family_name', 'email', 'phone', 'address'])
    .where('id', '=', actor.partyId)
    .executeTakeFirst()
  if (!party) return known
  const firm = firmId && (await findFirmDetails(scope, firmId))
  return {
    ...known,
    ...(party.given_name &&
      party.family_name && { 'person.name': { given: party.given_name, family: party.family_name } }),
    ...(party.email && { 'person.email': party.email }),
    ...(party.phone && { 'person.phone': party.phone }),
    ...(party.address !== null && !firm && { 'person.address': party.address }),
    ...(firm && { 'firm.name': firm.name }),
    ...(firm?.uid && { 'firm.uid': firm.uid }),
    ...(firm?.email && { 'firm.email': firm.email }),
    ...(firm && firm.address !== null && { 'firm.address': firm.address }),
  }
}

function findFirmDetails(scope: Scope, firmId: PartyId) {
  return scope.db
    .selectFrom('kernel.parties')
    .select(['name', 'uid', 'email', 'address'])
    .where('id', '=', firmId)
    .executeTakeFirst()
}
