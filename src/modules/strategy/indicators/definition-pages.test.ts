import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#kernel/db/actor.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page } from '#test/support/visitor.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

const desk = '/luzern/desk/strategy/indicators'
const rowsOf = (document: Document) =>
  [...document.querySelectorAll('tbody tr')].map((row) =>
    [...row.querySelectorAll('th, td')].map((cell) => (cell.textContent ?? '').replace(/\s+/g, ' ').trim()),
  )

test('a changed contract is shown field by field, old figures keep their unit, and a quarter can be entered and is due', async () => {
  const strategist = await town.signIn({ role: 'strategist', authority: 'luzern' })
  const form = (await strategist.open(`${desk}?authority=luzern`)).fill({
    ...{
      Name: 'Probe Quartal',
      Kennung: 'probe-quartal',
      'Definition › Deutsch': 'Gesuche',
      'Einheit › Deutsch': 'Gesuche',
    },
    ...{ Rhythmus: 'vierteljährlich', Ausgangswert: '10', 'Zeit des Ausgangswerts': '2025-Q4', Zielwert: '100' },
    ...{ 'Ziel erreicht bis': '2027-12-31', Quelle: 'Statistik', 'Zuständige Stelle': 'Amt' },
  })
  const one = await form.submit('Definition speichern')
  const entered = await one.fill({ Zeit: '2026-q2', Wert: '40', Quelle: 'Statistik' }).submit('Wert erfassen')
  expect(rowsOf(entered.document)[0]?.slice(0, 2)).toEqual(['2. Quartal 2026', '40 Gesuche'])
  const due = 'Wert fällig für die Zeit bis 30.09.2026'
  await town.query(
    `update strategy.indicator_definitions set valid_from = '2026-01-01' where node_id = (select id from strategy.nodes where slug = 'probe-quartal')`,
  )
  expect((await strategist.open(`${desk}?authority=luzern`)).text).toContain(due)
  expect((await strategist.open('/luzern/desk/strategy?authority=luzern')).text).toContain(`Probe Quartal: ${due}`)

  const change = { 'Einheit › Deutsch': 'Prozent', Zielwert: '80', 'Zuständige Stelle': 'Anderes Amt', Grund: 'Neu' }
  await entered.fill(change).submit('Definition speichern')
  await town.query("update strategy.nodes set audience = 'public' where slug = 'probe-quartal'")
  const page = await town.visitor().open('/de/strategy/indicators/luzern/probe-quartal')
  expect(page.text).toContain('mit dem neuen Ziel nicht vergleichbar')
  expect(page.text).toContain('40 Gesuche')
  expect(page.text).not.toContain('40 Prozent')
  expect(rowsOf(page.document).slice(1)).toEqual([
    ['Einheit', 'Gesuche', 'Prozent'],
    ['Zielwert', '100 (31.12.2027)', '80 (31.12.2027)'],
    ['Zuständige Stelle', 'Amt', 'Anderes Amt'],
  ])
  const list = await town.visitor().open('/de/luzern/strategy/indicators')
  expect(rowsOf(list.document).find(([name]) => name?.startsWith('Probe Quartal'))?.[1]).toBe('40 Gesuche')
})

