import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { publicActor } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { FormBody } from '#kernel/http/form-body.ts'
import { isIsoDate } from '#kernel/i18n/format.ts'
import { slug } from '#kernel/ids.ts'
import { cloneWithAuthorities } from '#test/support/furnished.ts'
import { insertPortfolio, portfolioOf } from '#test/support/portfolio.ts'
import { expectQuickPlans } from '#test/support/quick-plans.ts'
import { asOwner, type TestDatabase, testNow } from '#test/support/test-database.ts'
import { listRoadmap } from '../roadmap/list-roadmap.ts'
import { type Grouping, groupings } from '../roadmap/roadmap.ts'
import { type RoadmapWish, readRoadmapWish, roadmapSearch } from '../roadmap/roadmap-wish.ts'
import { listSynergies } from '../synergies/queries.ts'
import { listProjects } from './list-projects.ts'
import { creditRows, milestoneRows, projectRows } from './public-rows.ts'

const luzern = slug<'authority'>('luzern')
const projects = 400

let urls: TestDatabase
let database: Database

beforeAll(async () => {
  urls = await cloneWithAuthorities()
  database = new Database({ connectionString: urls.appUrl, poolSize: 2, clock: fixedClock(testNow) })
  await insertPortfolio(urls, portfolioOf({ projects, years: 3, authorities: ['luzern', 'kriens'] }))
})

afterAll(async () => {
  await database.close()
  await urls.drop()
})

const read = <Result>(work: (scope: Scope) => Promise<Result>) => database.read(publicActor, work)

test('projects are listed of one authority, of one focus area and in some phases, page by page', async () => {
  const all = await read((scope) => listProjects(scope, {}))
  expect(all).toHaveLength(projects)
  const own = await read((scope) => listProjects(scope, { authorityId: luzern }))
  expect(own.every(({ authorityId }) => authorityId === luzern)).toBe(true)
  expect(own).toHaveLength(projects / 2)
  const focusArea = own[0]?.focusArea
  const focused = await read((scope) => listProjects(scope, { authorityId: luzern, focusArea }))
  expect(focused).toEqual(own.filter((one) => one.focusArea?.id === focusArea?.id))
  expect(focused.length).toBeLessThan(own.length)
  const closed = await read((scope) => listProjects(scope, { phases: ['closed'] }))
  expect(closed).toEqual(all.filter(({ phase }) => phase === 'closed'))
  const page = await read((scope) => listProjects(scope, {}, { after: all[9], limit: 10 }))
  expect(page).toEqual(all.slice(10, 20))
})

test('public projects, milestones and yearly tranches are there as rows, days as text and money in francs', async () => {
  const [all, milestones, credits] = [await read(projectRows), await read(milestoneRows), await read(creditRows)]
  expect([all.length, milestones.length, credits.length]).toEqual([projects, projects * 5, projects * 3])
  expect(all[0]).toHaveLength(10)
  expect(typeof all[0]?.[8]).toBe('number')
  expect(milestones[0]?.[7]).toMatch(/^\d{4}-\d{2}-\d{2}$/)
})

const wishOf = (search: string): RoadmapWish => {
  const today = '2026-11-23'
  if (!isIsoDate(today)) throw new Error('no day')
  const query = new FormBody(new URLSearchParams(search))
  return readRoadmapWish(query, { today, authorityId: undefined, isAuthority: () => true })
}
const wide = 'from=2020-01&to=2032-12'

/** All pages of a roadmap, one after the other by the address that leads from each to the next. */
async function allPages(by: Grouping) {
  const shown: Awaited<ReturnType<typeof listRoadmap>>['projects'][number][] = []
  let wish: RoadmapWish | undefined = wishOf(`${wide}&by=${by}`)
  while (wish) {
    const asked: RoadmapWish = wish
    const page = await read((scope) => listRoadmap(scope, { ...asked, isPublic: true }))
    expect(page.projects.length).toBeLessThanOrEqual(100)
    shown.push(...page.projects)
    wish = page.next && wishOf(roadmapSearch(asked, { after: page.next }))
  }
  return shown
}

