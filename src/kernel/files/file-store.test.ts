import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import S3rver from 's3rver'
import { v7 } from 'uuid'
import { describe, expect, onTestFinished, test } from 'vitest'
import { NotFoundError } from '../http/errors.ts'
import { isWritable } from './create-file-store.ts'
import { type FileStore, StoreAwayError } from './file-store.ts'
import { createFolderStore } from './folder-store.ts'
import { createS3Store, type S3Settings } from './s3-store.ts'

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wegweiser-store-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function startS3(): Promise<S3Settings> {
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: await temporaryFolder(),
    configureBuckets: [{ name: 'wegweiser', configs: [] }],
  })
  const { port } = await server.run()
  onTestFinished(() => server.close())
  return {
    endpoint: `http://127.0.0.1:${port}`,
    bucket: 'wegweiser',
    accessKey: 'S3RVER',
    secretKey: 'S3RVER',
    region: 'us-east-1',
  }
}

const kinds: readonly [string, () => Promise<FileStore>][] = [
  ['a folder', async () => createFolderStore(join(await temporaryFolder(), 'files'))],
  ['an S3 bucket', async () => createS3Store(await startS3())],
]

describe.each(kinds)('%s', (_kind, open) => {
  test('gives back what was put, in one piece or as a stream', async () => {
    const store = await open()
    const [one, two] = [v7(), v7()]
    const large = randomBytes(3_000_000)
    await store.put(one, Buffer.from('Zügeln'))
    await store.put(two, Readable.from([large.subarray(0, 1_000_000), large.subarray(1_000_000)]))
    expect((await buffer(await store.get(one))).toString()).toBe('Zügeln')
    expect(digest(await buffer(await store.get(two)))).toBe(digest(large))
  })

  test('lists what is there, and forgets what was deleted', async () => {
    const store = await open()
    const names = [v7(), v7(), v7()].sort()
    for (const name of names) await store.put(name, Buffer.from(name))
    expect((await all(store.list(''))).sort()).toEqual(names)
    await store.delete(names[0] ?? '')
    await store.delete(names[0] ?? '')
    expect((await all(store.list(''))).sort()).toEqual(names.slice(1))
    expect(await all(store.list(names[1] ?? ''))).toEqual([names[1]])
    await expect(store.get(names[0] ?? '')).rejects.toThrow(NotFoundError)
  })

  test('keeps nothing of a content that breaks off', async () => {
    const store = await open()
    const name = v7()
    const broken = Readable.from(
      (function* () {
        yield randomBytes(200_000)
        throw new RangeError('the line broke')
      })(),
    )
    await expect(store.put(name, broken)).rejects.toThrow('the line broke')
    await expect(store.get(name)).rejects.toThrow(NotFoundError)
    expect(await all(store.list(''))).toEqual([])
  })

  test('refuses names that lead elsewhere', async () => {
    const store = await open()
    for (const name of ['../../etc/passwd', '..', 'a/b/c/d/e/f', 'CON', '', `${v7()}/x`, 'x'.repeat(100)]) {
      await expect(store.put(name, Buffer.from('x'))).rejects.toThrow(TypeError)
      await expect(store.get(name)).rejects.toThrow(TypeError)
    }
  })

  test('says that it takes files', async () => {
    const store = await open()
    expect(await isWritable(store)).toBe(true)
    expect(await all(store.list(''))).toEqual([])
  })
})

test('a folder leaves no temporary file behind', async () => {
  const folder = await temporaryFolder()
  const store = createFolderStore(folder)
  const name = v7()
  await store.put(name, Buffer.from('x'))
  await store.put(v7(), failing()).catch(() => {})
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  expect(files.filter((entry) => entry.isFile()).map((entry) => entry.name)).toEqual([name])
})

test('a folder that is no folder is a store that is away', async () => {
  const folder = join(await temporaryFolder(), 'file')
  await writeFile(folder, '')
  await chmod(folder, 0o600)
  const store = createFolderStore(folder)
  await expect(store.put(v7(), Buffer.from('x'))).rejects.toThrow(StoreAwayError)
  await expect(store.get(v7())).rejects.toThrow(StoreAwayError)
  expect(await isWritable(store)).toBe(false)
})

test('an object store that is gone, silent or says no is away', async () => {
  const settings = await startS3()
  const silent = await startSilentServer()
  for (const wrong of [
    { ...settings, endpoint: 'http://127.0.0.1:9' },
    { ...settings, endpoint: silent, timeoutMs: 200 },
    { ...settings, accessKey: 'nobody' },
    { ...settings, bucket: 'nobody' },
  ]) {
    await expect(createS3Store(wrong).put(v7(), Buffer.from('x'))).rejects.toThrow(StoreAwayError)
    expect(await isWritable(createS3Store(wrong))).toBe(false)
  }
})

test('a silent object store is given up also while memory is tidied', async () => {
  setFlagsFromString('--expose-gc')
  const tidy = setInterval(runInNewContext('gc'), 50)
  onTestFinished(() => clearInterval(tidy))
  const store = createS3Store({
    ...(await startS3()),
    endpoint: await startSilentServer(),
    answerMs: 600,
    timeoutMs: 900,
  })
  await expect(store.get(v7())).rejects.toThrow(StoreAwayError)
  await expect(store.put(v7(), Buffer.from('x'))).rejects.toThrow(StoreAwayError)
})

async function startSilentServer(): Promise<string> {
  const server = createServer((socket) => socket.on('error', () => {}))
  const sockets = new Set<{ destroy(): void }>()
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}`
}

function failing(): Readable {
  return Readable.from(
    (function* () {
      yield Buffer.from('half')
      throw new Error('broken')
    })(),
  )
}

async function all(names: AsyncIterable<string>): Promise<string[]> {
  const list: string[] = []
  for await (const name of names) list.push(name)
  return list
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
