import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guarded } from './guarded.ts'

test.each([
  ...[
    '+41 41 228 51 11',
    '-',
    '+',
    '-5 %',
    '-5%',
    '+3,5',
    "-1'234.50",
    '-1’234',
    '-1\u00a0000',
    '- 12',
    '-1.5e-7',
    '+1E6',
  ],
  ...['', 'Linde', '5-7', '’=1', ' =1'],
])('%j stays as it is', (text) => {
  expect(guarded(text)).toBe(text)
})

test.each([
  ...['=1+1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '\0=1', '=', '@'],
  ...[
    '-1+1',
    '+A1',
    '-2*3',
    '+cmd|',
    '-(5)',
    '--5',
    '-5-7',
    '-5/7',
    '-5:6',
    '-5%%',
    '-5 %5',
    '+41 (0)41',
    '-1e',
    '-e5',
    '-\n5',
    '-5\n',
    '+"a"',
    "-'x'!A1",
  ],
])('%j begins with a sign that says: text', (text) => {
  expect(guarded(text)).toBe(`'${text}`)
})

/** What there must be for something to be computed: two parts with an operator between, a call, a reference to a cell, a text. */
const computes = /[^+\-0-9 \u00a0\u202f'’.,%eE]|^.[\s\S]*[+-](?<![eE][+-])|%./

test('a cell that went through it can never be a formula, and nothing else is changed', () => {
  const near = fc.string({ unit: fc.constantFrom(...'+-=@\t\r\n\0 0123456789.,%eE\'’"()*/^&:;!$AZ|') })
  fc.assert(
    fc.property(fc.oneof(near, fc.string({ unit: 'binary' })), (text) => {
      const safe = guarded(text)
      expect([text, `'${text}`]).toContain(safe)
      const first = safe[0] ?? ''
      expect('=@\t\r\n\0'.includes(first) && first !== '').toBe(false)
      if (first === '+' || first === '-') expect(safe).not.toMatch(computes)
    }),
    { numRuns: 2_000 },
  )
})
