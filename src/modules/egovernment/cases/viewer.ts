import { sql } from 'kysely'
import type { CaseActor, PersonActor } from '#kernel/db/actor.ts'
import { isRefusedWrite } from '#kernel/db/refused-write.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { ForbiddenError, NotFoundError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { findCase, findCaseByNumber } from './case-queries.ts'
import type { CaseRecord, CaseRef } from './case-record.ts'

/** Somebody on the applicant's side who may see a case: signed in as a party to it, or by its number and code. */
export type Viewer = { readonly actor: PersonActor | CaseActor; readonly record: CaseRecord }

/** Who looks at a case, first as the person she is, then by the code she has proven; undefined when neither shows it to her. */
export async function findViewer(request: Request): Promise<Viewer | undefined> {
  const { actor, caseGrant } = request.principal
  const known = actor.kind === 'person' || actor.kind === 'case' ? [actor] : []
  const granted = caseGrant ? [caseActorOf(caseGrant)] : []
  for (const one of [...known, ...granted]) {
    const record = await request.readAs(one, (scope) => findCaseByNumber(scope, request.params.number ?? ''))
    if (record && !record.isErased) return { actor: one, record }
  }
  return undefined
}

function caseActorOf({ authorityId, caseId }: CaseRef): CaseActor {
  return { kind: 'case', authorityId, caseId }
}

/** Whether a viewer may also do something: a mandate to read is not one to act. The row policies would refuse it as well. */
export async function mayAct(request: Request, { actor, record }: Viewer): Promise<boolean> {
  const { rows } = await request.readAs(actor, (scope) =>
    sql<{
      may: boolean
    }>`select ${actor.kind === 'case'} or egovernment.may_act(${record.authorityId}, ${record.caseId}) as may`.execute(
      scope.db,
    ),
  )
  return rows[0]?.may ?? false
}

/** The same where something is done: 403 for who may only read. */
export async function requireActor(request: Request): Promise<Viewer> {
  const viewer = await requireViewer(request)
  if (!(await mayAct(request, viewer)))
    throw new ForbiddenError('a mandate to read', { userMessage: 'egovernment.cases.error.read_only' })
  return viewer
}

/** The same where something is asked for: 404 for what is not there and for what is somebody else's. */
export async function requireViewer(request: Request): Promise<Viewer> {
  const viewer = await findViewer(request)
  if (!viewer) throw noAccess()
  return viewer
}

/**
 * Runs what a viewer does in a case. Throws 404 where she was taken out of it in the same moment, and the row policies refused what she was about
 * to write.
 */
export async function writeAsViewer<Result>(
  request: Request,
  { actor, record }: Viewer,
  work: (scope: WriteScope<PersonActor | CaseActor>) => Promise<Result>,
): Promise<Result> {
  try {
    return await request.writeAs(actor, work)
  } catch (error) {
    if (isRefusedWrite(error) && !(await request.readAs(actor, (scope) => findCase(scope, record)))) throw noAccess()
    throw error
  }
}

function noAccess(): NotFoundError {
  return new NotFoundError('no case of hers', { userMessage: 'egovernment.cases.error.no_access' })
}
