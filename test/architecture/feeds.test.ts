import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { systemActor } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import { isIsoDate } from '#kernel/i18n/format.ts'
import { languages } from '#kernel/i18n/language.ts'
import { buildMonths, columnsOf, monthsToBuild } from '#modules/opendata/feeds/build-feed.ts'
import { refusedColumns } from '#modules/opendata/protection/publishable-columns.ts'
import { asOwner, cloneDatabase, type TestDatabase, testNow } from '#test/support/test-database.ts'
import { modules } from '../../src/app.ts'

const dayOf = (text: string) => {
  if (!isIsoDate(text)) throw new Error(text)
  return text
}

const feeds = modules.flatMap((module) => module.feeds ?? [])

let urls: TestDatabase
let database: Database
beforeAll(async () => {
  urls = await cloneDatabase()
  // In October 300 cases of one service in Kriens, 3 in Luzern, 40 of another service in both; and some of November, which still runs.
  await asOwner(
    urls,
    `insert into egovernment.cases (authority_id, id, number, service_id, version_id, unit_id, status, applicant_name, channel, language,
       received_at, due_on, expected_on, updated_at, content_hash)
     select case when i > 360 or i <= 20 or i between 341 and 343 then 'luzern' else 'kriens' end, uuidv7(), 'T-' || i,
       case when i <= 40 then 'umzug' else 'schadensmeldung' end, gen_random_uuid(), 'werkdienst', 'received', '', 'web', 'de',
       case when i > 343 then timestamptz '2026-11-03T10:00Z' else timestamptz '2026-09-30T22:30Z' + i * interval '2 hours' end,
       date '2026-11-01', date '2026-12-01', now(), decode(repeat('00', 32), 'hex')
     from generate_series(1, 380) as i`,
  )
  database = new Database({ connectionString: urls.appUrl, poolSize: 2, clock: fixedClock(testNow) })
})
afterAll(async () => {
  await database.close()
  await urls.drop()
})

test('each feed is told in four languages, has an address of its own, and all its columns are classed', () => {
  expect(feeds.length).toBeGreaterThan(0)
  expect(new Set(feeds.map(({ id }) => id)).size).toBe(feeds.length)
  for (const feed of feeds) {
    for (const text of [feed.title, feed.description, ...columnsOf(feed).map(({ title }) => title)])
      expect(Object.keys(text)).toEqual([...languages])
    expect(refusedColumns(columnsOf(feed))).toEqual([])
  }
})

test('cases are counted by service, municipality and month; of three cases nothing is told, by no difference either', async () => {
  const feed = feeds.find(({ id }) => id === 'geschaefte-nach-dienstleistung-und-gemeinde')
  if (!feed) throw new Error('no such feed')
  const months = monthsToBuild(dayOf('2026-09-01'), dayOf('2026-11-22'), new Set())
  const built = await database.read(systemActor(feed.purpose), (scope) => buildMonths(scope, feed, months))
  const rows = built.flatMap((month) => month.rows)
  expect(rows).toContainEqual(['2026-10', null, null, 343])
  expect(rows).toContainEqual(['2026-10', 'umzug', 'kriens', 20])
  expect(rows).toContainEqual(['2026-10', 'umzug', 'luzern', 20])
  expect(rows.filter(([, service, authority]) => service === 'schadensmeldung' && authority !== null)).toEqual([])
  expect(rows.every(([month]) => month === '2026-10')).toBe(true)
})

test('somebody without the purpose counts nothing', async () => {
  const [feed] = feeds
  const count = () =>
    database.read(systemActor('opendata'), async (scope) =>
      feed?.count(scope, { from: dayOf('2026-10-01'), until: dayOf('2026-11-01') }),
    )
  expect(await count()).toEqual([])
})

test('counts of feeds are read in one place only, where they are protected', () => {
  const source = join(import.meta.dirname, '../../src')
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))
  const naming = (pattern: RegExp) => files.filter((file) => pattern.test(readFileSync(join(source, file), 'utf8')))
  expect(naming(/\bfeed\.count\(/)).toEqual(['modules/opendata/feeds/build-feed.ts'])
  expect(naming(/open-data-counts/)).toEqual(['modules/egovernment/statistics/case-feed.ts'])
})
