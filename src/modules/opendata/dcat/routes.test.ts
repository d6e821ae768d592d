import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { systemActor } from '#kernel/db/actor.ts'
import { scarceMetadata } from '#test/conformance/example-data-sets.ts'
import { openTown, type Town } from '#test/support/town.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
  const metadata = JSON.stringify({ ...scarceMetadata, distributions: [] })
  const rows = `select case when n <= 101 then 'kriens' else 'emmen' end,
      ('0199c000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid, 'satz-' || lpad(n::text, 3, '0'), 'steward', $1::jsonb, now(), now()`
  await town.query(
    `insert into opendata.data_sets (authority_id, id, slug, origin, metadata, created_at, changed_at, state, title)
     ${rows}, 'published', 'Satz' from generate_series(1, 103) n`,
    [metadata],
  )
  await town.query(
    `insert into opendata.published_data_sets (authority_id, id, slug, origin, metadata, published_at, changed_at)
     ${rows} from generate_series(1, 103) n`,
    [metadata],
  )
})
afterAll(() => town.close())

const ask = (path: string, headers: Record<string, string> = {}) =>
  town.house.app.inject({ url: path, headers: { host: town.host, ...headers } })
const writeAhead = async () => {
  await town.house.kernel.database.write(systemActor('test'), async (scope) =>
    scope.enqueue('opendata.write_catalogue', { payload: {} }),
  )
  await town.jobs.drain()
}
const identifiers = (body: string) => [...body.matchAll(/<dct:identifier>([^<]+@[^<]+)</g)].map(([, one]) => one)

test('the pages that harvesters ask for lie ready before anybody asks, also after something was published', async () => {
  const folder = join(town.folder, 'cache/opendata')
  const kept = async () => (await readdir(folder).catch(() => [])).filter((name) => /^catalogue-.*\.rdf$/.test(name))
  await writeAhead()
  await expect.poll(async () => (await kept()).length).toBe(2)
  const texts = await Promise.all((await kept()).map((name) => readFile(join(folder, name), 'utf8')))
  const answers = await Promise.all([1, 2].map((page) => ask(`/opendata/catalog.rdf?page=${page}`)))
  expect(answers.map(({ body }) => body).sort()).toEqual(texts.sort())
  await writeAhead()
  expect(await kept()).toHaveLength(2)
  const { etag } = (await ask('/opendata/catalog.rdf')).headers
  await town.query(`update opendata.published_data_sets set changed_at = now() where slug = 'satz-001'`)
  await expect.poll(async () => (await ask('/opendata/catalog.rdf')).headers.etag).not.toBe(etag)
  await writeAhead()
  await expect.poll(async () => (await kept()).length).toBe(4)
})

test('who takes gzip gets the page packed as it is kept, all others as it is', async () => {
  const varied = 'Accept-Encoding, Accept-Language, Cookie'
  const plain = await ask('/opendata/catalog.rdf?page=1')
  const packed = await ask('/opendata/catalog.rdf?page=1', { 'accept-encoding': 'gzip, deflate' })
  expect([plain.headers['content-encoding'], plain.headers.vary]).toEqual([undefined, varied])
  expect([packed.headers['content-encoding'], packed.headers.vary]).toEqual(['gzip', varied])
  expect(packed.headers.etag).toBe(plain.headers.etag)
  expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.body)
  expect(packed.rawPayload.length * 5).toBeLessThan(plain.rawPayload.length)
  const none = await ask('/opendata/catalog.rdf?page=1', { 'accept-encoding': 'br, gzip;q=0' })
  expect(none.headers['content-encoding']).not.toBe('gzip')
  const kept = await readdir(join(town.folder, 'cache/opendata'))
  expect(kept.filter((name) => /^catalogue-.*\.rdf\.gz$/.test(name)).length).toBeGreaterThanOrEqual(2)
})

test('a harvester reads the catalogue page by page', async () => {
  const first = await ask('/opendata/catalog.rdf')
  expect(first.statusCode).toBe(200)
  expect(first.headers['content-type']).toBe('application/rdf+xml; charset=utf-8')
  const next = /<hydra:nextPage rdf:resource="([^"]+)"/.exec(first.body)?.[1]
  expect(next).toMatch(/\/opendata\/catalog\.rdf\?page=2$/)
  const second = await ask('/opendata/catalog.rdf?page=2')
  expect(second.body).not.toContain('hydra:next')
  const all = [...identifiers(first.body), ...identifiers(second.body)]
  expect([all.length, new Set(all).size, all.at(-1)]).toEqual([103, 103, 'satz-101@kriens'])
  expect((await ask('/opendata/catalog.rdf?page=3')).statusCode).toBe(404)
  expect((await ask('/opendata/catalog.rdf?page=-1')).statusCode).toBe(404)
})

test('an authority has a catalogue of its own', async () => {
  const answer = await ask('/emmen/opendata/catalog.rdf')
  expect(identifiers(answer.body)).toEqual(['satz-102@emmen', 'satz-103@emmen'])
  expect(answer.body).toContain('/emmen/opendata/catalog.rdf?page=1')
})

test('who has it already is told so, until something is published', async () => {
  const etag = String((await ask('/opendata/catalog.ttl')).headers.etag)
  const again = await ask('/opendata/catalog.ttl', { 'if-none-match': etag })
  expect([again.statusCode, again.body]).toEqual([304, ''])
  expect((await ask('/opendata/catalog.jsonld', { 'if-none-match': etag })).statusCode).toBe(200)
  await town.query(`update opendata.published_data_sets set changed_at = now() where slug = 'satz-002'`)
  await expect.poll(async () => (await ask('/opendata/catalog.ttl', { 'if-none-match': etag })).statusCode).toBe(200)
})

test('one data set is there in every format', async () => {
  for (const ending of ['rdf', 'ttl', 'jsonld', 'schema.json', 'croissant.json']) {
    const answer = await ask(`/opendata/kriens/satz-001.${ending}`)
    expect([ending, answer.statusCode]).toEqual([ending, 200])
    expect(answer.body).toContain('satz-001@kriens')
  }
  expect((await ask('/opendata/kriens/gibt-es-nicht.rdf')).statusCode).toBe(404)
})

test('where no page can be kept the job that writes them ahead fails, and whoever asks gets them all the same', async () => {
  const folder = join(town.folder, 'cache/opendata')
  await rename(folder, `${folder}-away`)
  await writeFile(folder, 'no folder')
  onTestFinished(async () => {
    await rm(folder)
    await rename(`${folder}-away`, folder)
  })
  await expect(writeAhead()).rejects.toThrow(/ENOTDIR/)
  const answer = await ask('/opendata/catalog.rdf')
  expect([answer.statusCode, identifiers(answer.body).length]).toEqual([200, 100])
})
