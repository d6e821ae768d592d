import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { publicActor, type StaffActor } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { scarceMetadata } from '#test/conformance/example-data-sets.ts'
import { cloneWithAuthorities } from '#test/support/furnished.ts'
import { expectQuickPlans } from '#test/support/quick-plans.ts'
import { asOwner, type TestDatabase, testNow } from '#test/support/test-database.ts'
import { correspondence } from '../addressees/addressee.ts'
import { listChanges } from '../changes/queries.ts'
import { countByAuthority, listPlaces } from '../ckan/queries.ts'
import { type PackageSearch, searchPackages } from '../ckan/search-packages.ts'
import { listPublicQuestions, listQuestions } from '../questions/queries.ts'
import { listSeriesAtDesk } from '../series/bench-queries.ts'
import { findPublishedSeries, listPublishedSeries, readMemberships } from '../series/queries.ts'
import { listSubscriptions } from '../subscriptions/queries.ts'
import { listVersions } from '../tables/queries.ts'
import { type CatalogueQuery, findDataSets } from './find-data-sets.ts'

const sets = 2_000
const all: CatalogueQuery = { q: '', chosen: {}, sort: 'newest', language: 'de', authorityId: undefined, limit: 20 }
const table = uuid<'distribution'>('0199c000-0000-7000-a000-000000000001')

let urls: TestDatabase
let database: Database

beforeAll(async () => {
  urls = await cloneWithAuthorities()
  database = new Database({ connectionString: urls.appUrl, poolSize: 1, clock: fixedClock(testNow) })
  const metadata = JSON.stringify({ ...scarceMetadata, distributions: [] })
  const words = `array['Baum','Strasse','Schule','Wald','Wasser','Energie','Abfall','Verkehr','Steuern','Wohnen']`
  const rows = `select case when n % 20 = 0 then 'kriens' else 'luzern' end, ('0199c000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid,
    'satz-' || n, 'steward', jsonb_set(jsonb_set($1::jsonb, '{title,de}', to_jsonb((${words})[1 + n % 10] || ' ' || n || case when n = 777 then ' Murmeltierbau' else '' end)),
    '{themes}', to_jsonb(array[(array['ENVI','TRAN','EDUC','HEAL'])[1 + n % 4]])), now() - n * interval '1 minute', now() - n * interval '1 minute'`
  await asOwner(
    urls,
    `insert into opendata.data_sets (authority_id, id, slug, origin, metadata, created_at, changed_at, state, title)
     ${rows}, 'published', 'Satz' from generate_series(1, ${sets}) n`,
    [metadata],
  )
  await asOwner(
    urls,
    `insert into opendata.published_data_sets (authority_id, id, slug, origin, metadata, published_at, changed_at)
     ${rows} from generate_series(1, ${sets}) n`,
    [metadata],
  )
  await asOwner(
    urls,
    `insert into opendata.data_set_changes (authority_id, data_set_id, id, kind, at)
     select authority_id, id, gen_random_uuid(), 'changed', now() - k * interval '1 hour'
     from opendata.published_data_sets cross join generate_series(1, 10) k`,
  )
  await asOwner(
    urls,
    `insert into opendata.table_versions (authority_id, data_set_id, table_id, number, file, sha256, bytes, rows, columns, made_at, published_at)
     select authority_id, id, case when n <= 500 then $1::uuid else gen_random_uuid() end, n, 'f' || n, repeat('a', 64), 1, 1, '[]', now(), now()
     from (select authority_id, id, row_number() over (order by id)::int as n from opendata.published_data_sets) as numbered`,
    [table],
  )
  await asOwner(
    urls,
    `with asked as (
       insert into opendata.questions (authority_id, id, data_set_id, kind, state, language, text, asked_at, answer, answered_at)
       select authority_id, gen_random_uuid(), id, 'question', 'published', 'de', 'Text', changed_at, 'Antwort', changed_at
       from opendata.published_data_sets cross join generate_series(1, 2) returning *)
     insert into opendata.published_questions (authority_id, data_set_id, id, kind, language, text, answer, asked_on, answered_at)
     select authority_id, data_set_id, id, kind, language, text, answer, asked_at::date, answered_at from asked`,
  )
  await asOwner(
    urls,
    `with followers as (
       insert into opendata.addressees (id, address_hash, sealed_address, wrapped_key, language, ending_hash, sealed_ending, created_at, asked_on, asked, told_to)
       select ('0199c000-0000-7000-b000-' || lpad(n::text, 12, '0'))::uuid, n, '', '', 'de', n, '', now(), now(), 0, now() from generate_series(1, 1000) n returning id)
     insert into opendata.subscriptions (authority_id, id, addressee_id, data_set_id, created_at, confirmed_at)
     select 'kriens', gen_random_uuid(), id, '0199c000-0000-7000-9000-000000000020', now(), now() from followers`,
  )
  const series = `'kriens', ('0199c000-0000-7000-a000-' || lpad(n::text, 12, '0'))::uuid, 'reihe-' || n, 'steward', $1::jsonb`
  const described = JSON.stringify({ ...seriesMetadata, order: 'temporal' })
  await asOwner(
    urls,
    `insert into opendata.series (authority_id, id, slug, origin, metadata, title, created_at, changed_at)
     select ${series}, 'Reihe ' || n, now(), now() - n * interval '1 minute' from generate_series(1, 500) n`,
    [described],
  )
  await asOwner(
    urls,
    `insert into opendata.published_series (authority_id, id, slug, origin, metadata, revision, published_at, changed_at)
     select ${series}, 1, now(), now() from generate_series(1, 500) n`,
    [described],
  )
  for (const table of ['series_data_sets', 'series_members'])
    await asOwner(
      urls,
      `insert into opendata.${table} (authority_id, series_id, data_set_id, position)
       select s.authority_id, s.id, ('0199c000-0000-7000-9000-' || lpad((20 * (1 + (substr(s.slug, 7)::int * 4 + k) % 100))::text, 12, '0'))::uuid, k
       from opendata.series s cross join generate_series(1, 4) k`,
    )
  await asOwner(
    urls,
    `vacuum (analyze) opendata.series, opendata.published_series, opendata.series_data_sets, opendata.series_members`,
  )
  await asOwner(
    urls,
    `vacuum (analyze) opendata.published_data_sets, opendata.data_set_changes, opendata.table_versions, opendata.questions,
     opendata.published_questions, opendata.addressees, opendata.subscriptions`,
  )
}, 60_000)
afterAll(async () => {
  await database.close()
  await urls.drop()
})

