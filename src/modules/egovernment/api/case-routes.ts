import type { Actor, CaseActor, PersonActor, StaffActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { listFiles } from '#kernel/files/stored-file.ts'
import { type Answer, json } from '#kernel/http/answers.ts'
import { BadRequestError, ForbiddenError, NotFoundError, SignInNeededError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { formatDate, isIsoDate } from '#kernel/i18n/format.ts'
import { isSlug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { addMessage } from '../cases/add-message.ts'
import { caseStatuses, isCaseStatus, nextStep } from '../cases/case.ts'
import { readCaseDetails } from '../cases/case-details.ts'
import { openCaseKey } from '../cases/case-key.ts'
import { findCaseByNumber, listCases, listLatestCases } from '../cases/case-queries.ts'
import type { CaseRecord } from '../cases/case-record.ts'
import { roleAt } from '../cases/case-side.ts'
import { decideCase, isAdverse } from '../cases/decide-case.ts'
import { eventText } from '../cases/event-text.ts'
import { findSentMessage, isMessageKeyTaken, keepMessageKey } from '../cases/message-key.ts'
import { proveAccess } from '../cases/prove-access.ts'
import { startWork } from '../cases/start-work.ts'
import { splitFiles } from '../cases/unsent-files.ts'
import { isDecision, isMessage } from './case-bodies.ts'
import { givenKey } from './idempotency-key.ts'
import { problemWith } from './problem.ts'

/** Why a program looked, as the person reads it. */
const apiReason = 'egovernment.access_reason.api'

/** Following and handling cases for programs. */
export function caseApiRoutes(kernel: Kernel): Route[] {
  const follow = { permission: 'egovernment.case.follow_by_api', acceptsCrossSite: true } as const
  return [
    get('/api/v1/cases/:number', { ...follow, showsPersonalData: 'case' }, (_scope, request) =>
      showCase(request, kernel),
    ),
    get('/api/v1/cases', { permission: 'egovernment.case.list_by_api', showsPersonalData: 'list' }, showCases),
    post('/api/v1/cases/:number/messages', { ...follow, body: 'json' }, (_scope, request) =>
      takeMessage(request, kernel),
    ),
    post(
      '/api/v1/cases/:number/work',
      { permission: 'egovernment.case.work_by_api', body: 'none', acceptsCrossSite: true },
      startCase,
    ),
    post(
      '/api/v1/cases/:number/decision',
      { permission: 'egovernment.case.decide_by_api', body: 'json', acceptsCrossSite: true },
      (scope, request) => takeDecision(scope, request, kernel),
    ),
  ]
}

type Reader = CaseActor | PersonActor | StaffActor

/** Who asks: the holder of the code in the header, a program of the authority, or a signed-in person. */
async function readerOf(request: Request, keyScope: 'cases.read' | 'cases.write'): Promise<Reader> {
  const code = request.header('x-access-code')
  if (code !== undefined) {
    const proven = await proveAccess(request.database, { number: request.params.number ?? '', code, ip: request.ip })
    if (!proven) throw new NotFoundError()
    return { kind: 'case', ...proven }
  }
  const { actor, key } = request.principal
  if (key && !key.scopes.includes(keyScope)) throw new ForbiddenError(`the key lacks ${keyScope}`)
  // Staff come to cases through the desk, which asks for role, second factor and reason: nobody gets round it here.
  if (actor.kind === 'staff' && !key) throw new ForbiddenError('staff use the desk')
  if (actor.kind === 'staff' || actor.kind === 'person' || actor.kind === 'case') return actor
  throw new SignInNeededError('a key or an access code is needed')
}

async function showCase(request: Request, kernel: Kernel): Promise<Answer> {
  const actor = await readerOf(request, 'cases.read')
  return request.readAs(actor, async (scope) => {
    const found = await findOwn(scope, request)
    request.showed({
      authorityId: found.authorityId,
      subjectIds: [found.caseId],
      role: roleAt(actor, found.authorityId),
      reason: apiReason,
    })
    return json(await caseView(scope, kernel, request, found))
  })
}

/** 404 for what is not there and for what is somebody else's. */
async function findOwn(scope: Scope, request: Request): Promise<CaseRecord> {
  const found = await findCaseByNumber(scope, request.params.number ?? '')
  if (!found) throw new NotFoundError()
  return found
}

async function caseView(scope: Scope, kernel: Kernel, request: Request, found: CaseRecord) {
  const details = await readCaseDetails(scope, kernel, found)
  const key = await openCaseKey(scope, kernel, found)
  const stored = await listFiles(scope, kernel.sealing, {
    owner: { kind: 'case', authorityId: found.authorityId, id: found.caseId },
    key,
  })
  const files = splitFiles(stored, details.files).sent
  const question = details.questions.find(({ answeredAt }) => answeredAt === null)
  const next = nextStep({ ...found, answerBy: question?.answerBy, today: request.today })
  return {
    number: found.number,
    service: found.serviceId,
    authority: found.authorityId,
    status: found.status,
    nextStep: request.t(next.key, { by: next.by ? formatDate(next.by) : '' }),
    expectedOn: found.expectedOn,
    receivedAt: found.receivedAt.toISOString(),
    events: details.events.map((event) => ({
      at: event.at.toISOString(),
      type: event.type,
      text: eventText(event, request.t),
    })),
    messages: details.messages.map(({ id, at, direction, text }) => ({
      id,
      at: at.toISOString(),
      from: direction === 'in' ? 'applicant' : 'authority',
      text,
    })),
    documents: files.map(({ id, name, size, type, sha256, state }) => ({ id, name, size, type, sha256, state })),
    decisions: details.decisions.map(({ outcome, text, reasons, remedies, notifiedOn }) => ({
      outcome,
      text,
      reasons,
      remedies,
      notifiedOn,
    })),
  }
}

const listParameters = new Set(['status', 'authority', 'after', 'limit'])

/** The cases of the key's authority: newest first, or by due day where a status is asked for. */
async function showCases(scope: Scope, request: Request): Promise<Answer> {
  const { query, principal } = request
  const unknown = query.names().find((name) => !listParameters.has(name))
  if (unknown) throw new BadRequestError(`unknown parameter ${unknown}`)
  const authority = query.get('authority') ?? principal.key?.authorityId ?? undefined
  const limit = Number(query.get('limit') ?? 50)
  const status = query.get('status')
  if (!authority || !isSlug<'authority'>(authority))
    return problemWith(request, [{ path: '/authority', message: 'authority' }])
  if (!Number.isInteger(limit) || limit < 1 || limit > 200)
    return problemWith(request, [{ path: '/limit', message: '1–200' }])
  if (status !== undefined && !isCaseStatus(status))
    return problemWith(request, [{ path: '/status', message: caseStatuses.join(', ') }])

  const wanted = { authorityId: authority, after: query.get('after'), limit }
  const found =
    status === undefined
      ? await listLatestCases(scope, wanted)
      : await listCases(scope, { ...wanted, filter: { kind: 'status', status } })
  request.showed({
    authorityId: authority,
    subjectIds: found.items.map(({ caseId }) => caseId),
    role: roleAt(scope.actor, authority),
    reason: apiReason,
  })
  return json({
    items: found.items.map((item) => ({
      number: item.number,
      service: item.serviceId,
      authority: item.authorityId,
      unit: item.unitId,
      status: item.status,
      applicant: item.applicantName,
      channel: item.channel,
      receivedAt: item.receivedAt.toISOString(),
      dueOn: item.dueOn,
      assignedTo: item.assignedTo,
    })),
    next: found.next ?? null,
  })
}

async function takeMessage(request: Request, kernel: Kernel): Promise<Answer> {
  const actor = await readerOf(request, 'cases.write')
  const body = request.json
  if (!isMessage(body)) return problemWith(request, isMessage.problems(body))
  const key = givenKey(request, senderOf(actor), { number: request.params.number, ...body })
  const send = () =>
    request.writeAs<Actor, Answer>(actor, async (scope) => {
      const found = await findOwn(scope, request)
      const { id, at } = (key && (await findSentMessage(scope, found, key))) ?? (await write(scope, found))
      return json({ id, at: at.toISOString(), text: body.text }, { status: 201 })
    })
  const write = async (scope: WriteScope, found: CaseRecord) => {
    const id = await addMessage(scope, kernel, { ...found, text: body.text })
    if (key) keepMessageKey(scope, { ...found, messageId: id }, key)
    return { id, at: scope.now() }
  }
  try {
    return await send()
  } catch (error) {
    // The same was sent at the same time and is there by now.
    if (isMessageKeyTaken(error)) return send()
    throw error
  }
}

/** Whose keys they are: nobody else's key of the same text counts. */
function senderOf(actor: Reader): string {
  switch (actor.kind) {
    case 'staff':
      return actor.staffId
    case 'person':
      return actor.partyId
    case 'case':
      return actor.caseId
  }
}

/** A program takes a case up; nothing is decided before. */
async function startCase(scope: WriteScope, request: Request): Promise<Answer> {
  if (!isStaffScope(scope)) throw new ForbiddenError()
  const { number, status } = await startWork(scope, await findOwn(scope, request), { byProgram: true })
  return json({ number, status }, { status: 201 })
}

async function takeDecision(scope: WriteScope, request: Request, kernel: Kernel): Promise<Answer> {
  if (!isStaffScope(scope)) throw new ForbiddenError()
  const body = request.json
  if (!isDecision(body)) return problemWith(request, isDecision.problems(body))
  const { notifiedOn = request.today, reasons, remedies, ...rest } = body
  if (!isIsoDate(notifiedOn)) return problemWith(request, [{ path: '/notifiedOn', message: 'YYYY-MM-DD' }])
  const found = await findOwn(scope, request)
  const missing = isAdverse(body.outcome) ? adverseParts.filter((name) => !body[name]?.trim()) : []
  if (missing.length > 0) {
    const message = request.t('egovernment.cases.error.remedies_missing')
    return problemWith(
      request,
      missing.map((name) => ({ path: `/${name}`, message })),
    )
  }
  const id = await decideCase(scope, kernel, {
    ...found,
    ...rest,
    notifiedOn,
    ...(reasons === undefined ? {} : { reasons }),
    ...(remedies === undefined ? {} : { remedies }),
  })
  return json({ id, number: found.number, outcome: body.outcome, status: 'decided' }, { status: 201 })
}

/** What whoever is refused something has to be told. */
const adverseParts = ['reasons', 'remedies'] as const

function isStaffScope(scope: WriteScope): scope is WriteScope<StaffActor> {
  return scope.actor.kind === 'staff'
}
