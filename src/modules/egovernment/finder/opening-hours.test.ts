import { expect, test } from 'vitest'
import { hoursLines } from './opening-hours.ts'

const day = [
  { from: '08:00', to: '12:00' },
  { from: '13:30', to: '17:00' },
]
const hours = { week: { mo: day, tu: day, we: day, th: [{ from: '09:15', to: '18:30' }], sa: day }, source: null }

test('days in a row with the same hours share a line; closed days have none', () => {
  expect(hoursLines(hours, 'de')).toEqual([
    { days: 'Mo–Mi', spans: ['08.00–12.00', '13.30–17.00'] },
    { days: 'Do', spans: ['09.15–18.30'] },
    { days: 'Sa', spans: ['08.00–12.00', '13.30–17.00'] },
  ])
})

test('times are written as each language writes them', () => {
  const first = (language: 'fr' | 'it' | 'en') => hoursLines(hours, language)[0]?.spans[0]
  expect([first('fr'), first('it'), first('en')]).toEqual([
    '8\u00a0h\u00a000–12\u00a0h\u00a000',
    '08.00–12.00',
    '08:00–12:00',
  ])
})
