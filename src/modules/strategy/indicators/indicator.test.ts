import { expect, test } from 'vitest'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { slug, uuid } from '#kernel/ids.ts'
import {
  corrections,
  type Definition,
  holding,
  type Observation,
  progress,
  standingOf,
  stretches,
} from './indicator.ts'

const day = (text: string): IsoDate => {
  if (!isIsoDate(text)) throw new Error(text)
  return text
}
const figure = (period: string, value: number, more: Partial<Observation> = {}): Observation => ({
  key: { authorityId: slug<'authority'>('luzern'), id: uuid<'strategy-node'>('0198c0de-0000-7000-8000-000000000001') },
  series: '',
  take: 1,
  version: 1,
  qualifier: undefined,
  note: undefined,
  source: { title: 'Test' },
  reason: undefined,
  madeAt: new Date(0),
  madeBy: null,
  ...more,
  period,
  value,
})
const definition: Definition = {
  version: 1,
  definition: { de: 'Leistungen' },
  unit: { de: 'Leistungen' },
  direction: 'up',
  baseline: { value: 100, period: '2024' },
  target: { value: 200, on: day('2026-12-31') },
  source: { title: 'Test' },
  rhythm: 'yearly',
  uncertainty: undefined,
  owner: 'Amt',
  counter: undefined,
  validFrom: day('2024-01-01'),
  reason: undefined,
}

test('a corrected figure holds, and the old one is kept beside it', () => {
  const figures = [figure('2024', 100), figure('2025', 140), figure('2025', 146, { take: 2, reason: 'Verzählt' })]
  expect(holding(figures).map(({ value }) => value)).toEqual([100, 146])
  expect(corrections(figures)).toMatchObject([{ old: { value: 140 }, next: { value: 146, reason: 'Verzählt' } }])
})

test('a changed definition breaks the series', () => {
  const figures = [
    figure('2023', 1),
    figure('2024', 2),
    figure('2025', 30, { version: 2 }),
    figure('2026', 31, { version: 2 }),
  ]
  expect(stretches(figures).map((one) => one.map(({ value }) => value))).toEqual([
    [1, 2],
    [30, 31],
  ])
})

test('how far it is, and what is to be said', () => {
  expect(progress(definition, 150)).toBe(0.5)
  expect(
    progress(
      {
        ...definition,
        direction: 'down',
        baseline: { value: 10, period: '2024' },
        target: { value: 5, on: day('2026-12-31') },
      },
      7.5,
    ),
  ).toBe(0.5)
  expect(progress({ ...definition, target: undefined }, 150)).toBeUndefined()
  const today = day('2026-11-22')
  expect(standingOf({ ...definition, source: undefined }, undefined, today)).toBe('not_measured')
  expect(standingOf(definition, undefined, today)).toBe('no_figure')
  expect(standingOf(definition, figure('2025', 200), today)).toBe('reached')
  expect(standingOf(definition, figure('2025', 199), day('2027-01-01'))).toBe('missed')
  expect(standingOf({ ...definition, direction: 'down' }, figure('2025', 199), today)).toBe('reached')
})
