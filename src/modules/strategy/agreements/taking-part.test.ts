import { expect, test } from 'vitest'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { consequencesOf, endsAfterNotice, takesPartOn } from './taking-part.ts'

const day = (text: string): IsoDate => {
  if (!isIsoDate(text)) throw new Error(text)
  return text
}

test('notice ends on the first of a month, after whole months', () => {
  expect(endsAfterNotice(day('2026-11-26'), 6, day)).toBe('2027-06-01')
  expect(endsAfterNotice(day('2026-11-01'), 0, day)).toBe('2026-12-01')
  expect(endsAfterNotice(day('2026-12-31'), 12, day)).toBe('2028-01-01')
})

test('on the day it ends one is out, the day before still in', () => {
  const parts = [{ id: 'a', since: day('2026-01-01'), until: day('2027-06-01') }]
  expect([...takesPartOn(parts, day('2027-05-31'))]).toEqual(['a'])
  expect([...takesPartOn(parts, day('2027-06-01'))]).toEqual([])
  expect([...takesPartOn(parts, day('2025-12-31'))]).toEqual([])
})

test('when one leaves, it is shown what the others pay instead', () => {
  const payers = ['a', 'b', 'c'].map((id, index) => ({ id, inhabitants: (index + 1) * 1_000, use: undefined }))
  const found = consequencesOf(
    60_000,
    payers,
    { kind: 'population' },
    { before: new Set(['a', 'b', 'c']), after: new Set(['a', 'b']) },
  )
  expect(found).toEqual({
    ok: true,
    lines: [
      { id: 'a', before: 10_000, after: 20_000 },
      { id: 'b', before: 20_000, after: 40_000 },
      { id: 'c', before: 30_000, after: undefined },
    ],
  })
})
