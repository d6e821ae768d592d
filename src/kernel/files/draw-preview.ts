import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { JobHandler } from '../module.ts'
import { nextTry } from './check-states.ts'
import { runFileProcess } from './file-process.ts'
import { findProgramFile, type ProgramFile } from './find-bytes.ts'
import { mostPreviewPages, previewField, previewName } from './preview.ts'
import { sealStream } from './sealed-stream.ts'

const script = join(import.meta.dirname, 'inside/draw-process.ts')
const limits = { milliseconds: 30_000, bytes: 700_000_000, addons: true }
const mostAttempts = 3
const largestPicture = 2_000_000

/** What the process says: pages of the document, and pictures of the first ones. */
const drawnForm = Type.Object({
  pages: Type.Union([Type.Integer(), Type.Null()]),
  pictures: Type.Array(Type.Unknown()),
})

/** Draws the first pages of a file as small pictures, in a process of its own; undefined when it cannot be drawn. */
export async function drawPreview(
  type: string,
  content: AsyncIterable<Uint8Array>,
): Promise<{ pages: number | null; pictures: readonly Uint8Array[] } | undefined> {
  const result = await runFileProcess(script, [type, String(mostPreviewPages)], content, limits)
  if (!result.ok || !Value.Check(drawnForm, result.said)) return undefined
  const pictures = result.said.pictures.filter((one) => one instanceof Uint8Array && one.length < largestPicture)
  return { pages: result.said.pages, pictures: pictures.filter((one) => one instanceof Uint8Array) }
}

/** Job: makes our own pictures of a file that may be opened, and keeps them sealed beside it. Nobody is ever shown the original. */
export const drawPreviewJob: JobHandler = async (scope, { payload, kernel }) => {
  const found = await findProgramFile(scope, kernel, String(payload.id))
  if (found?.preview !== 'waiting' || !['clean', 'unscanned'].includes(found.state)) return
  const drawn = await drawPreview(found.type, found.content())
  const pictures = drawn?.pictures ?? []
  for (const [index, picture] of pictures.entries()) await keepPicture(kernel, found, index + 1, picture)
  const isOver = pictures.length > 0 || found.attempts + 1 >= mostAttempts
  scope.write(
    scope.db
      .updateTable('kernel.stored_files')
      .set({
        preview: pictures.length > 0 ? 'made' : isOver ? 'failed' : 'waiting',
        preview_pages: pictures.length,
        pages: drawn?.pages ?? null,
        attempts: found.attempts + 1,
        next_check_at: isOver ? null : nextTry(scope.now(), found.attempts),
      })
      .where('id', '=', found.id),
  )
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
