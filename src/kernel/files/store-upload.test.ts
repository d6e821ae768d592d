import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { asOwner, testNow } from '#test/support/test-database.ts'
import { openTestKernel } from '#test/support/test-kernel.ts'
import { publicActor, type StaffActor, systemActor } from '../db/actor.ts'
import type { WriteScope } from '../db/scope.ts'
import { NotFoundError, UnavailableError, UnprocessableError } from '../http/errors.ts'
import { slug, uuid } from '../ids.ts'
import { SealError } from '../sealing/sealing.ts'
import { createSubjectKey, eraseSubjectKey, findSubjectKey } from '../sealing/sealing-keys.ts'
import { attachFiles, moveFiles } from './attach-files.ts'
import { deleteFiles, removeFiles, sweepFiles } from './delete-files.ts'
import { jpeg, pdf, zip } from './example-files.ts'
import type { FileStore } from './file-store.ts'
import { downloadOf, openFile } from './open-file.ts'
import { storeUpload } from './store-upload.ts'
import { type FileOwner, listFiles } from './stored-file.ts'

const authorityId = slug<'authority'>('kriens')
const submission = systemActor('submission')

async function openFiles() {
  const { kernel, urls, clock } = await openTestKernel()
  const folder = join(kernel.settings.dataFolder, 'files')
  const { database } = kernel
  const upload = (content: Buffer | Readable, name = 'Mietvertrag.pdf', type = 'application/pdf', limit?: number) => {
    const stream = content instanceof Readable ? content : Readable.from([content])
    return storeUpload(kernel, { field: 'contract', name, type, stream }, limit)
  }
  const newOwner = async (kind: FileOwner['kind']) => {
    const owner: FileOwner = { kind, authorityId, id: v7() }
    const place = { authorityId, subjectId: owner.id }
    const key = await database.write(submission, async (scope) => createSubjectKey(scope, kernel.sealing, place))
    return { owner, key, place }
  }
  const inStore = async () => {
    if (!existsSync(folder)) return []
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  }
  return { kernel, database, urls, clock, folder, upload, newOwner, inStore }
}

type Files = Awaited<ReturnType<typeof openFiles>>

async function storedId(files: Files, content = pdf()): Promise<string> {
  const upload = await files.upload(content)
  if (!upload.ok) throw new Error(upload.reason)
  return upload.id
}

async function read(files: Files, id: string, { owner, key }: Awaited<ReturnType<Files['newOwner']>>): Promise<Buffer> {
  const opened = await files.database.read(submission, (scope) => openFile(scope, files.kernel, { id, owner, key }))
  return buffer(opened.stream)
}

test('a file is taken in, attached, listed and read again', async () => {
  const files = await openFiles()
  const content = Buffer.concat([pdf(), randomBytes(300_000)])
  const sha256 = createHash('sha256').update(content).digest('hex')
  const upload = await files.upload(content)
  expect(upload).toMatchObject({ ok: true, field: 'contract', name: 'Mietvertrag.pdf', size: content.length, sha256 })
  if (!upload.ok) return
  const draft = await files.newOwner('draft')
  await files.database.write(submission, (scope) => attachFiles(scope, { ids: [upload.id], ...draft }))

  const listed = await files.database.read(submission, (scope) => listFiles(scope, files.kernel.sealing, draft))
  expect(listed).toEqual([
    {
      id: upload.id,
      name: 'Mietvertrag.pdf',
      size: content.length,
      type: 'application/pdf',
      sha256,
      createdAt: new Date(testNow),
      state: 'unscanned',
      preview: 'waiting',
      previewPages: 0,
      pages: null,
    },
  ])
  expect((await read(files, upload.id, draft)).equals(content)).toBe(true)
})

test('a download is saved under its name, never shown', async () => {
  const files = await openFiles()
  const draft = await files.newOwner('draft')
  const id = await storedId(files)
  await files.database.write(submission, (scope) => attachFiles(scope, { ids: [id], ...draft }))
  const answer = await files.database.read(submission, async (scope) =>
    downloadOf(await openFile(scope, files.kernel, { id, ...draft })),
  )
  expect(answer).toMatchObject({ kind: 'file', name: 'Mietvertrag.pdf', contentType: 'application/pdf' })
  expect(answer.inline).toBeUndefined()
  expect(answer.headers).toEqual({ 'content-length': String(pdf().length) })
})

