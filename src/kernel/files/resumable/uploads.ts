import { Readable } from 'node:stream'
import { v7 } from 'uuid'
import { type SystemActor, systemActor } from '../../db/actor.ts'
import type { WriteScope } from '../../db/scope.ts'
import { ConflictError, HttpError, NotFoundError, TooLargeError, TooManyError } from '../../http/errors.ts'
import { hashToken, isToken, newToken } from '../../identity/token.ts'
import type { AuthorityId } from '../../ids.ts'
import type { Kernel } from '../../kernel.ts'
import type { DataKey } from '../../sealing/sealing.ts'
import { loosen } from '../delete-files.ts'
import { inPieces } from '../in-pieces.ts'
import { sealStream } from '../sealed-stream.ts'
import { bytesOf, holdLimit, noteArriving, senderHash, senderLimit } from '../sender.ts'
import { dropLoose } from '../store-upload.ts'
import { filePlace } from '../stored-file.ts'
import type { Refusal } from '../upload.ts'
import { type About, aboutOf, sealedAbout } from './about.ts'

/** Hours that an upload may take, from its first byte to the form it is handed in with. */
export const uploadHours = 24
// What was announced and of which nothing came makes room for others.
const idleHours = 1
const most = { parts: 1_000, perSender: 40, authorityBytes: 20_000_000_000 }

const program = systemActor('files')
export const tokenHash = (token: string) => Buffer.from(hashToken(token), 'base64url')

/** A file on its way. */
export type ResumableUpload = {
  id: string
  key: DataKey
  about: About
  length: number
  received: number
  partIds: readonly string[]
  sender: Buffer
  /** Until when it may take at most. */
  endsAt: Date
  /** What it became, once all of it was there. */
  fileId: string | null
  refused: Refusal | null
}

export type UploadParts = Pick<Kernel, 'database' | 'files' | 'sealing' | 'scanner' | 'uploadLimits' | 'clock'>

/** Begins an upload and gives the token that it goes on with. Throws 413 and 429 at the limits of size, sender and authority. */
export async function beginUpload(
  kernel: UploadParts,
  input: About & { length: number; sender: string; authorityId: AuthorityId | undefined },
): Promise<string> {
  const { length, sender, authorityId, ...about } = input
  if (length > kernel.uploadLimits.fileBytes) throw new TooLargeError('the file is too large')
  const id = v7()
  const token = newToken()
  const { key, wrapped } = kernel.sealing.newKey(filePlace(id))
  await kernel.database.write(program, async (scope) => {
    const hash = senderHash(sender)
    await refuseTooMuch(scope, kernel, { hash, authorityId, length })
    scope.write(
      scope.db.insertInto('kernel.uploads').values({
        ...{ id, token_hash: tokenHash(token), sender_hash: hash, authority_id: authorityId ?? null },
        ...{ wrapped_key: wrapped, sealed_about: sealedAbout(key, about), length },
        ...{ created_at: scope.now(), expires_at: new Date(scope.now().getTime() + idleHours * 3_600_000) },
      }),
    )
  })
  return token
}

/** Counts what is under way, one request after the other, so that many at once do not pass together. */
async function refuseTooMuch(
  scope: WriteScope<SystemActor>,
  { uploadLimits }: UploadParts,
  { hash, authorityId, length }: { hash: Buffer; authorityId: AuthorityId | undefined; length: number },
): Promise<void> {
  // Always in this order, or two requests wait for each other.
  await holdLimit(scope, senderLimit(hash))
  await holdLimit(scope, `authority ${authorityId ?? 'none'}`)
  const pending = scope.db
    .selectFrom('kernel.uploads')
    .select(({ fn }) => [fn.countAll<string>().as('count'), fn.sum<string | null>('length').as('bytes')])
    .where('expires_at', '>', scope.now())
    .where('file_id', 'is', null)
    .where('refused', 'is', null)
  const theirs = authorityId
    ? pending.where('authority_id', '=', authorityId)
    : pending.where('authority_id', 'is', null)
  const [mine, all, bytes] = await Promise.all([
    pending.where('sender_hash', '=', hash).executeTakeFirst(),
    theirs.executeTakeFirst(),
    bytesOf(scope, hash),
  ])
  const isTooMuch =
    Number(mine?.count ?? 0) >= most.perSender ||
    bytes + length > uploadLimits.senderBytes ||
    Number(all?.bytes ?? 0) + length > most.authorityBytes
  if (isTooMuch) throw new TooManyError('too many uploads are under way', 3_600)
}

