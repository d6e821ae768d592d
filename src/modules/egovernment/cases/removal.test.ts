import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { uuid } from '#kernel/ids.ts'
import { canMailCode, findObstacle, type PartyRow } from './removal.ts'

const party = (id: string, changes: Partial<PartyRow> = {}): PartyRow => ({
  ...{ id, partyId: uuid<'party'>(v7()), role: 'applicant', hasContact: false },
  ...changes,
})
const guest = (hasContact: boolean) => party('guest', { partyId: null, hasContact })

test('whoever came in besides the applicant can be taken out; the guest and who handed in for a firm cannot', () => {
  const parties = [guest(true), party('thief')]
  expect(findObstacle(parties, 'thief', 'none')).toBeUndefined()
  expect(findObstacle(parties, 'guest', 'show')).toBe('unknown')
  expect(findObstacle(parties, 'nobody', 'show')).toBe('unknown')
  expect(findObstacle([party('firm'), party('filer', { role: 'filed_by' })], 'filer', 'show')).toBe('unknown')
})

test('nobody would be left: only with a new code', () => {
  const alone = [party('only', { hasContact: true })]
  expect(findObstacle(alone, 'only', 'none')).toBe('nobody_left')
  expect(findObstacle(alone, 'only', 'mail')).toBe('no_address')
  expect(findObstacle(alone, 'only', 'show')).toBeUndefined()
  const withoutAddress = [guest(false), party('thief')]
  expect(findObstacle(withoutAddress, 'thief', 'none')).toBe('nobody_left')
  expect(findObstacle(withoutAddress, 'thief', 'show')).toBeUndefined()
  const filed = [party('firm'), party('filer', { role: 'filed_by' })]
  expect(findObstacle(filed, 'firm', 'none')).toBe('nobody_left')
})

test('a new code is mailed only to who stays, and never for a firm', () => {
  expect(canMailCode([guest(true), party('thief')], 'thief')).toBe(true)
  expect(canMailCode([party('owner', { hasContact: true }), party('thief')], 'owner')).toBe(false)
  const firms = [party('firm', { hasContact: true }), party('filer', { role: 'filed_by' }), party('thief')]
  expect(findObstacle(firms, 'thief', 'mail')).toBe('no_address')
  expect(findObstacle(firms, 'thief', 'none')).toBeUndefined()
})
