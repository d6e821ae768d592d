import { expect, test } from 'vitest'
import { hashAccessCode, isAccessCode, newAccessCode, parseAccessCode } from './access-code.ts'

test('a code reads back, however it is typed', () => {
  for (let count = 0; count < 200; count += 1) {
    const code = newAccessCode()
    expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(parseAccessCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(code)
    expect(parseAccessCode(code.replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(code)
  }
})

test('codes are spread over all 80 bits', () => {
  const codes = Array.from({ length: 2_000 }, () => newAccessCode().replaceAll('-', ''))
  expect(new Set(codes).size).toBe(codes.length)
  for (let index = 0; index < 16; index += 1) expect(new Set(codes.map((code) => code[index])).size).toBe(32)
})

test('only the right code proves the case', () => {
  const [code, other] = [newAccessCode(), newAccessCode()]
  const hash = hashAccessCode(code)
  expect(isAccessCode(code, hash)).toBe(true)
  expect(isAccessCode(other, hash)).toBe(false)
  expect(isAccessCode(code, hash.subarray(1))).toBe(false)
  expect(hash.toString('latin1')).not.toContain(code)
})

test('what is no code is refused', () => {
  const code = newAccessCode()
  for (const text of ['', code.slice(1), `${code}0`, code.replace(/.$/, 'U'), 'x'.repeat(500)])
    expect(parseAccessCode(text)).toBeUndefined()
})
