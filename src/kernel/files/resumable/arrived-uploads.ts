import { systemActor } from '../../db/actor.ts'
import { isToken } from '../../identity/token.ts'
import type { Kernel } from '../../kernel.ts'
import { findLooseFiles } from '../find-loose-files.ts'
import type { StoredUpload } from '../upload.ts'
import { tokenHash } from './uploads.ts'

const most = 40

/** What a form says came before it: for which of its fields, and the upload's token. */
export type NamedUpload = { field: string; token: string }

/**
 * Files that came in parts, by their tokens, as if they had come with the form; what has not all arrived, or was handed in before, is left
 * out. Of one form the first forty count.
 */
export async function arrivedUploads(kernel: Kernel, named: readonly NamedUpload[]): Promise<StoredUpload[]> {
  const fields = new Map(
    named
      .filter(({ token }) => isToken(token))
      .slice(0, most)
      .map(({ field, token }) => [tokenHash(token).toString('hex'), field] as const),
  )
  if (fields.size === 0) return []
  return kernel.database.read(systemActor('files'), async (scope) => {
    const uploads = await scope.db
      .selectFrom('kernel.uploads')
      .select(['token_hash', 'file_id'])
      .where(
        'token_hash',
        'in',
        [...fields.keys()].map((hash) => Buffer.from(hash, 'hex')),
      )
      .where('expires_at', '>', scope.now())
      .execute()
    const fieldOf = new Map(uploads.map((row) => [row.file_id, fields.get(row.token_hash.toString('hex')) ?? '']))
    const ids = uploads.flatMap(({ file_id }) => file_id ?? [])
    const files = await findLooseFiles(scope, kernel.sealing, ids)
    return files.map(({ id, name, size, type, sha256 }) => ({
      ...{ field: fieldOf.get(id) ?? '', id, name, size, type, sha256 },
    }))
  })
}