test('neither the tables nor the store hold name, content or a hash to guess by', async () => {
  const files = await openFiles()
  const content = Buffer.concat([pdf(), Buffer.from('Scheidungsurteil')])
  const draft = await files.newOwner('draft')
  await files.database.write(submission, async (scope) =>
    attachFiles(scope, { ids: [await storedId(files, content)], ...draft }),
  )
  const [path = ''] = await files.inStore()
  const rows = await asOwner<{ text: string }>(files.urls, 'select f::text as text from kernel.stored_files f')
  const hex = (text: string | Buffer) => Buffer.from(text).toString('hex')
  const sha256 = createHash('sha256').update(content).digest('hex')
  expect(rows).toHaveLength(1)
  for (const row of rows)
    for (const plain of ['Mietvertrag', hex('Mietvertrag'), sha256, hex(sha256)]) expect(row.text).not.toContain(plain)
  expect((await readFile(path)).includes('Scheidungsurteil')).toBe(false)
  expect((await readFile(path)).includes('%PDF')).toBe(false)
})

test('a file goes from draft to case with its key alone, and what the answers do not name goes with the draft', async () => {
  const files = await openFiles()
  const [draft, ownCase] = [await files.newOwner('draft'), await files.newOwner('case')]
  const [kept, left] = [await storedId(files), await storedId(files)]
  await files.database.write(submission, (scope) => attachFiles(scope, { ids: [kept, left], ...draft }))
  const bytes = await Promise.all((await files.inStore()).map((path) => readFile(path, 'hex')))
  await files.database.write(submission, async (scope) => {
    const move = { from: draft.owner, fromKey: draft.key, to: ownCase.owner, toKey: ownCase.key }
    await moveFiles(scope, { ...move, ids: [kept] })
    await deleteFiles(scope, { owner: draft.owner })
    eraseSubjectKey(scope, draft.place)
  })
  expect(await read(files, kept, ownCase)).toEqual(pdf())
  await expect(read(files, left, draft)).rejects.toThrow(NotFoundError)
  await expect(read(files, kept, draft)).rejects.toThrow(NotFoundError)
  await expect(read(files, kept, { ...ownCase, key: draft.key })).rejects.toThrow(SealError)
  expect(await Promise.all((await files.inStore()).map((path) => readFile(path, 'hex')))).toEqual(bytes)
})

test('without the key of its owner a file is lost, though its bytes and row are still there', async () => {
  const files = await openFiles()
  const ownCase = await files.newOwner('case')
  const id = await storedId(files)
  await files.database.write(submission, (scope) => attachFiles(scope, { ids: [id], ...ownCase }))
  await files.database.write(submission, async (scope) => eraseSubjectKey(scope, ownCase.place))
  expect(
    await files.database.read(submission, (scope) => findSubjectKey(scope, files.kernel.sealing, ownCase.place)),
  ).toBeUndefined()
  expect(await asOwner(files.urls, 'select subject_id from kernel.sealing_keys')).toEqual([])
  expect(await files.inStore()).toHaveLength(1)
})

test('an id is attached once, and never somebody else’s', async () => {
  const files = await openFiles()
  const [mine, other] = [await files.newOwner('draft'), await files.newOwner('draft')]
  const id = await storedId(files)
  await files.database.write(submission, (scope) => attachFiles(scope, { ids: [id, id], ...mine }))
  for (const ids of [[id], [v7()], [await storedId(files), id]])
    await expect(files.database.write(submission, (scope) => attachFiles(scope, { ids, ...other }))).rejects.toThrow(
      UnprocessableError,
    )
  await expect(
    files.database.write(submission, (scope) =>
      moveFiles(scope, { from: other.owner, fromKey: other.key, to: mine.owner, toKey: mine.key, ids: [id] }),
    ),
  ).rejects.toThrow(UnprocessableError)
  expect(await read(files, id, mine)).toEqual(pdf())
})

test('two pages that attach the same file at once do not both get it', async () => {
  const files = await openFiles()
  const owners = [await files.newOwner('draft'), await files.newOwner('draft')]
  const id = await storedId(files)
  const attempts = await Promise.allSettled(
    owners.map((owner) => files.database.write(submission, (scope) => attachFiles(scope, { ids: [id], ...owner }))),
  )
  expect(attempts.map((attempt) => attempt.status).sort()).toEqual(['fulfilled', 'rejected'])
})

