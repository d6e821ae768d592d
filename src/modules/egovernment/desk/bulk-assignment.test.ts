import { expect, test } from 'vitest'
import type { StaffActor, StaffRole } from '#kernel/db/actor.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { readTarget, rightFor, type Target, whyNot } from './bulk-assignment.ts'

const [luzern, kriens] = [slug<'authority'>('luzern'), slug<'authority'>('kriens')]
const [residents, works] = [slug<'unit'>('einwohnerdienste'), slug<'unit'>('werkdienst')]
const [me, colleague] = [
  uuid<'staff'>('0199aaaa-0000-7000-8000-000000000001'),
  uuid<'staff'>('0199aaaa-0000-7000-8000-000000000002'),
]
const seen = { authorityId: kriens, unitId: works, assignedTo: null, status: 'received', isErased: false } as const

function staff(role: StaffRole, unitId: typeof works | null = null): StaffActor {
  const memberships = [{ authorityId: kriens, unitId, role }]
  return { kind: 'staff', staffId: me, identityId: null, name: 'Testa Muster', memberships, hasSecondFactor: true }
}

const person = (staffId: typeof me | null): Target => ({ kind: 'person', staffId })
const unit = (authorityId = kriens, unitId = residents): Target => ({ kind: 'unit', authorityId, unitId })
const why = (actor: StaffActor, target: Target, changes = {}) =>
  whyNot(
    { actor, covered: [], works: (staffId) => staffId === colleague || staffId === me },
    { ...seen, ...changes },
    target,
  )

test('a target is read from the form, and nothing else is', () => {
  expect(readTarget('me', me)).toEqual(person(me))
  expect(readTarget('nobody', me)).toEqual(person(null))
  expect(readTarget(`staff:${colleague}`, me)).toEqual(person(colleague))
  expect(readTarget('unit:kriens/einwohnerdienste', me)).toEqual(unit())
  for (const wrong of ['', 'staff:', 'staff:me', 'unit:kriens', 'unit:../x', 'case:kriens/werkdienst'])
    expect(readTarget(wrong, me), wrong).toBeUndefined()
})

test('taking over is work, a unit is forwarding, others are for leads', () => {
  expect([person(me), unit(), person(colleague), person(null)].map((target) => rightFor(target, me))).toEqual([
    'work',
    'forward',
    'assign',
    'assign',
  ])
})

test.each([
  ['a clerk takes over', staff('clerk'), person(me), {}, undefined],
  ['a clerk hands to another unit', staff('clerk'), unit(), {}, undefined],
  ['a clerk does not give to others', staff('clerk'), person(colleague), {}, 'right'],
  ['a lead does', staff('lead'), person(colleague), {}, undefined],
  ['a lead takes away', staff('lead'), person(null), { assignedTo: colleague }, undefined],
  ['nobody has it already', staff('lead'), person(null), {}, 'already'],
  ['hers already', staff('clerk'), person(me), { assignedTo: me }, 'already'],
  ['in that unit already', staff('clerk'), unit(kriens, works), {}, 'already'],
  ['a unit of another authority', staff('clerk'), unit(luzern), {}, 'elsewhere'],
  [
    'somebody who does not work there',
    staff('lead'),
    person(uuid('0199aaaa-0000-7000-8000-000000000003')),
    {},
    'elsewhere',
  ],
  ['a case of another unit', staff('clerk', residents), person(me), {}, 'other_unit'],
  ['a case of another authority', staff('clerk'), person(me), { authorityId: luzern }, 'participant'],
  ['a closed case', staff('clerk'), person(me), { status: 'closed' }, 'status'],
  ['an erased case', staff('clerk'), person(me), { isErased: true }, 'status'],
] as const)('%s', (_name, actor, target, changes, expected) => {
  expect(why(actor, target, changes)).toBe(expected)
})

test('a deputy takes over what is assigned to whom she stands in for, in any unit', () => {
  const covered = [{ authorityId: kriens, staffId: colleague }]
  const facts = { actor: staff('clerk', residents), covered, works: () => true }
  expect(whyNot(facts, { ...seen, assignedTo: colleague }, person(me))).toBeUndefined()
  expect(whyNot({ ...facts, covered: [{ authorityId: luzern, staffId: colleague }] }, seen, person(me))).toBe(
    'other_unit',
  )
})
