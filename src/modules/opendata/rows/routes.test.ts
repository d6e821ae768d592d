import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishExample, treeMetadata, treeRows, treesId } from '#test/support/data-sets.ts'
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
  expect((await read(`${at}/groups?by=species&q=ahorn`)).items).toEqual([{ species: 'Ahorn', count: 2 }])
})

test('all groups come page by page, in any order, with how many there are', async () => {
  for (const query of ['by=nr', 'by=nr&measure=max(height)&sort=-max_height', 'by=species,nr&height[ge]=6']) {
    const all = await read(`${at}/groups?${query}`)
    const seen: unknown[] = []
    let after: string | null = ''
    while (after !== null) {
      const page: Given = await read(`${at}/groups?${query}&limit=5${after === '' ? '' : `&after=${after}`}`)
      expect(page.total, query).toBe(all.items.length)
      seen.push(...page.items)
      after = page.next
    }
    expect(seen, query).toEqual(all.items)
    expect(all.next).toBeNull()
  }
  expect(await read(`${at}/groups`)).toMatchObject({ items: [{ count: 12 }], total: 1, next: null })
  expect(await read(`${at}/groups?by=nr&nr=4711`)).toMatchObject({ items: [], total: 0, next: null })
  const { next } = await read(`${at}/groups?by=nr&limit=5`)
  expect((await ask(`${at}/groups?by=nr&sort=-nr&after=${next}`)).statusCode).toBe(400)
})

test.each([
  ['theme', 'ENVIRONMENT', 'ENVI'],
  ['frequency', 'yearly', 'ANNUAL'],
  ['licence', 'cc-by', 'terms_by'],
  ['format', 'csv', 'CSV'],
  ['authority', 'Kriens', 'kriens'],
  ['sort', 'oldest', 'newest'],
])('data sets of a wrong %s are none: the values there are are said', async (name, wrong, right) => {
  const answer = await ask(`${base}?${name}=${wrong}&lang=de`)
  expect(answer.statusCode).toBe(400)
  expect(answer.json<{ title: string }>().title).toMatch(
    new RegExp(`^«${wrong}» ist für «${name}» kein bekannter Wert. Bekannt sind: .*\\b${right}\\b`),
  )
  expect((await ask(`${base}?${name}=${right}`)).statusCode).toBe(200)
  // A page is for people, who may follow an old link.
  expect((await ask(`/opendata?${name}=${wrong}`)).statusCode).toBe(200)
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
  for (const day of ['0001-01-01', '0999-12-31', '0001-01-01T00:00:00+14:00'])
    expect((await ask(`${at}/rows?at=${encodeURIComponent(day)}`)).statusCode, day).toBe(404)
})

