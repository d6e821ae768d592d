import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { caseNumber, codeOfNumber, parseCaseNumber } from './case-number.ts'

const folder = join(import.meta.dirname, '../../../../content/authorities')
const codes = [
  ...new Set(
    readdirSync(folder).flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/code:\s*([A-Z]{3})/g)].flatMap(([, code]) => code ?? []),
    ),
  ),
]

const numbers = fc
  .record({ code: fc.stringMatching(/^[A-Z]{3}$/), serial: fc.integer({ min: 0, max: 999_999_999 }) })
  .map((parts) => ({ ...parts, number: caseNumber(parts) }))

test('a number reads back, however it is spaced and written', () => {
  fc.assert(
    fc.property(numbers, fc.constantFrom('', ' ', '-', ' - '), fc.boolean(), ({ number, code }, between, isLower) => {
      const typed = number.replaceAll('-', between)
      expect(parseCaseNumber(isLower ? typed.toLowerCase() : ` ${typed} `)).toBe(number)
      expect(codeOfNumber(number)).toBe(code)
    }),
  )
})

test('a number is short enough to be said: three letters and groups of at most four digits', () => {
  expect(caseNumber({ code: 'KRI', serial: 123_456 })).toMatch(/^KRI-0012-3456-\d{3}$/)
  expect(caseNumber({ code: 'KRI', serial: 123_456_789 })).toMatch(/^KRI-1-2345-6789-\d{3}$/)
})

test('no wrong character passes', () => {
  fc.assert(
    fc.property(numbers, fc.nat(), fc.nat(), ({ number }, where, what) => {
      const plain = number.replaceAll('-', '')
      const index = where % plain.length
      const signs = index < 3 ? 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' : '0123456789'
      const sign = signs[what % signs.length] ?? ''
      fc.pre(sign !== plain[index])
      expect(parseCaseNumber(plain.slice(0, index) + sign + plain.slice(index + 1))).toBeUndefined()
    }),
    { numRuns: 3_000 },
  )
})

test('no two exchanged characters pass, next to each other or not', () => {
  fc.assert(
    fc.property(numbers, fc.nat(), fc.nat(), ({ number }, one, other) => {
      const signs = [...number.replaceAll('-', '')]
      const [a, b] = [one % signs.length, other % signs.length]
      const [first, second] = [signs[a] ?? '', signs[b] ?? '']
      fc.pre(first !== second && a < 3 === b < 3)
      signs[a] = second
      signs[b] = first
      expect(parseCaseNumber(signs.join(''))).toBeUndefined()
    }),
    { numRuns: 3_000 },
  )
})

test("the right digits behind another authority's code do not pass", () => {
  expect(codes.length).toBeGreaterThan(100)
  for (const code of codes) {
    const digits = caseNumber({ code, serial: 31_415 }).slice(3)
    for (const other of codes) if (other !== code) expect(parseCaseNumber(other + digits)).toBeUndefined()
  }
})

test('what is no number is refused', () => {
  const number = caseNumber({ code: 'LUZ', serial: 42 })
  for (const text of ['', 'LUZ', number.slice(0, -1), `${number}0`, `0${number}`, 'x'.repeat(1000), '<script>']) {
    expect(parseCaseNumber(text)).toBeUndefined()
  }
  const digits = number.slice(4).replaceAll('-', '')
  expect(parseCaseNumber(`LUZ0${digits}`)).toBeUndefined()
})
