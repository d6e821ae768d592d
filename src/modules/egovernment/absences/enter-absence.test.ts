import { expect, test } from 'vitest'
import type { Membership, StaffActor } from '#kernel/db/actor.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { mayEnterFor } from './enter-absence.ts'

const [kriens, luzern] = [slug<'authority'>('kriens'), slug<'authority'>('luzern')]
const [residents, works] = [slug<'unit'>('einwohnerdienste'), slug<'unit'>('werkdienst')]
const [me, hers] = [
  uuid<'staff'>('0199aaaa-0000-7000-8000-000000000001'),
  uuid<'staff'>('0199aaaa-0000-7000-8000-000000000002'),
]

function may(held: readonly Membership[], places: readonly (string | null)[], staffId = hers) {
  const actor: StaffActor = {
    kind: 'staff',
    staffId: me,
    identityId: null,
    name: 'Testa Muster',
    memberships: held,
    hasSecondFactor: true,
  }
  return mayEnterFor(actor, kriens, new Map([[hers, places]]), staffId)
}

const lead = (unitId: Membership['unitId'] = null): Membership => ({ authorityId: kriens, unitId, role: 'lead' })

test.each<[string, readonly Membership[], readonly (string | null)[], boolean]>([
  ['a lead of the authority, for anybody', [lead()], [works], true],
  ['a lead of the authority, for who works in all of it', [lead()], [null], true],
  ['a lead of a unit, for her people', [lead(works)], [works], true],
  ['a lead of a unit, for another unit’s', [lead(works)], [residents], false],
  ['a lead of a unit, for who works in another one as well', [lead(works)], [works, residents], false],
  ['a lead of a unit, for who works in all of it', [lead(works)], [null], false],
  ['a lead of both units', [lead(works), lead(residents)], [works, residents], true],
  ['a lead of a unit, for who handles nothing there', [lead(works)], [], false],
  ['a clerk', [{ ...lead(), role: 'clerk' }], [works], false],
  ['a lead of another authority', [{ ...lead(), authorityId: luzern }], [works], false],
  ['a lead of whoever continues a closed one', [{ ...lead(), continuedBy: luzern }], [works], false],
])('%s: %s', (_who, held, places, expected) => {
  expect(may(held, places)).toBe(expected)
})

test('everybody who handles cases enters her own', () => {
  expect(may([{ ...lead(works), role: 'clerk' }], [], me)).toBe(true)
  expect(may([{ ...lead(), role: 'engineer' }], [], me)).toBe(false)
})
