import { expect, test } from 'vitest'
import { judgedOn, readGold } from '#test/support/synergy-gold.ts'
import { findSynergies } from './find-synergies.ts'
import { type Judgement, trustFrom } from './trust.ts'

const { profiles } = readGold('tuning')
const find = (judgements: readonly Judgement[]) =>
  findSynergies({ profiles, today: judgedOn, trustIn: trustFrom(judgements), leastChance: 0 })
const chanceOf = (found: ReturnType<typeof find>, one: string, other: string) =>
  found.find((pair) => [pair.one, pair.other].sort().join() === [one, other].sort().join())?.chance ?? 0

test('a rejection because a word meant something else lowers pairs that rest on that word, and no others', () => {
  const before = find([])
  const misled = before.find(({ one, other }) => [one, other].sort().join() === 'horw-dorfidentitaet,luzern-eid')
  const rejected: Judgement = { reason: 'other_meaning', evidence: misled?.evidence ?? [] }
  const after = find([rejected, rejected])
  const [eid, canton] = ['luzern-eid', 'kanton-luzernid']
  expect(chanceOf(after, 'horw-dorfidentitaet', canton)).toBeLessThan(chanceOf(before, 'horw-dorfidentitaet', canton))
  expect(chanceOf(after, 'horw-dorfidentitaet', eid)).toBeLessThan(chanceOf(before, 'horw-dorfidentitaet', eid))
  expect(chanceOf(after, 'emmen-erp', 'horw-erp')).toBe(chanceOf(before, 'emmen-erp', 'horw-erp'))
})

test('however much is rejected, strong evidence is still suggested', () => {
  const before = findSynergies({ profiles, today: judgedOn })
  const all = before.flatMap(({ evidence }) =>
    Array.from({ length: 50 }, (): Judgement => ({ reason: 'too_common', evidence })),
  )
  const after = findSynergies({ profiles, today: judgedOn, trustIn: trustFrom(all) })
  expect(after.length).toBeLessThan(before.length)
  expect(after.length).toBeGreaterThan(before.length / 2)
})

test('agreement wins trust back, and a reason that blames nothing takes none', () => {
  const evidence = [{ type: 'process' as const, terms: ['Fakturierung'] }]
  const once = trustFrom([{ reason: 'too_common', evidence }])('process', 'fakturierung')
  const won = trustFrom([
    { reason: 'too_common', evidence },
    { reason: undefined, evidence },
    { reason: undefined, evidence },
  ])('process', 'Fakturierung')
  expect(once).toBe(0.75)
  expect(won).toBeGreaterThan(once)
  expect(trustFrom([{ reason: 'no_gain', evidence }])('process', 'Fakturierung')).toBe(1)
})
