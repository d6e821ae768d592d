import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeVersions } from './versions.ts'

test('what only one changed is kept, what both changed is named and stays as it was typed', () => {
  const was = { title: 'Alt', owner: 'Amt', text: 'Text', sources: 'A' }
  const typed = { title: 'Mein', owner: 'Amt', text: 'Meiner', sources: 'B' }
  const saved = { title: 'Alt', owner: 'Neues Amt', text: 'Ihrer', sources: 'B' }
  expect(mergeVersions(was, typed, saved)).toEqual({
    values: { title: 'Mein', owner: 'Neues Amt', text: 'Meiner', sources: 'B' },
    conflicts: ['text'],
    taken: ['owner'],
  })
})

test('neither change is lost: every value of both is in the form, or named beside it', () => {
  const values = fc.record({ a: fc.constantFrom('', 'x', 'y', 'z'), b: fc.constantFrom('', 'x', 'y', 'z') })
  fc.assert(
    fc.property(values, values, values, (was, typed, saved) => {
      const { values: form, conflicts, taken } = mergeVersions(was, typed, saved)
      for (const field of ['a', 'b'] as const) {
        if (typed[field] !== was[field]) expect(form[field]).toBe(typed[field])
        else expect(form[field]).toBe(saved[field])
        const isShown = conflicts.includes(field) || taken.includes(field)
        if (saved[field] !== was[field] && saved[field] !== typed[field]) expect(isShown).toBe(true)
      }
    }),
  )
})

test('a line break that the browser sends as two signs is no change', () => {
  expect(mergeVersions({ text: 'a\nb' }, { text: 'a\r\nb' }, { text: 'c' })).toMatchObject({
    values: { text: 'c' },
    conflicts: [],
  })
})

test('a day is one field: what one changed of it is not mixed with what another did', () => {
  const day = (date: string, month: string) => ({ 'due.day': date, 'due.month': month, 'due.year': '2027' })
  const { values, conflicts, taken } = mergeVersions(day('31', '12'), day('30', '12'), day('31', '10'))
  expect(values).toEqual(day('30', '12'))
  expect([conflicts, taken]).toEqual([['due'], []])
  expect(mergeVersions(day('31', '12'), day('31', '12'), day('31', '10')).taken).toEqual(['due'])
})
