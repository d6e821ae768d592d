import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { publicActor } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { slug } from '#kernel/ids.ts'
import { cloneWithAuthorities } from '#test/support/furnished.ts'
import { insertPortfolio, portfolioOf } from '#test/support/portfolio.ts'
import { expectQuickPlans } from '#test/support/quick-plans.ts'
import { type TestDatabase, testNow } from '#test/support/test-database.ts'
import { listProjects } from './list-projects.ts'

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

test('a page of the list is found by indexes', async () => {
  await expectQuickPlans(database, publicActor, (scope) => listProjects(scope, {}, { limit: 50 }), { mostRows: 200 })
})
