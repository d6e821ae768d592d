import { afterAll, beforeAll, expect, test } from 'vitest'
import { readPdf } from '#kernel/letters/read-pdf.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page } from '#test/support/visitor.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

const desk = '/luzern/desk/strategy/half-years?authority=luzern'
const slug = 'beispiel-baugesuche-online'

const bare = (text: string) => text.replace(/[\s\u00ad-]/g, '')
async function pdfText(path: string): Promise<string> {
  const answer = await town.house.app.inject({ url: path, headers: { host: town.host } })
  expect(answer.statusCode).toBe(200)
  return bare(readPdf(answer.rawPayload).runs.join(''))
}
const rowOf = (page: Page, name: string) =>
  [...page.document.querySelectorAll('tbody tr')]
    .map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => (cell.textContent ?? '').replace(/\s+/g, ' ').trim()),
    )
    .find(([first]) => first?.startsWith(name))

test('a frozen half-year says the same for good, whatever becomes of goals, credits, motions and projects', async () => {
  const path = '/de/luzern/strategy/report.pdf?day=2026-06-30'
  const before = await pdfText(path)
  const [report] = await town.query<{ summary: string }>(
    `select r.summary from strategy.status_reports r join strategy.nodes n on n.id = r.node_id
     where n.slug = $1 and r.as_of = '2026-06-30' and r.kind = 'half_year'`,
    [slug],
  )
  expect(before).toContain(bare(report?.summary ?? 'no report'))
  await town.query(
    "update strategy.nodes set title = title || '{\"de\": \"Ganz anders\"}' where authority_id = 'luzern' and kind in ('focus_area', 'credit', 'project', 'indicator')",
  )
  await town.query("update strategy.credits set approved = 1, spent = 2 where authority_id = 'luzern'")
  await town.query("update strategy.parliament_items set state = 'written_off' where authority_id = 'luzern'")
  await town.query("update strategy.milestones set forecast_on = '2031-01-01' where authority_id = 'luzern'")
  expect(await pdfText(path)).toBe(before)
})

test('what is withdrawn later is in no report that others read, but stays in that of its authority', async () => {
  const path = '/de/luzern/strategy/report.pdf?day=2025-12-31'
  const [row] = await town.query<{ title: string }>(
    `select f.facts -> 'title' ->> 'de' as title from strategy.half_year_facts f
     where f.authority_id = 'luzern' and f.as_of = '2025-12-31' and f.part = 'projects' and f.reader = 'public' limit 1`,
  )
  const title = bare(row?.title ?? 'no project')
  expect(await pdfText(path)).toContain(title)
  await town.query(
    `update strategy.nodes n set audience = 'authority' from strategy.half_year_facts f
     where f.authority_id = n.authority_id and f.node_id = n.id and f.part = 'projects' and f.facts -> 'title' ->> 'de' = $1`,
    [row?.title],
  )
  expect(await pdfText(path)).not.toContain(title)
  const strategist = await town.signIn({ role: 'strategist', authority: 'luzern' })
  expect(rowOf(await strategist.open(`${desk}&before=2025-12-31&after=2026-06-30`), row?.title ?? '')).toBeDefined()
})

test('two half-years of an authority stand beside each other for everybody, each change in words', async () => {
  const list = await town.visitor().open('/de/strategy/half-years')
  expect(list.html).toContain('/strategy/half-years?authority=luzern')
  const page = await town.visitor().open('/de/strategy/half-years?authority=luzern')
  expect(page.text).toContain('31.12.2025 und 30.06.2026 nebeneinander')
  for (const part of ['Ziele', 'Indikatoren', 'Projekte', 'Kredite', 'Meilensteine'])
    expect([...page.document.querySelectorAll('h3')].map((one) => one.textContent)).toContain(part)
  const jumps = [...page.document.querySelectorAll('nav[aria-label="Auf dieser Seite"] a')]
  expect(jumps.map((one) => page.document.querySelector(one.getAttribute('href') ?? 'main')?.textContent)).toEqual(
    [...page.document.querySelectorAll('main h3')].map((one) => one.textContent),
  )
  const credit = rowOf(page, 'Beispielkredit')
  expect(credit?.slice(1, 3).every((cell) => cell.includes('Ausgegeben: CHF'))).toBe(true)
  expect(page.document.querySelector('main')?.textContent).toMatch(/Ausgegeben.*: CHF\u00a0[\d']+\.\d\d/)
  expect(credit?.[3]).toMatch(/^ausgegeben \+CHF /)
})

test('a half-year that is not frozen says so; who steers freezes it, once, and it says who and when', async () => {
  const strategist = await town.signIn({ role: 'strategist', authority: 'kriens' })
  const own = '/kriens/desk/strategy/half-years?authority=kriens'
  await town.query("delete from strategy.half_year_facts where authority_id = 'kriens' and as_of = '2026-06-30'")
  await town.query("delete from strategy.half_years where authority_id = 'kriens' and as_of = '2026-06-30'")
  const notYet = 'Das Halbjahr bis 30.06.2026 ist noch nicht festgehalten.'
  expect((await town.visitor().open('/de/kriens/strategy/half-years')).text).toContain(notYet)
  expect((await town.visitor().open('/de/kriens/strategy/report.pdf?day=2026-06-30')).status).toBe(404)
  const form = await strategist.open(own)
  expect(form.text).toContain(notYet)
  const done = await form.fill({ Stichtag: '30.06.2026' }).submit('Festhalten')
  expect(done.text).toContain('Das Halbjahr ist festgehalten.')
  expect(rowOf(done, '30.06.2026')?.slice(0, 2)).toEqual(['30.06.2026', '22.11.2026'])
  const [frozen] = await town.query<{ by: string }>(
    `select s.name as by from strategy.half_years h join kernel.staff s on s.id = h.frozen_by where h.authority_id = 'kriens'`,
  )
  expect(rowOf(done, '30.06.2026')?.[2]).toBe(frozen?.by)
  const again = await strategist.post(own, 'as_of=2026-06-30', { 'content-type': 'application/x-www-form-urlencoded' })
  expect([again.status, again.text.includes('schon festgehalten')]).toEqual([409, true])
  const ahead = await strategist.post(own, 'as_of=2026-12-31', { 'content-type': 'application/x-www-form-urlencoded' })
  expect(ahead.status).toBe(422)
})
