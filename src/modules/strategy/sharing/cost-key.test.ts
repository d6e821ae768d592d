import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CostKey, perHead, shareCosts } from './cost-key.ts'

const payer = (id: string, inhabitants: number | undefined = undefined, use: number | undefined = undefined) => ({
  id,
  inhabitants,
  use,
})
const shares = (rappen: number, payers: Parameters<typeof shareCosts>[1], key: CostKey) => {
  const found = shareCosts(rappen, payers, key)
  return found.ok ? Object.fromEntries(found.rappen) : found.missing
}

test('Hare–Niemeyer gives the Rappen left over to the largest remainders', () => {
  // By hand: quotas 43.7, 33.6 and 22.7; two are left over, and 0.7 twice is more than 0.6.
  expect(shares(100, [payer('a', 437), payer('b', 336), payer('c', 227)], { kind: 'population' })).toEqual({
    a: 44,
    b: 33,
    c: 23,
  })
  expect(shares(100, [payer('a'), payer('b'), payer('c')], { kind: 'equal' })).toEqual({ a: 34, b: 33, c: 33 })
})

test('a mixed key takes a base from everybody and the rest by heads', () => {
  const mixed = { kind: 'mixed', baseShare: 5000 } as const
  expect(shares(1_000, [payer('a', 9), payer('b', 1)], mixed)).toEqual({ a: 700, b: 300 })
})

test('who lacks the figure that the key needs is named, and nothing is guessed', () => {
  expect(shares(1_000, [payer('a', 9), payer('b')], { kind: 'population' })).toEqual(['b'])
  expect(shares(1_000, [payer('a', 9, 3), payer('b', 8)], { kind: 'use' })).toEqual(['b'])
})

test('a contribution per head is exact in Rappen', () => {
  expect(perHead(125, 28_000)).toBe(3_500_000)
})

test('whatever the amount, the key and the figures, the parts add up to the amount and nobody pays less than nothing', () => {
  const anyKey = fc.oneof(
    fc.constantFrom<CostKey>({ kind: 'population' }, { kind: 'equal' }, { kind: 'use' }),
    fc.integer({ min: 0, max: 10_000 }).map((baseShare): CostKey => ({ kind: 'mixed', baseShare })),
  )
  const anyPayers = fc
    .array(fc.tuple(fc.nat(500_000), fc.nat(1_000_000)), { minLength: 1, maxLength: 80 })
    .map((rows) => rows.map(([inhabitants, use], index) => payer(`p${index}`, inhabitants, use)))
  fc.assert(
    fc.property(fc.nat(900_000_000_000), anyPayers, anyKey, (rappen, payers, key) => {
      const found = shareCosts(rappen, payers, key)
      const parts = found.ok ? [...found.rappen.values()] : []
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(rappen)
      expect(Math.min(...parts)).toBeGreaterThanOrEqual(0)
    }),
    { numRuns: 60 },
  )
})
