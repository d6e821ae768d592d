import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import type { Actor } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { statement } from '#kernel/db/transaction.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { fillTable } from '#test/support/fill-table.ts'
import { cloneWithAuthorities } from '#test/support/furnished.ts'
import { expectQuickPlans, statementsOf } from '#test/support/quick-plans.ts'
import { isLarge } from '#test/support/random.ts'
import { asOwner, type TestDatabase, testNow } from '#test/support/test-database.ts'
import { staffIn } from '../desk/case-file.ts'
import { countTabs } from '../desk/inbox-queries.ts'
import { listEnded, listProposals } from '../retention/queries.ts'
import { listBlocks, listBlocksFor } from '../text-blocks/queries.ts'
import { caseNumber } from './case-number.ts'
import {
  type CaseFilter,
  findCaseByNumber,
  listCases,
  listForwardedCases,
  listLatestCases,
  listOwnCases,
  searchCases,
} from './case-queries.ts'
import { dayOf } from './case-record.ts'
import { kriens, luzern, somePerson, staffOf } from './test-cases.ts'

// Plans are the same beside a third of a million as beside a whole one, which takes twice as long to fill.
const rows = isLarge ? 1_000_000 : 300_000
const clerk = staffOf(kriens)
const number = caseNumber({ code: 'KRI', serial: 123_456 })

let urls: TestDatabase
let database: Database

beforeAll(async () => {
  urls = await cloneWithAuthorities()
  database = new Database({ connectionString: urls.appUrl, poolSize: 2, clock: fixedClock(testNow) })
  // One case in ten is open; every fifth row is another authority's. The one with a true number is for the search by number.
  const cases = `insert into egovernment.cases (authority_id, id, number, service_id, version_id, unit_id, status, applicant_name, channel, language,
       received_at, due_on, expected_on, assigned_to, updated_at, kept_until, content_hash)
     select case when n % 5 = 0 then 'luzern' else 'kriens' end, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
       case when n = 1 then $2 else 'KRI-' || lpad((n / 10000)::text, 4, '0') || '-' || lpad((n % 10000)::text, 4, '0') || '-000' end, 'umzug', uuidv7(), (array['residents', 'works', 'tax'])[1 + n % 3],
       case when n % 10 <> 1 then 'closed' else (array['received', 'in_progress', 'waiting_for_applicant'])[1 + n % 3] end,
       'Name ' || n, 'web', 'de', timestamptz '2020-01-01' + n * interval '15 minutes', date '2026-01-01' + (n % 400), date '2026-12-01',
       case when n % 120 = 1 then $1::uuid end, now(), case when n % 10 <> 1 then date '2024-01-01' + n % 400 end, sha256('x')
     from generate_series(1, ${rows}) as n`
  await fillTable(urls, 'egovernment.cases', [[cases, [clerk.staffId, number]]])
  await asOwner(
    urls,
    `insert into egovernment.case_tokens (authority_id, token, case_id)
     select authority_id, 'name' || (right(id::text, 5)), id from egovernment.cases where right(id::text, 1) = 'a'`,
  )
  await asOwner(
    urls,
    `insert into egovernment.case_parties (authority_id, case_id, id, party_id, role, channel, added_at)
     select authority_id, id, id, id, 'applicant', 'web', received_at from egovernment.cases where right(id::text, 1) = '1'`,
  )
  await asOwner(
    urls,
    `insert into egovernment.case_participants select authority_id, id, case when right(id::text, 3) = '001' then 'emmen' else 'horw' end, null, id, now()
     from egovernment.cases where right(id::text, 2) = '01'`,
  )
  await asOwner(
    urls,
    `insert into egovernment.text_blocks (authority_id, id, title, texts, changed_by, changed_at, retired_at)
     select case when n % 5 = 0 then 'luzern' else 'kriens' end, uuidv7(), 'Baustein ' || n, '{"de": "Text"}', uuidv7(), now(),
       case when n % 2 = 0 then now() end from generate_series(1, 20000) as n`,
  )
  await asOwner(
    urls,
    `insert into egovernment.erasure_proposals (authority_id, id, reason, proposed_by, proposed_at)
     select case when n % 5 = 0 then 'luzern' else 'kriens' end, uuidv7(), 'Frist abgelaufen', uuidv7(), now() - n * interval '1 hour'
     from generate_series(1, 20000) as n`,
  )
  await asOwner(
    urls,
    'vacuum (analyze) egovernment.text_blocks, egovernment.erasure_proposals, egovernment.case_tokens, egovernment.case_parties, egovernment.case_participants',
  )
}, 120_000)

afterAll(async () => {
  await database.close()
  await urls.drop()
})

const expectQuick = (actor: Actor, list: (scope: Scope) => Promise<unknown>, mostRows = 2_100) =>
  expectQuickPlans(database, actor, list, { mostRows })

const authorityId = kriens
const deep = '2026-06-01~00000000-0000-7000-8000-000000000001'

const filters: Record<string, CaseFilter> = {
  new: { kind: 'status', status: 'received' },
  waiting: { kind: 'status', status: 'waiting_for_applicant' },
  closed: { kind: 'status', status: 'closed' },
  open: { kind: 'open' },
  mine: { kind: 'mine', staffId: clerk.staffId },
  due: { kind: 'due', today: dayOf('2026-11-22') },
  'of a unit': { kind: 'unit', unitId: slug('works') },
}

