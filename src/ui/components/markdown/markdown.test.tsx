import fc from 'fast-check'
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { isSafeAddress, Markdown } from './markdown.tsx'

const html = (text: string) => renderToString(<Markdown text={text} />)

test('paragraphs, headings, lists, bold, italic and links become elements', () => {
  expect(html('# Titel\n\nEin **fetter** und ein *schräger* Satz,\nzwei Zeilen.\n\n- eins\n- zwei\n\n1. a\n2. b')).toBe(
    '<div class="markdown"><h2>Titel</h2>' +
      '<p>Ein <strong>fetter</strong> und ein <em>schräger</em> Satz, zwei Zeilen.</p>' +
      '<ul><li>eins</li><li>zwei</li></ul><ol><li>a</li><li>b</li></ol></div>',
  )
  expect(html('[Dienstleistungen](/services)')).toContain('<a href="/services">Dienstleistungen</a>')
})

test('headings keep below the level they begin at', () => {
  expect(renderToString(<Markdown text={'# a\n## b'} level={4} />)).toContain('<h4>a</h4><h5>b</h5>')
})

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](vbscript:msgbox)',
  '[x](//evil.example)',
  '[x](/\\evil.example)',
  '[x](\tjavascript:alert(1))',
  '**<svg onload=alert(1)>**',
  '[<b onclick=alert(1)>](https://a.example)',
])('%s stays harmless', (text) => {
  const made = html(text)
  expect(made).not.toMatch(/<(script|img|svg|b)[\s>]/i)
  expect(made).not.toMatch(/href="(?!https?:\/\/|mailto:|tel:|#|\/[^/\\])/i)
})

test('whatever is typed, only the allowed elements come out', () => {
  const typed = fc.array(
    fc.constantFrom('*', '**', '[', ']', '(', ')', '<', '>', '"', "'", '&', '#', '-', '\n', 'a', ' '),
  )
  fc.assert(
    fc.property(typed, (parts) => {
      const tags = html(parts.join('')).match(/<\/?([a-z0-9]+)/g) ?? []
      for (const tag of tags) expect(tag).toMatch(/^<\/?(div|p|ul|ol|li|h[2-6]|strong|em|a)$/)
    }),
  )
})

test('a long line of marks is read in a moment', () => {
  const start = performance.now()
  html('**'.repeat(2_000))
  html('['.repeat(4_000))
  expect(performance.now() - start).toBeLessThan(1_000)
})

test('own paths, web, mail and telephone are followed, other schemes are not', () => {
  expect(['/a', '#b', 'https://c.example', 'mailto:d@e.example', 'tel:+41410000000'].every(isSafeAddress)).toBe(true)
  expect(['javascript:1', '//x', '/\\x', 'data:x', 'ftp://x'].some(isSafeAddress)).toBe(false)
})
