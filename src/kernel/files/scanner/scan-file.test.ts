import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { v7 } from 'uuid'
import { expect, onTestFinished, test } from 'vitest'
import { eicar, ownSign, startFakeClamd } from '#test/support/fake-clamd.ts'
import { asOwner } from '#test/support/test-database.ts'
import { openTestKernel } from '#test/support/test-kernel.ts'
import { systemActor } from '../../db/actor.ts'
import { slug } from '../../ids.ts'
import type { JobHandler } from '../../module.ts'
import { createSubjectKey } from '../../sealing/sealing-keys.ts'
import { attachFiles } from '../attach-files.ts'
import { removeFiles } from '../delete-files.ts'
import { pdf } from '../example-files.ts'
import { openFile } from '../open-file.ts'
import { storeUpload } from '../store-upload.ts'
import { listFiles } from '../stored-file.ts'
import { createClamd, ScannerAwayError } from './clamd.ts'
import { checkDueFiles, scanFile } from './scan-file.ts'

const program = systemActor('files')
const authorityId = slug<'authority'>('kriens')

async function openScanned() {
  const clamd = await startFakeClamd()
  onTestFinished(() => clamd.close())
  const { kernel: bare, urls, clock, logged } = await openTestKernel()
  const kernel = { ...bare, scanner: createClamd(clamd.address, { idleMs: 300, totalMs: 600 }) }
  const owner = { kind: 'case' as const, authorityId, id: v7() }
  const place = { authorityId, subjectId: owner.id }
  const key = await kernel.database.write(program, async (scope) => createSubjectKey(scope, kernel.sealing, place))
  const handIn = async (content: Buffer) => {
    const stream = Readable.from([content])
    const upload = await storeUpload(kernel, { field: 'a', name: 'a.pdf', type: 'application/pdf', stream })
    if (!upload.ok) throw new Error(upload.reason)
    await kernel.database.write(program, (scope) => attachFiles(scope, { ids: [upload.id], owner, key }))
    return upload.id
  }
  const open = async (id: string) => {
    const opened = await kernel.database.read(program, (scope) => openFile(scope, kernel, { id, owner, key }))
    return buffer(opened.stream)
  }
  const list = () => kernel.database.read(program, (scope) => listFiles(scope, kernel.sealing, { owner, key }))
  /** Runs what is asked for in the outbox under one name; gives how many. */
  const run = async (name: string, handler: JobHandler) => {
    const rows = await asOwner<{ payload: { id: string } }>(
      urls,
      'delete from kernel.outbox where name = $1 returning payload',
      [name],
    )
    for (const { payload } of rows)
      await kernel.database.write(program, (scope) => handler(scope, { key: 'test', payload, kernel }))
    return rows.length
  }
  const due = () =>
    kernel.database.write(program, (scope) => checkDueFiles(scope, { key: 'test', payload: {}, kernel }))
  return { clamd, kernel, urls, clock, logged, handIn, open, list, run, due, owner }
}

test('nobody opens a file before the scanner found it clean', async () => {
  const files = await openScanned()
  const content = Buffer.concat([pdf(), randomBytes(200_000)])
  const id = await files.handIn(content)
  await expect(files.open(id)).rejects.toMatchObject({ status: 409, userMessage: 'kernel.files.waiting' })
  expect(await files.run('kernel.scan_file', scanFile)).toBe(1)
  expect(files.clamd.scanned).toEqual([content.length])
  expect((await files.open(id)).equals(content)).toBe(true)
  expect(await files.list()).toMatchObject([{ state: 'clean' }])
  expect(await asOwner(files.urls, `select name from kernel.outbox`)).toEqual([{ name: 'kernel.draw_preview' }])
})

