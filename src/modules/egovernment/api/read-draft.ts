import type { Scope } from '#kernel/db/scope.ts'
import type { StoredFile } from '#kernel/files/stored-file.ts'
import { HttpError, NotFoundError, PreconditionFailedError, SignInNeededError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { isToken } from '#kernel/identity/token.ts'
import { isSlug, isUuid, type PartyId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { DraftHandle } from '../apply/draft.ts'
import { draftActor, findDraftByHandle, type OpenDraft } from '../apply/find-draft.ts'
import { carriedAnswers } from '../apply/read-apply.ts'
import type { LostAnswer } from '../forms/carry-over.ts'
import type { Answers } from '../forms/form.ts'
import type { ServiceOffer } from '../services/service-offer.ts'
import { type Firm, readFirmOf } from './firm.ts'
import { findOfferOf, refuseLowLevel, refuseOtherKeys } from './hand-in.ts'

/** A draft as a program holds it: opened, with what its service asks today. */
export type HeldDraft = {
  readonly open: OpenDraft
  readonly handle: DraftHandle
  readonly offer: ServiceOffer
  /** Carried over to the version that is offered today. */
  readonly answers: Answers
  readonly lost: readonly LostAnswer[]
  readonly files: readonly StoredFile[]
  /** The firm that it is for. */
  readonly firm: Firm | undefined
}

/** Which draft is meant, as programs name it: the authority it was begun at, and its number. */
export function draftName({ authorityId, draftId }: Pick<DraftHandle, 'authorityId' | 'draftId'>): string {
  return `${authorityId}.${draftId}`
}

/** The draft of the address that the token in the header proves; 404 for what is not there and for what is somebody else's. */
export async function holdDraft(scope: Scope, request: Request, kernel: Kernel): Promise<HeldDraft> {
  refuseOtherKeys(request)
  const token = request.header('x-draft-token')
  if (token === undefined)
    throw new SignInNeededError('X-Draft-Token is needed', { userMessage: 'egovernment.drafts_api.error.token' })
  const [authorityId = '', draftId = '', ...more] = (request.params.draft ?? '').split('.')
  if (!isSlug<'authority'>(authorityId) || !isUuid<'draft'>(draftId) || more.length > 0 || !isToken(token))
    throw new NotFoundError()
  return openHandle(scope, request, kernel, { authorityId, draftId, token })
}

export async function openHandle(
  scope: Scope,
  request: Request,
  kernel: Kernel,
  handle: DraftHandle,
): Promise<HeldDraft> {
  const open = await request.readAs(draftActor, (drafts) =>
    findDraftByHandle(drafts, kernel, { handle, partyId: partyOf(request) }),
  )
  // What a clerk enters at the counter stays at the desk.
  if (!open || open.draft.entry) throw new NotFoundError()
  const { serviceId, authorityId, forPartyId } = open.draft
  const offer = await findOfferOf(scope, kernel, { service: serviceId, authority: authorityId })
  refuseLowLevel(request, offer.definition)
  const firm = forPartyId === null ? undefined : await readFirmOf(request, forPartyId)
  return { open, handle, offer, firm, files: open.files, ...(await carriedAnswers(scope, offer, open.draft)) }
}

export function partyOf({ principal }: Request): PartyId | undefined {
  return principal.actor.kind === 'person' ? principal.actor.partyId : undefined
}

/** A draft's version as HTTP knows it. */
export function entityTag(revision: number): string {
  return `"${revision}"`
}

/** 412: saved by somebody else since it was read. */
export class DraftOutdatedError extends PreconditionFailedError {
  override name = 'DraftOutdatedError'
  constructor() {
    super('the draft has another version', { userMessage: 'egovernment.drafts_api.error.outdated' })
  }
}

/** Whoever changes a draft says which version she has seen (`If-Match`), so that of two writers none overwrites the other unseen. */
export function requireVersion(request: Request, { open }: HeldDraft, otherwise: 'refuse' | 'allow' = 'refuse'): void {
  const wanted = request.header('if-match')
  if (wanted === undefined) {
    if (otherwise === 'allow') return
    throw new HttpError(428, 'If-Match is needed', { userMessage: 'egovernment.drafts_api.error.if_match' })
  }
  const tags = wanted.split(',').map((tag) => tag.trim())
  if (!tags.includes('*') && !tags.includes(entityTag(open.draft.revision))) throw new DraftOutdatedError()
}