const {
  licence: _licence,
  keywords: _keywords,
  issued: _issued,
  distributions: _distributions,
  ...seriesMetadata
} = scarceMetadata

const facets = (sql: string) => sql.includes('matching as materialized')
const finds = (query: Partial<CatalogueQuery>) => (scope: Scope) => findDataSets(scope, { ...all, ...query })
const kriens = slug<'authority'>('kriens')
const steward: StaffActor = {
  kind: 'staff',
  staffId: uuid('0198c0de-0000-7000-8000-000000000001'),
  identityId: null,
  name: 'Testperson',
  memberships: [{ authorityId: kriens, unitId: null, role: 'data_steward' }],
  hasSecondFactor: true,
}
const deep = '2020-01-01 00:00:00+00_0199c000-0000-7000-9000-000000000001'

test.each([
  ['the newest', finds({}), 60],
  ['of an authority', finds({ authorityId: kriens }), 60],
  ['by a theme', finds({ chosen: { theme: 'HEAL' } }), 600],
  ['further down', finds({ after: deep }), 60],
  ['by a word', finds({ q: 'Murmeltierbau', sort: 'relevance' }), 60],
  ['by a part of a word', finds({ q: 'rmeltierb', sort: 'relevance' }), 60],
  ['by a word and an authority', finds({ q: 'Murmeltierbau', authorityId: kriens, sort: 'newest' }), 120],
] as const)('a page of the catalogue is found by an index: %s', async (_, list, mostRows) => {
  await expectQuickPlans(database, publicActor, list, { mostRows, isAside: facets })
})

test('what is counted of a search by words is found by an index', async () => {
  await expectQuickPlans(database, publicActor, finds({ q: 'Murmeltierbau', sort: 'relevance' }), { mostRows: 60 })
})

test('changes and versions are found by an index', async () => {
  const quick = (list: (scope: Scope) => Promise<unknown>) =>
    expectQuickPlans(database, publicActor, list, { mostRows: 110 })
  await quick((scope) => listChanges(scope, { limit: 100 }))
  await quick((scope) => listChanges(scope, { limit: 100, authorityId: kriens }))
  const dataSetId = uuid<'data-set'>('0199c000-0000-7000-9000-000000000020')
  await quick((scope) => listChanges(scope, { limit: 100, authorityId: kriens, dataSetId }))
  await quick((scope) => listVersions(scope, table, { limit: 26, before: 300 }))
})

