import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { HttpError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import type { Work } from './actions.ts'
import { type CaseFile, findKnownCase, type KnownCase, requireRight } from './case-file.ts'
import { caseHref } from './desk-frame.tsx'
import { narrowed, readView } from './inbox.ts'
import { listReason, workReason } from './reason-to-read.ts'
import { workplacesOf } from './standing.ts'

/** A route on which a case is read. */
export const readCase = { permission: 'egovernment.case.read', showsPersonalData: 'case' } as const

/** One access entry for each authority whose rows a list shows; an empty list is noted as well. */
export function showedList(scope: Scope<StaffActor>, request: Request, rows: CaseFileRows): void {
  const own = workplacesOf(scope.actor)
  const first = own[0]
  const authorities = new Set(rows.map(({ authorityId }) => authorityId))
  if (authorities.size === 0 && first) authorities.add(first.authorityId)
  for (const authorityId of authorities) {
    const role = scope.actor.memberships.find((one) => one.authorityId === authorityId)?.role
    const subjectIds = rows.filter((row) => row.authorityId === authorityId).map(({ caseId }) => caseId)
    request.showed({ authorityId, subjectIds, role, reason: listReason })
  }
}

type CaseFileRows = readonly Pick<CaseFile['record'], 'authorityId' | 'caseId'>[]

/** The access entry of one case. */
export function showedCase(request: Request, { record, standing }: KnownCase, reason = workReason): void {
  request.showed({ authorityId: record.authorityId, subjectIds: [record.caseId], role: standing.role, reason })
}

/** The case's page asks why. */
export function backToReason(request: Request, { record }: KnownCase): Answer {
  return seeOther(caseHref(request, record.number, readView(request.query)))
}

/** Something done by a button, without a form of its own. */
export async function atOnce(
  scope: Scope<StaffActor>,
  request: Request,
  done: string,
  work: (known: KnownCase) => Work,
): Promise<Answer> {
  const known = await findKnownCase(scope, request.params.number)
  requireRight(known, 'work')
  await request.writeAs(scope.actor, work(known))
  return backToCase(request, known, done)
}

/** Back to the case, which says what was done. */
export function backToCase(request: Request, { record }: KnownCase, done: string): Answer {
  return seeOther(toDone(`${caseHref(request, record.number, readView(request.query))}&done=${done}`))
}

/** After something was done to a case: back to it, or to the inbox where it is no longer hers to open. */
export async function goOn(
  scope: Scope<StaffActor>,
  request: Request,
  before: KnownCase,
  done: string,
): Promise<Answer> {
  const { record, standing } = await findKnownCase(scope, before.record.number)
  if (standing.kind !== 'other_unit') return backToCase(request, before, done)
  // Without the words: a number among them would lead to the case again.
  const inbox = `/desk/inbox${narrowed(readView(request.query), 'q')}`
  return seeOther(toDone(request.href(`${inbox}&gone=${encodeURIComponent(record.number)}`)))
}

/** Runs a rule in a transaction of its own; a refusal that people can do something about comes back as a value. */
export async function attempt(scope: Scope<StaffActor>, request: Request, work: Work): Promise<HttpError | undefined> {
  try {
    await request.writeAs(scope.actor, work)
    return undefined
  } catch (error) {
    if (error instanceof HttpError && (error.status === 409 || error.status === 422)) return error
    throw error
  }
}
