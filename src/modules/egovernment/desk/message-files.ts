import { type StaffActor, systemActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { attachFiles } from '#kernel/files/attach-files.ts'
import { listFiles } from '#kernel/files/stored-file.ts'
import { HttpError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import type { FileId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { listCaseFiles } from '../cases/case-details.ts'
import { openCaseKey } from '../cases/case-key.ts'
import { sideOf } from '../cases/case-side.ts'
import { provenFiles, splitFiles, withProofs } from '../cases/unsent-files.ts'
import { caseOwner, caseRef, type KnownCase } from './case-file.ts'
import type { FormReading } from './form-reading.ts'

/** The field that carries the proofs of files which came before, while the message is still being written. */
export const keptFilesField = 'kept'

/** The buttons that take out one of them again. */
const removeField = 'files.remove'

/** A form with all files that its message has so far: whatever becomes of this post, the page carries them along. */
export type WithFiles = {
  readonly form: FormReading
  readonly fileIds: readonly FileId[]
  /** A file was taken out: the form is shown again, and nothing is sent yet. */
  readonly isChanged?: boolean
}

/**
 * Gives the files that came with this request to the case, and notes at the field why one is not taken. It happens in a transaction of the
 * program's own, since only the program may hand over files; without a message they belong to the case without standing in it, and go with it.
 */
export async function keepMessageFiles(
  scope: Scope<StaffActor>,
  kernel: Kernel,
  request: Request,
  known: KnownCase,
  form: FormReading,
): Promise<WithFiles> {
  const { uploads, refusedUploads } = request
  for (const { name, reason } of refusedUploads) form.fail('files', `egovernment.desk.error.file_${reason}`, { name })
  const proofs = form.values(keptFilesField)
  if (uploads.length === 0 && proofs.length === 0) return { form, fileIds: [] }
  const key = await openCaseKey(scope, kernel, known.record)
  const owner = caseOwner(known.record)
  const ids = uploads.map(({ id }) => id)
  try {
    if (ids.length > 0)
      await request.writeAs(systemActor('case-files'), (program) => attachFiles(program, { ids, owner, key }))
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 422) throw error
    form.failWith('files', error)
  }
  const stored = await request.readAs(systemActor('case-files'), (program) =>
    listFiles(program, kernel.sealing, { owner, key }),
  )
  // Only files of this case that came from this side and stand nowhere in it yet: a form can name anything.
  const { unsent } = splitFiles(stored, await listCaseFiles(scope, caseRef(known)))
  const side = sideOf(scope.actor, known.record.authorityId)
  const waiting = withProofs(kernel.sealing, known.record, side, unsent)
  const proven = new Set(provenFiles(waiting, proofs))
  const removed = form.values(removeField)
  const files = waiting.filter((file) => (proven.has(file) && !removed.includes(file.id)) || ids.includes(file.id))
  return {
    form: form.withAll(
      keptFilesField,
      files.map(({ proof }) => proof),
    ),
    fileIds: files.map(({ id }) => id),
    isChanged: removed.length > 0,
  }
}
