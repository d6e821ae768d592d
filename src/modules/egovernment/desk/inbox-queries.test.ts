import {
  CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import type { Membership, StaffActor } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import type { DB } from '#kernel/db/schema.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { parseForm } from '#kernel/http/form-body.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { fillTable } from '#test/support/fill-table.ts'
import { asOwner, cloneDatabase, type TestDatabase, testNow } from '#test/support/test-database.ts'
import { caseStatuses } from '../cases/case.ts'
import { type Cursor, type InboxView, readView } from './inbox.ts'
import { countTabs, listAround, listInbox, pageSize } from './inbox-queries.ts'

const me = uuid<'staff'>('0199aaaa-0000-7000-8000-000000000001')
const [luzern, kriens] = [slug<'authority'>('luzern'), slug<'authority'>('kriens')]

/**
 * 240,000 cases: most of them done long ago, as after years of use, 24,000 open; 160,000 of Luzern, 40,000 of Kriens and the rest of
 * others. One service is rare, and of one colleague there is a single case.
 */
const fill = `insert into egovernment.cases (authority_id, id, number, service_id, version_id, unit_id, status, applicant_name, channel, language,
    received_at, due_on, expected_on, assigned_to, updated_at, content_hash)
  select case when i % 6 < 4 then 'luzern' when i % 6 = 4 then 'kriens' else 'horw' end, uuidv7(),
    format('ABC-%s-%s-000', lpad((i / 10000)::text, 4, '0'), lpad((i % 10000)::text, 4, '0')),
    case when i % 20000 = 0 then 'selten' when i % 3 = 0 then 'umzug' else 'schadensmeldung' end, gen_random_uuid(),
    case when i % 7 = 0 then 'einwohnerdienste' when i % 7 < 5 then 'werkdienst' end,
    case when i % 10 > 0 then (array['closed', 'closed', 'decided', 'withdrawn'])[1 + i % 4]
      else (array['received', 'in_progress', 'waiting_for_applicant'])[1 + (i / 30) % 3] end,
    'Beispiel ' || i, 'web', 'de', now(), date '2026-01-01' + (i * 7919) % 400, date '2026-12-01',
    case when i / 10 % 2 = 0 then '0199aaaa-0000-7000-8000-000000000001'::uuid when i % 3 = 0 then gen_random_uuid() end, now(),
    decode(repeat('00', 32), 'hex')
  from generate_series(1, 240000) as i`

let urls: TestDatabase
let database: Database

beforeAll(async () => {
  urls = await cloneDatabase()
  await fillTable(urls, 'egovernment.cases', [[fill]])
  database = new Database({ connectionString: urls.appUrl, poolSize: 2, clock: fixedClock(testNow) })
}, 120_000)

afterAll(async () => {
  await database.close()
  await urls.drop()
})

function staff(...memberships: readonly Omit<Membership, 'role'>[]): StaffActor {
  const held = memberships.map((one) => ({ ...one, role: 'clerk' as const }))
  return {
    kind: 'staff',
    staffId: me,
    identityId: null,
    name: 'Testa Muster',
    memberships: held,
    hasSecondFactor: true,
  }
}
const atLuzern = staff({ authorityId: luzern, unitId: null })
const atUnit = staff({ authorityId: luzern, unitId: slug('einwohnerdienste') })
const atBoth = staff({ authorityId: luzern, unitId: null }, { authorityId: kriens, unitId: null })

type PlanNode = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly PlanNode[]
}

/** The statements that a piece of work sends; none is run. */
async function statementsOf(actor: StaffActor, work: (scope: Scope<StaffActor>) => Promise<unknown>) {
  const sent: CompiledQuery[] = []
  const db = new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (kysely) => new PostgresIntrospector(kysely),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: ({ query }) => {
      sent.push(query)
    },
  })
  await database.read(actor, (scope) => work({ ...scope, db }))
  return sent
}

