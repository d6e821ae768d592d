import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#kernel/db/actor.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'
import { findRaw } from '../protection/raw-rows.ts'
import { addTable, back, beginDataSet, watchConnections } from './test-bench.ts'

let town: Town
/** Two persons of Kriens who keep its open data. */
let david: Visitor
let lead: Visitor

beforeAll(async () => {
  town = await openTown()
  david = await town.signIn({ role: 'data_steward', authority: 'kriens' })
  lead = await town.signIn({ role: 'lead', authority: 'kriens' })
})
afterAll(() => town.close())

const person = (at: number) =>
  [`756.${9_000 + at}`, 20 + (at % 60), at % 2 === 0 ? 'Nord' : 'Süd', at % 4 < 2 ? 'ja' : 'nein', 100 + at].join(';')
const persons = (count: number) => Array.from({ length: count }, (_, at) => person(at))
const heading = 'Versichertennummer;Alter;Quartier;Hilfe;Betrag'
const personCsv = (lines: readonly string[]) => [heading, ...lines, '756.8888;97;Geheimwinkel;ja;7'].join('\n')

const classify = async (uploaded: Page) =>
  (await uploaded.follow('5 Spalten beschreiben'))
    .fill({
      'versichertennummer › Rolle': 'nennt Personen',
      'alter › Rolle': 'Merkmal von Personen',
      'quartier › Rolle': 'Merkmal von Personen',
      'hilfe › Rolle': 'besonders schützenswert',
      'betrag › Rolle': 'Messwert',
    })
    .submit('Spalten speichern')

