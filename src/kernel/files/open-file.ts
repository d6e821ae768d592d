import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Scope } from '../db/scope.ts'
import { type FileAnswer, file } from '../http/answers.ts'
import { ConflictError, HttpError, NotFoundError } from '../http/errors.ts'
import type { Kernel } from '../kernel.ts'
import { passedOn } from '../passed-on.ts'
import type { DataKey } from '../sealing/sealing.ts'
import { StoreAwayError } from './file-store.ts'
import { contentTypeOf } from './file-types.ts'
import { previewField, previewName, previewType } from './preview.ts'
import { openStream } from './sealed-stream.ts'
import { type FileOwner, readRow, rowColumns, type StoredFile } from './stored-file.ts'

export type OpenedFile = StoredFile & { stream: Readable }

/** 409: the virus scanner has not looked at the file yet. */
export class FileWaitingError extends ConflictError {
  override name = 'FileWaitingError'
  constructor() {
    super('the file waits for the scanner', { userMessage: 'kernel.files.waiting' })
  }
}

/** 410: malware was found in the file, and its content deleted. */
export class FileInfectedError extends HttpError {
  override name = 'FileInfectedError'
  constructor() {
    super(410, 'the file was infected', { userMessage: 'kernel.files.infected' })
  }
}

/**
 * Opens a file of a draft, case or party for reading, if this actor sees it; `key` is the owner's. The first bytes have been read and proven
 * when it resolves, so that a store that is away is a clear 503 and not half an answer.
 *
 * Throws `NotFoundError` for an id that is not this owner's, `FileWaitingError` and `FileInfectedError` for what nobody may open, `StoreAwayError` when the bytes cannot be had, `SealError` when they were changed.
 */
export async function openFile(
  scope: Scope,
  kernel: Pick<Kernel, 'files' | 'sealing'>,
  { id, owner, key }: Wanted,
): Promise<OpenedFile> {
  const opened = await findFile(scope, kernel, { id, owner, key })
  const sealed = await fetchBytes(kernel, id)
  const chunks = openStream(opened.key, sealed)
  const first = await chunks.next()
  return { ...opened.file, stream: passedOn(sealed, () => withFirst(first, chunks)) }
}

type Wanted = { id: string; owner: FileOwner; key: DataKey }

async function findFile(scope: Scope, kernel: Pick<Kernel, 'sealing'>, { id, owner, key }: Wanted) {
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
  if (opened.file.state === 'waiting') throw new FileWaitingError()
  if (opened.file.state === 'infected') throw new FileInfectedError()
  return opened
}

/** Our own picture of a page of a file, counted from 1, to be shown in a page. Throws as `openFile` does. */
export async function openPreview(
  scope: Scope,
  kernel: Pick<Kernel, 'files' | 'sealing'>,
  { page, ...wanted }: Wanted & { page: number },
): Promise<FileAnswer> {
  const opened = await findFile(scope, kernel, wanted)
  const isPage = Number.isInteger(page) && page >= 1 && page <= opened.file.previewPages
  if (opened.file.preview !== 'made' || !isPage) throw new NotFoundError('no picture of this page')
  const sealed = await fetchBytes(kernel, previewName(wanted.id, page))
  const body = await buffer(openStream(opened.key, sealed, previewField(page)))
  return file({ body, contentType: previewType, name: `${page}.webp`, inline: true })
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
