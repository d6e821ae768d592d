import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishExample, treeRows } from '#test/support/data-sets.ts'
import { openTown, type Town } from '#test/support/town.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
  await publishExample(town.house.kernel)
  const later = treeRows().flatMap(([nr, kind, height, ...rest]) => {
    if (nr === 2) return []
    return [[nr ?? null, kind ?? null, nr === 3 ? 99 : (height ?? null), ...rest]]
  })
  await publishExample(town.house.kernel, { rows: [...later, ...treeRows(13).slice(12)] })
})
afterAll(() => town.close())

const base = '/api/v1/opendata/datasets'
const at = `${base}/kriens/baeume/liste`
type Given = { items: Record<string, unknown>[]; total: number; next: string | null; [name: string]: unknown }
const ask = (path: string) => town.house.app.inject({ url: path, headers: { host: town.host } })
const read = async (path: string) => {
  const answer = await ask(path)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json<Given>()
}
const numbers = async (query: string) => (await read(`${at}/rows?columns=nr&${query}`)).items.map(({ nr }) => nr)

test('a data set is found, with the addresses of its tables', async () => {
  const found = await read(`${base}?authority=kriens&q=b%C3%A4ume&lang=en`)
  expect(found).toMatchObject({ total: 1, next: null, items: [{ id: 'baeume@kriens', licence: 'terms_by' }] })
  const one = await read(`${base}/kriens/baeume`)
  expect(one).toMatchObject({
    name: 'baeume',
    keywords: ['Baum', 'Grün'],
    tables: [{ name: 'liste', url: `http://${town.host}${at}` }],
  })
  expect(await read(at)).toMatchObject({
    version: { number: 2, rows: 12, changes: { added: 1, changed: 1, removed: 1 } },
    columns: [{ name: 'nr', type: 'integer', isKey: true }, {}, { unit: 'm' }, {}, {}, {}, {}],
  })
})

test('all rows come page by page, in any order, without a wall', async () => {
  const seen: unknown[] = []
  let after: string | null = ''
  while (after !== null) {
    const page: Given = await read(`${at}/rows?columns=nr&sort=-height&limit=5${after === '' ? '' : `&after=${after}`}`)
    expect(page.total).toBe(12)
    seen.push(...page.items.map(({ nr }) => nr))
    after = page.next
  }
  expect(seen).toEqual([3, 13, 11, 10, 9, 8, 7, 6, 5, 4, 1, 12])
})

test.each([
  ['species=Linde', [1, 5, 9, 13]],
  ['species=Linde&species=Ahorn&height[lt]=8', [1, 5, 6]],
  ['height[ge]=10&height[le]=10.5', [11]],
  ['species[starts]=f%C3%B6', [3, 7, 11]],
  ['place[empty]', [12]],
  ['planted[ge]=2018-01-01&planted[lt]=2019-01-01', [9]],
  ['q=ahorn%202015', [6]],
  ['version=1&nr[in]=1&nr[in]=2', [1, 2]],
  ['limit=2&sort=-nr', [13, 12]],
])('%s gives %o', async (query, expected) => {
  expect(await numbers(query)).toEqual(expected)
})

test('rows are counted, added and compared in groups', async () => {
  const { items } = await read(
    `${at}/groups?by=species&measure=count,max(height),avg(height)&sort=-count,species&limit=2`,
  )
  expect(items).toEqual([
    { species: 'Linde', count: 4, max_height: 11, avg_height: 8 },
    { species: '=Eiche', count: 3, max_height: 8.5, avg_height: 7.5 },
  ])
  expect((await read(`${at}/groups?species=Linde`)).items).toEqual([{ count: 4 }])
})

test('versions are listed and compared, and those of a day are found', async () => {
  const first = await read(`${at}/versions?limit=1`)
  expect(first).toMatchObject({ items: [{ number: 2 }], next: '2' })
  expect(await read(`${at}/versions?after=${first.next}`)).toMatchObject({
    items: [{ number: 1, changes: null }],
    next: null,
  })
  const { items, next } = await read(`${at}/changes?limit=2`)
  expect(items).toMatchObject([
    { kind: 'removed', before: { nr: 2 }, after: null },
    { kind: 'changed', before: { nr: 3, height: 6 }, after: { nr: 3, height: 99 } },
  ])
  expect(await read(`${at}/changes?from=1&to=2&after=${next}`)).toMatchObject({
    items: [{ kind: 'added', before: null, after: { nr: 13 } }],
    next: null,
  })
  expect((await read(`${at}/rows?at=2030-01-01`)).version).toBe(2)
  expect((await ask(`${at}/rows?at=2020-01-01`)).statusCode).toBe(404)
})

test('SQL reads the one table', async () => {
  const send = (payload: object) =>
    town.house.app.inject({ method: 'POST', url: `${at}/sql`, headers: { host: town.host }, payload })
  const answer = await send({ sql: 'select species, count(*) as n from data group by 1 order by 1 limit 1' })
  expect(answer.json()).toEqual({
    version: 2,
    columns: [
      { name: 'species', type: 'VARCHAR' },
      { name: 'n', type: 'BIGINT' },
    ],
    rows: [['=Eiche', 3]],
    isCut: false,
  })
  expect((await send({ sql: "select * from read_csv('/etc/passwd')" })).statusCode).toBe(400)
  expect((await send({ sql: 1 })).statusCode).toBe(422)
})

test.each([
  [`${at}/rows?wrong=1`, 400],
  [`${at}/rows?limit=0`, 400],
  [`${at}/rows?limit=10001`, 400],
  [`${at}/rows?after=x`, 400],
  [`${at}/rows?at=soon`, 400],
  [`${at}/rows?version=9`, 404],
  [`${at}/groups?measure=sum(species)`, 400],
  [`${at}/groups?measure=drop`, 400],
  [`${at}/changes?from=0`, 404],
  [`${at}/versions?after=x`, 400],
  [`${base}?wrong=1`, 400],
  [`${base}/kriens/none`, 404],
  [`${base}/kriens/baeume/none/rows`, 404],
])('%s is refused with %i', async (path, status) => {
  const answer = await ask(path)
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([
    status,
    'application/problem+json; charset=utf-8',
  ])
})
