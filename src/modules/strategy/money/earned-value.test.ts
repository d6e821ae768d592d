import { expect, test } from 'vitest'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { costStanding, timeStanding, valuePoints } from './earned-value.ts'

const rappen = (francs: number) => francs * 100
const figure = <Name extends string>(
  figures: readonly { readonly name: Name; readonly value: number | undefined }[],
  name: Name,
) => figures.find((one) => one.name === name)?.value
const day = (text: string): IsoDate => {
  if (!isIsoDate(text)) throw new Error(text)
  return text
}

test('ten houses at 1000 each, one a week (M. Salama, Earned Value Overview): planned four, built three, paid 6000', () => {
  const figures = costStanding({
    budget: rappen(10_000),
    planned: rappen(4_000),
    earned: rappen(3_000),
    spent: rappen(6_000),
    expected: rappen(7_000),
  })
  expect(figure(figures, 'cv')).toBe(rappen(-3_000))
  expect(figure(figures, 'sv')).toBe(rappen(-1_000))
  expect(figure(figures, 'cpi')).toBe(0.5)
  expect(figure(figures, 'spi')).toBe(0.75)
  expect(figure(figures, 'eac_cpi')).toBe(rappen(20_000))
  expect(figure(figures, 'eac_plan')).toBe(rappen(13_000))
  expect(figure(figures, 'eac_both')).toBe(rappen(6_000) + Math.round(rappen(7_000) / 0.375))
  expect(figure(figures, 'eac_expected')).toBe(rappen(13_000))
  expect(figure(figures, 'tcpi')).toBe(1.75)
  expect(figures[4]?.formula).toBe("BAC ÷ CPI = 10'000 ÷ 0.50 = 20'000")
})

test('the study guide of PMP (500,000; earned 150,000; paid 162,000) comes to 540,000 where CPI is not rounded to 0.93', () => {
  const figures = costStanding({
    budget: rappen(500_000),
    planned: rappen(150_000),
    earned: rappen(150_000),
    spent: rappen(162_000),
    expected: 0,
  })
  expect(figure(figures, 'cpi')).toBeCloseTo(0.93, 2)
  expect(figure(figures, 'eac_cpi')).toBe(rappen(540_000))
  expect(Math.round(162_000 + 350_000 / 0.93)).toBe(538_344)
})

test('Damnjanovic and Reinschmidt (2020): 10, 20, 40, 70, 100 % of 100,000; after three periods 35 % are done', () => {
  const planned = [10_000, 20_000, 40_000, 70_000, 100_000].map(rappen)
  const cost = costStanding({
    budget: rappen(100_000),
    planned: rappen(40_000),
    earned: rappen(35_000),
    spent: 0,
    expected: 0,
  })
  expect(figure(cost, 'spi')).toBe(0.875)
  expect(figure(cost, 'cpi')).toBeUndefined()
  const time = timeStanding(planned, rappen(35_000), 3)
  expect(figure(time, 'es')).toBe(2.75)
  expect(figure(time, 'sv_t')).toBe(-0.25)
  expect(figure(time, 'spi_t')).toBeCloseTo(0.9167, 4)
  expect(figure(time, 'ieac_t')).toBeCloseTo(5.4545, 4)
  expect(time[0]?.formula).toBe("C + (EV − PV₂) ÷ (PV₃ − PV₂) = 2 + (35'000 − 20'000) ÷ (40'000 − 20'000) = 2.75")
})

test('Lipke (2003): at the end of a late project the schedule variance in money is nothing, and in time it is what it was late', () => {
  const planned = [105, 200, 515, 845, 1175, 1475, 1805, 2135, 2435, 2665, 2760, 2823].map(rappen)
  const last = rappen(2823)
  const cost = costStanding({ budget: last, planned: last, earned: last, spent: last, expected: 0 })
  expect(figure(cost, 'sv')).toBe(0)
  expect(figure(cost, 'spi')).toBe(1)
  const time = timeStanding(planned, last, 14)
  expect(figure(time, 'es')).toBe(12)
  expect(figure(time, 'sv_t')).toBe(-2)
  expect(figure(time, 'ieac_t')).toBe(14)
  // ES = C + I in between: of the fifth month's 330 are earned 220.
  expect(figure(timeStanding(planned, rappen(845 + 220), 5), 'es')).toBeCloseTo(4 + 220 / 330, 10)
})

test('a plan that stands still is neither ahead nor behind as long as it stands still', () => {
  const planned = [0, 0, 50, 50, 50, 100].map(rappen)
  expect([1, 2, 3].map((months) => figure(timeStanding(planned, 0, months), 'sv_t'))).toEqual([0, 0, -1])
  expect([3, 5, 6].map((months) => figure(timeStanding(planned, rappen(50), months), 'es'))).toEqual([3, 5, 5])
})

test('a milestone counts whole once its gate is passed, and nothing before', () => {
  const milestones = [
    { weight: 20, plannedOn: day('2026-01-31'), earnedOn: day('2026-02-10') },
    { weight: 30, plannedOn: day('2026-02-28'), earnedOn: undefined },
    { weight: 50, plannedOn: day('2026-03-31'), earnedOn: undefined },
  ]
  const months = ['2026-01-01', '2026-02-01', '2026-03-01'].map((month) => ({ month: day(month), spent: rappen(100) }))
  expect(valuePoints(rappen(1_000), milestones, months)).toEqual([
    { month: '2026-01-01', planned: rappen(200), earned: 0, spent: rappen(100) },
    { month: '2026-02-01', planned: rappen(500), earned: rappen(200), spent: rappen(200) },
    { month: '2026-03-01', planned: rappen(1_000), earned: rappen(200), spent: rappen(300) },
  ])
  expect(valuePoints(rappen(1_000), [], months).map(({ planned }) => planned)).toEqual([0, 0, 0])
})
