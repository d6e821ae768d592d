import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createTranslators } from '#kernel/i18n/catalogue.ts'
import { formatExactInstant, formatSize } from './receipt-view.ts'

const translators = createTranslators([
  { prefix: 'kernel', folder: fileURLToPath(new URL('../messages', import.meta.url)) },
])

test('the time of arrival is exact to the second, in Swiss time and each language', () => {
  const instant = new Date('2026-07-01T22:00:09.999Z')
  expect(formatExactInstant(instant, 'de')).toBe('02.07.2026, 00.00.09 Uhr (UTC+02:00)')
  expect(formatExactInstant(instant, 'fr')).toBe('02.07.2026, 00 h 00 min 09 s (UTC+02:00)')
  expect(formatExactInstant(instant, 'it')).toBe('02.07.2026, 00.00.09 (UTC+02:00)')
  expect(formatExactInstant(instant, 'en')).toBe('02.07.2026, 00:00:09 (UTC+02:00)')
})

test('the hour that comes twice when summer time ends can be told apart', () => {
  expect(formatExactInstant(new Date('2026-10-25T00:30:00Z'), 'de')).toBe('25.10.2026, 02.30.00 Uhr (UTC+02:00)')
  expect(formatExactInstant(new Date('2026-10-25T01:30:00Z'), 'de')).toBe('25.10.2026, 02.30.00 Uhr (UTC+01:00)')
})

test.each([
  [0, '0 Bytes'],
  [1, '1 Byte'],
  [999, '999 Bytes'],
  [1_000, '1 kB'],
  [482_113, '482.1 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1 MB'],
  [25_000_000, '25 MB'],
  [1_234_567_890, "1'234.6 MB"],
])('%i bytes are shown as %s', (bytes, shown) => {
  expect(formatSize(bytes, translators.de)).toBe(shown)
})

test('a size has its French unit', () => {
  expect(formatSize(482_113, translators.fr)).toBe('482.1 ko')
})
