import { expect, test } from 'vitest'
import { createTranslate } from './translate.ts'

const days = '{count, plural, one {in einem Tag} other {in # Tagen}}'
const both = '{count, plural, one {ein Hund} other {# Hunde}} in {place}'

test('a plural is said for its own count, asked once or again, also when many were asked before', () => {
  const t = createTranslate('de', new Map([['due', days]]))
  const ask = () => [t('due', { count: 1 }), t('due', { count: 3 }), t('due', { count: 1_200 })]
  const expected = ['in einem Tag', 'in 3 Tagen', "in 1'200 Tagen"]
  expect(ask()).toEqual(expected)
  expect(ask()).toEqual(expected)
  for (let count = 2_000; count < 3_500; count += 1) t('due', { count })
  expect(t('due', { count: 4_711 })).toBe("in 4'711 Tagen")
  expect(ask()).toEqual(expected)
})

test('what is remembered of one message, one language or one value is not said of another', () => {
  const german = createTranslate('de', new Map([['due', days]]))
  const english = createTranslate('en', new Map([['due', '{count, plural, one {in a day} other {in # days}}']]))
  expect([german('due', { count: 2 }), english('due', { count: 2 })]).toEqual(['in 2 Tagen', 'in 2 days'])
  const t = createTranslate('de', new Map([['dogs', both]]))
  expect(t('dogs', { count: 2, place: 'Kriens' })).toBe('2 Hunde in Kriens')
  expect(t('dogs', { count: 2, place: 'Horw' })).toBe('2 Hunde in Horw')
})