/** The upload of a token. Throws 404 for one that is unknown or too old. */
export async function findUpload(kernel: UploadParts, token: string): Promise<ResumableUpload> {
  const row = isToken(token)
    ? await kernel.database.read(program, (scope) =>
        scope.db
          .selectFrom('kernel.uploads')
          .selectAll()
          .where('token_hash', '=', tokenHash(token))
          .where('expires_at', '>', scope.now())
          .executeTakeFirst(),
      )
    : undefined
  if (!row) throw new NotFoundError('no such upload', { userMessage: 'kernel.files.upload_gone' })
  const key = kernel.sealing.unwrap(filePlace(row.id), row.wrapped_key)
  const { about, refused } = aboutOf(key, row)
  const { id, length, received, part_ids: partIds, file_id: fileId } = row
  const endsAt = new Date(row.created_at.getTime() + uploadHours * 3_600_000)
  return { id, key, about, length, received, partIds, sender: row.sender_hash, endsAt, fileId, refused }
}

/**
 * Takes the next part of an upload, as much of it as arrives: a line that breaks costs what was still on its way, not the file. Gives how much is
 * there now. Throws 409 when the part does not begin where the last one ended.
 */
export async function takePart(
  kernel: UploadParts,
  upload: ResumableUpload,
  { offset, content }: { offset: number; content: AsyncIterable<Uint8Array> },
): Promise<number> {
  if (offset !== upload.received) throw new ConflictError('the part begins elsewhere')
  // All is there: whoever asks again wants to know what became of it.
  if (upload.received === upload.length) return refuseMore(upload, content)
  if (upload.partIds.length >= most.parts) throw new TooLargeError('too many parts')
  const partId = v7()
  const counted = new Counted(upload.length - upload.received)
  await noteArriving(kernel, { id: partId, sender: null, bytes: 0 })
  try {
    const sealed = sealStream(upload.key, inPieces(counted.count(content)), partField(upload.partIds.length))
    await kernel.files.put(partId, Readable.from(sealed, { objectMode: false }))
    const received = upload.received + counted.bytes
    if (counted.bytes > 0 && (await claimPart(kernel, upload, { partId, received }))) return received
  } catch (error) {
    await dropLoose(kernel, partId)
    throw error
  }
  await dropLoose(kernel, partId)
  if (counted.bytes > 0) throw new ConflictError('another part came first')
  return upload.received
}

async function refuseMore({ length }: ResumableUpload, content: AsyncIterable<Uint8Array>): Promise<number> {
  for await (const chunk of new Counted(0).count(content)) if (chunk.length > 0) break
  return length
}

/** What a part is sealed as, with the upload's own key. */
export function partField(index: number): string {
  return `part/${index}`
}

async function claimPart(
  kernel: UploadParts,
  upload: ResumableUpload,
  { partId, received }: { partId: string; received: number },
): Promise<boolean> {
  return kernel.database.write(program, async (scope) => {
    const claimed = await scope.db
      .updateTable('kernel.uploads')
      .set({ received, part_ids: [...upload.partIds, partId], expires_at: upload.endsAt })
      .where('id', '=', upload.id)
      .where('received', '=', upload.received)
      .returning('id')
      .executeTakeFirst()
    if (claimed) scope.write(scope.db.deleteFrom('kernel.loose_files').where('id', '=', partId))
    return claimed !== undefined
  })
}

/** Lets through what comes, until the line breaks or more comes than was announced. */
class Counted {
  bytes = 0
  readonly #most: number
  constructor(limit: number) {
    this.#most = limit
  }

  async *count(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of content) {
        if (this.bytes + chunk.length > this.#most) throw new TooLargeError('more than was announced')
        this.bytes += chunk.length
        yield chunk
      }
    } catch (error) {
      // The line broke: what came is kept.
      if (error instanceof HttpError) throw error
    }
  }
}

/** Throws an upload away. */
export async function dropUpload(kernel: UploadParts, upload: ResumableUpload): Promise<void> {
  await kernel.database.write(program, async (scope) => {
    const gone = await scope.db
      .deleteFrom('kernel.uploads')
      .where('id', '=', upload.id)
      .returning('part_ids')
      .executeTakeFirst()
    loosen(scope, gone?.part_ids ?? [])
  })
}
