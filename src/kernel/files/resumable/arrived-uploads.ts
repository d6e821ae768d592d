import { systemActor } from '../../db/actor.ts'
import type { Kernel } from '../../kernel.ts'
import { findLooseFiles } from '../find-loose-files.ts'
import type { StoredUpload } from '../upload.ts'
import { findUpload } from './uploads.ts'

const most = 40

/** Files that came in parts, by their tokens, as if they had come with the form; what has not all arrived, or was handed in before, is left out. */
export async function arrivedUploads(
  kernel: Kernel,
  field: string,
  tokens: readonly string[],
): Promise<StoredUpload[]> {
  const found = await Promise.all(
    tokens.slice(0, most).map((token) => findUpload(kernel, token).catch(() => undefined)),
  )
  const ids = found.flatMap((upload) => (upload?.fileId ? [upload.fileId] : []))
  const files = await kernel.database.read(systemActor('files'), (scope) => findLooseFiles(scope, kernel.sealing, ids))
  return files.map(({ id, name, size, type, sha256 }) => ({ field, id, name, size, type, sha256 }))
}