test('questions and what somebody follows are found by an index', async () => {
  const id = uuid<'data-set'>('0199c000-0000-7000-9000-000000000020')
  const place = '1~00000000-0000-7000-8000-000000000001'
  for (const after of [undefined, place]) {
    const shown = (scope: Scope) => listPublicQuestions(scope, { authorityId: kriens, id }, { limit: 20, after })
    await expectQuickPlans(database, publicActor, shown, { mostRows: 25 })
    for (const state of ['open', 'published', undefined] as const)
      await expectQuickPlans(
        database,
        steward,
        (scope) => listQuestions(scope, { authorityId: kriens, state, after }),
        { mostRows: 110 },
      )
  }
  const follower = uuid<'addressee'>('0199c000-0000-7000-b000-000000000777')
  await expectQuickPlans(database, correspondence, (scope) => listSubscriptions(scope, follower), { mostRows: 5 })
})

test('series, their data sets and the changes of these are found by an index', async () => {
  const ids = Array.from({ length: 3 }, (_, at) =>
    uuid<'data-set'>(`0199c000-0000-7000-9000-${String(20 * (at + 1)).padStart(12, '0')}`),
  )
  const quick = (actor: typeof publicActor | StaffActor, list: (scope: Scope) => Promise<unknown>, mostRows: number) =>
    expectQuickPlans(database, actor, list, { mostRows })
  const memberships = (scope: Scope) =>
    readMemberships(
      scope,
      ids.map((id) => ({ id })),
    )
  expect((await database.read(publicActor, memberships)).get(ids[0] ?? '')).toHaveLength(20)
  await quick(publicActor, memberships, 100)
  const some = [1, 2, 3].map((n) => uuid<'series'>(`0199c000-0000-7000-a000-${String(n).padStart(12, '0')}`))
  await quick(publicActor, (scope) => listPublishedSeries(scope, some), 60)
  await quick(publicActor, (scope) => findPublishedSeries(scope, { authorityId: kriens, slug: 'reihe-77' }), 20)
  await quick(publicActor, (scope) => listChanges(scope, { authorityId: kriens, dataSetIds: ids, limit: 20 }), 100)
  for (const after of [undefined, `${Date.now() * 1000}~00000000-0000-7000-8000-000000000001`])
    await quick(steward, (scope) => listSeriesAtDesk(scope, { authorityId: kriens, after }), 500)
})

test('how many data sets each authority has is found by an index', async () => {
  await expectQuickPlans(database, publicActor, countByAuthority, { mostRows: sets })
})

const searches =
  (search: Partial<PackageSearch>, authorityId?: typeof kriens) =>
  (scope: Scope): Promise<unknown> =>
    searchPackages({ scope, request: { authorityId, language: 'de' } }, { limit: 10, start: 0, ...search })
const term = (field: string, value: string) => ({ kind: 'term' as const, field, value, isQuoted: true })
/** How many match, and of what kind, is counted over all of them: by an index where it is few. */
const counts = (sql: string) => /unnest\(p\.facets|^\s*select count/.test(sql)

test.each([
  ['package_list', (scope: Scope) => listPlaces(scope, { authorityId: undefined, limit: 100, offset: 50 }), 151],
  [
    'package_list of an authority',
    (scope: Scope) => listPlaces(scope, { authorityId: kriens, limit: 100, offset: 0 }),
    110,
  ],
  ['package_search: newest', searches({ order: [{ by: 'changed_at', isDescending: true }] }), 60],
  ['package_search: an authority', searches({ where: [term('organization', 'kriens')] }), 220],
  ['package_search: a keyword that is rare', searches({ where: [term('tags', 'Murmeltier')] }), 60],
  ['package_search: a word', searches({ where: [term('title', 'Murmeltierbau')], words: 'Murmeltierbau' }), 120],
  ['package_search: below an authority', searches({ order: [{ by: 'changed_at', isDescending: true }] }, kriens), 220],
  ['package_show', searches({ where: [term('name', 'satz-7_luzern')] }), 60],
  ['organization_show: how many', searches({ where: [term('organization', 'kriens')], limit: 0 }), 220],
  ['group_show: its data sets', searches({ where: [term('groups', 'heal')] }), 1_100],
] as const)("CKAN's lists are found by an index: %s", async (_, list, mostRows) => {
  await expectQuickPlans(database, publicActor, list, { mostRows, isAside: mostRows < 200 ? counts : () => false })
})

test('what is found among thousands comes at once, with counts', async () => {
  const found = await database.read(publicActor, (scope) =>
    findDataSets(scope, { ...all, q: 'Murmeltierbau', sort: 'relevance' }),
  )
  expect(found.items.map(({ slug: name }) => name)).toEqual(['satz-777'])
  expect(found.counts.total).toBe(1)
  const began = performance.now()
  for (let turn = 0; turn < 10; turn += 1) await database.read(publicActor, finds({ q: 'Wald', sort: 'relevance' }))
  expect(performance.now() - began).toBeLessThan(4_000)
})