test('the version of a day is the same for programs as on the page: it ends when it ends in Switzerland', async () => {
  const distributions = treeMetadata.distributions.map((one) => ({ ...one, id: treesId.replace(/a1$/, 'a8') }))
  const example = { slug: 'tagesende', metadata: { ...treeMetadata, distributions } }
  await publishExample(town.house.kernel, { ...example, rows: treeRows(1) })
  await publishExample(town.house.kernel, { ...example, rows: treeRows(2) })
  // The second one came at half past midnight on the 2nd of July.
  await town.query(
    `update opendata.table_versions set published_at =
       case number when 1 then timestamptz '2026-06-01T08:00:00Z' else timestamptz '2026-07-01T22:30:00Z' end
     where table_id = $1`,
    [distributions[0]?.id],
  )
  for (const [day, number] of [
    ['2026-07-01', 1],
    ['2026-07-02', 2],
  ]) {
    expect((await read(`${base}/kriens/tagesende/liste/rows?at=${day}`)).version, `${day}`).toBe(number)
    const { headers } = await ask(`/opendata/kriens/tagesende/liste/versions?as_of=${day}`)
    expect(headers.location, `${day}`).toMatch(new RegExp(`/versions/${number}$`))
  }
  expect((await read(`${base}/kriens/tagesende/liste/rows?at=2026-07-01T22:30:00Z`)).version).toBe(2)
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
  [`${at}/rows?at=2026-02-31`, 400],
  [`${at}/rows?at=0000-01-01`, 400],
  [`${at}/rows?at=2026-02-31T08:00:00Z`, 400],
  [`${at}/rows?version=9`, 404],
  [`${at}/groups?measure=sum(species)`, 400],
  [`${at}/groups?measure=drop`, 400],
  [`${at}/groups?columns=nr`, 400],
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

const pushedId = '0199c000-0000-7000-8000-0000000000b1'
type Sent = { key?: string; table?: string; type?: string; once?: string }

/** Sends rows as the program of an authority does. */
const send = (method: 'PUT' | 'POST', payload: string, { key, table = pushedId, type = 'text/csv', once }: Sent = {}) =>
  town.house.app.inject({
    ...{ method, url: `/api/v1/opendata/tables/${table}/rows`, payload },
    headers: {
      ...{
        host: town.host,
        authorization: `Bearer ${key ?? town.key('data_steward', 'kriens')}`,
        'content-type': type,
      },
      ...(once !== undefined && { 'idempotency-key': once }),
    },
  })

/** A table of Kriens that a steward keeps and two persons have published. */
async function publishPushed(): Promise<void> {
  const [table] = treeMetadata.distributions
  if (!table) throw new Error('no table')
  const columns = (table.columns ?? []).slice(0, 3)
  const metadata = { ...treeMetadata, distributions: [{ ...table, id: pushedId, columns }] }
  await publishExample(town.house.kernel, {
    slug: 'geliefert',
    metadata,
    rows: treeRows(3).map((row) => row.slice(0, 3)),
  })
  await town.query(`update opendata.data_sets set origin = 'steward' where slug = 'geliefert'`)
}

test('a program of the authority replaces and adds rows, which are public at once; the same again makes no version', async () => {
  await publishPushed()
  const rows = async () =>
    (await read(`${base}/kriens/geliefert/liste/rows`)).items.map(({ nr, height }) => [nr, height])
  const put = await send('PUT', 'nr;species;height\n3;Linde;6,5\n1;Ahorn;5\n4;Föhre;', { once: 'monday' })
  expect(put.json(), put.body).toMatchObject({
    ...{ table: pushedId, version: 2, isNew: true, state: 'published', rows: 3 },
    ...{ changes: { added: 1, changed: 2, removed: 1 }, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  })
  expect(await rows()).toEqual([
    [3, 6.5],
    [1, 5],
    [4, null],
  ])
  const added = await send('POST', '{"nr":9,"species":"Linde","height":2}\n{"nr":1,"species":"Ahorn","height":7}', {
    type: 'application/x-ndjson',
  })
  expect(added.json()).toMatchObject({ version: 3, rows: 4, changes: { added: 1, changed: 1, removed: 0 } })
  expect(await rows()).toEqual([
    [3, 6.5],
    [1, 7],
    [4, null],
    [9, 2],
  ])
  const again = await send('POST', '[{"nr":9,"species":"Linde","height":2}]', { type: 'application/json' })
  expect(again.json()).toMatchObject({ version: 3, isNew: false, changes: { added: 0, changed: 0, removed: 0 } })

  // What was sent once is not taken twice, nor is another body under the same key.
  const twice = await send('PUT', 'nr;species;height\n3;Linde;6,5\n1;Ahorn;5\n4;Föhre;', { once: 'monday' })
  expect(twice.json()).toEqual(put.json())
  expect((await send('PUT', 'nr,species,height\n1,a,1', { once: 'monday' })).json()).toMatchObject({
    status: 409,
    code: 'UsedKeyError',
  })
  expect(await rows()).toHaveLength(4)
  expect((await read(`${base}/kriens/geliefert/liste/changes`)).items).toHaveLength(2)
})

test('rows that do not fit change nothing, and each fault is named by line and column', async () => {
  const answer = await send('PUT', 'nr,species,height,owner\n1,Linde,high,Muster\n1,Ahorn,3,Muster\n1,Ahorn,4,Muster\n')
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([422, 'application/problem+json; charset=utf-8'])
  expect(answer.json()).toMatchObject({
    ...{ status: 422, code: 'RowsRefused', faultCount: 3 },
    errors: [
      { line: 1, column: null, value: 'owner', code: 'unknown_column' },
      { line: 2, column: 'height', value: 'high', code: 'not_number', message: '«high» ist keine Zahl.' },
      { line: 4, column: 'nr', value: '1', code: 'duplicate_key' },
    ],
  })
  expect((await send('PUT', 'nr,height\n1,2')).json()).toMatchObject({
    errors: [{ column: 'species', code: 'no_column' }],
  })
  expect(
    (await send('PUT', 'PK\u0003\u0004', { type: 'application/vnd.oasis.opendocument.spreadsheet' })).statusCode,
  ).toBe(422)
  expect((await read(`${base}/kriens/geliefert/liste`)).version).toMatchObject({ number: 3 })
  const told = await town.query(
    `select outcome, fault_count from opendata.deliveries where outcome = 'refused' order by id limit 1`,
  )
  expect(told).toEqual([{ outcome: 'refused', fault_count: 3 }])
})

test('only the authority of the table brings rows, of tables whose columns stand and nobody changes', async () => {
  const rows = 'nr,species,height\n1,Linde,1'
  const status = async (sent: Sent) => (await send('PUT', rows, sent)).statusCode
  expect(await status({ key: town.key('clerk', 'kriens') })).toBe(403)
  expect(await status({ key: `wgw_${'x'.repeat(43)}` })).toBe(401)
  expect(await status({ type: 'application/pdf' })).toBe(415)
  expect((await send('POST', rows, { type: 'application/vnd.apache.parquet' })).statusCode).toBe(415)
  // A table of somebody else answers like one that there is not; so does one that the platform keeps itself.
  const [own] = await town.query<{ id: string }>(
    `select id from opendata.published_distributions where authority_id <> 'kriens' limit 1`,
  )
  const unlike = { reference: expect.any(String) }
  const strange = await send('PUT', rows, { table: own?.id ?? pushedId.replace('b1', 'ff') })
  const unknown = await send('PUT', rows, { table: pushedId.replace('b1', 'fe') })
  expect([strange.statusCode, strange.json()]).toEqual([404, { ...unknown.json<object>(), ...unlike }])
  expect(await status({ table: 'x' })).toBe(404)

  const code = async () => (await send('PUT', rows)).json<{ status: number; title: string }>()
  const set = (text: string) => town.query(`update opendata.data_sets set ${text} where slug = 'geliefert'`)
  await set(`state = 'in_review'`)
  expect(await code()).toMatchObject({
    status: 409,
    code: 'ClosedTableError',
    title: expect.stringContaining('wird gerade geprüft'),
  })
  await set(`state = 'published', metadata = jsonb_set(metadata, '{distributions,0,columns,1,role}', '"sensitive"')`)
  expect(await code()).toMatchObject({
    status: 409,
    title: expect.stringContaining('geändert, aber noch nicht veröffentlicht'),
  })
  await set(`metadata = jsonb_set(metadata, '{distributions,0,columns,1,role}', '"fact"')`)
  expect((await send('PUT', rows)).json()).toMatchObject({ version: 4, rows: 1 })
})
