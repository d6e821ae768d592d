import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import type { StaffActor } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { asOwner, cloneDatabase, type TestDatabase, testNow } from '#test/support/test-database.ts'
import { dayOf } from '../cases/case-record.ts'
import { periodStarts } from './figures.ts'
import { readReport } from './report.ts'

const [kriens, luzern] = [slug<'authority'>('kriens'), slug<'authority'>('luzern')]

/** 40,000 cases over some five years, half of them of Kriens; every second was decided after ten days, by two people in turn. */
const fill = `insert into egovernment.cases (authority_id, id, number, service_id, version_id, unit_id, status, applicant_name, channel, language,
    received_at, due_on, expected_on, updated_at, content_hash)
  select case when i % 2 = 0 then 'kriens' else 'luzern' end, uuidv7(),
    format('KRI-%s-%s-000', lpad((i / 10000)::text, 4, '0'), lpad((i % 10000)::text, 4, '0')),
    case when i % 10 = 0 then 'umzug' else 'schadensmeldung' end, gen_random_uuid(), 'werkdienst',
    case when i % 4 = 0 then 'closed' else 'received' end, 'Beispiel', case when i % 10 = 0 then 'counter' else 'web' end, 'de',
    timestamptz '2026-11-22T10:00Z' - i * interval '67 minutes', date '2026-11-01', date '2026-12-01', now(), decode(repeat('00', 32), 'hex')
  from generate_series(1, 40000) as i`
const decide = `insert into egovernment.case_decisions (authority_id, case_id, id, outcome, sealed, notified_on, signed_by, decided_at)
  select authority_id, id, uuidv7(), 'approved', '\\x00', date '2026-11-01',
    case when length(number) % 2 = 0 or substr(number, 12, 1) in ('0', '4') then '0199aaaa-0000-7000-8000-000000000001'::uuid
      else '0199aaaa-0000-7000-8000-000000000002'::uuid end, received_at + interval '10 days'
  from egovernment.cases where status = 'closed' and received_at < timestamptz '2026-11-12T10:00Z'`

let urls: TestDatabase
let database: Database
beforeAll(async () => {
  urls = await cloneDatabase()
  await asOwner(urls, fill)
  await asOwner(urls, decide)
  await asOwner(urls, 'analyze egovernment.cases, egovernment.case_decisions')
  database = new Database({ connectionString: urls.appUrl, poolSize: 2, clock: fixedClock(testNow) })
})
afterAll(async () => {
  await database.close()
  await urls.drop()
})

const lead: StaffActor = {
  kind: 'staff',
  staffId: uuid('0199aaaa-0000-7000-8000-000000000009'),
  identityId: null,
  name: 'Testa Muster',
  memberships: [{ authorityId: kriens, unitId: null, role: 'lead' }],
  hasSecondFactor: true,
}
const starts = periodStarts('week', dayOf('2026-11-22'))
const since = starts[0] ?? dayOf('2026-11-22')
const wanted = { authorityId: kriens, period: 'week' as const, since }

test('what came in, was decided and is open adds up with the rows', async () => {
  const report = await database.read(lead, (scope) => readReport(scope, wanted, starts))
  const [truth] = await asOwner<{ received: number; open: number; counter: number }>(
    urls,
    `select count(*) filter (where received_at >= timestamptz '2026-08-31T00:00+02')::int as received, count(*) filter (where is_open)::int as open,
       count(*) filter (where channel = 'counter' and received_at >= timestamptz '2026-08-31T00:00+02')::int as counter
     from egovernment.cases where authority_id = 'kriens'`,
  )
  const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0)
  expect(truth?.received).toBeGreaterThan(500)
  expect(sum(report.periods.map(({ received }) => received))).toBe(truth?.received)
  expect(sum(report.services.map(({ received }) => received))).toBe(truth?.received)
  expect(report.ways.find(({ channel }) => channel === 'counter')?.received).toBe(truth?.counter)
  expect([report.open, report.overdue]).toEqual([truth?.open, truth?.open])
  expect(report.periods.every(({ decided }) => decided.isHidden)).toBe(true)
  const months = periodStarts('month', dayOf('2026-11-22'))
  const monthly = { ...wanted, period: 'month' as const, since: months[0] ?? since }
  const year = await database.read(lead, (scope) => readReport(scope, monthly, months))
  const shown = year.periods.filter(({ decided }) => decided.median !== undefined)
  // What is under way is not told: it would change by one person's decisions from day to day.
  expect(shown.at(-1)?.start).toBe('2026-09-01')
  expect(shown.length).toBeGreaterThan(5)
  expect(new Set(shown.map(({ decided }) => decided.median))).toEqual(new Set([10]))
  expect(year.quarter).toEqual({ first: '2026-07-01', last: '2026-09-30' })
})

test('a lead counts nothing of another authority', async () => {
  const report = await database.read(lead, (scope) => readReport(scope, { ...wanted, authorityId: luzern }, starts))
  expect([report.open, report.services]).toEqual([0, []])
})

test.each([
  [
    `select count(*), unit_id, service_id, channel from egovernment.cases where authority_id = 'kriens' and received_at >= '2026-08-31' group by 2, 3, 4`,
    'cases_by_arrival',
  ],
  [
    `select count(*) from egovernment.case_decisions where authority_id = 'kriens' and decided_at >= '2026-08-31'`,
    'case_decisions_by_day',
  ],
])('%s reads along its index', async (text, index) => {
  const { rows } = await database.read(lead, ({ db }) =>
    db.executeQuery<{ 'QUERY PLAN': string }>(CompiledQuery.raw(`explain ${text}`)),
  )
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(index)
})
