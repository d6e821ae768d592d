import { expect, test } from 'vitest'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { uuid } from '#kernel/ids.ts'
import { compareHalfYears } from './compare-half-years.ts'
import type { HalfYear } from './half-year.ts'

const day = (text: string): IsoDate => {
  if (!isIsoDate(text)) throw new Error(text)
  return text
}
const id = (count: number) => uuid<'strategy-node'>(`0198c0de-0000-7000-8000-${String(count).padStart(12, '0')}`)
const none = { goals: [], indicators: [], projects: [], credits: [], demands: [], milestones: [] }
const halfYear = (asOf: string, facts: Partial<HalfYear>): HalfYear => ({
  ...none,
  ...facts,
  asOf: day(asOf),
  frozenOn: day(asOf),
})
const indicator = (value: number, version: number): HalfYear['indicators'][number] => ({
  ...{ nodeId: id(1), title: { de: 'Online' }, unit: { de: '%' }, version, standing: 'under_way' },
  course: [{ period: '2026', value, version, isProvisional: false }],
})
const project = (
  own: 'good' | 'watch' | 'critical',
  independent: 'good' | 'watch' | 'critical',
  more: Partial<HalfYear['projects'][number]> = {},
): HalfYear['projects'][number] => ({
  ...{ nodeId: id(2), title: { de: 'Archiv' }, phase: 'concept', summary: 'Läuft' },
  own: { rating: own, reason: '' },
  independent: { rating: independent, reason: '', by: 'Controlling' },
  ...more,
})

test('ratings, phase, money and end of a project are told as what became of them', () => {
  const { projects } = compareHalfYears(
    halfYear('2025-12-31', { projects: [project('good', 'critical', { spent: 100, endsOn: day('2026-12-31') })] }),
    halfYear('2026-06-30', {
      projects: [
        project('watch', 'watch', { phase: 'realisation', spent: 350, endsOn: day('2027-01-31') }),
        project('good', 'good', { nodeId: id(3) }),
      ],
    }),
  )
  expect(projects.map(({ changes }) => changes)).toEqual([
    [
      { is: 'worse', rating: 'own' },
      { is: 'better', rating: 'independent' },
      { is: 'phase' },
      { is: 'spent_by', by: 250 },
      { is: 'later', days: 31 },
    ],
    [{ is: 'new' }],
  ])
})

test('a figure is compared with one of the same definition alone', () => {
  const of = (value: number, version: number) => ({ indicators: [indicator(value, version)] })
  const [before, after] = [halfYear('2025-12-31', of(30, 1)), halfYear('2026-06-30', of(41, 1))]
  expect(compareHalfYears(before, after).indicators[0]?.changes).toEqual([
    { is: 'figure_by', by: 11, unit: { de: '%' } },
  ])
  const other = halfYear('2026-06-30', of(2_000, 2))
  expect(compareHalfYears(before, other).indicators[0]?.changes).toEqual([{ is: 'not_comparable' }])
  expect(compareHalfYears(after, after).indicators[0]?.changes).toEqual([{ is: 'same' }])
})

test('figures of two versions are compared where the later half-year says that they can be, with its limits', () => {
  const later = (steps: HalfYear['indicators'][number]['steps']) =>
    halfYear('2026-06-30', { indicators: [{ ...indicator(41, 3), steps }] })
  const changes = (steps: HalfYear['indicators'][number]['steps']) =>
    compareHalfYears(halfYear('2025-12-31', { indicators: [indicator(30, 1)] }), later(steps)).indicators[0]?.changes
  const [second, third] = [2, 3].map((version) => ({ version, comparability: 'comparable' as const }))
  if (!second || !third) throw new Error('no steps')
  expect(changes([second, third])).toEqual([{ is: 'figure_by', by: 11, unit: { de: '%' } }])
  expect(changes([{ ...second, comparability: 'limited', limits: 'Ohne Horw' }, third])).toEqual([
    { is: 'figure_by', by: 11, unit: { de: '%' }, limits: ['Ohne Horw'] },
  ])
  expect(changes([third])).toEqual([{ is: 'not_comparable' }])
})

test('a milestone is reached or moved, a goal comes or goes', () => {
  const milestone = (plannedOn: string, reachedOn?: string): HalfYear['milestones'][number] => ({
    ...{ id: '1', nodeId: id(2), title: { de: 'Abnahme' }, project: { de: 'Archiv' }, plannedOn: day(plannedOn) },
    reachedOn: reachedOn === undefined ? undefined : day(reachedOn),
  })
  const goal = (count: number): HalfYear['goals'][number] => ({
    ...{ nodeId: id(count), title: { de: 'Ziel' }, kind: 'focus_area' },
  })
  const { milestones, goals } = compareHalfYears(
    halfYear('2025-12-31', {
      milestones: [milestone('2026-03-31'), { ...milestone('2025-10-31', '2025-10-30'), id: '2' }],
      goals: [goal(8)],
    }),
    halfYear('2026-06-30', { milestones: [milestone('2026-03-31', '2026-04-10')], goals: [goal(9)] }),
  )
  expect(milestones.map(({ changes }) => changes)).toEqual([[{ is: 'reached' }, { is: 'later', days: 10 }]])
  expect(goals.map(({ changes }) => changes)).toEqual([[{ is: 'new' }], [{ is: 'gone' }]])
})
