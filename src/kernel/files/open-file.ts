import { Readable } from 'node:stream'
import type { Scope } from '../db/scope.ts'
import { type FileAnswer, file } from '../http/answers.ts'
import { NotFoundError } from '../http/errors.ts'
import type { Kernel } from '../kernel.ts'
import type { DataKey } from '../sealing/sealing.ts'
import { StoreAwayError } from './file-store.ts'
import { contentTypeOf } from './file-types.ts'
import { openStream } from './sealed-stream.ts'
import { type FileOwner, readRow, rowColumns, type StoredFile } from './stored-file.ts'

export type OpenedFile = StoredFile & { stream: Readable }

/**
 * Opens a file of a draft, case or party for reading, if this actor sees it; `key` is the owner's. The first bytes have been read and proven
 * when it resolves, so that a store that is away is a clear 503 and not half an answer.
 *
 * Throws `NotFoundError` for an id that is not this owner's, `StoreAwayError` when the bytes cannot be had, `SealError` when they were changed.
 */
export async function openFile(
  scope: Scope,
  kernel: Pick<Kernel, 'files' | 'sealing'>,
  { id, owner, key }: { id: string; owner: FileOwner; key: DataKey },
): Promise<OpenedFile> {
  const row = await scope.db
    .selectFrom('kernel.stored_files')
    .select(rowColumns)
    .where('id', '=', id)
    .where('authority_id', '=', owner.authorityId)
    .where('owner_kind', '=', owner.kind)
    .where('owner_id', '=', owner.id)
    .executeTakeFirst()
  if (!row) throw new NotFoundError('no such file')
  const opened = readRow(row, key, kernel.sealing)
  const chunks = openStream(opened.key, await fetchBytes(kernel, id))
  const first = await chunks.next()
  return { ...opened.file, stream: Readable.from(withFirst(first, chunks), { objectMode: false }) }
}

/** A file as an answer: always to be saved, never to be shown by the browser. */
export function downloadOf(opened: OpenedFile): FileAnswer {
  return file({
    body: opened.stream,
    contentType: contentTypeOf(opened.type),
    name: opened.name,
    headers: { 'content-length': String(opened.size) },
  })
}

async function fetchBytes(kernel: Pick<Kernel, 'files'>, id: string): Promise<Readable> {
  try {
    return await kernel.files.get(id)
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error
    // The row is there, so the bytes should be: a store that lost them, or another one in its place.
    throw new StoreAwayError('the bytes of a file are not in the store', { cause: error })
  }
}

async function* withFirst(first: IteratorResult<Buffer>, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (!first.done) yield first.value
  yield* rest
}
