import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { v7 } from 'uuid'
import { type SystemActor, systemActor } from '../db/actor.ts'
import type { WriteScope } from '../db/scope.ts'
import { ConflictError } from '../http/errors.ts'
import type { FileId } from '../ids.ts'
import { uuid } from '../ids.ts'
import type { Kernel } from '../kernel.ts'
import type { DataKey } from '../sealing/sealing.ts'
import { firstCheck } from './check-states.ts'
import { ContentInspector, type Verdict } from './content-inspector.ts'
import { examineFile, hasInside } from './examine-file.ts'
import { cleanFileName, extensionOf } from './file-name.ts'
import { claimedType } from './file-types.ts'
import { inPieces } from './in-pieces.ts'
import { UnreadablePictureError } from './places/byte-reader.ts'
import { erasePlaces } from './places/erase-places.ts'
import { QueueFullError } from './process-queue.ts'
import { openStream, sealStream } from './sealed-stream.ts'
import { noteArriving, senderHash } from './sender.ts'
import { filePlace, filesAuthority, sealAbout } from './stored-file.ts'
import type { Refusal, Upload } from './upload.ts'

/** A file of a multipart body as it streams in. `truncated` is how the multipart reader says that it stopped at its own limit. */
export type IncomingFile = {
  field: string
  name: string
  type: string
  /** The network address it comes from: what one sender leaves lying about is limited. */
  sender?: string
  /** Bytes at most, where they were announced. */
  announced?: number | undefined
  /** It came in parts, and its room was taken when it began: whose it is, and what is written together with its row. */
  inParts?: { sender: Buffer; settle: (scope: WriteScope<SystemActor>, id: string) => Promise<void> }
  stream: AsyncIterable<unknown> & { truncated?: boolean; resume?: () => unknown }
}

type Parts = Pick<Kernel, 'database' | 'files' | 'sealing' | 'scanner' | 'uploadLimits'>

const program = systemActor('files')

class CutError extends Error {
  override name = 'CutError'
}

/**
 * Takes in a file: looks at it while it streams by, takes out where a photo was made, seals it with a key of its own and keeps it, with the
 * memory of a few chunks whatever its size. Then PDFs and archives are looked into: read back from the store, because the whole is needed and must
 * not lie open anywhere. A file that is too large, of a wrong kind or harmful
 * comes back as `{ ok: false, reason }`, and nothing of it is kept. Size and hash are those of what is kept.
 *
 * The file then belongs to nobody: attach it in the transaction that saves the answer, message or decision it came with
 * (`attachFiles`); what is not attached within two days goes. Where there is a virus scanner, it stays closed until that found it clean.
 *
 * Throws `StoreAwayError` (503) when the store is away or full, and the stream's own error when it breaks off.
 */
export async function storeUpload(
  kernel: Parts,
  part: IncomingFile,
  limit = kernel.uploadLimits.fileBytes,
): Promise<Upload> {
  const id = uuid<'file'>(v7())
  const name = cleanFileName(part.name)
  const { key, wrapped } = kernel.sealing.newKey(filePlace(id))
  const sender = part.inParts?.sender ?? (part.sender === undefined ? null : senderHash(part.sender))
  const bytes = Math.min(part.announced ?? limit, limit)
  if (!(await noteArriving(kernel, { id, sender: part.inParts ? null : sender, bytes }))) {
    part.stream.resume?.()
    return { ok: false, field: part.field, name, reason: 'quota' }
  }
  const kept = new Kept()
  let verdict: Verdict
  try {
    verdict = await keep(kernel, { id, key, name, part, limit, kept })
    const fault =
      verdict.ok && hasInside(verdict.type)
        ? await examineFile(verdict.type, openStream(key, await kernel.files.get(id)), sender?.toString('hex'))
        : undefined
    if (fault) verdict = { ok: false, reason: fault }
  } catch (error) {
    await dropLoose(kernel, id)
    const reason = refusalOf(error)
    if (!reason) throw error
    part.stream.resume?.()
    verdict = { ok: false, reason }
  }
  if (!verdict.ok) {
    await dropLoose(kernel, id)
    return { ok: false, field: part.field, name, reason: verdict.reason }
  }

  const { type } = verdict
  const { size } = kept
  const sha256 = kept.sha256()
  const keepRow = async (scope: WriteScope<SystemActor>) => {
    await part.inParts?.settle(scope, id)
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
      scope.db.insertInto('kernel.stored_files').values({
        ...{ id, type, size, sealed_about: sealAbout(key, { name, sha256 }), created_at: scope.now() },
        ...{ sender_hash: sender, ...firstCheck(scope, kernel, { id, type }) },
      }),
    )
  }
  try {
    await kernel.database.write(program, keepRow)
  } catch (error) {
    // Only what `settle` refused is certain not to have been written.
    if (error instanceof ConflictError) await dropLoose(kernel, id)
    throw error
  }
  return { ok: true, field: part.field, id, name, size, type, sha256 }
}

type Keeping = { id: FileId; key: DataKey; name: string; part: IncomingFile; limit: number; kept: Kept }

async function keep(kernel: Parts, { id, key, name, part, limit, kept }: Keeping): Promise<Verdict> {
  const inspector = new ContentInspector()
  const looked = inspected(part.stream, inspector, limit)
  const bare = erasePlaces(claimedType(extensionOf(name), part.type), looked)
  await kernel.files.put(id, Readable.from(sealStream(key, kept.count(bare)), { objectMode: false }))
  return inspector.finish(name, part.type)
}

function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof CutError) return 'too_large'
  if (error instanceof QueueFullError) return 'busy'
  return error instanceof UnreadablePictureError ? 'wrong_type' : undefined
}

/** Size and hash of what goes into the store. */
class Kept {
  size = 0
  readonly #hash = createHash('sha256')

  async *count(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.size += chunk.length
      this.#hash.update(chunk)
      yield chunk
    }
  }

  sha256(): string {
    return this.#hash.digest('hex')
  }
}

/** Lets a stream pass under the inspector's eyes; at the limit it is cut, but left open for its reader to empty. */
async function* inspected(
  stream: IncomingFile['stream'],
  inspector: ContentInspector,
  limit: number,
): AsyncGenerator<Buffer> {
  const chunks = stream instanceof Readable ? stream.iterator({ destroyOnReturn: false }) : stream
  for await (const bytes of inPieces(chunks)) {
    inspector.push(bytes)
    if (inspector.size > limit) throw new CutError()
    yield bytes
  }
  if (stream.truncated) throw new CutError()
}

export async function dropLoose(kernel: Pick<Kernel, 'database' | 'files'>, id: string): Promise<void> {
  try {
    await kernel.files.delete(id)
    await kernel.database.write(program, async (scope) =>
      scope.write(scope.db.deleteFrom('kernel.loose_files').where('id', '=', id)),
    )
  } catch {
    // The sweep does it later; the person is told of the first fault, not of this one.
  }
}
