import { describe, expect, test } from 'vitest'
import type { Membership, StaffActor } from '#kernel/db/actor.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { standingTo, workplacesOf } from './standing.ts'

const [luzern, kriens] = [slug<'authority'>('luzern'), slug<'authority'>('kriens')]
const [residents, works] = [slug<'unit'>('einwohnerdienste'), slug<'unit'>('werkdienst')]
const me = uuid<'staff'>('0199aaaa-0000-7000-8000-000000000001')

function staff(...memberships: Membership[]): StaffActor {
  return { kind: 'staff', staffId: me, identityId: null, name: 'Testa Muster', memberships, hasSecondFactor: true }
}
const clerk = { authorityId: luzern, unitId: null, role: 'clerk' } as const
const unitClerk = { ...clerk, unitId: residents }
const seen = { authorityId: luzern, unitId: works, assignedTo: null }

describe('where somebody works', () => {
  test('the whole authority takes its units in', () => {
    expect(workplacesOf(staff(unitClerk, clerk))).toEqual([{ authorityId: luzern, unitId: null }])
  })
  test('two units of one authority, each once', () => {
    const both = workplacesOf(staff(unitClerk, { ...clerk, unitId: works }, { ...unitClerk, role: 'lead' }))
    expect(both.map(({ unitId }) => unitId)).toEqual([residents, works])
  })
  test('other roles bring no cases', () => {
    expect(workplacesOf(staff({ ...clerk, role: 'engineer' }))).toEqual([])
  })
})

describe('how somebody stands to a case', () => {
  test('of the whole authority, of the unit, or because it was given to her: in charge', () => {
    expect(standingTo(staff(clerk), seen, [])?.kind).toBe('in_charge')
    expect(standingTo(staff(unitClerk), { ...seen, unitId: residents }, [])?.kind).toBe('in_charge')
    expect(standingTo(staff(unitClerk), { ...seen, assignedTo: me }, [])?.kind).toBe('in_charge')
  })
  test('of another unit, but assigned to somebody she stands in for there: in charge', () => {
    const absent = uuid<'staff'>('0199aaaa-0000-7000-8000-000000000002')
    const assigned = { ...seen, assignedTo: absent }
    const kindFor = (authorityId: typeof luzern) =>
      standingTo(staff(unitClerk), assigned, [], [{ authorityId, staffId: absent }])?.kind
    expect([kindFor(luzern), kindFor(kriens)]).toEqual(['in_charge', 'other_unit'])
  })
  test('of another unit she reads, and does nothing', () => {
    const standing = standingTo(staff({ ...unitClerk, role: 'lead' }), seen, [])
    expect(standing?.kind).toBe('other_unit')
    expect([...(standing?.rights ?? [])]).toEqual(['read'])
  })
  test('a lead assigns and holds, a clerk does not', () => {
    expect(standingTo(staff({ ...clerk, role: 'lead' }), seen, [])?.rights.has('assign')).toBe(true)
    expect(standingTo(staff(clerk), seen, [])?.rights.has('assign')).toBe(false)
    expect(standingTo(staff(clerk), seen, [])?.rights.has('hold')).toBe(false)
  })
  test('a lead elsewhere is a clerk here', () => {
    const both = staff(clerk, { ...clerk, authorityId: kriens, role: 'lead' })
    expect(standingTo(both, seen, [])?.rights.has('assign')).toBe(false)
    expect(standingTo(both, { ...seen, authorityId: kriens }, [])?.rights.has('assign')).toBe(true)
  })
  test('another authority takes part once the case was forwarded to it', () => {
    const neighbour = staff({ ...clerk, authorityId: kriens })
    expect(standingTo(neighbour, seen, [])).toBeUndefined()
    expect(standingTo(neighbour, seen, [{ authorityId: kriens }])).toMatchObject({ kind: 'participant', at: kriens })
  })
  test('a role of another kind at the authority opens no case', () => {
    expect(standingTo(staff({ ...clerk, role: 'engineer' }), seen, [])).toBeUndefined()
  })
})