test('rows on persons are sealed, put together, looked at and published without a trace of what was brought; what is delivered later does not undo it', async () => {
  const uploaded = await addTable(await beginDataSet(town, david, 'hilfe'), personCsv(persons(120)))
  const table = /distributions\/([0-9a-f-]{36})/.exec(uploaded.path)?.[1] ?? ''
  const sealed = 'select file, wrapped_key is null as gone, expires_at from opendata.raw_rows where table_id = $1'
  const [raw] = await town.query<{ file: string; expires_at: Date }>(sealed, [table])
  const store = town.house.kernel.files
  const bytes = async (name: string) => Buffer.concat(await (await store.get(name)).toArray()).toString('latin1')
  expect(await bytes(raw?.file ?? '')).not.toContain('756.')
  expect(raw?.expires_at.getTime()).toBe(town.clock.now().getTime() + 14 * 86_400_000)
  const classed = await classify(uploaded)
  // Nobody of this age and quarter has nine others beside her.
  const page = await classed.follow('Schutz der Personen')
  expect(page.text).toMatch(/Gezeigt0 Zeilen/)
  expect((await (await back(page)).submit('Prüfen')).text).toContain('Es bleibt keine Zeile')
  const few = await page
    .fill({ 'Personen, die dasselbe gemeinsam haben, wenigstens': '4' })
    .submit('Speichern und neu schützen')
  expect([few.status, few.text]).toEqual([422, expect.stringContaining('von 10 bis 1000')])
  const meanwhile = watchConnections(town)
  const proposed = await few
    .fill({ 'Personen, die dasselbe gemeinsam haben, wenigstens': '10', 'Betrag (Messwert)': 'in Bändern von 100' })
    .submit('Vorschlagen lassen')
  expect(new Set(meanwhile)).toEqual(new Set([0]))
  expect(proposed.text).toMatch(/Gezeigt110 Zeilen/)
  expect(proposed.text).toMatch(/Personen in der kleinsten Gruppe10/)
  expect(proposed.text).toMatch(/Alter[\d.]+ %/)
  expect(proposed.document.querySelector('[id="coarsen.alter"] option[selected]')?.textContent).toMatch(/^in Bändern/)

  const submitted = await (await (await back(proposed)).submit('Prüfen')).submit('Zur Veröffentlichung einreichen')
  await (await lead.open(submitted.path)).submit('Veröffentlichen')
  expect(await town.query(sealed, [table])).toMatchObject([{ gone: true }])
  await town.jobs.drain()
  expect(await town.query(sealed, [table])).toEqual([])
  await expect(store.get(raw?.file ?? '')).rejects.toThrow()

  const at = '/opendata/kriens/hilfe'
  const api = '/api/v1/opendata/datasets/kriens/hilfe/liste'
  const ask = (url: string) => town.house.app.inject({ url, headers: { host: town.host } })
  const everywhere = async () => {
    const paths = [
      ...[
        at,
        `${at}/liste`,
        `${at}/liste?view=columns`,
        `${at}/liste?view=chart`,
        `${at}.ttl`,
        `${at}/versions`,
        `${at}/feed`,
      ],
      ...['csv', 'json', 'ndjson'].map((ending) => `${at}/liste.${ending}`),
      ...[`${at}/liste/schema.json`, '/opendata/catalog.ttl', api, `${api}/rows`, `${api}/versions`],
      ...[`${api}/groups?by=quartier`, `/api/3/action/package_show?id=hilfe%40kriens`],
      ...[`/api/3/action/datastore_search?resource_id=${table}`, `/api/3/action/datastore_info?id=${table}`],
      `/api/3/action/datastore_search_sql?sql=${encodeURIComponent(`select * from "${table}"`)}`,
    ]
    const answers = await Promise.all(paths.map(async (path) => ({ path, body: (await ask(path)).body })))
    return answers.filter(({ body }) => /756\.|Geheimwinkel|versichertennummer/i.test(body)).map(({ path }) => path)
  }
  expect(await everywhere()).toEqual([])
  const shown = (await ask(`${api}/rows?limit=200`)).json<{ items: Record<string, unknown>[] }>().items
  // The one who is known to all is hidden, and a whole group with her, so that nobody is told by being missing.
  expect(shown).toHaveLength(110)
  expect(shown[0]).toMatchObject({
    alter: expect.stringMatching(/^\d+–\d+$/),
    betrag: expect.stringMatching(/^\d+–\d+$/),
  })

  // A program brings them again: one more does not show, others who are many enough do, and what cannot be protected stays out.
  const put = (lines: readonly string[], method: 'PUT' | 'POST' = 'PUT') =>
    town.house.app.inject({
      ...{ method, url: `/api/v1/opendata/tables/${table}/rows`, payload: personCsv(lines) },
      headers: {
        host: town.host,
        authorization: `Bearer ${town.key('data_steward', 'kriens')}`,
        'content-type': 'text/csv',
      },
    })
  expect((await put(persons(121))).json()).toMatchObject({ version: 1, isNew: false })
  expect((await put(persons(240))).json()).toMatchObject({ version: 2, isNew: true, state: 'published', rows: 230 })
  const strange = persons(40).map((line, n) => line.replace(/Nord|Süd/, `Weiler ${n}`))
  const held = await put(strange)
  expect([held.statusCode, held.json()]).toMatchObject([422, { code: 'ProtectionError' }])
  expect((await put(persons(5), 'POST')).json()).toMatchObject({ code: 'ClosedTableError' })
  expect(
    await town.query(`select reason from opendata.deliveries where table_id = $1 and outcome = 'refused' order by id`, [
      table,
    ]),
  ).toEqual([{ reason: 'unprotected' }, { reason: 'persons_add' }])
  expect(await everywhere()).toEqual([])
  expect((await ask(`${api}/rows?limit=1`)).json()).toMatchObject({ total: 230 })
})

/** Of other persons, protected; at the page of its protection. */
async function protectOthers(name: string): Promise<Page> {
  const uploaded = await addTable(await beginDataSet(town, david, name), personCsv(persons(120)))
  const page = await (await classify(uploaded)).follow('Schutz der Personen')
  return page.fill({ 'Betrag (Messwert)': 'in Bändern von 100' }).submit('Vorschlagen lassen')
}
const why = 'Weshalb die Tabellen zusammen niemanden verraten'