/** How the cases were read, as the application role: by which kind of scan and index, and how many rows were looked at. */
async function planOf(actor: StaffActor, work: (scope: Scope<StaffActor>) => Promise<unknown>) {
  const [query, ...others] = await statementsOf(actor, work)
  if (!query || others.length > 0) throw new Error('a list is one statement')
  const { rows } = await database.read(actor, ({ db }) =>
    db.executeQuery<{ 'QUERY PLAN': readonly { Plan: PlanNode }[] }>(
      CompiledQuery.raw(`explain (analyze, format json) ${query.sql}`, [...query.parameters]),
    ),
  )
  const nodes = rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => nodesOf(Plan)))
  const scans = nodes.filter((node) => node['Relation Name'] === 'cases')
  const looked = scans.map(
    (node) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
  )
  return {
    kinds: [...new Set(scans.map((node) => node['Node Type']))],
    indexes: scans.map((node) => node['Index Name']),
    looked: looked.reduce((sum, rows) => sum + rows, 0),
  }
}

function nodesOf(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}

function view(search: string): InboxView {
  return readView(parseForm(search))
}

const places = [
  ['the whole authority', atLuzern, 1],
  ['one unit', atUnit, 1],
  ['two authorities', atBoth, 2],
] as const

describe.each(places)('for a clerk of %s', (_name, actor, count) => {
  test.each(['new', 'mine', 'due', 'waiting', 'all'])(
    '%s is read in the order of an index, a page and no more',
    async (tab) => {
      const plan = await planOf(actor, (scope) => listInbox(scope, view(`tab=${tab}`)))
      expect(plan.kinds).not.toContain('Seq Scan')
      if (actor === atUnit) {
        // No index knows unit and status together: at worst all open cases of the unit are looked at, one in a hundred.
        expect(plan.looked).toBeLessThan(2_400)
        return
      }
      expect(plan.kinds).toEqual(['Index Scan'])
      expect(plan.indexes).toHaveLength(count)
      // Of those due, two in three are wanted; the others are looked at as well.
      expect(plan.looked).toBeLessThan(count * (pageSize + 2) * (tab === 'due' ? 2 : 1))
    },
  )

  test.each([
    ...caseStatuses.map((status) => `tab=all&status=${status}`),
    'tab=all&service=umzug',
    'tab=new&service=selten',
    'tab=all&service=selten',
    'tab=all&status=closed&service=selten',
    'tab=all&unit=einwohnerdienste',
    'tab=all&unit=gibt-es-nicht',
    'tab=all&assigned=nobody',
    'tab=all&assigned=0199aaaa-0000-7000-8000-000000000009',
    'tab=due&unit=werkdienst&service=umzug&assigned=nobody',
    'tab=all&due=overdue',
    'tab=all&due=today',
    'tab=all&due=week&channel=web',
    'tab=new&due=later',
    'tab=all&channel=phone',
    'tab=all&status=closed&channel=phone',
  ])('the filter %s uses an index', async (search) => {
    const plan = await planOf(actor, (scope) => listInbox(scope, view(search)))
    expect(plan.kinds).not.toContain('Seq Scan')
  })

  test('the cases of whom somebody stands in for come in order among her own', async () => {
    const covered = [{ authorityId: luzern, staffId: uuid<'staff'>('0199aaaa-0000-7000-8000-000000000009') }]
    const plan = await planOf(actor, (scope) => listInbox(scope, view('tab=mine'), undefined, covered))
    expect(plan.kinds).toEqual(['Index Scan'])
    expect(plan.looked).toBeLessThan((count + 1) * (pageSize + 2))
  })

  test('counting looks at no more than a thousand rows a tab and place', async () => {
    const plan = await planOf(actor, (scope) => countTabs(scope))
    expect(plan.kinds).not.toContain('Seq Scan')
    expect(plan.looked).toBeLessThan(count * 12_000)
    const counts = await database.read(actor, (scope) => countTabs(scope))
    expect(counts).toMatchObject({ new: expect.any(Number), shared: 0 })
    expect(counts.all).toBe(count * 1_000)
  })
})

