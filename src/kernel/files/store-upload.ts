import { Readable } from 'node:stream'
import { v7 } from 'uuid'
import { systemActor } from '../db/actor.ts'
import type { FileId } from '../ids.ts'
import { uuid } from '../ids.ts'
import type { Kernel } from '../kernel.ts'
import { ContentInspector, type Verdict } from './content-inspector.ts'
import { cleanFileName } from './file-name.ts'
import { sealStream } from './sealed-stream.ts'
import { filePlace, filesAuthority, sealAbout } from './stored-file.ts'
import type { Upload } from './upload.ts'

/** A file of a multipart body as it streams in. `truncated` is how the multipart reader says that it stopped at its own limit. */
export type IncomingFile = {
  field: string
  name: string
  type: string
  stream: NodeJS.ReadableStream & { truncated?: boolean }
}

const program = systemActor('files')

class CutError extends Error {
  override name = 'CutError'
}

/**
 * Takes in a file: looks at it while it streams by, seals it with a key of its own and keeps it, with the memory of a few chunks whatever its
 * size. A file that is too large, of a wrong kind or harmful comes back as `{ ok: false, reason }`, and nothing of it is kept.
 *
 * The file then belongs to nobody: attach it in the transaction that saves the answer, message or decision it came with
 * (`attachFiles`); what is not attached within two days goes.
 *
 * Throws `StoreAwayError` (503) when the store is away or full, and the stream's own error when it breaks off.
 */
export async function storeUpload(
  kernel: Pick<Kernel, 'database' | 'files' | 'sealing' | 'uploadLimits'>,
  part: IncomingFile,
  limit = kernel.uploadLimits.fileBytes,
): Promise<Upload> {
  const id = uuid<'file'>(v7())
  const name = cleanFileName(part.name)
  const { key, wrapped } = kernel.sealing.newKey(filePlace(id))
  const inspector = new ContentInspector()

  await noteLoose(kernel, id)
  let verdict: Verdict
  try {
    const sealed = sealStream(key, inspected(part.stream, inspector, limit))
    await kernel.files.put(id, Readable.from(sealed, { objectMode: false }))
    verdict = await inspector.finish(name, part.type)
  } catch (error) {
    await dropLoose(kernel, id)
    if (!(error instanceof CutError)) throw error
    part.stream.resume()
    verdict = { ok: false, reason: 'too_large' }
  }
  if (!verdict.ok) {
    await dropLoose(kernel, id)
    return { ok: false, field: part.field, name, reason: verdict.reason }
  }

  const { type, sha256 } = verdict
  const { size } = inspector
  await kernel.database.write(program, async (scope) => {
    scope.write(scope.db.deleteFrom('kernel.loose_files').where('id', '=', id))
    scope.write(
      scope.db.insertInto('kernel.sealing_keys').values({
        authority_id: filesAuthority,
        subject_id: id,
        master_key_id: kernel.sealing.masterKeyId,
        wrapped_key: wrapped,
      }),
    )
    scope.write(
      scope.db
        .insertInto('kernel.stored_files')
        .values({ id, type, size, sealed_about: sealAbout(key, { name, sha256 }), created_at: scope.now() }),
    )
  })
  return { ok: true, field: part.field, id, name, size, type, sha256 }
}

/** Lets a stream pass under the inspector's eyes; at the limit it is cut, but left open for its reader to empty. */
async function* inspected(
  stream: IncomingFile['stream'],
  inspector: ContentInspector,
  limit: number,
): AsyncGenerator<Buffer> {
  const chunks = stream instanceof Readable ? stream.iterator({ destroyOnReturn: false }) : stream
  for await (const chunk of chunks) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk)
    inspector.push(bytes)
    if (inspector.size > limit) throw new CutError()
    yield bytes
  }
  if (stream.truncated) throw new CutError()
}

/** Written before the first byte, so that nothing stays in the store for ever when the process ends in between. */
async function noteLoose(kernel: Pick<Kernel, 'database'>, id: FileId): Promise<void> {
  await kernel.database.write(program, async (scope) =>
    scope.write(scope.db.insertInto('kernel.loose_files').values({ id, since: scope.now() })),
  )
}

async function dropLoose(kernel: Pick<Kernel, 'database' | 'files'>, id: FileId): Promise<void> {
  try {
    await kernel.files.delete(id)
    await kernel.database.write(program, async (scope) =>
      scope.write(scope.db.deleteFrom('kernel.loose_files').where('id', '=', id)),
    )
  } catch {
    // The sweep does it later; the person is told of the first fault, not of this one.
  }
}
