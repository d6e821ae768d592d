import { expect, test } from 'vitest'
import { publicActor } from '#kernel/db/actor.ts'
import { isIsoDate } from '#kernel/i18n/format.ts'
import { sharePortal } from '#test/support/portal.ts'
import { successorNumbers } from './successors.ts'

const portal = sharePortal({ routes: () => [], permissions: {} })

test('each municipality that has merged is drawn as the one of today, over several mergers', async () => {
  const { authorities, database } = portal().kernel
  const day = '2026-11-26'
  if (!isIsoDate(day)) throw new Error('no day')
  const numbers = successorNumbers(authorities, day)
  expect(numbers.get(1060)).toBe(1061)
  expect(numbers.has(1061)).toBe(false)
  const closed = await database.read(publicActor, (scope) =>
    scope.db.selectFrom('kernel.authorities').select('bfs_number').where('closed_on', 'is not', null).execute(),
  )
  const lost = closed.filter(({ bfs_number: number }) => {
    const at = numbers.get(number) ?? number
    return authorities.findMunicipality(at) === undefined
  })
  expect([closed.length > 20, lost]).toEqual([true, []])
})
