import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishExample, treeRows } from '#test/support/data-sets.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { fromTableSchema } from '../intake/table-schema.ts'
import { downloadFormats } from '../query/table-reader.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
  await publishExample(town.house.kernel, { rows: treeRows(3) })
  await publishExample(town.house.kernel)
})
afterAll(() => town.close())

const at = '/opendata/kriens/baeume/liste'
const ask = (path: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' | 'OPTIONS' = 'GET') =>
  town.house.app.inject({ method, url: path, headers: { host: town.host, ...headers } })

test.each(downloadFormats)(
  'a table is there as %s, with its name, length and tag, for pages of any site',
  async (format) => {
    const answer = await ask(`${at}.${format}`)
    expect([answer.statusCode, Number(answer.headers['content-length'])]).toEqual([200, answer.rawPayload.length])
    expect(answer.rawPayload.length).toBeGreaterThan(500)
    expect(answer.headers).toMatchObject({
      'accept-ranges': 'bytes',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'content-disposition': expect.stringContaining(`filename="baeume-liste.${format}"`),
      'cache-control': 'public, no-cache',
    })
    const etag = String(answer.headers.etag)
    expect((await ask(`${at}.${format}`, { 'if-none-match': `W/${etag}` })).statusCode).toBe(304)
    const head = await ask(`${at}.${format}`, {}, 'HEAD')
    expect([head.statusCode, head.body, head.headers.etag]).toEqual([200, '', etag])
    expect(head.headers['content-length']).toBe(answer.headers['content-length'])
    const part = await ask(`${at}.${format}`, { range: 'bytes=10-19', 'if-range': etag, 'accept-encoding': 'gzip' })
    expect([part.statusCode, part.headers['content-range']]).toEqual([206, `bytes 10-19/${answer.rawPayload.length}`])
    expect(part.rawPayload).toEqual(answer.rawPayload.subarray(10, 20))
  },
)

test('the rows are what was published', async () => {
  const csv = (await ask(`${at}.csv`)).body.split('\r\n')
  expect(csv.slice(0, 3)).toEqual([
    'nr,species,height,planted,checked,is_protected,place',
    `1,Linde,5.0,2010-03-01,2026-11-01T08:00:00Z,true,"{""type"":""Point"",""coordinates"":[8.25,47]}"`,
    `2,Ahorn,5.5,2011-03-01,2026-11-02T08:00:00Z,false,"{""type"":""Point"",""coordinates"":[8.26,47.01]}"`,
  ])
  expect(csv.slice(-2)).toEqual(["12,'=Eiche,,,,,", ''])
  const json = (await ask(`${at}.json`)).json<Record<string, unknown>[]>()
  expect(json).toHaveLength(12)
  expect(json.at(-1)).toEqual({
    nr: 12,
    species: '=Eiche',
    height: null,
    planted: null,
    checked: null,
    is_protected: null,
    place: null,
  })
})

test('what is asked for beyond the end is refused with the length', async () => {
  const beyond = await ask(`${at}.ndjson`, { range: 'bytes=999999-' })
  expect(beyond.statusCode).toBe(416)
  expect(beyond.headers['content-range']).toMatch(/^bytes \*\/\d+$/)
})

test('Parquet says its checksum', async () => {
  const answer = await ask(`${at}.parquet`)
  const sha256 = createHash('sha256').update(answer.rawPayload)
  const digest = sha256.digest()
  expect(answer.headers).toMatchObject({
    'x-checksum-sha256': digest.toString('hex'),
    'repr-digest': `sha-256=:${digest.toString('base64')}:`,
  })
})

test('packed on the way, it is the same with a weak tag', async () => {
  const plain = await ask(`${at}.csv`)
  const answer = await ask(`${at}.csv`, { 'accept-encoding': 'gzip' })
  expect([answer.headers['content-encoding'], answer.headers.etag]).toEqual(['gzip', `W/${plain.headers.etag}`])
  expect(await text(Readable.from([answer.rawPayload]).pipe(createGunzip()))).toBe(plain.body)
})

test('its columns are there as a Table Schema, which gives the same columns again', async () => {
  const schema = (await ask(`${at}/schema.json`)).json<unknown>()
  expect(schema).toMatchObject({
    fields: expect.arrayContaining([expect.objectContaining({ name: 'nr', type: 'integer' })]),
  })
  expect(fromTableSchema(schema)?.columns.map(({ name }) => name)).toEqual([
    ...['nr', 'species', 'height', 'planted', 'checked', 'is_protected', 'place'],
  ])
  expect((await ask('/opendata/kriens/baeume/nichts/schema.json')).statusCode).toBe(404)
})

test('each version stays at its address', async () => {
  const lines = async (path: string) => (await ask(path)).body.trim().split('\n').length
  expect(await Promise.all([1, 2].map((number) => lines(`${at}/versions/${number}.ndjson`)))).toEqual([3, 12])
  expect((await ask(`${at}/versions/1.csv`)).headers['content-disposition']).toContain('baeume-liste-v1.csv')
  for (const none of ['3', '0', 'x', '99999999999'])
    expect((await ask(`${at}/versions/${none}.csv`)).statusCode).toBe(404)
})

test('a choice of rows and columns is a file of its own', async () => {
  const some = await ask(`${at}.csv?species=Linde&height[ge]=6&sort=-nr&columns=nr,height`)
  expect([some.statusCode, some.body]).toEqual([200, 'nr,height\r\n9,9.0\r\n5,7.0\r\n'])
  expect(some.headers['accept-ranges']).toBe('none')
  expect(some.headers.etag).not.toBe((await ask(`${at}.csv`)).headers.etag)
  const words = await ask(
    `${at}.ndjson?q=f%C3%B6hre&species=Linde&species=${encodeURIComponent('Föhre, «Wald»')}&columns=nr`,
  )
  expect(words.body).toBe('{"nr":3}\n{"nr":7}\n{"nr":11}\n')
  expect((await ask(`${at}.csv?place[empty]&columns=nr`)).body).toBe('nr\r\n12\r\n')
  expect((await ask(`${at}.csv?height=5.5`, {}, 'HEAD')).statusCode).toBe(200)
  expect(some.headers['last-modified']).toMatch(/GMT$/)
})

test.each(['wrong=1', 'height=tall', 'height[near]=5', 'height[ge]=1&sort=wrong', 'columns=wrong', 'nr[in'])(
  'what the table has not is said: %s',
  async (query) => {
    const answer = await ask(`${at}.csv?${query}`, { accept: 'application/json' })
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      400,
      'application/problem+json; charset=utf-8',
    ])
    expect(answer.json()).toMatchObject({ status: 400, code: 'QueryError' })
    expect(answer.headers['access-control-allow-origin']).toBe('*')
  },
)

test('Parquet of some rows is refused, as are tables that are none', async () => {
  expect((await ask(`${at}.parquet?nr=1`)).statusCode).toBe(400)
  for (const path of [
    '/opendata/kriens/baeume/karte.csv',
    '/opendata/horw/baeume/liste.csv',
    '/opendata/kriens/x/liste.csv',
  ])
    expect((await ask(path)).statusCode, path).toBe(404)
})

test('a page of another site is told that it may ask', async () => {
  const answer = await ask(`${at}.csv`, { origin: 'https://elsewhere.example' }, 'OPTIONS')
  expect(answer.statusCode).toBe(204)
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, HEAD',
    'access-control-allow-headers': expect.stringContaining('Range'),
  })
  const closed = await ask('/cases', { origin: 'https://elsewhere.example' }, 'OPTIONS')
  expect(closed.headers['access-control-allow-origin']).toBeUndefined()
})