test('a new definition says whether figures can be compared with those before, and the series, the public page and the open interface follow', async () => {
  const strategist = await town.signIn({ role: 'strategist', authority: 'luzern' })
  const path = `${desk}/probe-quartal?authority=luzern`
  const wish = 'Vergleich mit früheren Werten'
  const observe = async (Zeit: string, Wert: string) =>
    (await strategist.open(path)).fill({ Zeit, Wert, Quelle: 'Statistik' }).submit('Wert erfassen')
  const define = async (change: Readonly<Record<string, string>>) =>
    (await strategist.open(path)).fill({ Grund: 'Neu', ...change }).submit('Definition speichern')
  await observe('2026-Q3', '60')
  // Only the office is another: proposed is that figures can be compared.
  await define({ 'Zuständige Stelle': 'Drittes Amt' })
  const unexplained = await define({ [wish]: 'Mit früheren Werten eingeschränkt vergleichbar.' })
  expect([unexplained.status, unexplained.text.includes('Füllen Sie dieses Feld aus.')]).toEqual([422, true])
  const unit = await define({ [wish]: 'Mit früheren Werten vergleichbar.', 'Einheit › Deutsch': 'Promille' })
  expect([unit.status, unit.text.includes('in einer anderen Einheit lassen sich nicht')]).toEqual([422, true])
  await define({
    ...{ [wish]: 'Mit früheren Werten eingeschränkt vergleichbar.', 'Warum nur eingeschränkt': 'Ab jetzt mit Horw' },
    'Definition › Deutsch': 'Gesuche mit Horw',
  })
  const page = await town.visitor().open('/de/strategy/indicators/luzern/probe-quartal')
  expect(page.text).not.toContain('mit dem neuen Ziel nicht vergleichbar')
  expect(page.text).toContain('Mit früheren Werten eingeschränkt vergleichbar. Ab jetzt mit Horw')
  expect(page.text).toContain('Mit früheren Werten vergleichbar.')
  const told = await town.query<{ version: number; comparability: string; limits: string | null }>(
    `select version, comparability, limits from strategy.indicator_definitions
     where node_id = (select id from strategy.nodes where slug = 'probe-quartal') order by version`,
  )
  expect(told.map(({ comparability }) => comparability)).toEqual([
    ...['not_comparable', 'not_comparable', 'comparable', 'limited'],
  ])
  const api = await town.visitor().open('/api/v1/strategy/indicators/luzern/probe-quartal')
  expect(api.html).toContain('"comparability":"limited","limits":"Ab jetzt mit Horw"')
})

test('a definition that changed before anything was measured shows what changed', async () => {
  await town.query(
    `insert into strategy.indicator_definitions (authority_id, node_id, version, audience, definition, unit, direction, rhythm, owner, valid_from, reason, made_at)
     select authority_id, node_id, version + 1, audience, definition, unit, direction, 'yearly', 'Neues Amt', '2026-11-01', 'Zuständigkeit', now()
     from strategy.indicator_definitions where node_id = (select id from strategy.nodes where slug = 'energie') and version = 1`,
  )
  const page = await town.visitor().open('/de/strategy/indicators/kanton-luzern/energie')
  expect(rowsOf(page.document).find(([name]) => name === 'Zuständige Stelle')?.[2]).toBe('Neues Amt')
})

test('everybody pages through more than a hundred indicators, and none is left out of what is counted', async () => {
  await town.query(
    `with made as (
       insert into strategy.nodes (authority_id, id, slug, kind, level, audience, standing, title, sources, created_at, changed_at)
       select 'horw', gen_random_uuid(), 'probe-' || lpad(n::text, 3, '0'), 'indicator', 'municipality', 'public', 'own_record',
         jsonb_build_object('de', 'Probe ' || n), '[{"title":"Test"}]', now(), now() from generate_series(1, 230) n
       returning authority_id, id, audience, slug)
     insert into strategy.indicator_definitions (authority_id, node_id, version, audience, definition, unit, direction, source, rhythm, owner, counter, valid_from, made_at)
     select authority_id, id, 1, audience, '{"de":"Zahl"}', '{"de":"Stück"}', 'up', '{"title":"Plattform"}', 'monthly', 'Amt',
       case when slug = 'probe-230' then 'services_online' end, '2026-01-01', now() from made`,
  )
  const names = new Set<string>()
  let path: string | undefined = '/de/horw/strategy/indicators'
  while (path) {
    const page: Page = await town.visitor().open(path)
    for (const [name] of rowsOf(page.document)) if (name?.startsWith('Probe ')) names.add(name)
    path = page.document.querySelector('a[rel="next"]')?.getAttribute('href') ?? undefined
  }
  expect(names.size).toBe(230)
  await town.house.kernel.database.write(systemActor('strategy'), async (scope) => {
    scope.enqueue('strategy.count_platform', { payload: {} })
  })
  await town.jobs.drain()
  const counted = await town.query<{ slug: string }>(
    `select distinct n.slug from strategy.observations o join strategy.nodes n on n.id = o.node_id where o.authority_id = 'horw'`,
  )
  expect(counted).toEqual([{ slug: 'probe-230' }])
})
