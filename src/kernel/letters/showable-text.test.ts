import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readFamilies } from './fonts.ts'
import { createMakeShowable } from './showable-text.ts'

const families = readFamilies()
const makeShowable = createMakeShowable(families)

test.each([
  ['names of people who live here stay as they are', 'Žofia Łącka-Nguyễn, Ștefan Müller, Олена, Γιώργος, שלום, مرحبا'],
  ['French spaces stay', 'à\u00a014\u00a0h\u00a030'],
  ['line breaks stay', 'a\n\nb'],
])('%s', (_, text) => {
  expect(makeShowable(text)).toBe(text)
})

test.each([
  ['an emoji becomes its code', 'Danke 🎉!', 'Danke ‹U+1F389›!'],
  ['what no font has becomes its code', '你好', '‹U+4F60›‹U+597D›'],
  ['marks that turn the direction around become visible', 'a\u202egpj.exe', 'a‹U+202E›gpj.exe'],
  ['controls become visible', 'a\u0000b\u001bc', 'a‹U+0000›b‹U+001B›c'],
  ['private code points become visible', '\ue000', '‹U+E000›'],
  ['half a pair becomes the replacement sign', 'a\ud83db', 'a\ufffdb'],
  ['other line breaks become ours, tabs a space', 'a\r\nb\rc\u2028d\te', 'a\nb\nc\nd e'],
  ['what has no meaning for a reader goes', 'Ver\u00adtrag\u200b\ufeff', 'Vertrag'],
  ['letter and mark become one sign where there is one', 'Zu\u0308rich', 'Zürich'],
])('%s', (_, text, shown) => {
  expect(makeShowable(text)).toBe(shown)
})

test('whatever comes in, every sign that goes out is in a font, and a second time changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const shown = makeShowable(text)
      const signs = [...shown].filter((sign) => sign !== '\n').map((sign) => sign.codePointAt(0) ?? 0)
      expect(signs.every((sign) => families.some((covers) => covers(sign)))).toBe(true)
      expect(makeShowable(shown)).toBe(shown)
    }),
    { numRuns: 500 },
  )
})
