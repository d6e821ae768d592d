import { expect, test } from 'vitest'
import { actorSettings, type Mandate, type PersonActor } from '../db/actor.ts'
import { slug, uuid } from '../ids.ts'
import { columnsOf, covers, managesMandatesOf, mayHandInFor, rightOf } from './mandate.ts'

const firm = uuid<'party'>('00000000-0000-7000-8000-00000000000f')
const other = uuid<'party'>('00000000-0000-7000-8000-00000000000e')
const damage = slug<'service'>('schadensmeldung')
const parking = slug<'service'>('parkkarte')

const mandate = (changes: Partial<Mandate> = {}): Mandate => ({
  partyId: firm,
  services: 'all',
  maySubmit: true,
  mayManage: false,
  ...changes,
})
const person = (...represents: Mandate[]): PersonActor => ({
  kind: 'person',
  identityId: uuid('00000000-0000-7000-8000-000000000001'),
  partyId: uuid('00000000-0000-7000-8000-000000000002'),
  represents,
  level: 'high',
})

test('a mandate covers the services it names, or all', () => {
  expect(covers(mandate(), parking)).toBe(true)
  expect(covers(mandate({ services: [damage] }), damage)).toBe(true)
  expect(covers(mandate({ services: [damage] }), parking)).toBe(false)
  expect(covers(mandate({ services: [] }), damage)).toBe(false)
})

test('one hands in for those whose mandate covers the service and is more than reading', () => {
  const both = person(mandate({ services: [damage] }), mandate({ partyId: other, maySubmit: false }))
  expect(mayHandInFor(both, damage)).toEqual([firm])
  expect(mayHandInFor(both, parking)).toEqual([])
  expect(mayHandInFor({ kind: 'public' }, damage)).toEqual([])
})

test('only a manager of that firm manages its mandates', () => {
  expect(managesMandatesOf(person(mandate({ mayManage: true })), firm)).toBe(true)
  expect(managesMandatesOf(person(mandate({ mayManage: true })), other)).toBe(false)
  expect(managesMandatesOf(person(mandate()), firm)).toBe(false)
})

test('who manages does everything, whatever else was ticked', () => {
  expect(columnsOf({ mandate: 'Leitung', right: 'manage', services: [damage] })).toEqual({
    mandate: 'Leitung',
    service_ids: null,
    may_submit: true,
    may_manage: true,
  })
  expect(columnsOf({ mandate: 'Lesen', right: 'read', services: [damage] })).toMatchObject({
    service_ids: ['schadensmeldung'],
    may_submit: false,
    may_manage: false,
  })
  expect([rightOf(mandate()), rightOf(mandate({ maySubmit: false })), rightOf(mandate({ mayManage: true }))]).toEqual([
    'submit',
    'read',
    'manage',
  ])
})

test('the settings of an actor say for whom, what and how far', () => {
  const settings = actorSettings(person(mandate({ services: [damage] }), mandate({ partyId: other, mayManage: true })))
  expect(settings.at(-1)?.split(',')).toEqual([
    `r/${firm}/schadensmeldung`,
    `w/${firm}/schadensmeldung`,
    `r/${other}/*`,
    `w/${other}/*`,
    `m/${other}`,
  ])
  expect(actorSettings(person()).at(-1)).toBe('')
})
