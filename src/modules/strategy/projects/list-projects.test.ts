import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { publicActor, systemActor } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { FormBody } from '#kernel/http/form-body.ts'
import { isIsoDate } from '#kernel/i18n/format.ts'
import { slug } from '#kernel/ids.ts'
import { cloneWithAuthorities } from '#test/support/furnished.ts'
import { insertPortfolio, portfolioOf } from '#test/support/portfolio.ts'
import { expectQuickPlans } from '#test/support/quick-plans.ts'
import { asOwner, type TestDatabase, testNow } from '#test/support/test-database.ts'
import { listAgreements } from '../agreements/queries.ts'
import {
  listEdgesOfKind,
  listNames,
  listNamesById,
  listNamesOfKind,
  listNodesById,
  listNodesOfKinds,
} from '../graph/edge-queries.ts'
import { nodeKinds } from '../graph/node.ts'
import { listNodes } from '../graph/queries.ts'
import { listCurrentDefinitions, listLatest } from '../indicators/queries.ts'
import { listBases, listCredits } from '../money/queries.ts'
import { listItems } from '../parliament/queries.ts'
import { monthOf } from '../people/months.ts'
import { listPeople } from '../people/read-people.ts'
import { listRuns } from '../plans/plan-run.ts'
import { listNews } from '../public/news.ts'
import { listRealFirst } from '../public/overview-queries.ts'
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
    const page = await read((scope) => listRoadmap(scope, asked))
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
  const { projects: found } = await read((scope) => listRoadmap(scope, wish))
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
    const list = (scope: Scope) => listRoadmap(scope, wish)
    await expectQuickPlans(database, publicActor, list, { mostRows: 1_200 })
  }
})

test('what the first page shows of them is found by indexes too', async () => {
  await asOwner(
    urls,
    `update strategy.nodes set begins_on = date '2020-01-01' + (hashtext(slug) & 2047) where authority_id = 'emmen'`,
  )
  await asOwner(urls, 'analyze strategy.nodes')
  const platform = systemActor('strategy')
  const wish = { kinds: ['project', 'measure', 'credit'] as const, limit: 31 }
  const since = wishOf(wide).span.from
  for (const authorityId of [undefined, slug<'authority'>('emmen')]) {
    const first = await database.read(platform, (scope) => listRealFirst(scope, { ...wish, authorityId }))
    expect(first).toHaveLength(31)
    for (const list of [
      (scope: Scope) => listRealFirst(scope, { ...wish, authorityId }),
      (scope: Scope) => listNews(scope, { authorityId, since, limit: 31 }),
    ])
      await expectQuickPlans(database, platform, list, { mostRows: 200 })
  }
})

test('synergies are listed by what they save, page by page, found by indexes', async () => {
  await asOwner(
    urls,
    `insert into strategy.synergies (authority_id, id, node_id, audience, other_authority_id, other_node_id, other_audience, kind, kinds, state,
       evidence, likelihood, value, realised, found_at, changed_at)
     select a.authority_id, gen_random_uuid(), a.id, a.audience, b.authority_id, b.id, b.audience, 'reuse', '{reuse}', 'agreed', '[]',
       300 + a.place * 37 % 700, (a.place * b.place % 90) * 1000, (a.place * b.place % 90) * 1000, now(), now()
     from (select *, row_number() over (order by id) as place from strategy.nodes where kind = 'project' and authority_id = 'luzern') a
     join (select *, row_number() over (order by id) as place from strategy.nodes where kind = 'project' and authority_id = 'kriens') b
       on b.place <= 20`,
  )
  await asOwner(urls, 'analyze strategy.synergies')
  const first = await read((scope) => listSynergies(scope, {}, undefined))
  const second = await read((scope) => listSynergies(scope, {}, first.next))
  const rank = [...first.lines, ...second.lines].map(
    ({ saved, likelihood }) => (saved.realised ?? 0) * 1000 + likelihood,
  )
  expect(rank).toEqual(rank.toSorted((a, b) => b - a))
  expect(new Set([...first.lines, ...second.lines].map(({ id }) => id)).size).toBe(50)
  for (const filter of [{}, { authorityId: luzern }, { kind: 'reuse' as const }])
    await expectQuickPlans(database, publicActor, (scope) => listSynergies(scope, filter, first.next), {
      mostRows: 400,
    })
})

test('names alone are read of the same things as all that is known of them', async () => {
  const names = await read((scope) => listNames(scope, nodeKinds, luzern))
  const whole = await read((scope) => listNodesOfKinds(scope, nodeKinds, luzern))
  const named = whole.map(({ authorityId, id, slug, kind, audience, title }) => ({
    ...{ authorityId, id, slug, kind, audience, title },
  }))
  expect(names).toEqual(named)
})

