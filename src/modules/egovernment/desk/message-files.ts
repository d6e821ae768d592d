import { type StaffActor, systemActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { attachFiles } from '#kernel/files/attach-files.ts'
import { listFiles } from '#kernel/files/stored-file.ts'
import type { Request } from '#kernel/http/route.ts'
import type { FileId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { listCaseFiles } from '../cases/case-details.ts'
import { openCaseKey } from '../cases/case-key.ts'
import { caseOwner, caseRef, type KnownCase } from './case-file.ts'
import type { FormReading } from './form-reading.ts'

/** The field that carries ids of files which came before, while the message is still being written. */
export const keptFilesField = 'kept'

/**
 * Gives the files that came with this request to the case; all that the message has so far. It happens in a transaction of the program's
 * own, since only the program may hand over files; without a message they belong to the case without standing in it, and go with it.
 */
export async function messageFiles(
  scope: Scope<StaffActor>,
  kernel: Kernel,
  request: Request,
  known: KnownCase,
  form: FormReading,
): Promise<readonly FileId[]> {
  const fresh = request.uploads.map(({ id }) => id)
  const named = new Set(form.values(keptFilesField))
  if (fresh.length === 0 && named.size === 0) return []
  const key = await openCaseKey(scope, kernel, known.record)
  const owner = caseOwner(known.record)
  if (fresh.length > 0)
    await request.writeAs(systemActor('case-files'), (program) => attachFiles(program, { ids: fresh, owner, key }))
  if (named.size === 0) return fresh
  // Only files of this case that stand nowhere in it yet: a form can name anything.
  const stored = await request.readAs(systemActor('case-files'), (program) =>
    listFiles(program, kernel.sealing, { owner, key }),
  )
  const standing = new Set((await listCaseFiles(scope, caseRef(known))).map(({ fileId }) => fileId))
  const kept = stored.map(({ id }) => id).filter((id) => named.has(id) && !standing.has(id))
  return [...new Set([...kept, ...fresh])]
}
