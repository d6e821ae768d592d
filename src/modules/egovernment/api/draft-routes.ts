import type { Scope } from '#kernel/db/scope.ts'
import { withPrefix } from '#kernel/http/address.ts'
import { type Answer, json, noContent } from '#kernel/http/answers.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '#kernel/http/errors.ts'
import { get, post, put, type Request, type Route, remove } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { discardDraft } from '../apply/discard-draft.ts'
import { linkHours, makeDraftLink, useDraftLink } from '../apply/draft-link.ts'
import { draftActor } from '../apply/find-draft.ts'
import { findSubmittedDraft, submitDraft } from '../apply/submit-draft.ts'
import { escapePointer } from '../forms/form-error.ts'
import type { SubmitParts } from '../submissions/submit-case.ts'
import { isDraftAnswers, isDraftStart, isHandover, isPageAnswers } from './draft-bodies.ts'
import { draftView, faultsOf, prepareDraft } from './draft-view.ts'
import { findFirmByUid, findFirmOfDraft, refuseFirm } from './firm.ts'
import { accepted, findOfferOf, refuseLowLevel, refuseOtherKeys } from './hand-in.ts'
import { problemWith, wrongBody } from './problem.ts'
import { entityTag, type HeldDraft, holdDraft, openHandle, partyOf, requireVersion } from './read-draft.ts'
import { beginDraft, keepAnswers, readHandoverLink } from './write-draft.ts'

const read = { permission: 'egovernment.draft.read' } as const
const write = { permission: 'egovernment.draft.write', acceptsCrossSite: true } as const
const one = '/api/v1/drafts/:draft'

/** Drafts for programs: the same drafts as those of the form's pages, begun here or there and gone on with there or here. */
export function draftApiRoutes(kernel: Kernel, submit: SubmitParts): Route[] {
  return [
    post('/api/v1/drafts', { ...write, body: 'json', rateLimit: 30 }, (scope, request) =>
      startNew(scope, request, kernel),
    ),
    post('/api/v1/drafts/handover', { ...write, body: 'json', rateLimit: 30 }, (scope, request) =>
      takeOver(scope, request, kernel),
    ),
    get(one, read, async (scope, request) => shown(scope, request, kernel, await holdDraft(scope, request, kernel))),
    put(one, { ...write, rateLimit: 120 }, (scope, request) => replaceAll(scope, request, kernel)),
    put(`${one}/pages/:page`, { ...write, rateLimit: 120 }, (scope, request) => replacePage(scope, request, kernel)),
    remove(one, { ...write, rateLimit: 120 }, (scope, request) => throwAway(scope, request, kernel)),
    post(`${one}/link`, { ...write, body: 'none', rateLimit: 30 }, (scope, request) =>
      giveLink(scope, request, kernel),
    ),
    post(
      `${one}/submission`,
      { permission: 'egovernment.submission.create', acceptsCrossSite: true, body: 'none', rateLimit: 30 },
      (scope, request) => handIn(scope, request, kernel, submit),
    ),
  ]
}

async function startNew(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  refuseOtherKeys(request)
  const body = request.json
  if (!isDraftStart(body)) return wrongBody(request, isDraftStart.problems(body))
  const offer = await findOfferOf(scope, kernel, body)
  refuseLowLevel(request, offer.definition)
  const firm = body.firm && (await findFirmByUid(scope, request, offer, body.firm))
  if (body.firm && !firm) return refuseFirm(request)
  const begun = await beginDraft(request, kernel, { offer, body, firm })
  if (!begun.ok) return begun.answer
  const held = await openHandle(scope, request, kernel, begun.handle)
  const location = `${kernel.settings.origin}/api/v1/drafts/${begun.handle.authorityId}.${begun.handle.draftId}`
  const view = { ...(await draftView(scope, request, kernel, held)), token: begun.handle.token }
  return json(
    { ...view, ...(await newLink(request, kernel, held)) },
    { status: 201, headers: { location, etag: entityTag(held.open.draft.revision) } },
  )
}

/** Goes on with what a person began in the browser: her link is used up, and the program holds the draft as she does. */
async function takeOver(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  refuseOtherKeys(request)
  const body = request.json
  if (!isHandover(body)) return wrongBody(request, isHandover.problems(body))
  const link = readHandoverLink(body.link)
  const handle = link && (await request.writeAs(draftActor, (drafts) => useDraftLink(drafts, kernel, link)))
  if (!handle) return problemWith(request, [{ path: '/link', message: request.t('egovernment.apply.error.link_used') }])
  const held = await openHandle(scope, request, kernel, handle)
  return json(
    { ...(await draftView(scope, request, kernel, held)), token: handle.token },
    { headers: { etag: entityTag(held.open.draft.revision) } },
  )
}

