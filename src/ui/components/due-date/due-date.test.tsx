import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { translators } from '../../gallery/example.ts'
import { DueDate, daysBetween } from './due-date.tsx'

const says = (day: string, language: 'de' | 'fr' = 'de') =>
  renderToString(<DueDate t={translators[language]} today="2026-11-22" day={day} />).replace(/<[^>]+>/g, '')

test.each([
  ['2026-11-20', 'seit 2 Tagen überfällig'],
  ['2026-11-21', 'seit 1 Tag überfällig'],
  ['2026-11-22', 'heute'],
  ['2026-11-23', 'morgen'],
  ['2026-11-26', 'in 4 Tagen'],
  ['2026-12-14', 'bis 14.12.2026'],
])('%s is said as «%s» on 22.11.2026', (day, text) => {
  expect(says(day)).toBe(text)
})

test('it speaks French', () => {
  expect(says('2026-11-20', 'fr')).toBe('en retard de 2 jours')
})

test('days are counted across a change of clocks', () => {
  expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2)
  expect(daysBetween('2027-03-27', '2027-03-29')).toBe(2)
})