test('a search finds the newest of a common name, filtered before it is cut, and says when there are more', async () => {
  // Everybody in five hundred is called Müller-Meier: 320 in Luzern, 80 in Kriens.
  await asOwner(
    urls,
    `insert into egovernment.case_tokens (authority_id, case_id, token)
     select authority_id, id, token from egovernment.cases, unnest(array['muller', 'meier']) token where substring(applicant_name from '[0-9]+')::int % 500 = 0`,
  )
  await asOwner(urls, 'vacuum (analyze) egovernment.case_tokens')
  const found = (actor: StaffActor, search: string) =>
    database.read(actor, (scope) => listInbox(scope, view(`tab=all&q=Meier-M%C3%BCller${search}`)))
  const counted = async (condition: string) => {
    const [row] = await asOwner<{ n: number }>(
      urls,
      `select count(*)::int as n from egovernment.cases where substring(applicant_name from '[0-9]+')::int % 500 = 0 and ${condition}`,
    )
    return row?.n
  }
  const all = await found(atLuzern, '')
  expect([all.rows.length, all.isCut]).toEqual([100, true])
  const open = await found(atLuzern, '&status=received&service=umzug')
  expect(open.rows.length).toBe(
    await counted(`authority_id = 'luzern' and status = 'received' and service_id = 'umzug'`),
  )
  expect([open.rows.length > 0, open.isCut]).toEqual([true, false])
  const unit = await found(atUnit, '&due=overdue')
  expect(new Set(unit.rows.map(({ unitId }) => unitId))).toEqual(new Set(['einwohnerdienste']))
  expect(unit.rows.length).toBe(
    await counted(
      `authority_id = 'luzern' and unit_id = 'einwohnerdienste' and is_open and status <> 'waiting_for_applicant' and due_on < '2026-11-22'`,
    ),
  )
  const plan = await planOf(atLuzern, (scope) => listInbox(scope, view('tab=all&q=M%C3%BCller')))
  expect(plan.kinds).not.toContain('Seq Scan')
})

test('every case of a view stands on one page, forwards and backwards', async () => {
  const wanted = view('tab=due&unit=einwohnerdienste&service=schadensmeldung&assigned=nobody')
  const page = (cursor?: Cursor) => database.read(atBoth, (scope) => listInbox(scope, wanted, cursor))
  const [forwards, backwards]: [string[][], string[][]] = [[], []]
  let listed = await page()
  for (; ; listed = await page(listed.next)) {
    forwards.push(listed.rows.map(({ caseId }) => caseId))
    if (!listed.next) break
  }
  for (; ; listed = await page(listed.previous)) {
    backwards.unshift(listed.rows.map(({ caseId }) => caseId))
    if (!listed.previous) break
  }
  const [{ n } = { n: 0 }] = await asOwner<{ n: number }>(
    urls,
    `select count(*)::int as n from egovernment.cases where is_open and status <> 'waiting_for_applicant' and due_on <= '2026-11-22' and unit_id = 'einwohnerdienste'
       and service_id = 'schadensmeldung' and assigned_to is null and authority_id in ('luzern', 'kriens')`,
  )
  expect(n).toBeGreaterThan(2 * pageSize)
  expect(new Set(forwards.flat()).size).toBe(n)
  expect(forwards.flat()).toHaveLength(n)
  expect(backwards.flat().toSorted()).toEqual(forwards.flat().toSorted())
})

test('the next case is the one that follows in the list, also when this one has left it', async () => {
  const [first, second, third] = (await database.read(atUnit, (scope) => listInbox(scope, view('tab=new')))).rows
  if (!first || !second || !third) throw new Error('too few cases')
  const around = await database.read(atUnit, (scope) => listAround(scope, view('tab=new'), second))
  expect([around.previous?.caseId, around.next?.caseId]).toEqual([first.caseId, third.caseId])
  await asOwner(urls, `update egovernment.cases set status = 'in_progress' where id = $1`, [second.caseId])
  const later = await database.read(atUnit, (scope) => listAround(scope, view('tab=new'), second))
  expect([later.previous?.caseId, later.next?.caseId]).toEqual([first.caseId, third.caseId])
})
