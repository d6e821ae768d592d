import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isMailAddress, linkParts, mailHtml, oneLine, paragraphs } from './mail-text.ts'

test('one address is one address', () => {
  for (const good of ['anna@example.ch', 'anna.muster+x@sub.example.ch', 'zoë@exämple.ch'])
    expect(isMailAddress(good)).toBe(true)
  for (const bad of [
    '',
    'anna',
    'anna@',
    '@example.ch',
    'a@b@c',
    'anna@example.ch, eva@example.ch',
    'Anna <anna@example.ch>',
    'anna@example.ch\r\nBcc: eva@example.ch',
    'anna @example.ch',
    `${'a'.repeat(250)}@b.ch`,
  ])
    expect(isMailAddress(bad), bad).toBe(false)
})

test('no text makes a second header line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(oneLine(text)).toMatch(/^[^\r\n\0\u2028\u2029]*$/)
    }),
  )
  expect(oneLine('Ihr Fall\r\nBcc: eva@example.ch')).toBe('Ihr Fall Bcc: eva@example.ch')
})

test('addresses in a text become links, without the full stop behind them', () => {
  expect(linkParts('Sehen Sie https://portal.example/cases/KRI-1?a=b. Danke (http://x.example/).')).toEqual([
    { text: 'Sehen Sie ', isLink: false },
    { text: 'https://portal.example/cases/KRI-1?a=b', isLink: true },
    { text: '. Danke (', isLink: false },
    { text: 'http://x.example/', isLink: true },
    { text: ').', isLink: false },
  ])
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(
        linkParts(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text)
    }),
  )
})

test('empty lines part the paragraphs', () => {
  expect(paragraphs('a\r\nb\r\n\r\n\r\nc\n')).toEqual(['a\nb', 'c'])
})

test('the HTML twin says the same words, and what people wrote stays text', () => {
  const html = mailHtml({
    subject: 'Fall <script>',
    text: 'Guten Tag "Anna" & <b>\nweiter\n\nhttps://portal.example/?a=1&b=2',
    footer: 'Wegweiser',
    language: 'fr',
  })
  expect(html).toContain('<html lang="fr">')
  expect(html).toContain('Guten Tag &quot;Anna&quot; &amp; &lt;b&gt;<br>weiter</p>')
  expect(html).toContain('<a href="https://portal.example/?a=1&amp;b=2">https://portal.example/?a=1&amp;b=2</a>')
  expect(html).not.toContain('<script>')
  expect(html).not.toMatch(/src=|url\(/)
})
