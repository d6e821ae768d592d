import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openTestDatabase } from '#test/support/test-database.ts'
import { publicActor } from '../db/actor.ts'
import { HttpError } from './errors.ts'
import { asHttpError } from './http-faults.ts'

test('what the database refuses as the sender’s is answered as such: days outside the calendar, text that cannot be kept', async () => {
  const { database } = await openTestDatabase()
  const statusOf = (text: string, type: string) =>
    database
      .read(publicActor, (scope) => sql`select cast(${text}::text as ${sql.raw(type)})`.execute(scope.db))
      .then(
        () => 200,
        (error) => [asHttpError(error)].map((one) => (one instanceof HttpError ? one.status : 500))[0],
      )
  expect(await statusOf('0000-01-01', 'date')).toBe(422)
  expect(await statusOf('{"a": "\\u0000"}', 'jsonb')).toBe(422)
  expect(await statusOf('kein Tag', 'date')).toBe(500)
})
