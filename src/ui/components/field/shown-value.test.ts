import { expect, test } from 'vitest'
import { shownValue } from './shown-value.ts'

test('what HTML cannot hold is shown as such, and a line of text stays one line', () => {
  expect(shownValue('a\0b\u0085')).toBe('a\uFFFDb\uFFFD')
  expect(shownValue('Mi\r\nra\tMeier')).toBe('Mi ra Meier')
  expect(shownValue('zwei\r\nZeilen\u0007', 'many')).toBe('zwei\r\nZeilen\uFFFD')
  expect(shownValue('Zoë Müller 😀')).toBe('Zoë Müller 😀')
  expect(shownValue(undefined)).toBe('')
})
