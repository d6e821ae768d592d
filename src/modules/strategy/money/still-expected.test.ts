import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#kernel/db/actor.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { listWarnedCredits, readPulses } from '../desk/cockpit-queries.ts'
import { listCredits } from './queries.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

const authorityId = slug<'authority'>('luzern')
const thisMonth = "date_trunc('month', '2026-11-22'::date)"

test('what was expected of months that are over is expected no more: of a credit, of a project, and where a credit warns', async () => {
  const [month] = await town.query<{ project_id: string; credit_id: string }>(
    `select project_id, credit_id from strategy.money_months where authority_id = 'luzern' and month < ${thisMonth} order by month limit 1`,
  )
  const [project, credit] = [String(month?.project_id), String(month?.credit_id)]
  const expected = () =>
    town.house.kernel.database.read(systemActor('strategy'), async (scope) => {
      const credits = await listCredits(scope, { authorityId })
      const pulses = await readPulses(scope, authorityId, [{ id: uuid<'strategy-node'>(project) }])
      const warned = await listWarnedCredits(scope, authorityId)
      return [
        credits.find(({ id }) => id === credit)?.expected ?? 0,
        pulses.get(project)?.expected ?? 0,
        warned.find(({ id }) => id === credit)?.warnings.includes('will_overspend') ?? false,
      ]
    })
  const raise = (months: string) =>
    town.query(
      `update strategy.money_months set expected = expected + 900000000000 where authority_id = 'luzern' and credit_id = $1 and project_id = $2
       and month = (select ${months} from strategy.money_months where authority_id = 'luzern' and credit_id = $1 and project_id = $2)`,
      [credit, project],
    )
  const before = await expected()
  await raise('min(month)')
  expect(await expected()).toEqual(before)
  await town.query(
    `update strategy.money_months set month = '2027-01-01' where authority_id = 'luzern' and credit_id = $1 and project_id = $2
     and month = (select max(month) from strategy.money_months where authority_id = 'luzern' and credit_id = $1 and project_id = $2)`,
    [credit, project],
  )
  const moved = await expected()
  await raise('max(month)')
  const after = await expected()
  expect(Number(after[0]) - Number(moved[0])).toBeGreaterThanOrEqual(900_000_000_000)
  expect(Number(after[1]) - Number(moved[1])).toBeGreaterThanOrEqual(900_000_000_000)
  expect(after[2]).toBe(true)
})

test('an independent rating stays on the overview with its day until there is a newer one', async () => {
  const [one] = await town.query<{ node_id: string; independent_on: string; as_of: string }>(
    `select node_id, independent_on::text, (select max(as_of) + 30 from strategy.status_reports s where s.node_id = r.node_id)::text as as_of
     from strategy.last_ratings r where authority_id = 'luzern' and independent_rating is not null order by node_id limit 1`,
  )
  await town.query(
    `insert into strategy.status_reports select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'as_of', $2::text,
       'kind', 'status', 'frozen_at', null, 'independent_rating', null,
       'independent_reason', null, 'independent_by', null))).*
     from strategy.status_reports s where node_id = $1 order by as_of desc limit 1`,
    [one?.node_id, one?.as_of],
  )
  const pulses = await town.house.kernel.database.read(systemActor('strategy'), (scope) =>
    readPulses(scope, authorityId, [{ id: uuid<'strategy-node'>(String(one?.node_id)) }]),
  )
  const pulse = pulses.get(String(one?.node_id))
  expect(pulse?.independentOn).toBe(one?.independent_on)
  const lead = await town.signIn({ role: 'strategist', authority: 'luzern' })
  expect((await lead.open('/de/luzern/desk/strategy')).text).toContain('ihr Tag steht in der Liste')
})
