import { expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { asOwner, openTestDatabase, type TestDatabase, testNow } from '#test/support/test-database.ts'
import { publicActor } from './actor.ts'
import { ContentMemory } from './content-watch.ts'
import type { Database } from './database.ts'

function counter() {
  const memory = new ContentMemory<number>(10)
  let loaded = 0
  const ask = (database: Database, key = '') =>
    database.read(publicActor, (scope) => scope.remember(memory, key, async () => ++loaded))
  return { ask, count: () => loaded }
}

const changeContent = (urls: TestDatabase) => asOwner(urls, 'update kernel.units set id = id')

test('without a listening connection everything is asked for again', async () => {
  const { database } = await openTestDatabase()
  const { ask } = counter()
  expect([await ask(database), await ask(database)]).toEqual([1, 2])
})

test('what was read is remembered by its key until a change is announced', async () => {
  const { database, urls } = await openTestDatabase()
  await database.watchContent()
  const { ask } = counter()
  expect([await ask(database), await ask(database), await ask(database, 'other')]).toEqual([1, 1, 2])
  await changeContent(urls)
  await expect.poll(() => ask(database)).toBe(3)
  expect(await ask(database)).toBe(3)
})

test('a database does not answer for another one', async () => {
  const [one, other] = [await openTestDatabase(), await openTestDatabase()]
  await one.database.watchContent()
  await other.database.watchContent()
  const { ask } = counter()
  expect([await ask(one.database), await ask(other.database), await ask(one.database)]).toEqual([1, 2, 1])
})

test('after half a minute it is asked again, whatever was heard', async () => {
  const clock = fixedClock(testNow)
  const { database } = await openTestDatabase(clock)
  await database.watchContent()
  const { ask } = counter()
  expect(await ask(database)).toBe(1)
  clock.advance(29_000)
  expect(await ask(database)).toBe(1)
  clock.advance(2_000)
  expect(await ask(database)).toBe(2)
})

test('a connection that is lost makes it forget, and comes back', async () => {
  const { database, urls } = await openTestDatabase()
  await database.watchContent()
  const { ask } = counter()
  expect([await ask(database), await ask(database)]).toEqual([1, 1])
  await asOwner(
    { ...urls, ownerUrl: urls.adminUrl },
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'wegweiser-content' and datname = current_database()`,
  )
  // Asked anew each time while nobody listens, and once more when somebody does again.
  const remembers = async () => {
    const first = await ask(database)
    return first === (await ask(database))
  }
  await expect.poll(remembers).toBe(false)
  await expect.poll(remembers, { timeout: 10_000 }).toBe(true)
})
