import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openTestDatabase } from '#test/support/test-database.ts'
import { systemActor } from '../db/actor.ts'
import { createSealing, SealError } from './sealing.ts'
import { createSubjectKey, eraseSubjectKey, findSubjectKey } from './sealing-keys.ts'

const place = { authorityId: 'luzern', subjectId: '00000000-0000-7000-8000-000000000001' }
const other = { ...place, subjectId: '00000000-0000-7000-8000-000000000002' }

test('what was sealed opens with the same key, place and field only', () => {
  const sealing = createSealing(randomBytes(32))
  const { key, wrapped } = sealing.newKey(place)
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const sealed = key.seal('answers', Buffer.from(text))
      expect(sealing.unwrap(place, wrapped).openText('answers', sealed)).toBe(Buffer.from(text).toString('utf8'))
      expect(() => key.open('notes', sealed)).toThrow(SealError)
    }),
  )
  expect(() => sealing.unwrap(other, wrapped)).toThrow(SealError)
  expect(() => createSealing(randomBytes(32)).unwrap(place, wrapped)).toThrow(SealError)
})

test('no bit of a sealed value can be changed unnoticed', () => {
  const { key } = createSealing(randomBytes(32)).newKey(place)
  const sealed = key.seal('answers', 'Zügeln nach Kriens')
  fc.assert(
    fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (index, flip) => {
      const changed = Buffer.from(sealed)
      changed[index] = (changed[index] ?? 0) ^ flip
      expect(() => key.open('answers', changed)).toThrow(SealError)
    }),
  )
})

test('the same text is never sealed to the same bytes', () => {
  const { key } = createSealing(randomBytes(32)).newKey(place)
  expect(key.seal('a', 'text').equals(key.seal('a', 'text'))).toBe(false)
})

test('an erased subject has no key any more', async () => {
  const { database } = await openTestDatabase()
  const sealing = createSealing(randomBytes(32))
  const program = systemActor('submission')
  const key = await database.write(program, async (scope) => createSubjectKey(scope, sealing, place))
  const found = await database.read(program, (scope) => findSubjectKey(scope, sealing, place))
  expect(found?.openText('a', key.seal('a', 'hello'))).toBe('hello')
  await database.write(program, async (scope) => eraseSubjectKey(scope, place))
  expect(await database.read(program, (scope) => findSubjectKey(scope, sealing, place))).toBeUndefined()
})
