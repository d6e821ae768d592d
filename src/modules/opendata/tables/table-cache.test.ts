import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TableCache } from './table-cache.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wegweiser-cache-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const one of texts) yield Buffer.from(one)
}

test('what is sent is kept when all of it was, and never a part', async () => {
  const cache = new TableCache(folder, 1_000)
  const asked = Readable.from(cache.keeping('a.csv', pieces('one,', 'two')), { objectMode: false })
  expect(await cache.find('a.csv')).toBeUndefined()
  expect(await text(asked)).toBe('one,two')
  expect(await readFile((await cache.find('a.csv')) ?? '', 'utf8')).toBe('one,two')

  const left = cache.keeping('b.csv', pieces('one,', 'two'))
  await left.next()
  await left.return(undefined)
  expect(await readdir(folder)).toEqual(['a.csv'])
})

test('where it cannot be kept it is sent all the same', async () => {
  const cache = new TableCache(folder, 1_000)
  const asked = Readable.from(cache.keeping('none/a.csv', pieces('one')), { objectMode: false })
  expect(await text(asked)).toBe('one')
})
