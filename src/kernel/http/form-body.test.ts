import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BadRequestError, TooLargeError } from './errors.ts'
import { parseForm } from './form-body.ts'

test('what a browser sends is read back, in order, nothing converted', () => {
  const pairs = fc.array(
    fc.tuple(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.string({ unit: 'grapheme', maxLength: 50 })),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(pairs, (sent) => {
      const form = parseForm(new URLSearchParams(sent).toString())
      for (const [name] of sent)
        expect(form.all(name)).toEqual(sent.filter(([other]) => other === name).map(([, value]) => value))
    }),
  )
})

test('names are data: nothing reaches an object', () => {
  const form = parseForm('__proto__=1&constructor=2&x=42')
  expect(form.get('__proto__')).toBe('1')
  expect(form.get('x')).toBe('42')
  expect(Object.hasOwn(Object.prototype, '1')).toBe(false)
})

test('broken escapes and floods are refused', () => {
  expect(() => parseForm('a=%zz')).toThrow(BadRequestError)
  expect(() => parseForm('a=%ff')).toThrow(BadRequestError)
  expect(() => parseForm('a=1&'.repeat(1_001))).toThrow(TooLargeError)
  expect(() => parseForm(`a=${'x'.repeat(100_001)}`)).toThrow(TooLargeError)
})
