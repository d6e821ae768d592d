import { expect, test } from 'vitest'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { type CreditStanding, remainingOf, warningsOf } from './warnings.ts'

const day = (text: string): IsoDate => {
  if (!isIsoDate(text)) throw new Error(text)
  return text
}
const today = day('2026-11-22')
const nothing = { approved: 0, spent: 0, committed: 0, expected: 0 }
const credit = (changes: Partial<CreditStanding>): CreditStanding => ({
  approved: 100_000,
  ...{ spent: 0, committed: 0, expected: 0, expiresOn: undefined, supplemented: nothing },
  ...changes,
})
const warnings = (changes: Partial<CreditStanding>) => warningsOf(credit(changes), today)

test('more spent, committed or expected than approved warns, the gravest first', () => {
  expect(warnings({ spent: 100_001, committed: 200_000 })).toEqual(['overspent'])
  expect(warnings({ spent: 90_001, committed: 100_001, expected: 10_000 })).toEqual([
    'overcommitted',
    'will_overspend',
    'near_limit',
  ])
  expect(warnings({ spent: 90_000, committed: 100_000, expected: 10_000 })).toEqual([])
})

test('a supplement that was granted widens the frame of its credit', () => {
  const supplemented = { ...nothing, approved: 20_000 }
  expect(warnings({ spent: 105_000, committed: 120_000, expected: 15_000, supplemented })).toEqual([])
  expect(remainingOf(credit({ spent: 105_000, supplemented }))).toBe(15_000)
  expect(warnings({ spent: 120_001, supplemented })).toEqual(['overspent'])
})

test('what is spent of the supplement itself is gone from the frame of both', () => {
  const supplemented = { approved: 20_000, spent: 18_000, committed: 18_000, expected: 1_000 }
  expect(remainingOf(credit({ spent: 100_000, supplemented }))).toBe(2_000)
  expect(warnings({ spent: 103_000, supplemented })).toEqual(['overspent'])
})

test('a credit warns 90 days before it expires and after, as long as money is left', () => {
  expect(warnings({ expiresOn: day('2027-02-20') })).toEqual(['expires_soon'])
  expect(warnings({ expiresOn: day('2027-02-21') })).toEqual([])
  expect(warnings({ expiresOn: day('2026-11-21') })).toEqual(['expired'])
  expect(warnings({ spent: 100_000, expiresOn: day('2026-11-21') })).toEqual(['near_limit'])
  const supplemented = { ...nothing, approved: 20_000 }
  expect(warnings({ spent: 100_000, expiresOn: day('2026-11-21'), supplemented })).toEqual(['expired'])
})

test('of a credit whose amount nobody has said, only the end warns', () => {
  expect(warnings({ approved: undefined, spent: 1_000_000 })).toEqual([])
  expect(remainingOf(credit({ approved: undefined }))).toBeUndefined()
})
