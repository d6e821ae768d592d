import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { type StaffActor, systemActor } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { cloneWithAuthorities } from '#test/support/furnished.ts'
import { insertPortfolio, portfolioOf } from '#test/support/portfolio.ts'
import { asOwner, type TestDatabase, testNow } from '#test/support/test-database.ts'
import { checkId } from './checks.ts'
import { decideGate } from './decide-gate.ts'
import { findProject } from './find-project.ts'
import { standardChecks } from './hermes.ts'
import { isOverReleased, listOverReleased, listPhaseMoney, spentInPhases } from './phase-money.ts'

const luzern = slug<'authority'>('luzern')
const day = (text: string): IsoDate => {
  if (!isIsoDate(text)) throw new TypeError(`${text} is no day`)
  return text
}

let urls: TestDatabase
let database: Database

beforeAll(async () => {
  urls = await cloneWithAuthorities()
  database = new Database({ connectionString: urls.appUrl, poolSize: 2, clock: fixedClock(testNow) })
  await insertPortfolio(urls, portfolioOf({ projects: 60, years: 8 }))
})

afterAll(async () => {
  await database.close()
  await urls.drop()
})

test('a month is spent in the phase that ran on its first day, the first one in the phase that began in it', () => {
  const begun = [
    { phase: 'concept', begunOn: day('2026-03-15') },
    { phase: 'initiation', begunOn: day('2026-01-10') },
  ] as const
  const month = (name: string, spent: number) => ({ month: day(`${name}-01`), spent })
  const months = [month('2025-12', 1), month('2026-01', 10), month('2026-03', 100), month('2026-04', 1_000)]
  expect([...spentInPhases(begun, months)]).toEqual([
    ['initiation', 110],
    ['concept', 1_000],
  ])
  expect([...spentInPhases([], months)]).toEqual([])
})

test('the day tells of every running phase that has spent more than was released, as the project tells it', async () => {
  // Phases that begin within a month, and such as were released much less than they cost.
  await asOwner(urls, `update strategy.project_phases set begun_on = begun_on + 14 where node_id::text ~ '[02468]$'`)
  await asOwner(urls, `update strategy.project_phases set released = released / 30 where node_id::text ~ '[3-9]$'`)
  const running = await asOwner<{ id: string; slug: string; phase: string }>(
    urls,
    `select n.id, n.slug, p.phase from strategy.projects p join strategy.nodes n on n.id = p.node_id where p.phase <> 'closed' order by n.slug`,
  )
  await database.read(systemActor('strategy'), async (scope) => {
    const said = await listOverReleased(scope, luzern, 1_000)
    expect(said.length).toBeGreaterThan(3)
    const own: unknown[] = []
    for (const { id, slug: name, phase } of running) {
      const money = (await listPhaseMoney(scope, { authorityId: luzern, id: uuid<'strategy-node'>(id) })).get(phase)
      if (money && isOverReleased(money)) own.push({ slug: name, phase, ...money })
    }
    const plain = said.map(({ title: _title, ...one }) => one)
    expect(plain.toSorted((one, other) => one.slug.localeCompare(other.slug))).toEqual(own)
    const [first, second] = said
    if (!first || !second) throw new Error('too few')
    expect(first.spent - first.released).toBeGreaterThanOrEqual(second.spent - second.released)
    expect(await listOverReleased(scope, luzern, 2)).toEqual([first, second])
  })
})

test('a release of agile work sets more free for the phase that it is part of', async () => {
  const [agile] = await asOwner<{ slug: string; id: string }>(
    urls,
    `update strategy.projects p set phase = 'execution', size = 'small', method = 'agile' from strategy.nodes n
     where n.id = p.node_id and n.slug = 'projekt-0001' returning n.slug, n.id`,
  )
  if (!agile) throw new Error('no project')
  await asOwner(
    urls,
    `update strategy.project_phases set phase = 'execution', released = 1000 where node_id = $1 and phase = 'realisation'`,
    [agile.id],
  )
  await asOwner(urls, 'delete from strategy.gate_conditions where node_id = $1', [agile.id])
  const steers: StaffActor = {
    ...{ kind: 'staff', staffId: uuid<'staff'>('0198c0de-0000-7000-8000-000000000001'), identityId: null },
    ...{ name: 'Testperson', hasSecondFactor: true },
    memberships: [{ authorityId: luzern, unitId: null, role: 'strategist' }],
  }
  const release = (decidedOn: string) =>
    database.write(steers, async (scope) => {
      const project = await findProject(scope, luzern, agile.slug)
      if (!project) throw new Error('no project')
      await decideGate(scope, project, {
        revision: project.revision,
        decision: {
          ...{ gate: 'release', outcome: 'approved', decidedBy: 'Auftraggeberin', reason: 'Läuft', released: 500 },
          ticked: new Set(standardChecks('release').map(checkId)),
          decidedOn: day(decidedOn),
          conditions: [],
        },
      })
    })
  await release('2026-11-20')
  const released = async () =>
    (
      await database.read(systemActor('strategy'), (scope) =>
        listPhaseMoney(scope, { authorityId: luzern, id: uuid<'strategy-node'>(agile.id) }),
      )
    ).get('execution')?.released
  expect(await released()).toBe(1_500)
  await expect(release('2099-01-01')).rejects.toMatchObject({
    userMessage: 'strategy.projects.error.decided_later',
  })
})
