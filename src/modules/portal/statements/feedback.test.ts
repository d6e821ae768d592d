import { expect, test } from 'vitest'
import { FormBody } from '#kernel/http/form-body.ts'
import { answerBy, readFeedback } from './feedback.ts'

const form = (values: Record<string, string>) => new FormBody(Object.entries(values))

test('feedback needs a text only; blanks around it go, lines count as one character', () => {
  expect(readFeedback(form({ text: '  Der Knopf\r\nist zu klein. ', page: '', email: '' }))).toEqual({
    ok: true,
    feedback: { text: 'Der Knopf\nist zu klein.', page: null, email: null },
  })
})

test('page and e-mail are kept when given', () => {
  expect(readFeedback(form({ text: 'x', page: '/services', email: 'mara@beispiel.example' }))).toEqual({
    ok: true,
    feedback: { text: 'x', page: '/services', email: 'mara@beispiel.example' },
  })
})

test.each([
  [{ text: '   ' }, { text: 'missing' }],
  [{ text: 'x'.repeat(2_001) }, { text: 'too_long' }],
  [{ text: 'x', page: 'p'.repeat(301) }, { page: 'too_long' }],
  [{ text: 'x', email: 'mara' }, { email: 'wrong' }],
  [{ text: 'x', email: 'mara@beispiel' }, { email: 'wrong' }],
  [{ text: 'x', email: 'a b@beispiel.example' }, { email: 'wrong' }],
  [{ text: 'x', email: 'a@b.example, c@d.example' }, { email: 'wrong' }],
  [
    { text: '', email: '@' },
    { text: 'missing', email: 'wrong' },
  ],
])('%j is refused with what to do', (values, expected) => {
  const reading = readFeedback(form(values))
  const faults = reading.ok ? {} : reading.faults
  expect(Object.fromEntries(Object.entries(faults).map(([field, fault]) => [field, fault?.key]))).toEqual(
    Object.fromEntries(
      Object.entries(expected).map(([field, key]) => [field, `portal.statements.feedback.${field}.${key}`]),
    ),
  )
})

test('the answer is due ten days after the Swiss day of arrival, also over a change of clocks and of year', () => {
  expect(answerBy(new Date('2026-11-22T13:30:00Z'))).toBe('2026-12-02')
  expect(answerBy(new Date('2026-12-24T23:30:00Z'))).toBe('2027-01-04')
  expect(answerBy(new Date('2026-03-20T10:00:00Z'))).toBe('2026-03-30')
})