test.each([
  ['EICAR', eicar, 'Eicar-Test-Signature'],
  ['our own sign', ownSign, 'Wegweiser.Own'],
])('a file with %s loses its content at once, and it is written down', async (_what, sign, signature) => {
  const files = await openScanned()
  const id = await files.handIn(Buffer.concat([pdf(), sign]))
  await files.run('kernel.scan_file', scanFile)
  await expect(files.open(id)).rejects.toMatchObject({ status: 410, userMessage: 'kernel.files.infected' })
  expect(await files.list()).toMatchObject([{ id, state: 'infected', name: 'a.pdf' }])
  const events = await asOwner(files.urls, `select payload from kernel.outbox where name = 'kernel.file_infected'`)
  expect(events).toEqual([{ payload: { fileId: id, ownerKind: 'case', ownerId: files.owner.id } }])
  const audit = await asOwner<{ text: string }>(
    files.urls,
    `select a::text as text from kernel.audit_entries a where action = 'kernel.file.infected'`,
  )
  expect(audit).toHaveLength(1)
  expect(audit[0]?.text).toContain(signature)
  expect(await files.kernel.metrics.text()).toContain('wegweiser_file_scans_total{outcome="infected"} 1')
  await files.run('kernel.remove_files', removeFiles)
  await expect(files.kernel.files.get(id)).rejects.toThrow('no such file')
})

test.each([['silent'], ['rude'], ['full']] as const)(
  'a scanner that is %s opens nothing; later it is asked again',
  async (mode) => {
    const files = await openScanned()
    files.clamd.mode = mode
    const id = await files.handIn(pdf())
    await files.run('kernel.scan_file', scanFile)
    await expect(files.open(id)).rejects.toMatchObject({ status: 409 })
    expect(await files.kernel.metrics.text()).toContain('wegweiser_file_scans_total{outcome="failed"} 1')
    expect(files.logged.join()).toContain('virus scan')
    files.clamd.mode = 'well'
    files.clock.advance(3_600_000)
    await files.due()
    expect(await files.run('kernel.scan_file', scanFile)).toBe(1)
    expect((await files.open(id)).equals(pdf())).toBe(true)
  },
)

test('a scanner that is gone is not asked for each file, and no file is forgotten', async () => {
  const files = await openScanned()
  const ids = [await files.handIn(pdf()), await files.handIn(pdf())]
  await files.clamd.close()
  await files.run('kernel.scan_file', scanFile)
  files.clock.advance(3_600_000)
  await files.due()
  expect(await files.run('kernel.scan_file', scanFile)).toBe(0)
  for (const id of ids) await expect(files.open(id)).rejects.toMatchObject({ status: 409 })
  expect(await files.kernel.scanner.isThere()).toBe(false)
})

test('a file that was found infected while it lay about is not handed in', async () => {
  const files = await openScanned()
  const part = {
    field: 'a',
    name: 'a.pdf',
    type: 'application/pdf',
    stream: Readable.from([Buffer.concat([pdf(), eicar])]),
  }
  const upload = await storeUpload(files.kernel, part)
  await files.run('kernel.scan_file', scanFile)
  const { database } = files.kernel
  const key = await database.write(program, async (scope) =>
    createSubjectKey(scope, files.kernel.sealing, { authorityId, subjectId: v7() }),
  )
  const ids = upload.ok ? [upload.id] : []
  await expect(
    database.write(program, (scope) =>
      attachFiles(scope, { ids, owner: { kind: 'case', authorityId, id: v7() }, key }),
    ),
  ).rejects.toMatchObject({ status: 422, userMessage: 'kernel.files.infected' })
})

test('a hundred megabytes go to the scanner chunk by chunk', async () => {
  const clamd = await startFakeClamd()
  onTestFinished(() => clamd.close())
  clamd.mode = 'full'
  const scanner = createClamd(clamd.address)
  let given = 0
  const content = Readable.from(
    (function* () {
      for (; given < 100_000_000; given += 100_000) yield Buffer.alloc(100_000)
    })(),
  )
  await expect(scanner.scan(content)).rejects.toThrow(ScannerAwayError)
  // It hung up at once, so that most was never sent.
  expect(given).toBeLessThan(50_000_000)
})
