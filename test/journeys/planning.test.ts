import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#kernel/db/actor.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page } from '#test/support/visitor.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

const planning = '/luzern/desk/strategy/planning'

/** Looks at a page again and again until it says something. */
async function seen(open: () => Promise<Page>, text: string): Promise<Page> {
  for (;;) {
    const page = await open()
    if (page.text.includes(text)) return page
  }
}

test('a strategist has a plan made, stops one, compares both, takes one over and takes it back', async () => {
  const strategist = await town.signIn({ role: 'strategist', authority: 'luzern' })
  const dates = () =>
    town.query(
      `select n.slug, p.begins_on::text, p.ends_on::text, f.phase, f.planned_from::text, f.planned_to::text from strategy.projects p
       join strategy.nodes n on n.id = p.node_id left join strategy.project_phases f on f.node_id = p.node_id
       where p.authority_id = 'luzern' order by 1, 4`,
    )
  const start = async (name: string, seconds: string, more: Readonly<Record<string, string>> = {}) =>
    (await strategist.open(planning))
      .fill({ 'Name der Variante': name, Rechenzeit: seconds, ...more })
      .submit('Rechnen')
  const before = await dates()
  const long = await start('Lange gesucht', 'eine Minute')
  const work = town.jobs.drain()
  const running = await seen(() => strategist.open(long.path), 'Termine suchen')
  await running.submit('Anhalten und Bestes behalten')
  await work
  expect((await strategist.open(long.path)).text).toContain('Sie sehen das Beste, was bis dahin gefunden war')
  const oneMore = {
    'Zusätzlich 1 › Fähigkeit': 'Entwicklung und Schnittstellen',
    'Zusätzlich 1 › Ab Monat': '02.2027',
    Reserve: '10',
  }
  const wrong = await start('Kurz gesucht', '5 Sekunden', { ...oneMore, 'Zusätzlich 1 › Bis Monat': '01.2027' })
  expect(wrong.status).toBe(422)
  const short = await start('Kurz gesucht', '5 Sekunden', oneMore)
  const made = town.jobs.drain()
  await (await seen(() => strategist.open(short.path), 'wird gerechnet')).submit('Anhalten und Bestes behalten')
  await made
  const compared = await strategist.open(`${planning}?compare=${idOf(long.path)}&compare=${idOf(short.path)}`)
  const analyst = '1 × Entwicklung und Schnittstellen, Stufe 3, 16 Tage je Monat, ab Februar 2027'
  expect(rowOf(compared, 'Zusätzliche Personen')).toEqual(['Zusätzliche Personen', '–', analyst])
  expect(rowOf(compared, 'Reserve')).toEqual(['Reserve', '0 %', '10 %'])
  expect(compared.text).toMatch(/Projekt(e haben| hat) in allen Varianten dieselben Termine/)
  const plan = await strategist.open(short.path)
  expect(plan.text).toContain(analyst)
  expect(plan.text).toContain('Diese Termine rechnen mit zusätzlichen Personen.')
  expect(plan.text).toMatch(/Sonst wäre «.*» im .* 20\d\d zu \d+ % belegt/)
  const taken = await plan.submit('Termine in die Projekte übernehmen')
  expect(taken.text).toContain('Übernommen')
  expect(await dates()).not.toEqual(before)
  const second = await (await strategist.open(long.path)).submit('Termine in die Projekte übernehmen')
  expect(second.status).toBe(412)
  expect(second.text).toContain('Es wurde nichts übernommen')
  expect((await taken.submit('Zurücknehmen')).text).toContain('Zurückgenommen')
  expect(await dates()).toEqual(before)
})

test('plans whose process ended hold nobody up, and say that nothing was found', async () => {
  const strategist = await town.signIn({ role: 'strategist', authority: 'luzern' })
  const start = async (name: string) =>
    (await strategist.open(planning)).fill({ 'Name der Variante': name }).submit('Rechnen')
  const lost = [await start('Verlorene'), await start('Verlorene auch')]
  // As a process leaves them that is killed while it makes them.
  await town.query("update strategy.plan_runs set state = 'running' where name like 'Verlorene%'")
  const third = await start('Dritte')
  expect([third.status, third.text]).toEqual([409, expect.stringContaining('Es werden schon zwei Varianten gerechnet')])
  town.clock.advance(61_000)
  for (const { path } of lost) {
    const page = await strategist.open(path)
    expect(page.text).toContain('Angehalten, bevor etwas gefunden war')
  }
  await (await start('Dritte')).submit('Anhalten und Bestes behalten')
  await town.house.kernel.database.write(systemActor('test'), async (scope) =>
    scope.enqueue('strategy.end_lost_plans', { payload: {} }),
  )
  await town.jobs.drain()
  expect(await town.query('select distinct state from strategy.plan_runs where ended_at is not null')).toEqual([
    { state: 'stopped' },
  ])
  expect(await town.query('select id from strategy.plan_runs where ended_at is null')).toEqual([])
})

/** What a row of a table says, cell by cell, by its heading. */
function rowOf(page: Page, heading: string): string[] {
  const rows = [...page.document.querySelectorAll('tr')]
  const row = rows.find((one) => one.querySelector('th[scope=row]')?.textContent === heading)
  return [...(row?.children ?? [])].map((cell) => cell.textContent ?? '')
}

const idOf = (path: string) => /planning\/([0-9a-f-]{36})/.exec(path)?.[1] ?? ''
