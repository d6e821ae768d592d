import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  formatDate,
  formatInstant,
  formatLongDate,
  formatMoney,
  formatMonth,
  formatNumber,
  formatPeriod,
  formatTime,
  isIsoDate,
  swissDate,
} from './format.ts'
import { languages } from './language.ts'

test.each([
  [0, 'CHF 0.00'],
  [5, 'CHF 0.05'],
  [2_000, 'CHF 20.00'],
  [125_000, "CHF 1'250.00"],
  [1_438_150_000, "CHF 14'381'500.00"],
  [-125_005, "CHF -1'250.05"],
])('%i Rappen are %s', (rappen, text) => {
  expect(formatMoney(rappen)).toBe(text)
})

test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('%d is no amount', (rappen) => {
  expect(() => formatMoney(rappen)).toThrow(RangeError)
})

test.each([
  [7, '7'],
  [999, '999'],
  [1_000, "1'000"],
  [14_381_500, "14'381'500"],
  [-1_250.5, "-1'250.5"],
])('%d is written %s', (value, text) => {
  expect(formatNumber(value)).toBe(text)
})

test('a day is written the same way in figures, and in words in each language', () => {
  expect(formatDate('2026-11-22')).toBe('22.11.2026')
  expect(languages.map((language) => formatLongDate('2026-11-22', language))).toEqual([
    '22. November 2026',
    '22 novembre 2026',
    '22 novembre 2026',
    '22 November 2026',
  ])
})

test.each([
  ['2025-04-24', '24.04.2025'],
  ['2025-04', 'avril 2025'],
  ['2025', '2025'],
  ['2025-13', '2025-13'],
  ['vor 2020', 'vor 2020'],
])('the time of a figure, %s, is written %s', (period, text) => {
  expect(formatPeriod(period, 'fr')).toBe(text)
})

test('a month is written out, or short below a plot', () => {
  expect(languages.map((language) => formatMonth('2026-11-01', language, 'long'))).toEqual([
    'November 2026',
    'novembre 2026',
    'novembre 2026',
    'November 2026',
  ])
  expect(languages.map((language) => formatMonth('2026-03-01', language, 'short'))).toEqual([
    'Mär',
    'mars',
    'mar',
    'Mar',
  ])
})

test('French and Italian count the first of a month', () => {
  expect(languages.map((language) => formatLongDate('2026-12-01', language))).toEqual([
    '1. Dezember 2026',
    '1er décembre 2026',
    '1° dicembre 2026',
    '1 December 2026',
  ])
})

test.each([
  ['2026-11-22', true],
  ['2028-02-29', true],
  ['2026-02-29', false],
  ['2026-13-01', false],
  ['2026-1-1', false],
  ['0000-01-01', false],
  ['0001-01-01', true],
  ['22.11.2026', false],
])('%s is a day: %s', (text, isDay) => {
  expect(isIsoDate(text)).toBe(isDay)
})

test('times are said as each language says them', () => {
  const instant = new Date('2026-11-22T13:30:00Z')
  expect(languages.map((language) => formatTime(instant, language))).toEqual(['14.30 Uhr', '14 h 30', '14.30', '14:30'])
  expect(formatInstant(instant, 'de')).toBe('22.11.2026, 14.30 Uhr')
})

test.each([
  ['just before summer time begins', '2026-03-29T00:59:59Z', '29.03.2026, 01.59 Uhr'],
  ['as summer time begins', '2026-03-29T01:00:00Z', '29.03.2026, 03.00 Uhr'],
  ['the hour that comes twice, first', '2026-10-25T00:30:00Z', '25.10.2026, 02.30 Uhr'],
  ['the hour that comes twice, again', '2026-10-25T01:30:00Z', '25.10.2026, 02.30 Uhr'],
  ['midnight in winter', '2026-12-31T23:00:00Z', '01.01.2027, 00.00 Uhr'],
  ['midnight in summer', '2026-06-30T22:00:00Z', '01.07.2026, 00.00 Uhr'],
])('%s', (_when, instant, text) => {
  expect(formatInstant(new Date(instant), 'de')).toBe(text)
})

test('the day is the Swiss one, an hour or two before UTC has it', () => {
  expect(swissDate(new Date('2026-11-21T22:59:59Z'))).toBe('2026-11-21')
  expect(swissDate(new Date('2026-11-21T23:00:00Z'))).toBe('2026-11-22')
  expect(swissDate(new Date('2026-07-01T22:00:00Z'))).toBe('2026-07-02')
})

test.each(['Pacific/Auckland', 'America/Los_Angeles'])('a computer in %s writes the same', (TZ) => {
  const program = `
    const { formatInstant, formatLongDate, swissDate } = await import(${JSON.stringify(join(import.meta.dirname, 'format.ts'))})
    const instant = new Date('2026-03-29T01:00:00Z')
    console.log([new Date(2026, 0, 1).getTimezoneOffset() !== -60, formatInstant(instant, 'de'), formatLongDate('2026-12-01', 'de'), swissDate(instant)].join('|'))`
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    env: { ...process.env, TZ },
    encoding: 'utf8',
  })
  expect(said.trim()).toBe('true|29.03.2026, 03.00 Uhr|1. Dezember 2026|2026-03-29')
})

test('quarters and half-years are told in words', () => {
  expect((['de', 'fr', 'it', 'en'] as const).map((language) => formatPeriod('2026-Q1', language))).toEqual([
    ...['1. Quartal 2026', '1er trimestre 2026', '1° trimestre 2026', 'quarter 1 of 2026'],
  ])
  expect((['de', 'fr', 'it', 'en'] as const).map((language) => formatPeriod('2026-H2', language))).toEqual([
    ...['2. Halbjahr 2026', '2e semestre 2026', '2° semestre 2026', 'half-year 2 of 2026'],
  ])
})