test.each(Object.entries(filters))(
  'the list «%s» reads no more than its page, at the beginning and further on',
  async (_name, filter) => {
    await expectQuick(clerk, (scope) => listCases(scope, { authorityId, filter }))
    await expectQuick(clerk, (scope) => listCases(scope, { authorityId, filter, after: deep }))
  },
)

test('so do the newest cases, a number, a name, forwarded cases and one’s own', async () => {
  await expectQuick(clerk, (scope) => listLatestCases(scope, { authorityId }))
  await expectQuick(clerk, (scope) =>
    listLatestCases(scope, { authorityId, after: '2021-01-01T00:00:00.000Z~00000000-0000-7000-8000-000000000001' }),
  )
  await expectQuick(clerk, (scope) => findCaseByNumber(scope, number))
  await expectQuick(clerk, (scope) => searchCases(scope, { authorityId, text: 'name0002a' }))
  await expectQuick(staffOf(slug('emmen')), (scope) => listForwardedCases(scope, slug('emmen')))
  const person = { ...(await somePerson()), partyId: uuid<'party'>('00000000-0000-7000-8000-000000000011') }
  await expectQuick(person, (scope) => listOwnCases(scope))
})

test('so do text blocks, what need not be kept any more, and what was proposed to be erased', async () => {
  const block = await database.read(clerk, (scope) => listBlocks(scope, { authorityId }))
  expect(block.blocks).toHaveLength(25)
  await expectQuick(clerk, (scope) => listBlocks(scope, { authorityId }))
  await expectQuick(clerk, (scope) => listBlocks(scope, { authorityId, after: block.next }))
  await expectQuick(clerk, (scope) =>
    listBlocksFor(scope, authorityId, { authorityId, serviceId: slug('umzug'), unitId: null }),
  )
  const ended = await database.read(clerk, (scope) => listEnded(staffIn(scope), authorityId))
  expect(ended.cases).toHaveLength(50)
  await expectQuick(clerk, (scope) => listEnded(staffIn(scope), authorityId))
  await expectQuick(clerk, (scope) =>
    listEnded(staffIn(scope), authorityId, '2025-01-01~00000000-0000-7000-8000-000000000001'),
  )
  await expectQuick(clerk, (scope) => listProposals(scope, authorityId))
})

test('the counts of the tabs stop at a thousand, and are read from the indexes alone', async () => {
  await expectQuick(clerk, (scope) => countTabs(staffIn(scope)))
  const counts = await database.read(clerk, (scope) => countTabs(staffIn(scope)))
  expect(counts).toMatchObject({ new: 1_000, mine: 1_000, due: 1_000, waiting: 1_000, all: 1_000 })
  for (const { sql, parameters } of await statementsOf(clerk, (scope) => countTabs(staffIn(scope)))) {
    const plan = await database.read(clerk, (scope) =>
      scope.db.executeQuery<{ 'QUERY PLAN': string }>(statement(`explain (analyze) ${sql}`, parameters)),
    )
    const text = plan.rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(text.match(/Index Only Scan using cases_by_\w+/g)).toHaveLength(5)
  }
})

test('pages follow each other without gap or repetition', async () => {
  const filter: CaseFilter = { kind: 'due', today: dayOf('2026-01-03') }
  const seen: string[] = []
  let after: string | undefined
  do {
    const found = await database.read(clerk, (scope) => listCases(scope, { authorityId, filter, after, limit: 7 }))
    seen.push(...found.items.map(({ caseId }) => caseId))
    after = found.next
  } while (after)
  const all = await asOwner<{ id: string }>(
    urls,
    `select id from egovernment.cases where authority_id = 'kriens' and is_open and due_on <= '2026-01-03' order by due_on, id`,
  )
  expect(all.length).toBeGreaterThan(20)
  expect(seen).toEqual(all.map(({ id }) => id))
})

test('lists and searches of another authority are empty, however asked', async () => {
  const stranger = staffOf(luzern)
  const read = <Result>(work: (scope: Scope) => Promise<Result>) => database.read(stranger, work)
  for (const filter of Object.values(filters))
    expect((await read((scope) => listCases(scope, { authorityId, filter }))).items).toEqual([])
  expect((await read((scope) => listLatestCases(scope, { authorityId }))).items).toEqual([])
  expect(await read((scope) => searchCases(scope, { authorityId, text: 'name0002a' }))).toEqual([])
  expect(await read((scope) => findCaseByNumber(scope, number))).toBeUndefined()
  expect(await database.read(clerk, (scope) => searchCases(scope, { authorityId, text: 'NAME0002a' }))).toHaveLength(1)
})

test('a made-up place in a list is refused', async () => {
  const filter: CaseFilter = { kind: 'open' }
  for (const after of ['', 'x', '2026-13-45~00000000-0000-7000-8000-000000000001', `2026-01-01~' or true`]) {
    await expect(
      database.read(clerk, (scope) => listCases(scope, { authorityId, filter, after })),
    ).rejects.toMatchObject({ status: 400 })
  }
})
