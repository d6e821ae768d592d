import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { downloadOf, openFile, openPreview } from '#kernel/files/open-file.ts'
import type { Answer } from '#kernel/http/answers.ts'
import { ForbiddenError, NotFoundError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { DataKey } from '#kernel/sealing/sealing.ts'
import { openCaseKey } from '../cases/case-key.ts'
import type { CaseRef } from '../cases/case-record.ts'
import { listCorrectionOffers } from '../cases/correction-offers.ts'
import { findVersion } from '../services/queries.ts'
import { protectedFields } from './answer-sections.ts'
import { caseOwner, findKnownCase, isOf, requireRight, staffIn } from './case-file.ts'
import { backToReason, readCase, showedCase } from './desk-steps.ts'
import { reasonToRead } from './reason-to-read.ts'

/** The files of a case. */
export function fileRoutes(kernel: Kernel): Route[] {
  return [
    get('/desk/cases/:number/files/:file', readCase, (scope, request) => download(kernel, staffIn(scope), request)),
    get('/desk/cases/:number/files/:file/pages/:page', readCase, (scope, request) =>
      showFilePage(kernel, staffIn(scope), request),
    ),
  ]
}

function download(kernel: Kernel, scope: Scope<StaffActor>, request: Request): Promise<Answer> {
  return withFile(kernel, scope, request, async (wanted) => downloadOf(await openFile(scope, kernel, wanted)))
}

function showFilePage(kernel: Kernel, scope: Scope<StaffActor>, request: Request): Promise<Answer> {
  const page = Number(request.params.page)
  return withFile(kernel, scope, request, (wanted) => openPreview(scope, kernel, { ...wanted, page }))
}

type WantedFile = { readonly id: string; readonly owner: ReturnType<typeof caseOwner>; readonly key: DataKey }

/** Opens something of a file, if she may see the file; who looked is noted. */
async function withFile(
  kernel: Kernel,
  scope: Scope<StaffActor>,
  request: Request,
  open: (wanted: WantedFile) => Promise<Answer>,
): Promise<Answer> {
  const known = await findKnownCase(scope, request.params.number)
  requireRight(known, 'read')
  const reason = await reasonToRead(scope, known)
  if (reason === undefined) return backToReason(request, known)
  const { record, standing } = known
  const id = request.params.file ?? ''
  const row = await scope.db
    .selectFrom('egovernment.case_files')
    .select(['file_id', 'field'])
    .where('authority_id', '=', record.authorityId)
    .where('case_id', '=', record.caseId)
    .execute()
  const key = await openCaseKey(scope, kernel, record)
  const listed = row.find(({ file_id }) => file_id === id)
  const field = listed ? listed.field : await fieldOffered(scope, key, record, id)
  if (field === undefined) throw new NotFoundError('no such file of this case')
  const version = await findVersion(scope, record.versionId)
  const hidden = version ? protectedFields(version.definition.form) : new Set<string>()
  const isHers = standing.kind === 'in_charge' && record.assignedTo === scope.actor.staffId
  if (isOf(hidden, field) && !isHers)
    throw new ForbiddenError('protected', { userMessage: 'egovernment.desk.error.protected_file' })
  const answer = await open({ id, owner: caseOwner(record), key })
  showedCase(request, known, reason)
  return answer
}

/** The question of a file that came with a correction which nobody has decided on yet: a clerk looks at it before she does. */
async function fieldOffered(
  scope: Scope<StaffActor>,
  key: DataKey,
  ref: CaseRef,
  id: string,
): Promise<string | undefined> {
  const offers = await listCorrectionOffers(scope, key, ref)
  const open = offers.find(({ isAccepted }) => isAccepted === null)
  return open?.version.submission.files.find((file) => file.id === id)?.field
}
