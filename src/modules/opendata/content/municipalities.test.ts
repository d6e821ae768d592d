import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importAuthorities } from '#kernel/authorities/import-authorities.ts'
import { loadAuthorities } from '#kernel/authorities/load-authorities.ts'
import { fixedClock } from '#kernel/clock.ts'
import { systemActor } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import { cloneDatabase, testNow } from '#test/support/test-database.ts'
import { municipalityRows } from './municipalities.ts'

test('107 municipalities of 2002 became 79, each with its successor', async () => {
  const urls = await cloneDatabase()
  await importAuthorities(urls.ownerUrl, loadAuthorities(join(import.meta.dirname, '../../../../content/authorities')))
  const database = new Database({ connectionString: urls.appUrl, poolSize: 1, clock: fixedClock(testNow) })
  try {
    const rows = await database.read(systemActor('content'), municipalityRows)
    const today = rows.filter(([, , , until]) => until === null)
    expect(today).toHaveLength(79)
    expect(today.every(([, , , , successor]) => successor === null)).toBe(true)
    const numbers = new Set(rows.map(([number]) => number))
    for (const [, , district, until, successor] of rows.filter((row) => row[3] !== null)) {
      expect(until).toMatch(/^20\d\d-\d\d-\d\d$/)
      expect(numbers.has(successor ?? '')).toBe(true)
      expect(district).not.toBeNull()
    }
    expect(rows).toContainEqual([1101, 'Schwarzenbach', 'Sursee', '2004-08-31', 1081])
  } finally {
    await database.close()
    await urls.drop()
  }
})
