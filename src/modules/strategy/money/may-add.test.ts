import { expect, test } from 'vitest'
import { type Addable, mayAdd, sumOf } from './may-add.ts'

const credit = (id: string, changes: Partial<Addable> = {}): Addable => ({
  id,
  kind: 'special',
  standing: 'own_record',
  about: 'approved',
  isExact: true,
  partOf: undefined,
  ...changes,
})

const texts = { standing: 'founding_text', kind: 'total', about: undefined } as const
const whole = { ...credit('m1', texts), rappen: 1_438_150_000 }
const wlan = { ...credit('m2', { ...texts, kind: 'special', about: 'requested' }), rappen: 173_380_000 }

test("the total of 14'381'500 and the special credit of 1'733'800 are never added", () => {
  expect(sumOf([whole, wlan])).toEqual({ whyNot: 'is_total' })
  expect(mayAdd(credit('m1', { standing: 'founding_text' }), credit('m2', { standing: 'founding_text' }))).toBe(
    'relation_open',
  )
})

test.for([
  ['the same credit twice', credit('a'), credit('a'), 'same_credit'],
  ['a part and its whole', credit('a', { partOf: 'b' }), credit('b'), 'part_of'],
  ['a whole and its part', credit('b'), credit('a', { partOf: 'b' }), 'part_of'],
  ['what was requested and what was approved', credit('a', { about: 'requested' }), credit('b'), 'different_things'],
  ['an amount that is only roughly known', credit('a', { isExact: false }), credit('b'), 'not_exact'],
  ['a figure of a newspaper', credit('a', { standing: 'public_record' }), credit('b'), 'relation_open'],
  ['a credit for several years and one of a budget', credit('a'), credit('b', { kind: 'budget' }), 'different_kinds'],
  [
    'what supplements the one and what is added to the other',
    credit('a', { kind: 'supplement' }),
    credit('b', { kind: 'additional' }),
    'different_kinds',
  ],
  ['what nobody has said what it is', credit('a', { kind: undefined }), credit('b'), 'relation_open'],
] as const)('%s makes no sum', ([, one, other, why]) => {
  expect(mayAdd(one, other)).toBe(why)
})

test('a part is never added to its whole, whatever else is in the list and in whichever order', () => {
  const list = [credit('a'), credit('whole'), credit('b'), credit('part', { partOf: 'whole' })]
  const amounts = list.map((one) => ({ ...one, rappen: 100 }))
  expect(sumOf(amounts)).toEqual({ whyNot: 'part_of' })
  expect(sumOf(amounts.toReversed())).toEqual({ whyNot: 'part_of' })
  expect(sumOf(amounts.filter(({ id }) => id !== 'whole'))).toEqual({ sum: 300 })
  // What supplements the part is in the same whole.
  const more = credit('more', { kind: 'supplement', partOf: 'whole' })
  expect(mayAdd(more, credit('whole'))).toBe('part_of')
})

test('credits of one kind in the own books make a sum, with what supplements them', () => {
  const special = [credit('a'), credit('b', { kind: 'supplement' }), credit('c')]
  const budget = [credit('d', { kind: 'budget' }), credit('e', { kind: 'additional' })]
  const sum = (amounts: readonly Addable[]) => sumOf(amounts.map((one, at) => ({ ...one, rappen: (at + 1) * 100 })))
  expect([sum(special), sum(budget)]).toEqual([{ sum: 600 }, { sum: 300 }])
  expect(sum([...special, ...budget])).toEqual({ whyNot: 'different_kinds' })
  expect(sumOf([])).toEqual({ sum: 0 })
})