test('so are goals, credits, indicators, people, plans, agreements and what parliaments asked for', async () => {
  await fillLists()
  const platform = systemActor('strategy')
  const emmen = slug<'authority'>('emmen')
  const some = await database.read(platform, (scope) => listNodes(scope, { kind: 'indicator', authorityId: emmen }))
  expect(some).toHaveLength(200)
  const lists: Record<string, (scope: Scope) => Promise<unknown>> = {
    goals: (scope) => listNames(scope, nodeKinds, emmen),
    everything: (scope) => listNodesOfKinds(scope, nodeKinds, emmen),
    'goals of all': (scope) => listNodesOfKinds(scope, ['focus_area', 'action_field', 'impact_goal']),
    'edges of a tree': (scope) => listEdgesOfKind(scope, { kind: 'contains', authorityId: emmen, on: scope.today() }),
    'things by id': (scope) =>
      listNodesById(
        scope,
        some.map(({ id }) => id),
      ),
    credits: (scope) => listCredits(scope, { authorityId: emmen, limit: 51 }),
    'credits further on': (scope) => listCredits(scope, { authorityId: emmen, after: 'kredit-2', limit: 51 }),
    'bases of a credit': (scope) => listBases(scope, { authorityId: emmen }),
    'credits by name': (scope) =>
      listNamesOfKind(scope, { authorityId: emmen, kind: 'credit', after: 'kredit-2', limit: 101 }),
    'names by id': (scope) =>
      listNamesById(
        scope,
        some.map(({ id }) => id),
      ),
    indicators: (scope) => listNodes(scope, { kind: 'indicator', authorityId: emmen }),
    definitions: (scope) => listCurrentDefinitions(scope, some),
    'last figures': (scope) => listLatest(scope, some),
    people: (scope) => listPeople(scope, { authorityId: emmen, from: monthOf(scope.today()) }),
    plans: (scope) => listRuns(scope, emmen),
    agreements: listAgreements,
    demands: (scope) => listItems(scope, { authorityId: emmen }),
    'demands of all, further on': (scope) => listItems(scope, { after: `2026-06-01_emmen_${some[0]?.id}` }),
  }
  for (const [name, list] of Object.entries(lists)) {
    expect(name).toBeTruthy()
    await expectQuickPlans(database, platform, list, { mostRows: 2_100 })
  }
})

/** Statements of the owner, one after the other; the tables that they fill are analysed after them. */
async function fill(statements: readonly string[], tables: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: urls.ownerUrl })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.query(`vacuum analyze ${tables.map((table) => `strategy.${table}`).join(', ')}`)
  await client.end()
}

const manyNodes = (kind: string, name: string, count: number) => `
  insert into strategy.nodes (authority_id, id, slug, kind, level, audience, standing, title, sources, created_at, changed_at)
  select 'emmen', gen_random_uuid(), '${name}-' || n, '${kind}', 'municipality', 'public', 'example', '{"de":"Beispiel"}',
    '[{"title":"Generated"}]', now(), now() from generate_series(1, ${count}) n
  returning authority_id, id, audience`

/** Many more projects without anything to them, all of one authority. */
const fillUp = (count: number) =>
  fill(
    [
      `with made as (${manyNodes('project', 'projekt', count)})
      insert into strategy.projects (authority_id, node_id, audience, phase, begins_on, ends_on)
      select authority_id, id, audience, 'concept', '2025-01-01', '2027-12-31' from made`,
    ],
    ['nodes', 'projects'],
  )

/** And thousands of everything else that is listed. */
const fillLists = () =>
  fill(
    [
      manyNodes('impact_goal', 'ziel', 1_500),
      `with made as (${manyNodes('credit', 'kredit', 3_000)})
      insert into strategy.credits (authority_id, node_id, audience, kind, approved)
      select authority_id, id, audience, 'special', 100 from made`,
      `with made as (${manyNodes('indicator', 'indikator', 1_000)})
      insert into strategy.indicator_definitions (authority_id, node_id, version, audience, definition, unit, direction, rhythm, owner, valid_from, made_at)
      select authority_id, id, v, audience, '{"de":"Zahl"}', '{"de":"Stück"}', 'up', 'monthly', 'Amt', '2020-01-01', now()
      from made, generate_series(1, 3) v`,
      `insert into strategy.observations (authority_id, node_id, series, period, take, version, audience, value, source, made_at)
      select authority_id, node_id, '', '2026-' || lpad(m::text, 2, '0'), 1, 1, audience, m, '{"title":"Generated"}', now()
      from strategy.indicator_definitions, generate_series(1, 12) m where version = 1 and authority_id = 'emmen'`,
      `with made as (${manyNodes('parliament_item', 'vorstoss', 3_000)})
      insert into strategy.parliament_items (authority_id, node_id, audience, kind, body, due_on)
      select authority_id, id, audience, 'motion', 'Einwohnerrat', date '2026-01-01' + (row_number() over ())::int % 700 from made`,
      `with made as (${manyNodes('agreement', 'vereinbarung', 6_000)})
      insert into strategy.agreements (authority_id, node_id, audience, kind, notice_months, vote_weight, majority, quorum)
      select authority_id, id, audience, 'framework', 6, 'one', 'simple', 0 from made`,
      `insert into strategy.people (authority_id, id, name, role, month_tenths, since, changed_at)
      select 'emmen', gen_random_uuid(), 'Testa Muster ' || n, 'other', 100, '2026-01-01', now() from generate_series(1, 3000) n`,
      `insert into strategy.plan_runs (authority_id, id, name, state, settings, made_at, heard_at)
      select 'emmen', gen_random_uuid(), 'Variante ' || n, 'done', '{}', now() - n * interval '1 hour', now() from generate_series(1, 2000) n`,
      `insert into strategy.edges (authority_id, id, kind, from_authority, from_id, from_audience, to_authority, to_id, to_audience, since, owner, source, made_at)
      select authority_id, gen_random_uuid(), case when slug like '%1' then 'contains' else 'serves' end, authority_id, id, audience, authority_id,
        (select id from strategy.nodes where authority_id = 'emmen' and slug = 'ziel-1'), 'public', '2026-01-01', 'Amt', '{"title":"Generated"}', now()
      from strategy.nodes where authority_id = 'emmen' and kind in ('project', 'credit')`,
    ],
    [
      'nodes',
      'credits',
      'indicator_definitions',
      'observations',
      'parliament_items',
      'agreements',
      'people',
      'plan_runs',
      'edges',
    ],
  )
