import { expect, test } from 'vitest'
import { startTown } from '#test/support/town.ts'
import { seedDemoCases } from './seed-demo-cases.ts'

test('the demo has cases in all stages, spread over authorities and weeks, made once', async () => {
  const town = await startTown()
  const { kernel } = town.house
  const made = await seedDemoCases({ database: kernel.database, kernel, clock: kernel.clock })
  expect(made).toBe(200)
  expect(await seedDemoCases({ database: kernel.database, kernel, clock: kernel.clock })).toBe(0)

  const [figures] = await town.query(
    `select count(*)::int as cases, count(distinct status)::int as statuses, count(distinct service_id)::int as services,
       count(*) filter (where authority_id = 'luzern')::int as luzern, count(*) filter (where received_at > $1)::int as later,
       count(*) filter (where applicant_name <> '')::int as named from egovernment.cases`,
    [kernel.clock.now()],
  )
  expect(figures).toMatchObject({ cases: 200, statuses: 6, services: 3, luzern: 62, later: 0 })
  expect(figures?.named).toBeGreaterThan(150)
  const clerk = await town.signIn({ role: 'clerk', authority: 'luzern' })
  expect((await clerk.open('/desk/inbox?tab=due')).text).toContain('überfällig')
})
