import { Readable } from 'node:stream'
import { v7 } from 'uuid'
import { systemActor } from '../../db/actor.ts'
import { ConflictError, HttpError, NotFoundError, TooLargeError, TooManyError } from '../../http/errors.ts'
import { hashToken, isToken, newToken } from '../../identity/token.ts'
import type { AuthorityId } from '../../ids.ts'
import type { Kernel } from '../../kernel.ts'
import type { DataKey } from '../../sealing/sealing.ts'
import { loosen } from '../delete-files.ts'
import { openStream, sealStream } from '../sealed-stream.ts'
import { senderHash } from '../sender.ts'
import { dropLoose, noteLoose, storeUpload } from '../store-upload.ts'
import { filePlace } from '../stored-file.ts'
import type { Refusal } from '../upload.ts'
import { type About, aboutOf, sealedAbout } from './about.ts'

/** Hours that an upload may take, from its first byte to the form it is handed in with. */
export const uploadHours = 24
const most = { parts: 1_000, perSender: 40, authorityBytes: 20_000_000_000 }

const program = systemActor('files')
const tokenHash = (token: string) => Buffer.from(hashToken(token), 'base64url')

/** A file on its way. */
export type ResumableUpload = {
  id: string
  key: DataKey
  about: About
  length: number
  received: number
  partIds: readonly string[]
  /** What it became, once all of it was there. */
  fileId: string | null
  refused: Refusal | null
}

type Parts = Pick<Kernel, 'database' | 'files' | 'sealing' | 'scanner' | 'uploadLimits' | 'clock'>

/** Begins an upload and gives the token that it goes on with. Throws 413 and 429 at the limits of size, sender and authority. */
export async function beginUpload(
  kernel: Parts,
  input: About & { length: number; sender: string; authorityId: AuthorityId | undefined },
): Promise<string> {
  const { length, sender, authorityId, ...about } = input
  if (length > kernel.uploadLimits.fileBytes) throw new TooLargeError('the file is too large')
  const id = v7()
  const token = newToken()
  const { key, wrapped } = kernel.sealing.newKey(filePlace(id))
  await kernel.database.write(program, async (scope) => {
    const hash = senderHash(sender)
    const pending = scope.db
      .selectFrom('kernel.uploads')
      .select(({ fn }) => [fn.countAll<string>().as('count'), fn.sum<string | null>('length').as('bytes')])
      .where('expires_at', '>', scope.now())
    const [mine, theirs] = await Promise.all([
      pending.where('sender_hash', '=', hash).executeTakeFirst(),
      authorityId ? pending.where('authority_id', '=', authorityId).executeTakeFirst() : undefined,
    ])
    const isTooMuch =
      Number(mine?.count ?? 0) >= most.perSender ||
      Number(mine?.bytes ?? 0) + length > kernel.uploadLimits.senderBytes ||
      Number(theirs?.bytes ?? 0) + length > most.authorityBytes
    if (isTooMuch) throw new TooManyError('too many uploads are under way', 3_600)
    scope.write(
      scope.db.insertInto('kernel.uploads').values({
        ...{ id, token_hash: tokenHash(token), sender_hash: hash, authority_id: authorityId ?? null },
        ...{ wrapped_key: wrapped, sealed_about: sealedAbout(key, about), length },
        ...{ created_at: scope.now(), expires_at: new Date(scope.now().getTime() + uploadHours * 3_600_000) },
      }),
    )
  })
  return token
}

/** The upload of a token. Throws 404 for one that is unknown or too old. */
export async function findUpload(kernel: Parts, token: string): Promise<ResumableUpload> {
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
  return { id, key, about, length, received, partIds, fileId, refused }
}

/**
 * Takes the next part of an upload, as much of it as arrives: a line that breaks costs what was still on its way, not the file. Gives how much is
 * there now. Throws 409 when the part does not begin where the last one ended.
 */
export async function takePart(
  kernel: Parts,
  upload: ResumableUpload,
  { offset, content }: { offset: number; content: AsyncIterable<Uint8Array> },
): Promise<number> {
  if (offset !== upload.received) throw new ConflictError('the part begins elsewhere')
  if (upload.partIds.length >= most.parts) throw new TooLargeError('too many parts')
  const partId = v7()
  const counted = new Counted(upload.length - upload.received)
  await noteLoose(kernel, partId)
  try {
    const sealed = sealStream(upload.key, counted.count(content), partField(upload.partIds.length))
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

function partField(index: number): string {
  return `part/${index}`
}

async function claimPart(
  kernel: Parts,
  upload: ResumableUpload,
  { partId, received }: { partId: string; received: number },
): Promise<boolean> {
  return kernel.database.write(program, async (scope) => {
    const claimed = await scope.db
      .updateTable('kernel.uploads')
      .set({ received, part_ids: [...upload.partIds, partId] })
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

/** Makes a file of an upload that is all there, as if it had come in one go; once, however often it is asked for. */
export async function finishUpload(kernel: Parts, upload: ResumableUpload, sender: string): Promise<void> {
  if (upload.received < upload.length || upload.fileId !== null || upload.refused !== null) return
  const stream = Readable.from(whole(kernel, upload), { objectMode: false })
  const stored = await storeUpload(kernel, { ...upload.about, sender, stream })
  await kernel.database.write(program, async (scope) => {
    scope.write(
      scope.db
        .updateTable('kernel.uploads')
        .set({ ...(stored.ok ? { file_id: stored.id } : { refused: stored.reason }), part_ids: [] })
        .where('id', '=', upload.id)
        .where('file_id', 'is', null),
    )
    loosen(scope, upload.partIds)
  })
}

async function* whole(kernel: Parts, { key, partIds }: ResumableUpload): AsyncGenerator<Buffer> {
  for (const [index, id] of partIds.entries()) yield* openStream(key, await kernel.files.get(id), partField(index))
}

/** Throws an upload away. */
export async function dropUpload(kernel: Parts, upload: ResumableUpload): Promise<void> {
  await kernel.database.write(program, async (scope) => {
    scope.write(scope.db.deleteFrom('kernel.uploads').where('id', '=', upload.id))
    loosen(scope, upload.partIds)
  })
}
