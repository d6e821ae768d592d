import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import type { StaffActor } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { fillTable } from '#test/support/fill-table.ts'
import { cloneWithAuthorities } from '#test/support/furnished.ts'
import { expectQuickPlans } from '#test/support/quick-plans.ts'
import { type TestDatabase, testNow } from '#test/support/test-database.ts'
import { findDataSetOf } from '../deliveries/target.ts'
import { findKey, listBench } from './queries.ts'

const kriens = slug<'authority'>('kriens')
const steward: StaffActor = {
  kind: 'staff',
  staffId: uuid('0198c0de-0000-7000-8000-000000000001'),
  identityId: null,
  name: 'Testperson',
  memberships: [{ authorityId: kriens, unitId: null, role: 'data_steward' }],
  hasSecondFactor: true,
}

let urls: TestDatabase
let database: Database

beforeAll(async () => {
  urls = await cloneWithAuthorities()
  database = new Database({ connectionString: urls.appUrl, poolSize: 2, clock: fixedClock(testNow) })
  // Three at a time were changed in the same instant; one in a thousand waits for a second person.
  const dataSets = `insert into opendata.data_sets (authority_id, id, slug, origin, state, title, metadata, created_at, changed_at)
    select case when n % 2 = 0 then 'luzern' else 'kriens' end, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'satz-' || n,
      'steward', case when n % 1000 = 1 then 'in_review' else 'draft' end, 'Satz ' || n, '{}', now(), timestamptz '2026-01-01' + (n / 6) * interval '1 second'
    from generate_series(1, 60000) n`
  await fillTable(urls, 'opendata.data_sets', [[dataSets, []]])
})
afterAll(async () => {
  await database.close()
  await urls.drop()
})

const list = (more: { state?: 'in_review'; after?: string } = {}) =>
  database.read(steward, (scope) =>
    listBench(scope, { authorityId: kriens, state: undefined, after: undefined, ...more }),
  )

test('the list goes on where it ended, also among those changed in the same instant', async () => {
  const seen: string[] = []
  let after: string | undefined
  for (let page = 0; page < 4; page += 1) {
    const { dataSets, next } = await list(after === undefined ? {} : { after })
    seen.push(...dataSets.map((one) => one.slug))
    after = next
  }
  const all = await database.read(steward, (scope) =>
    scope.db
      .selectFrom('opendata.data_sets')
      .select('slug')
      .orderBy('changed_at', 'desc')
      .orderBy('id')
      .limit(200)
      .execute(),
  )
  expect(seen).toEqual(all.map((one) => one.slug))
})

test('a page reads no more than itself, whatever the state and wherever it begins', async () => {
  const { next } = await list()
  for (const state of [undefined, 'in_review'] as const)
    for (const after of [undefined, next])
      await expectQuickPlans(database, steward, (scope) => listBench(scope, { authorityId: kriens, state, after }), {
        mostRows: 110,
      })
  const id = '00000000-0000-7000-8000-000000000001'
  await expectQuickPlans(database, steward, (scope) => findKey(scope, [kriens], id), { mostRows: 2 })
  expect((await list({ state: 'in_review' })).dataSets).toHaveLength(50)
  // The data set of a table that a program sends rows of.
  const table = uuid<'distribution'>('00000000-0000-7000-8000-0000000000ff')
  await expectQuickPlans(database, steward, (scope) => findDataSetOf(scope, kriens, table), { mostRows: 2 })
})