test.each([
  ['too_large', randomBytes(300_000), 'a.pdf'],
  ['empty', Buffer.alloc(0), 'a.pdf'],
  ['wrong_type', Buffer.from('text'), 'a.pdf'],
  ['bomb', jpeg(60_000, 60_000), 'a.jpg'],
  ['unsafe', Buffer.concat([pdf(), zip({ 'a.txt': 'x' })]), 'a.pdf'],
] as const)('a file that is %s is refused, and nothing of it is kept', async (reason, content, name) => {
  const files = await openFiles()
  expect(await files.upload(content, name, '', 250_000)).toEqual({ ok: false, field: 'contract', name, reason })
  expect(await files.inStore()).toEqual([])
  expect(await asOwner(files.urls, 'select id from kernel.stored_files')).toEqual([])
  expect(await asOwner(files.urls, 'select id from kernel.loose_files')).toEqual([])
})

test('a stream without end is cut at the limit, with flat memory, and emptied for its reader', async () => {
  const { kernel } = await openTestKernel()
  let [sent, kept, ahead] = [0, 0, 0]
  const piece = Buffer.alloc(100_000, 65)
  const stream = Readable.from(
    (function* () {
      for (; sent < 300_000_000; sent += piece.length) {
        if (sent <= 20_000_000) ahead = Math.max(ahead, sent - kept)
        yield piece
      }
    })(),
    { highWaterMark: 1 },
  )
  const counted = async function* (content: Iterable<Buffer> | AsyncIterable<Buffer>) {
    for await (const chunk of content) {
      kept += chunk.length
      yield chunk
    }
  }
  const put: FileStore['put'] = (name, content) =>
    kernel.files.put(name, content instanceof Readable ? Readable.from(counted(content)) : content)
  const ended = new Promise((resolve) => stream.once('end', resolve))
  const part = { field: 'a', name: 'a.txt', type: 'text/plain', stream }
  const upload = await storeUpload({ ...kernel, files: { ...kernel.files, put } }, part, 20_000_000)
  await ended
  expect(upload).toMatchObject({ ok: false, reason: 'too_large' })
  expect(sent).toBe(300_000_000)
  expect(kept).toBeLessThan(21_000_000)
  expect(ahead).toBeLessThan(2_000_000)
})

test('a stream that its reader stopped is too large, one that breaks off leaves nothing', async () => {
  const files = await openFiles()
  const truncated = Object.assign(Readable.from([pdf()]), { truncated: true })
  expect(await files.upload(truncated)).toMatchObject({ ok: false, reason: 'too_large' })
  const broken = Readable.from(
    (function* () {
      yield pdf()
      throw new Error('the line broke')
    })(),
  )
  await expect(files.upload(broken)).rejects.toThrow('the line broke')
  expect(await files.inStore()).toEqual([])
  expect(await asOwner(files.urls, 'select id from kernel.loose_files')).toEqual([])
})

test('a store that is away is said to be away, on the way in and out', async () => {
  const files = await openFiles()
  const ownCase = await files.newOwner('case')
  const id = await storedId(files)
  await files.database.write(submission, (scope) => attachFiles(scope, { ids: [id], ...ownCase }))
  await rm(files.folder, { recursive: true })
  await expect(read(files, id, ownCase)).rejects.toThrow(UnavailableError)
  await writeFile(files.folder, '')
  await expect(read(files, id, ownCase)).rejects.toMatchObject({ status: 503, userMessage: 'kernel.files.store_away' })
  await expect(files.upload(pdf())).rejects.toMatchObject({ status: 503, userMessage: 'kernel.files.store_away' })
})

