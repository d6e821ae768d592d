import { expect, test } from 'vitest'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { slug, uuid } from '#kernel/ids.ts'
import type { Node } from '../graph/node.ts'
import { comparisonOf, proposedComparability } from './comparability.ts'
import { courseOf, marginOf } from './course.ts'
import { changedFields } from './definition-changes.tsx'
import {
  corrections,
  type Definition,
  holding,
  type Observation,
  progress,
  standingOf,
  stretches,
} from './indicator.ts'
import { offCourse } from './off-course.ts'
import { panelsOf } from './panels.ts'

const day = (text: string): IsoDate => {
  if (!isIsoDate(text)) throw new Error(text)
  return text
}
const figure = (period: string, value: number, more: Partial<Observation> = {}): Observation => ({
  key: { authorityId: slug<'authority'>('luzern'), id: uuid<'strategy-node'>('0198c0de-0000-7000-8000-000000000001') },
  series: '',
  take: 1,
  version: 1,
  unit: { de: 'Leistungen' },
  qualifier: undefined,
  note: undefined,
  source: { title: 'Test' },
  reason: undefined,
  madeAt: new Date(0),
  madeBy: null,
  isProvisional: false,
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
  comparability: 'not_comparable',
  limits: undefined,
  comparableFrom: 1,
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

test('a figure lags behind the line from baseline to target by what its uncertainty does not explain', () => {
  const today = day('2026-11-22')
  // From 100 at the end of 2024 to 200 at the end of 2026: 150 at the end of 2025.
  expect(courseOf(definition, figure('2025', 140), today)).toEqual({
    expected: 150,
    on: '2025-12-31',
    behind: 10,
    isUnsure: false,
  })
  expect(standingOf(definition, figure('2025', 140), today)).toBe('off_course')
  expect(standingOf(definition, figure('2025', 150), today)).toBe('under_way')
  for (const uncertainty of ['Schätzung, ±10', '±7,2 %'])
    expect(courseOf({ ...definition, uncertainty: { de: uncertainty } }, figure('2025', 140), today)).toMatchObject({
      behind: 0,
      isUnsure: true,
    })
  expect(courseOf(definition, figure('2025', 140, { qualifier: 'at_least' }), today)).toMatchObject({ isUnsure: true })
  expect(courseOf(definition, figure('2025', 140, { qualifier: 'about' }), today)).toMatchObject({ behind: 10 })
  // Of the running year only what has passed is expected.
  expect(courseOf(definition, figure('2026', 190), today)?.on).toBe(today)
  expect(courseOf(definition, figure('2023', 1), today)).toBeUndefined()
  expect(courseOf({ ...definition, baseline: undefined }, figure('2025', 1), today)).toBeUndefined()
  const down = { ...definition, direction: 'down', target: { value: 50, on: day('2026-12-31') } } as const
  expect(courseOf(down, figure('2025', 80), today)?.behind).toBe(5)
  expect(courseOf(down, figure('2025', 70), today)?.behind).toBe(0)
  expect(marginOf({ unit: { de: 'Prozent' }, uncertainty: { de: '±3 %' } }, 50)).toBe(3)
  expect(marginOf({ unit: { de: 'MWh' }, uncertainty: { de: '±3 %' } }, 50)).toBe(1.5)
})

test('what is not measured is never off course but stands apart, and what lags most comes first', () => {
  const node = (name: string): Node => ({
    authorityId: slug<'authority'>('luzern'),
    id: uuid<'strategy-node'>('0198c0de-0000-7000-8000-000000000001'),
    slug: name,
    kind: 'indicator',
    level: 'municipality',
    audience: 'public',
    standing: 'own_record',
    title: { de: name },
    text: undefined,
    owner: undefined,
    beginsOn: undefined,
    endsOn: undefined,
    sources: [{ title: 'Test' }],
    revision: 1,
    changedAt: new Date(0),
  })
  const found = offCourse(
    [
      { node: node('little'), definition, latest: figure('2025', 149) },
      { node: node('much'), definition, latest: figure('2025', 110) },
      { node: node('fine'), definition, latest: figure('2025', 160) },
      { node: node('energy'), definition: { ...definition, source: undefined }, latest: undefined },
      { node: node('waiting'), definition, latest: undefined },
    ],
    day('2026-11-22'),
  )
  expect(found.behind.map(({ node: { slug: name } }) => name)).toEqual(['much', 'little'])
  expect(found.unmeasured.map(({ slug: name }) => name)).toEqual(['energy'])
})

test('old figures are not measured by a new target, and each version says field by field what changed', () => {
  const today = day('2026-11-22')
  const anew: Definition = {
    ...definition,
    version: 2,
    comparableFrom: 2,
    unit: { de: 'Prozent' },
    target: { value: 50, on: day('2027-12-31') },
  }
  expect(standingOf(anew, figure('2025', 140), today)).toBe('not_comparable')
  expect(courseOf(anew, figure('2025', 140), today)).toBeUndefined()
  expect(standingOf(anew, figure('2026', 60, { version: 2 }), today)).toBe('reached')
  expect(changedFields(definition, anew)).toEqual(['unit', 'target'])
  const more = { ...anew, owner: 'Anderes Amt', direction: 'down', rhythm: 'quarterly', baseline: undefined } as const
  expect(changedFields(anew, more)).toEqual(['direction', 'baseline', 'rhythm', 'owner'])
})

test('figures of two units are never on one axis, and the target is beside figures of its own unit alone', () => {
  const percent = { version: 2, unit: { de: 'Prozent' } } as const
  const anew: Definition = { ...definition, ...percent, target: { value: 95, on: day('2028-12-31') } }
  const before = [figure('2023', 4_000), figure('2024', 5_000)]
  const shown = (figures: readonly Observation[], now = anew) =>
    panelsOf(figures, [now]).map(({ unit, figures: own, target }) => [unit.de, own.map(({ value }) => value), target])
  expect(shown([...before, figure('2025', 60, percent), figure('2026', 70, percent)])).toEqual([
    ['Leistungen', [4_000, 5_000], undefined],
    ['Prozent', [60, 70], 95],
  ])
  expect(panelsOf([...before, figure('2025', 60, percent)], [anew]).map(({ most }) => most)).toEqual([5_250, 99.75])
  // Nothing is measured in the new unit yet, and the old one has no target any more.
  expect(shown(before)).toEqual([['Leistungen', [4_000, 5_000], undefined]])
  // A unit that comes back is one axis again, broken where it was measured otherwise.
  const back: Definition = { ...definition, version: 3 }
  const all = [...before, figure('2025', 60, percent), figure('2026', 6_000, { version: 3 })]
  expect(shown(all, back)).toEqual([
    ['Prozent', [60], undefined],
    ['Leistungen', [4_000, 5_000, 6_000], 200],
  ])
  expect(panelsOf(all, [back])[1]?.stretches.map(({ length }) => length)).toEqual([2, 1])
})

test('figures of versions that can be compared are one series, measured by the same target', () => {
  const today = day('2026-11-22')
  const steps = [
    { version: 2, comparability: 'comparable' },
    { version: 3, comparability: 'limited', limits: 'Ohne Horw' },
    { version: 4, comparability: 'not_comparable' },
  ] as const
  expect(comparisonOf(steps, 2, 1)).toEqual({ is: 'comparable', limits: [] })
  expect(comparisonOf(steps, 1, 3)).toEqual({ is: 'limited', limits: ['Ohne Horw'] })
  expect(comparisonOf(steps, 3, 4).is).toBe('not_comparable')
  expect(comparisonOf([], 1, 2).is).toBe('not_comparable')
  expect(comparisonOf([], 5, 5).is).toBe('comparable')
  const figures = [1, 2, 3, 4].map((version) => figure(String(2022 + version), version, { version }))
  expect(stretches(figures, steps).map(({ length }) => length)).toEqual([2, 1, 1])
  const anew: Definition = { ...definition, version: 2, comparability: 'comparable', comparableFrom: 1 }
  expect(standingOf(anew, figure('2025', 200), today)).toBe('reached')
  expect(courseOf(anew, figure('2025', 140), today)?.behind).toBe(10)
})

test('without a word figures can be compared only where nothing changed that is measured or aimed at', () => {
  const { definition: measured, target } = definition
  expect(proposedComparability(definition, { ...definition, definition: { ...measured, fr: 'Prestations' } })).toBe(
    'comparable',
  )
  for (const change of [
    { definition: { de: 'Andere Leistungen' } },
    { unit: { de: 'Prozent' } },
    { direction: 'down' },
    { target: target && { ...target, value: 300 } },
  ] as const)
    expect(proposedComparability(definition, { ...definition, ...change })).toBe('not_comparable')
})
