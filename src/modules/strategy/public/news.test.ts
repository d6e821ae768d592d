import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page } from '#test/support/visitor.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

/** The lines under «Was seither neu ist», as everybody reads them on 22 November 2026. */
async function news(since: string): Promise<string[]> {
  const page = await town.visitor().open(`/de/luzern/strategy?since=${since}`)
  return [...page.document.querySelectorAll('section[aria-labelledby="news"] li')].map((one) =>
    (one.textContent ?? '').replace(/\s+/g, ' ').trim(),
  )
}
const made = '\'own_record\', \'[{"title":"Test"}]\', now(), now()'
const key = 'authority_id, node_id, audience'
const nodeOf = (slug: string) =>
  `select authority_id, id, audience from strategy.nodes where authority_id = 'luzern' and slug = '${slug}'`

test('what happened until today is new, the newest first: decisions, milestones, definitions, motions, credits, reports', async () => {
  await town.query(
    `insert into strategy.nodes (authority_id, id, slug, kind, level, audience, title, begins_on, standing, sources, created_at, changed_at)
     select 'luzern', gen_random_uuid(), n.slug, n.kind, 'municipality', n.audience, jsonb_build_object('de', n.slug), n.on_day::date, ${made}
     from (values ('neu-projekt', 'project', 'public', '2027-01-11'), ('neu-kredit', 'credit', 'public', null), ('neu-motion', 'parliament_item', 'public', null),
       ('neu-indikator', 'indicator', 'public', null), ('neu-resultat', 'result', 'public', '2026-11-10'), ('neu-intern', 'result', 'authority', '2026-11-11'))
       as n (slug, kind, audience, on_day)`,
  )
  const [row] = await town.query<{ id: string }>("select id from strategy.nodes where slug = 'neu-projekt'")
  await town.query(
    `insert into strategy.projects (${key}, phase, begins_on) select k.*, 'initiation', date '2026-11-09' from (${nodeOf('neu-projekt')}) k`,
  )
  await town.query(
    `insert into strategy.gate_decisions (authority_id, id, node_id, audience, gate, outcome, phase_before, phase_after, decided_on, decided_by, reason, made_at)
     select 'luzern', gen_random_uuid(), $1, 'public', 'ms20', 'stopped', 'initiation', 'stopped', d, 'Gremium', 'Zu teuer', now()
     from unnest('{2026-11-20,2026-12-01}'::date[]) d`,
    [row?.id],
  )
  await town.query(
    `insert into strategy.milestones (authority_id, id, node_id, audience, title, phase, weight, planned_on, reached_on)
     values ('luzern', gen_random_uuid(), $1, 'public', '{"de":"Abnahme"}', 'initiation', 10, '2026-11-01', '2026-11-19')`,
    [row?.id],
  )
  await town.query(
    `insert into strategy.credits (${key}, kind, approved, decided_on) select k.*, 'special', 500000, date '2026-11-18' from (${nodeOf('neu-kredit')}) k`,
  )
  await town.query(
    `insert into strategy.parliament_items (${key}, kind, state, body, answer, answered_on, state_since)
     select k.*, 'motion', 'handed_over', 'Parlament', 'Ja', date '2026-11-17', date '2026-11-16' from (${nodeOf('neu-motion')}) k`,
  )
  await town.query(
    `insert into strategy.indicator_definitions (${key}, version, definition, unit, direction, rhythm, owner, valid_from, made_at)
     select k.*, v, '{"de":"Zahl"}', '{"de":"Stück"}', 'up', 'yearly', 'Amt', date '2026-11-13' + v, now() from (${nodeOf('neu-indikator')}) k, generate_series(1, 2) v`,
  )
  await town.query(
    "update strategy.half_years set frozen_at = '2026-11-14T10:00:00Z' where authority_id = 'luzern' and as_of = '2026-06-30'",
  )
  const lines = (await news('2026-11-08')).filter((line) => /neu-|Halbjahresbericht zum 30.06.2026/.test(line))
  expect(
    lines.map((line) =>
      line.replace(/ (Projekt|Kredit|Vorstoss oder Auftrag des Parlaments|Indikator|Ergebnis)(?=:|$)/, ''),
    ),
  ).toEqual([
    '20.11.2026 neu-projekt: Projektstart: Durchführungsfreigabe (MS20), abgebrochen',
    '19.11.2026 neu-projekt: Meilenstein erreicht: Abnahme',
    "18.11.2026 neu-kredit: beschlossen, CHF 5'000.00",
    '17.11.2026 neu-motion: beantwortet',
    '16.11.2026 neu-motion: Stand: überwiesen',
    '15.11.2026 neu-indikator: neue Definition',
    '14.11.2026 Luzern: Halbjahresbericht zum 30.06.2026 festgehalten',
    '10.11.2026 neu-resultat',
    '09.11.2026 neu-projekt: begonnen',
  ])
})

test('older news is read page by page, each piece once, the newest first', async () => {
  const first = await town.visitor().open('/de/strategy?since=2019-01-01')
  const linesOf = (page: Page) =>
    [...page.document.querySelectorAll('main ul.goal-tree li')].map((one) => one.textContent ?? '')
  const newest = [...first.document.querySelectorAll('section[aria-labelledby="news"] li')].map(
    (one) => one.textContent ?? '',
  )
  expect(newest).toHaveLength(30)
  const pages = [linesOf(await town.visitor().open('/de/strategy/news?since=2019-01-01'))]
  expect(pages[0]).toEqual(newest)
  let next: Page | undefined = await first.follow('Ältere Neuigkeiten')
  while (next) {
    pages.push(linesOf(next))
    next = next.document.querySelector('a[rel="next"]') ? await next.follow('Nächste') : undefined
  }
  const all = pages.flat()
  expect(pages.length).toBeGreaterThan(3)
  expect(pages.slice(0, -1).every(({ length }) => length === 30)).toBe(true)
  expect(new Set(all).size).toBe(all.length)
  const days = all.map((line) => line.trim().slice(0, 10).split('.').toReversed().join('-'))
  expect(days).toEqual(days.toSorted().toReversed())
  const [known] = await town.query<{ n: number }>(
    `select count(*)::int as n from strategy.gate_decisions where audience = 'public' and decided_on between '2019-01-01' and '2026-11-22'`,
  )
  const decided = all.filter((line) =>
    /, (freigegeben|mit Auflagen freigegeben|abgelehnt|zurückgestellt|abgebrochen)/.test(line),
  )
  expect(decided).toHaveLength(known?.n ?? 0)
})
