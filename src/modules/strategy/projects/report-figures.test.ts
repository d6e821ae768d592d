import { expect, test } from 'vitest'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { figuresOn, phaseOn } from './report-figures.ts'

const day = (text: string): IsoDate => {
  if (!isIsoDate(text)) throw new Error(text)
  return text
}

const facts = {
  budget: 100_000,
  phase: 'realisation',
  decisions: [
    { decidedOn: day('2026-08-20'), before: 'concept' },
    { decidedOn: day('2026-05-10'), before: 'initiation' },
  ],
  months: [
    { month: day('2026-05-01'), planned: 10_000, spent: 8_000 },
    { month: day('2026-06-01'), planned: 20_000, spent: 25_000 },
    { month: day('2026-07-01'), planned: 30_000, spent: 40_000 },
  ],
  milestones: [
    { plannedOn: '2026-05-15', forecastOn: undefined, reachedOn: '2026-05-10' },
    { plannedOn: '2026-07-31', forecastOn: undefined, reachedOn: '2026-08-20' },
    { plannedOn: '2026-12-31', forecastOn: '2027-03-31', reachedOn: undefined },
  ],
} as const

test('a half-year report written in autumn has the figures of the end of June', () => {
  expect(figuresOn(day('2026-06-30'), facts)).toEqual({
    ...{ phase: 'concept', budget: 100_000, planned: 30_000, spent: 33_000, milestones: 3, reached: 1 },
    endsOn: '2027-03-31',
  })
  expect(figuresOn(day('2026-09-30'), facts)).toMatchObject({ phase: 'realisation', spent: 73_000, reached: 2 })
})

test('the phase of a day is the one before whatever was decided after it', () => {
  expect(['2026-05-09', '2026-05-10', '2026-08-19', '2026-08-20'].map((on) => phaseOn(day(on), facts))).toEqual([
    'initiation',
    'concept',
    'concept',
    'realisation',
  ])
})

test('a report of a project without money and plan counts zero and names no end', () => {
  expect(
    figuresOn(day('2026-06-30'), { budget: undefined, phase: 'idea', decisions: [], months: [], milestones: [] }),
  ).toEqual({ phase: 'idea', planned: 0, spent: 0, milestones: 0, reached: 0 })
})