test('bytes that were exchanged in the store do not open', async () => {
  const files = await openFiles()
  const ownCase = await files.newOwner('case')
  const ids = [await storedId(files), await storedId(files)]
  await files.database.write(submission, (scope) => attachFiles(scope, { ids, ...ownCase }))
  const [one = '', two = ''] = await files.inStore()
  await writeFile(one, await readFile(two))
  const results = await Promise.allSettled(ids.map((id) => read(files, id, ownCase)))
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('only those whom a case concerns see its files', async () => {
  const files = await openFiles()
  const ownCase = await files.newOwner('case')
  const [attached, waiting] = [await storedId(files), await storedId(files)]
  await files.database.write(submission, (scope) => attachFiles(scope, { ids: [attached], ...ownCase }))
  const staff = (authority: string): StaffActor => ({
    kind: 'staff',
    staffId: uuid<'staff'>(v7()),
    identityId: null,
    name: 'Erika Muster',
    memberships: [{ authorityId: slug<'authority'>(authority), unitId: null, role: 'clerk' }],
    hasSecondFactor: true,
  })
  const holder = (caseId: string) => ({ kind: 'case', authorityId, caseId: uuid<'case'>(caseId) }) as const
  const party = uuid<'party'>(ownCase.owner.id)
  const stranger = {
    kind: 'person',
    identityId: uuid<'identity'>(v7()),
    partyId: party,
    represents: [],
    level: 'low',
  } as const
  const seenBy = (actor: Parameters<typeof files.database.read>[0]) =>
    files.database.read(actor, async (scope) => {
      const rows = await scope.db.selectFrom('kernel.stored_files').select('id').execute()
      return rows.map(({ id }) => id)
    })
  expect(await seenBy(staff('kriens'))).toEqual([attached])
  expect(await seenBy(holder(ownCase.owner.id))).toEqual([attached])
  for (const actor of [staff('luzern'), holder(v7()), publicActor, stranger]) expect(await seenBy(actor)).toEqual([])
  expect((await seenBy(systemActor('files'))).sort()).toEqual([attached, waiting].sort())
  const grab = (scope: WriteScope) =>
    scope.db.updateTable('kernel.stored_files').set({ owner_id: v7() }).where('id', '=', attached).executeTakeFirst()
  expect(await files.database.write(staff('kriens'), grab)).toMatchObject({ numUpdatedRows: 0n })
})

test('what nobody attached within two days goes, and so do bytes left behind', async () => {
  const files = await openFiles()
  const kernel = files.kernel
  const ownCase = await files.newOwner('case')
  const [attached, orphan] = [await storedId(files), await storedId(files)]
  await files.database.write(submission, (scope) => attachFiles(scope, { ids: [attached], ...ownCase }))
  const left = v7()
  await kernel.files.put(left, Buffer.from('half'))
  await files.database.write(submission, async (scope) =>
    scope.write(scope.db.insertInto('kernel.loose_files').values({ id: left, since: scope.now() })),
  )
  expect(await sweep(files)).toEqual([])
  files.clock.advance(49 * 3_600_000)
  const young = await storedId(files)
  expect((await sweep(files)).sort()).toEqual([left, orphan].sort())
  const there: string[] = []
  for await (const name of kernel.files.list('')) there.push(name)
  expect(there.sort()).toEqual([attached, young].sort())
  expect(await asOwner(files.urls, 'select id from kernel.loose_files')).toEqual([])
  const keys = await asOwner(files.urls, `select subject_id from kernel.sealing_keys where authority_id = 'file'`)
  expect(keys).toEqual([{ subject_id: young }])
})

test('deleting the files of a case takes their bytes out of the store', async () => {
  const files = await openFiles()
  const ownCase = await files.newOwner('case')
  const ids = [await storedId(files), await storedId(files)]
  await files.database.write(submission, (scope) => attachFiles(scope, { ids, ...ownCase }))
  await files.database.write(systemActor('erasure'), (scope) => deleteFiles(scope, { owner: ownCase.owner }))
  expect((await runRemovals(files)).sort()).toEqual(ids.sort())
  expect(await files.inStore()).toEqual([])
  expect(await asOwner(files.urls, 'select id from kernel.stored_files')).toEqual([])
})

/** Runs the sweep and what it asks for; gives the ids whose bytes it removed. */
async function sweep(files: Files): Promise<string[]> {
  const job = { key: 'test', payload: {}, kernel: files.kernel }
  await files.database.write(systemActor('files'), (scope) => sweepFiles(scope, job))
  return runRemovals(files)
}

async function runRemovals(files: Files): Promise<string[]> {
  const rows = await asOwner<{ payload: { ids: string[] } }>(
    files.urls,
    `delete from kernel.outbox where name = 'kernel.remove_files' returning payload`,
  )
  for (const { payload } of rows) {
    const job = { key: 'test', payload, kernel: files.kernel }
    await files.database.write(systemActor('files'), (scope) => removeFiles(scope, job))
  }
  return rows.flatMap(({ payload }) => payload.ids)
}