test.each(groupings)('a roadmap by %s shows every project once, page by page, its group in one piece', async (by) => {
  const shown = await allPages(by)
  expect(shown).toHaveLength(projects)
  expect(new Set(shown.map(({ id }) => id)).size).toBe(projects)
  const groups = shown.map(({ group }) => `${group.authorityId} ${group.slug}`)
  const runs = groups.filter((group, at) => group !== groups[at - 1])
  expect(runs).toEqual([...new Set(groups)])
  expect(runs).toHaveLength({ focus_area: 8, authority: 2, goal: 1 }[by])
  for (const { phases, milestones } of shown) {
    expect(phases).toHaveLength(5)
    expect(milestones).toHaveLength(5)
  }
})

test('a roadmap has only projects that run in its time, of its authority, and as far as it asks for', async () => {
  const wish = wishOf('from=2022-01&to=2022-12&authority=kriens&state=over')
  const { projects: found } = await read((scope) => listRoadmap(scope, { ...wish, isPublic: true }))
  expect(found.length).toBeGreaterThan(0)
  for (const { authorityId, beginsOn = '', endsOn = '', phase } of found) {
    expect(authorityId).toBe('kriens')
    expect(beginsOn <= '2022-12-31' && endsOn >= '2022-01-01').toBe(true)
    expect(phase).toBe('closed')
  }
})

test('a page of the list, and of the roadmap, is found by indexes where there are thousands of projects', async () => {
  await fillUp(6_000)
  const lists: Parameters<typeof listProjects>[1][] = [
    {},
    { authorityId: luzern },
    { authorityId: luzern, phases: ['closed'] },
  ]
  for (const filter of lists)
    await expectQuickPlans(database, publicActor, (scope) => listProjects(scope, filter, { limit: 50 }), {
      mostRows: 500,
    })
  for (const by of groupings) {
    const wish = wishOf(`${wide}&by=${by}`)
    const list = (scope: Scope) => listRoadmap(scope, { ...wish, isPublic: true })
    await expectQuickPlans(database, publicActor, list, { mostRows: 1_200 })
  }
})

/** Many more projects without anything to them, all of one authority. */
async function fillUp(count: number): Promise<void> {
  const client = new Client({ connectionString: urls.ownerUrl })
  await client.connect()
  await client.query(`
    with made as (
      insert into strategy.nodes (authority_id, id, slug, kind, level, audience, standing, title, sources, created_at, changed_at)
      select 'emmen', gen_random_uuid(), 'projekt-' || n, 'project', 'municipality', 'public', 'example', '{"de":"Projekt"}',
        '[{"title":"Generated"}]', now(), now() from generate_series(1, ${count}) n
      returning authority_id, id, audience
    )
    insert into strategy.projects (authority_id, node_id, audience, phase, begins_on, ends_on)
    select authority_id, id, audience, 'concept', '2025-01-01', '2027-12-31' from made`)
  await client.query('vacuum analyze strategy.nodes')
  await client.query('vacuum analyze strategy.projects')
  await client.end()
}
test('synergies are listed by what they save, page by page, found by indexes', async () => {
  await asOwner(
    urls,
    `insert into strategy.synergies (authority_id, id, node_id, audience, other_authority_id, other_node_id, other_audience, kind, kinds, state,
       evidence, likelihood, value, found_at, changed_at)
     select a.authority_id, gen_random_uuid(), a.id, a.audience, b.authority_id, b.id, b.audience, 'reuse', '{reuse}', 'agreed', '[]',
       300 + a.place * 37 % 700, (a.place * b.place % 90) * 1000, now(), now()
     from (select *, row_number() over (order by id) as place from strategy.nodes where kind = 'project' and authority_id = 'luzern') a
     join (select *, row_number() over (order by id) as place from strategy.nodes where kind = 'project' and authority_id = 'kriens') b
       on b.place <= 20`,
  )
  await asOwner(urls, 'analyze strategy.synergies')
  const first = await read((scope) => listSynergies(scope, {}, undefined))
  const second = await read((scope) => listSynergies(scope, {}, first.next))
  const rank = [...first.lines, ...second.lines].map(({ value, likelihood }) => value * 1000 + likelihood)
  expect(rank).toEqual(rank.toSorted((a, b) => b - a))
  expect(new Set([...first.lines, ...second.lines].map(({ id }) => id)).size).toBe(50)
  for (const filter of [{}, { authorityId: luzern }, { kind: 'reuse' as const }])
    await expectQuickPlans(database, publicActor, (scope) => listSynergies(scope, filter, first.next), {
      mostRows: 400,
    })
})
