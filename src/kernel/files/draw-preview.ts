import { join } from 'node:path'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { JobHandler } from '../module.ts'
import { nextTry } from './check-states.ts'
import { loosen } from './delete-files.ts'
import { runFileProcess } from './file-process.ts'
import { findProgramFile, type ProgramFile } from './find-bytes.ts'
import { mostPreviewPages, previewField, previewName } from './preview.ts'
import { QueueFullError } from './process-queue.ts'
import { sealStream } from './sealed-stream.ts'

const script = join(import.meta.dirname, 'inside/draw-process.ts')
const limits = { milliseconds: 30_000, bytes: 700_000_000, said: 9_000_000, addons: true }
const mostAttempts = 3
const largestPicture = 2_000_000

/** What the process says: pages of the document, and pictures of the first ones. */
const drawnForm = Type.Object({
  pages: Type.Union([Type.Integer({ minimum: 0, maximum: 1_000_000 }), Type.Null()]),
  pictures: Type.Array(Type.String()),
})

export type Drawn = { pages: number | null; pictures: readonly Uint8Array[] }

/** Draws the first pages of a file as small pictures, in a process of its own; undefined when it cannot be drawn. */
export async function drawPreview(type: string, content: AsyncIterable<Uint8Array>): Promise<Drawn | undefined> {
  const result = await runFileProcess(script, [type, String(mostPreviewPages)], content, {
    ...limits,
    work: { isUrgent: false },
  })
  return result.ok ? picturesOf(result.said) : undefined
}

/** What the process said, as far as we take it: it has looked into a file of a stranger, and may have been turned by it. */
export function picturesOf(said: unknown): Drawn | undefined {
  if (!Value.Check(drawnForm, said)) return undefined
  const pictures = said.pictures.slice(0, mostPreviewPages).map((one) => Buffer.from(one, 'base64'))
  return { pages: said.pages, pictures: pictures.filter((one) => one.length < largestPicture && isWebp(one)) }
}

function isWebp(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP'
}

/**
 * Job: makes our own pictures of a file that may be opened, and keeps them sealed beside it. Nobody is ever shown the original. One job at a
 * time draws a file; a second one has nothing to do.
 */
export const drawPreviewJob: JobHandler = async (scope, { payload, kernel }) => {
  const id = String(payload.id)
  const lock = await sql<{
    mine: boolean
  }>`select pg_try_advisory_xact_lock(hashtextextended(${`preview of ${id}`}, 0)) as mine`.execute(scope.db)
  if (!lock.rows[0]?.mine) return
  const found = await findProgramFile(scope, kernel, id)
  if (found?.preview !== 'waiting' || !['clean', 'unscanned'].includes(found.state)) return
  const drawn = await drawWhenFree(found)
  if (drawn === 'busy') return
  const pictures = drawn?.pictures ?? []
  for (const [index, picture] of pictures.entries()) await keepPicture(kernel, found, index + 1, picture)
  const isOver = pictures.length > 0 || found.attempts + 1 >= mostAttempts
  const kept = await scope.db
    .updateTable('kernel.stored_files')
    .set({
      preview: pictures.length > 0 ? 'made' : isOver ? 'failed' : 'waiting',
      preview_pages: pictures.length,
      pages: drawn?.pages ?? null,
      attempts: found.attempts + 1,
      next_check_at: isOver ? null : nextTry(scope.now(), found.attempts),
    })
    .where('id', '=', found.id)
    .where('preview', '=', 'waiting')
    .returning('id')
    .executeTakeFirst()
  // Deleted while it was drawn: the pictures go as well.
  if (!kept) loosen(scope, [found.id])
}

/** A line that is full is no fault of the file: it is asked for again when it is due. */
async function drawWhenFree(found: ProgramFile): Promise<Drawn | undefined | 'busy'> {
  try {
    return await drawPreview(found.type, found.content())
  } catch (error) {
    if (error instanceof QueueFullError) return 'busy'
    throw error
  }
}

function keepPicture(
  kernel: Parameters<JobHandler>[1]['kernel'],
  { id, key }: ProgramFile,
  page: number,
  picture: Uint8Array,
): Promise<void> {
  const sealed = sealStream(key, Readable.from([picture]), previewField(page))
  return kernel.files.put(previewName(id, page), Readable.from(sealed, { objectMode: false }))
}
