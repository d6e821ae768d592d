import { Readable } from 'node:stream'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { asOwner } from '#test/support/test-database.ts'
import { openTestKernel } from '#test/support/test-kernel.ts'
import { systemActor } from '../db/actor.ts'
import { NotFoundError } from '../http/errors.ts'
import { slug } from '../ids.ts'
import type { Kernel } from '../kernel.ts'
import { createSubjectKey } from '../sealing/sealing-keys.ts'
import { attachFiles } from './attach-files.ts'
import { deleteFiles } from './delete-files.ts'
import { drawPreviewJob } from './draw-preview.ts'
import { openPreview } from './open-file.ts'
import { storeUpload } from './store-upload.ts'

const program = systemActor('files')
const authorityId = slug<'authority'>('kriens')
const grey = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
)

async function openPictures() {
  const { kernel: bare, urls } = await openTestKernel()
  const puts: string[] = []
  const put: typeof bare.files.put = (name, content) => {
    puts.push(name)
    return bare.files.put(name, content)
  }
  const kernel = { ...bare, files: { ...bare.files, put } }
  const stream = Readable.from([grey])
  const upload = await storeUpload(kernel, { field: 'a', name: 'a.png', type: 'image/png', stream })
  if (!upload.ok) throw new Error(upload.reason)
  const owner = { kind: 'case' as const, authorityId, id: v7() }
  const place = { authorityId, subjectId: owner.id }
  const key = await kernel.database.write(program, async (scope) => createSubjectKey(scope, kernel.sealing, place))
  await kernel.database.write(program, (scope) => attachFiles(scope, { ids: [upload.id], owner, key }))
  const draw = (on: Kernel = kernel) =>
    kernel.database.write(program, (scope) =>
      drawPreviewJob(scope, { key: 'test', payload: { id: upload.id }, kernel: on }),
    )
  return { kernel, urls, puts, owner, key, id: upload.id, draw }
}

test('pictures that are asked for twice at once are drawn and stored once', async () => {
  const { urls, puts, id, draw } = await openPictures()
  await Promise.all([draw(), draw(), draw()])
  expect(puts.filter((name) => name.startsWith('p'))).toEqual([`p1-${id}`])
  expect(await asOwner(urls, 'select preview, preview_pages, attempts from kernel.stored_files')).toEqual([
    { preview: 'made', preview_pages: 1, attempts: 1 },
  ])
})

test('a file that is deleted while it is drawn leaves no picture behind', async () => {
  const { kernel, urls, owner, id, draw } = await openPictures()
  const put: typeof kernel.files.put = async (name, content) => {
    await kernel.files.put(name, content)
    await kernel.database.apart(() => kernel.database.write(program, (scope) => deleteFiles(scope, { owner })))
    await asOwner(urls, `delete from kernel.outbox where name = 'kernel.remove_files'`)
  }
  await draw({ ...kernel, files: { ...kernel.files, put } })
  const removals = await asOwner<{ payload: { ids: string[] } }>(
    urls,
    `select payload from kernel.outbox where name = 'kernel.remove_files'`,
  )
  expect(removals.map(({ payload }) => payload.ids)).toEqual([[id]])
})

test('a page of a file is a whole number that has a picture; anything else is not there', async () => {
  const { kernel, urls, id, owner, key, draw } = await openPictures()
  await draw()
  await asOwner(urls, 'update kernel.stored_files set preview_pages = 2')
  const open = (page: number) =>
    kernel.database.read(program, (scope) => openPreview(scope, kernel, { id, owner, key, page }))
  expect(await open(1)).toMatchObject({ kind: 'file', contentType: 'image/webp' })
  for (const page of [0, 1.5, -1, 3, Number.NaN, Number.POSITIVE_INFINITY, 1e-7])
    await expect(open(page), String(page)).rejects.toThrow(NotFoundError)
})