async function shown(scope: Scope, request: Request, kernel: Kernel, held: HeldDraft): Promise<Answer> {
  return json(await draftView(scope, request, kernel, held), { headers: { etag: entityTag(held.open.draft.revision) } })
}

async function replaceAll(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const body = request.json
  if (!isDraftAnswers(body)) return wrongBody(request, isDraftAnswers.problems(body))
  const held = await holdDraft(scope, request, kernel)
  requireOpen(held)
  requireVersion(request, held)
  const { firm: named, ...content } = body
  const firm = named && (await findFirmByUid(scope, request, held.offer, named))
  if (named && !firm) return refuseFirm(request)
  const kept = await keepAnswers(request, kernel, held, {
    ...content,
    ...(named !== undefined && { firm: firm ?? null }),
  })
  return kept.ok ? shown(scope, request, kernel, kept.held) : kept.answer
}

async function replacePage(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const body = request.json
  if (!isPageAnswers(body)) return wrongBody(request, isPageAnswers.problems(body))
  const held = await holdDraft(scope, request, kernel)
  const page = held.offer.definition.form.pages.find(({ id }) => id === request.params.page)
  if (!page) throw new NotFoundError()
  requireOpen(held)
  requireVersion(request, held)
  const own = new Set(page.fields.map(({ id }) => id))
  const foreign = Object.keys(body.answers).filter((name) => !own.has(name))
  if (foreign.length > 0) {
    const message = request.t('egovernment.drafts_api.error.other_page', { page: page.id })
    return problemWith(
      request,
      foreign.map((name) => ({ path: `/answers/${escapePointer(name)}`, message })),
    )
  }
  const others = Object.entries(held.answers).filter(([name]) => !own.has(name))
  const kept = await keepAnswers(request, kernel, held, { answers: { ...Object.fromEntries(others), ...body.answers } })
  return kept.ok ? shown(scope, request, kernel, kept.held) : kept.answer
}

async function throwAway(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const held = await holdDraft(scope, request, kernel)
  requireOpen(held)
  requireVersion(request, held, 'allow')
  await request.writeAs(draftActor, (drafts) => discardDraft(drafts, held.open.draft))
  return noContent()
}

async function giveLink(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const held = await holdDraft(scope, request, kernel)
  requireOpen(held)
  return json(await newLink(request, kernel, held), { status: 201 })
}

/** Where a person goes on in the browser. The address works once. */
async function newLink(request: Request, kernel: Kernel, { handle, open }: HeldDraft) {
  const { serviceId, authorityId, language } = open.draft
  return request.writeAs(draftActor, async (drafts) => {
    const token = await makeDraftLink(drafts, kernel, handle)
    return {
      url:
        kernel.settings.origin +
        withPrefix({ language, authority: authorityId }, `/services/${serviceId}/draft/${token}`),
      urlExpiresAt: new Date(drafts.now().getTime() + linkHours * 3_600_000).toISOString(),
    }
  })
}

/** Makes a case of it. The draft itself is the key: sent twice it is one case, and both get the same answer. */
async function handIn(scope: Scope, request: Request, kernel: Kernel, parts: SubmitParts): Promise<Answer> {
  const held = await holdDraft(scope, request, kernel)
  const { open } = held
  if (open.draft.sent) {
    const before = await findSubmittedDraft(parts, open.draft)
    if (!before) throw new DraftSentError()
    return accepted(kernel, before, open.draft.forPartyId !== null)
  }
  requireVersion(request, held, 'allow')
  const { forPartyId } = open.draft
  const firm = forPartyId === null ? undefined : await findFirmOfDraft(scope, request, held.offer, forPartyId)
  // A mandate that was limited or ended meanwhile no longer hands anything in.
  if (forPartyId !== null && !firm)
    throw new ForbiddenError('not for that firm', { userMessage: 'egovernment.drafts_api.error.firm' })
  const preparation = await prepareDraft(scope, request, kernel, held)
  const faults = faultsOf(request, held, preparation)
  if (!preparation.ok || faults.length > 0) return problemWith(request, faults)
  const { contact, language } = open.draft
  const partyId = partyOf(request)
  const submitted = await submitDraft(parts, {
    open,
    prepared: preparation.prepared,
    contact,
    person: partyId && { partyId, name: request.principal.display?.name ?? '' },
    firm,
    language: contact?.language ?? language,
    receivedAt: request.receivedAt,
    byProgram: { keyId: request.principal.key?.id },
  })
  return accepted(kernel, submitted, firm !== undefined)
}

/** 409: it has become a case. */
class DraftSentError extends ConflictError {
  override name = 'DraftSentError'
  constructor() {
    super('the draft was handed in', { userMessage: 'egovernment.drafts_api.error.sent' })
  }
}

function requireOpen({ open }: HeldDraft): void {
  if (open.draft.sent) throw new DraftSentError()
}
