import { expect, test } from 'vitest'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { valueOn } from './project-value.ts'

const day = (text: string): IsoDate => {
  if (!isIsoDate(text)) throw new Error(text)
  return text
}
const rappen = (francs: number) => francs * 100
const money = (month: string, spent: number, expected = 0) => ({
  month: day(month),
  planned: rappen(1_000),
  committed: 0,
  spent: rappen(spent),
  expected: rappen(expected),
})
const milestone = (weight: number, plannedOn: string, earnedOn?: string) => ({
  weight,
  plannedOn: day(plannedOn),
  earnedOn: earnedOn === undefined ? undefined : day(earnedOn),
})
const figure = (
  figures: readonly { readonly name: string; readonly value: number | undefined }[] | undefined,
  name: string,
) => figures?.find((one) => one.name === name)?.value

/** Three months at 1000, half by January, all by March; January's half came in February. */
const late = {
  months: [money('2026-01-01', 900), money('2026-02-01', 1_200), money('2026-03-01', 800)],
  milestones: [milestone(50, '2026-01-31', '2026-02-10'), milestone(50, '2026-03-31')],
  budget: rappen(3_000),
  isOver: false,
} as const

test('a project in time is measured by the last month that is over', () => {
  const { cost, time, asOf } = valueOn(day('2026-03-15'), late)
  expect(asOf).toBe('2026-02-01')
  expect(figure(cost, 'cv')).toBe(rappen(1_500 - 2_100))
  expect(figure(cost, 'sv')).toBe(0)
  // EV 1500 after two months: PV is 1500 in January and February, the second of them is today.
  expect(figure(time, 'es')).toBe(2)
})

test('a late project goes on ageing when the money is spent and the plan is over', () => {
  const { points, time, asOf } = valueOn(day('2026-07-15'), late)
  expect(asOf).toBe('2026-06-01')
  expect(points.map(({ month }) => month).at(-1)).toBe('2026-07-01')
  // Two of the three months of the plan are earned after six.
  expect(figure(time, 'es')).toBe(2)
  expect(figure(time, 'sv_t')).toBe(-4)
  expect(figure(time, 'ieac_t')).toBe(9)
})

test('a milestone reached long after the last money is earned in its month', () => {
  const reached = [milestone(50, '2026-01-31', '2026-02-10'), milestone(50, '2026-03-31', '2026-05-20')]
  const { points, cost, time, asOf } = valueOn(day('2026-09-15'), { ...late, milestones: reached })
  expect(points.find(({ month }) => month === '2026-04-01')?.earned).toBe(rappen(1_500))
  expect(points.at(-1)).toEqual({
    month: '2026-05-01',
    planned: rappen(3_000),
    earned: rappen(3_000),
    spent: rappen(2_900),
  })
  // All is earned in May, two months later than planned, and that stays so.
  expect(asOf).toBe('2026-05-01')
  expect(figure(cost, 'eac_plan')).toBe(rappen(2_900))
  expect(figure(time, 'sv_t')).toBe(-2)
})

test('a project that was stopped or closed ages no longer', () => {
  const { time, asOf } = valueOn(day('2030-01-15'), { ...late, isOver: true })
  expect(asOf).toBe('2026-03-01')
  expect(figure(time, 'sv_t')).toBe(-1)
})

test('what is expected counts from this month on, and nothing is told without budget, milestones or money', () => {
  const months = [...late.months, money('2026-04-01', 0, 500)]
  expect(figure(valueOn(day('2026-04-15'), { ...late, months }).cost, 'eac_expected')).toBe(rappen(3_400))
  for (const missing of [{ budget: undefined }, { milestones: [] }, { months: [] }])
    expect(valueOn(day('2026-07-15'), { ...late, ...missing }).cost).toBeUndefined()
})
