import { createServer, type Server } from 'node:http'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import type { StaffActor } from '#kernel/db/actor.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { testHost } from '#test/support/furnished.ts'
import { testNow } from '#test/support/test-database.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { DataSetMetadata, Distribution } from '../catalogue/data-set.ts'
import { publishDataSet, submitDataSet } from '../catalogue/publish-data-set.ts'
import { createDataSet, type DataSetKey } from '../catalogue/workbench.ts'
import type { Cell } from '../query/table-reader.ts'
import type { Column } from '../tables/column.ts'
import { storeVersion } from '../tables/store-version.ts'
import { mayCountPersons } from './check-counts.ts'
import { checkDataSet } from './check-data-set.ts'
import { findReport } from './queries.ts'

let town: Town
let server: Server
let origin: string
let asked: string[]
const statuses: Readonly<Record<string, number>> = { '/gone': 410, '/missing': 404, '/closed': 403, '/down': 500 }

beforeAll(async () => {
  asked = []
  server = createServer((message, reply) => {
    asked.push(`${message.method} ${message.url}`)
    const status = statuses[(message.url ?? '').replace(/\?.*/, '')] ?? 200
    const knowsHead = message.url !== '/no-head' || message.method === 'GET'
    reply.writeHead(knowsHead ? status : 405).end()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  origin = `http://${host}`
  town = await openTown(fixedClock(testNow), testHost, { WEGWEISER_OUTSIDE_HOSTS: host })
})
afterAll(async () => {
  server.close()
  await town.close()
})

const kriens = slug<'authority'>('kriens')
const steward = (number: number): StaffActor => ({
  kind: 'staff',
  staffId: uuid(`0198c0de-0000-7000-8000-00000000000${number}`),
  identityId: null,
  name: `Testperson ${number}`,
  memberships: [{ authorityId: kriens, unitId: null, role: 'data_steward' }],
  hasSecondFactor: true,
})
const inAll = (text: string) => ({ de: text, fr: text, it: text, en: text })
const words = (word: string) => ({ de: [word], fr: [word], it: [word], en: [word] })
const columns: Column[] = [
  { name: 'nummer', title: inAll('Nummer'), type: 'integer', role: 'fact', isKey: true },
  { name: 'strasse', title: inAll('Strasse'), type: 'string', role: 'fact', isRequired: true },
  {
    name: 'art',
    title: inAll('Art'),
    type: 'string',
    role: 'fact',
    codes: [{ code: 'kurz', label: inAll('Kurz') }],
  },
]
const plain = (name: string, type: Column['type']): Column => ({ name, title: inAll(name), type, role: 'fact' })
const said: DataSetMetadata = {
  title: inAll('Parkplätze'),
  description: inAll('Öffentliche Parkplätze, als Beispiel.'),
  keywords: words('Parkplatz'),
  themes: ['TRAN'],
  frequency: 'ANNUAL',
  licence: 'terms_open',
  contact: { name: inAll('Stadt Kriens'), email: 'daten@kriens.example' },
  issued: '2026-11-01',
  distributions: [],
}
const table = (more: Partial<Distribution> = {}): Distribution => ({
  ...{ id: v7(), slug: 'liste', kind: 'table', title: inAll('Liste'), columns },
  ...more,
})

let serial = 0
async function prepare(
  metadata: Partial<DataSetMetadata>,
  rows: readonly (readonly Cell[])[] = [],
): Promise<DataSetKey> {
  serial += 1
  const all = { ...said, ...metadata }
  const { database } = town.house.kernel
  const input = { authorityId: kriens, slug: `satz-${serial}`, metadata: all }
  const id = await database.write(steward(1), (scope) => createDataSet(scope, input))
  const [first] = all.distributions
  if (first?.columns && rows.length > 0)
    await storeVersion(town.house.kernel, steward(1), {
      ...{ authorityId: kriens, dataSetId: id, tableId: uuid(first.id), columns: first.columns },
      source: { kind: 'rows', rows },
    })
  return { authorityId: kriens, id }
}

async function check(key: DataSetKey) {
  const { isFit } = await checkDataSet(town.house.kernel, steward(1), key)
  const report = await town.house.kernel.database.read(steward(1), (scope) => findReport(scope, key))
  return { isFit, report, findings: report?.findings ?? [], codes: report?.findings.map(({ code }) => code) }
}

test('what is fit is published by a second person, and nothing is found', async () => {
  const key = await prepare({ distributions: [table()] }, [
    [1, 'Dorfweg', 'kurz'],
    [2, 'Bachweg', null],
  ])
  expect(await check(key)).toMatchObject({ isFit: true, codes: [] })
  const { database } = town.house.kernel
  await database.write(steward(1), (scope) => submitDataSet(scope, key))
  await database.write(steward(2), (scope) => publishDataSet(scope, key))
  expect((await town.visitor().open('/opendata/kriens/satz-1.ttl')).status).toBe(200)
})

test('what is asked of values besides their type is held against all rows, each with the first line', async () => {
  const asked: Column[] = [
    { ...plain('nummer', 'integer'), isKey: true, constraints: { minimum: '1', maximum: '3' } },
    { ...plain('kurz', 'string'), constraints: { minLength: 2, maxLength: 3, pattern: '[a-z]+', isUnique: true } },
    { ...plain('art', 'string'), constraints: { isListed: true }, codes: [{ code: 'a', label: inAll('A') }] },
    { ...plain('am', 'date'), constraints: { minimum: '2026-01-01' } },
  ]
  const key = await prepare({ distributions: [table({ columns: asked })] }, [
    [1, 'abc', 'a', '2026-01-01'],
    [0, 'a', 'a', '2025-12-31'],
    [4, 'abcd', 'b', null],
    [2, 'AB', null, null],
    [3, 'abc', null, null],
  ])
  const { isFit, findings } = await check(key)
  expect(isFit).toBe(false)
  expect(findings.map(({ severity, code, place }) => [severity, code, place.column, place.line])).toEqual([
    ['error', 'below_minimum', 'nummer', 3],
    ['error', 'above_maximum', 'nummer', 4],
    ['error', 'too_few_signs', 'kurz', 3],
    ['error', 'too_many_signs', 'kurz', 4],
    ['error', 'not_as_pattern', 'kurz', 5],
    ['error', 'value_twice', 'kurz', 6],
    ['error', 'code_unknown', 'art', 4],
    ['error', 'below_minimum', 'am', 3],
  ])
  expect(findings[0]?.text.de).toBe('In der Spalte «nummer» ist ein Wert kleiner als 1; die erste Stelle hat «0».')
})

test('keys that come twice, what is required and empty, and codes that nobody describes, each with its line', async () => {
  const key = await prepare({ distributions: [table()] }, [
    [1, 'Dorfweg', 'kurz'],
    [2, '', 'lang'],
    [1, 'Bachweg', 'weiss'],
  ])
  const { isFit, findings } = await check(key)
  expect(isFit).toBe(false)
  expect(findings.map(({ code, severity, place }) => [code, severity, place.column, place.line])).toEqual([
    ['key_twice', 'error', 'nummer', 4],
    ['required_empty', 'error', 'strasse', 3],
    ['code_unknown', 'warning', 'art', 3],
  ])
  expect(findings[0]?.text.de).toBe('Der Schlüssel nummer kommt mehrmals vor: «1» 2-mal.')
  expect(findings[2]?.text.en).toContain('lang, weiss')
})

test('columns that nobody has classed, that name persons or let them be recognised', async () => {
  const [number, street, kind] = columns
  if (!number || !street || !kind) throw new Error('three columns')
  const { role: _none, ...unclassed } = number
  const classed: Column[] = [unclassed, { ...street, role: 'identifier' }, { ...kind, role: 'quasi-identifier' }]
  const key = await prepare({ distributions: [table({ columns: classed })] }, [[1, 'Dorfweg', 'kurz']])
  expect((await check(key)).codes).toEqual(['columns_differ', 'column_unclassed', 'table_unprotected'])
  // What others say of their rows, nobody here has protected.
  await town.query(`update opendata.data_sets set origin = 'harvest' where id = $1`, [key.id])
  expect((await check(key)).codes).toEqual(['column_unclassed', 'column_identifier', 'column_unprotected'])
})

test('a table that counts so few that they may be known is held back until its steward says that no persons are counted', async () => {
  const counted: Column[] = [
    plain('gemeinde', 'string'),
    plain('diagnose', 'string'),
    { ...plain('n', 'integer'), role: 'measure' },
  ]
  const rows = [
    ['Kriens', 'Asthma', 30],
    ['Kriens', 'Lupus', 2],
    ['Horw', 'Lupus', 0],
  ]
  const { findings, isFit } = await check(await prepare({ distributions: [table({ columns: counted })] }, rows))
  expect(isFit).toBe(false)
  const few = findings.filter(({ severity }) => severity === 'error')
  expect(few.map(({ code, place }) => [code, place.column, place.line])).toEqual([['counts_few', 'n', 3]])
  expect(few[0]?.text.de).toContain('in einer Zeile eine Zahl unter 5')

  const saidOf = (more: Partial<Column>) => [...counted.slice(0, 2), { ...plain('n', 'integer'), ...more }]
  for (const more of [{ noPersons: 'Bäume' }, { noPersons: 'Bäume', role: 'measure' as const }])
    expect((await check(await prepare({ distributions: [table({ columns: saidOf(more) })] }, rows))).isFit).toBe(true)
  const large = await prepare({ distributions: [table({ columns: counted })] }, [['Kriens', 'Asthma', 5]])
  expect((await check(large)).isFit).toBe(true)
})

test('what may count persons is told by name, title, unit or class, and not where it is a key, a code or a measure of something', () => {
  const told = (more: Partial<Column>) => mayCountPersons({ ...plain('wert', 'integer'), ...more })
  expect(
    [{ name: 'anzahl' }, { title: inAll('Fälle') }, { unit: 'Personen' }, { role: 'measure' as const }].map(told),
  ).toEqual([true, true, true, true])
  expect(
    [
      ...[
        {},
        { name: 'anzahl', isKey: true },
        { role: 'measure' as const, unit: 'm' },
        { title: inAll('Postleitzahl') },
      ],
      ...[{ title: inAll('Jahrzahl') }, { name: 'anzahl', type: 'string' as const }],
      { name: 'anzahl', noPersons: 'Bäume' },
    ].map(told),
  ).toEqual([false, false, false, false, false, false, false])
})

test('two tables on persons in one data set are not published together: the steward keeps one of them', async () => {
  const onPersons: Column[] = [{ ...plain('alter', 'integer'), role: 'quasi-identifier' }]
  const both = [table({ columns: onPersons }), table({ slug: 'zweite', columns: onPersons })]
  const twice = async (distributions: Distribution[]) =>
    (await check(await prepare({ distributions }))).findings.flatMap(({ code, severity, place }) =>
      code === 'persons_twice' ? [[severity, place.distribution]] : [],
    )
  expect(await twice(both)).toEqual([['error', 'zweite']])
  expect(await twice(both.slice(0, 1))).toEqual([])
})

test('a table without rows or columns, languages that are missing, and dates that cannot be', async () => {
  const { columns: _none, ...bare } = table({ slug: 'leer' })
  const key = await prepare({
    title: { de: 'Parkplätze', en: 'Parking' },
    modified: '2026-02-30',
    temporal: [{ from: '2026-13-01' }],
    distributions: [table(), bare],
  })
  const { codes, findings, isFit } = await check(key)
  expect(isFit).toBe(false)
  expect(codes).toEqual(
    expect.arrayContaining([
      'no_version',
      'no_columns',
      'text_missing_language',
      'modified_before_issued',
      'day_impossible',
    ]),
  )
  expect(findings.find(({ code }) => code === 'text_missing_language')?.text.de).toBe(
    'Titel: es fehlt noch Französisch, Italienisch.',
  )
})

test('a column that changed its type since the rows came', async () => {
  const list = table()
  const key = await prepare({ distributions: [list] }, [[1, 'Dorfweg', 'kurz']])
  const changed = columns.map((one) => (one.name === 'nummer' ? { ...one, type: 'string' } : one))
  await town.query('update opendata.data_sets set metadata = $2 where id = $1', [
    key.id,
    JSON.stringify({ ...said, distributions: [{ ...list, columns: changed }] }),
  ])
  expect((await check(key)).codes).toEqual(['columns_differ'])
})

test('links are asked, and those into a private network are not', async () => {
  const link = (name: string, url: string): Distribution => ({
    ...{ id: v7(), slug: name, kind: 'link', title: inAll(name), url, format: 'CSV' },
  })
  const key = await prepare({
    landingPage: `${origin}/page`,
    sources: [{ title: inAll('Quelle'), url: 'http://10.1.2.3/quelle' }],
    distributions: [
      link('da', `${origin}/no-head`),
      link('fort', `${origin}/gone`),
      link('nirgends', `http://${'x'.repeat(64)}.example/`),
      link('innen', 'http://169.254.169.254/latest/meta-data'),
    ],
  })
  const { findings, isFit } = await check(key)
  expect(isFit).toBe(false)
  expect(
    findings.map(({ code, severity, place }) => [code, severity, place.distribution ?? place.field]).sort(),
  ).toEqual([
    ['link_dead', 'error', 'fort'],
    ['link_refused', 'error', 'innen'],
    ['link_refused', 'error', 'sources'],
    ['link_silent', 'warning', 'nirgends'],
  ])
  expect(asked.sort()).toEqual(['GET /gone', 'GET /no-head', 'HEAD /gone', 'HEAD /no-head', 'HEAD /page'])
})

test('data that is not where it is said to be is not published; what else answers badly is said', async () => {
  const link = (name: string, more: Partial<Distribution>): Distribution => ({
    ...{ id: v7(), slug: name, kind: 'link', title: inAll(name), format: 'CSV', url: `${origin}/page` },
    ...more,
  })
  const key = await prepare({
    landingPage: `${origin}/missing`,
    documentation: [{ title: inAll('Anleitung'), url: `${origin}/gone` }],
    distributions: [
      link('fort', { url: `${origin}/gone` }),
      link('datei', { downloadUrl: `${origin}/missing?file` }),
      link('zu', { url: `${origin}/closed` }),
      link('kaputt', { url: `${origin}/down` }),
      link('dienst', { kind: 'service', url: `${origin}/missing?service` }),
    ],
  })
  const { findings, isFit } = await check(key)
  expect(isFit).toBe(false)
  expect(
    findings.map(({ code, severity, place }) => [code, severity, place.distribution ?? place.field]).sort(),
  ).toEqual([
    ['link_broken', 'warning', 'dienst'],
    ['link_broken', 'warning', 'kaputt'],
    ['link_broken', 'warning', 'landingPage'],
    ['link_broken', 'warning', 'zu'],
    ['link_dead', 'error', 'datei'],
    // The address of a guide as well: that the data is not there weighs more.
    ['link_dead', 'error', 'fort'],
  ])
  const dead = findings.find(({ place }) => place.distribution === 'fort')
  expect(dead?.text.de).toBe(`Unter ${origin}/gone sind keine Daten: Der Server antwortet mit 410.`)
})

test('a steward of elsewhere has nothing checked', async () => {
  const key = await prepare({})
  const stranger = {
    ...steward(3),
    memberships: [{ authorityId: slug<'authority'>('horw'), unitId: null, role: 'data_steward' }],
  } satisfies StaffActor
  await expect(checkDataSet(town.house.kernel, stranger, key)).rejects.toMatchObject({ status: 403 })
})
