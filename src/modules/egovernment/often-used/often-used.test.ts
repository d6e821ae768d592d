import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { publicActor, systemActor } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import { cloneWithContent } from '#test/support/furnished.ts'
import { asOwner, type TestDatabase, testNow } from '#test/support/test-database.ts'
import { findServices, oftenUsed } from '../finder/find-services.ts'
import { countUses, readUses } from './count-uses.ts'

let urls: TestDatabase
let database: Database
beforeAll(async () => {
  urls = await cloneWithContent()
  database = new Database({ connectionString: urls.appUrl, poolSize: 2, clock: fixedClock(testNow) })
})
afterAll(async () => {
  await database.close()
  await urls.drop()
})

let made = 0
/** So many cases of a service, in turn of two authorities, that came in so many days ago. */
async function handedIn(service: string, count: number, daysAgo: number): Promise<void> {
  made += 1
  await asOwner(
    urls,
    `insert into egovernment.cases (authority_id, id, number, service_id, version_id, unit_id, status, applicant_name, channel, language,
       received_at, due_on, expected_on, updated_at, content_hash)
     select case when i % 2 = 0 then 'kriens' else 'luzern' end, uuidv7(), format('KRI-${String(made).padStart(4, '0')}-%s-000', lpad(i::text, 4, '0')),
       '${service}', gen_random_uuid(), 'werkdienst', 'received', 'Beispiel', 'web', 'de',
       timestamptz '${testNow}' - interval '${daysAgo} days', '2026-11-01', '2026-12-01', now(), decode(repeat('00', 32), 'hex')
     from generate_series(1, ${count}) as i`,
  )
}

test('what was asked for most in the last 90 days comes first; a few cases and older ones do not count', async () => {
  const show = () =>
    database.read(publicActor, async (scope) => {
      const { catalogue, items } = await findServices(scope, { text: '', language: 'de', limit: 200 })
      return oftenUsed(catalogue, items, 3).map(({ id }) => id)
    })
  const before = await show()
  await handedIn('umzug', 7, 10)
  await handedIn('schadensmeldung', 9, 89)
  await handedIn('hundeanmeldung', 4, 1)
  await handedIn('parkkarte', 40, 91)
  await database.write(systemActor('service-uses'), countUses)

  expect(await database.read(publicActor, readUses)).toEqual(
    new Map([
      ['umzug', 7],
      ['schadensmeldung', 9],
    ]),
  )
  expect(await show()).toEqual(['schadensmeldung', 'umzug', before[0]])

  await handedIn('umzug', 3, 0)
  await database.write(systemActor('service-uses'), countUses)
  expect((await show()).slice(0, 2)).toEqual(['umzug', 'schadensmeldung'])
})