test('a second table on persons becomes public when its steward says why both together tell of nobody, and the second person read it', async () => {
  const page = await protectOthers('musikschule')
  expect(page.text).toContain('Eine andere Tabelle über Personen')
  expect([...page.document.querySelectorAll('main li a')].map((link) => link.textContent)).toContain('Parkplätze')
  const refused = await (await back(page)).submit('Prüfen')
  expect(refused.text).toContain('Eine andere Tabelle Ihrer Behörde ist über Personen öffentlich oder war es: hilfe')
  const short = await page.fill({ [why]: 'anders' }).submit('Speichern und neu schützen')
  expect([short.status, short.text]).toEqual([422, expect.stringContaining('10 bis 500 Zeichen')])
  const said = await short
    .fill({ [why]: 'Lernende der Musikschule, dort Beziehende von Hilfe' })
    .submit('Speichern und neu schützen')
  const submitted = await (await (await back(said)).submit('Prüfen')).submit('Zur Veröffentlichung einreichen')
  const review = await lead.open(submitted.path)
  expect(review.text).toContain('«Lernende der Musikschule, dort Beziehende von Hilfe»')
  await review.submit('Veröffentlichen')
  const shown = await town.visitor().open('/opendata/kriens/musikschule')
  expect([shown.status, shown.text]).toEqual([200, expect.not.stringContaining('Beziehende')])
  // What was public before is not asked: the newer one was.
  const [first] = await town.query<{ id: string }>(`select id from opendata.data_sets where slug = 'hilfe'`)
  const again = await (await david.open(`/desk/opendata/${first?.id}`)).submit('Prüfen')
  expect(again.text).not.toContain('andere Tabelle Ihrer Behörde')
})

test('of two tables on persons that were found fit side by side, the second one is looked at again once the first is public', async () => {
  const submitted: Page[] = []
  for (const name of ['bibliothek', 'spitex']) {
    const page = await protectOthers(name)
    const said = await page.fill({ [why]: `Andere Personen: ${name}` }).submit('Speichern und neu schützen')
    submitted.push(await (await (await back(said)).submit('Prüfen')).submit('Zur Veröffentlichung einreichen'))
  }
  const [first, second] = submitted
  await (await lead.open(first?.path ?? '')).submit('Veröffentlichen')
  expect((await town.visitor().open('/opendata/kriens/bibliothek')).status).toBe(200)
  const late = await (await lead.open(second?.path ?? '')).submit('Veröffentlichen')
  expect(late.status).toBe(409)
  expect((await town.visitor().open('/opendata/kriens/spitex')).status).toBe(404)
})

test('rows on persons that nobody publishes go after fourteen days, key and bytes, and cannot be opened any more', async () => {
  const uploaded = await addTable(await beginDataSet(town, david, 'liegen-geblieben'), personCsv(persons(20)))
  const table = /distributions\/([0-9a-f-]{36})/.exec(uploaded.path)?.[1] ?? ''
  const kept = 'select file, authority_id, data_set_id, table_id from opendata.raw_rows where table_id = $1'
  const [raw] = await town.query<{ file: string; authority_id: string; data_set_id: string }>(kept, [table])
  const { kernel } = town.house
  const sweep = async () => {
    await kernel.database.write(systemActor('opendata'), async (scope) =>
      scope.enqueue('opendata.drop_raw_rows', { payload: {} }),
    )
    await town.jobs.drain()
  }
  const day = 86_400_000
  town.clock.advance(14 * day - 1_000)
  await sweep()
  expect(await town.query(kept, [table])).toHaveLength(1)
  expect((await (await kernel.files.get(raw?.file ?? '')).toArray()).length).toBeGreaterThan(0)
  town.clock.advance(1_000)
  const key = { authorityId: slug<'authority'>('kriens'), tableId: uuid<'distribution'>(table) }
  expect(await kernel.database.read(systemActor('opendata'), (scope) => findRaw(scope, key))).toBeUndefined()
  await sweep()
  expect(await town.query(kept, [table])).toEqual([])
  await expect(kernel.files.get(raw?.file ?? '')).rejects.toThrow()
})
