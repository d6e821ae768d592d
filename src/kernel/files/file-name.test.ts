import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanFileName, extensionOf } from './file-name.ts'

test.each([
  ['Mietvertrag.pdf', 'Mietvertrag.pdf'],
  ['../../x', 'x'],
  ['C:\\Users\\me\\Déclaration.PDF', 'Déclaration.PDF'],
  ['CON', 'CON'],
  ['rechnung\u202efdp.exe', 'rechnungfdp.exe'],
  ['a\r\nSet-Cookie: x=1.pdf', 'aSet-Cookie: x=1.pdf'],
  ['a\0.pdf', 'a.pdf'],
  ['..', 'file'],
  ['', 'file'],
  ['   ', 'file'],
  ['x/', 'file'],
  ['Zu\u0308geln.txt', 'Zügeln.txt'],
])('%j is kept as %j', (name, kept) => expect(cleanFileName(name)).toBe(kept))

test('a name of 300 characters keeps its ending', () => {
  const kept = cleanFileName(`${'ä'.repeat(300)}.pdf`)
  expect(kept).toHaveLength(200)
  expect(kept.endsWith('ä.pdf')).toBe(true)
})

test('no name keeps a way out, a control sign or broken text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
      const kept = cleanFileName(name)
      expect(kept).toMatch(/^[^/\\\p{Cc}\u202a-\u202e]{1,200}$/u)
      expect(kept.isWellFormed()).toBe(true)
      expect(['.', '..']).not.toContain(kept)
    }),
  )
})

test('the ending is what stands behind the last dot', () => {
  expect(['a.PDF', 'a.tar.gz', 'a', '.', 'a.'].map(extensionOf)).toEqual(['pdf', 'gz', '', '', ''])
})
