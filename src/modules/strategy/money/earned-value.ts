import type { IsoDate } from '#kernel/i18n/format.ts'

/** What of a milestone counts: its weight, the day it was planned for, and the day it was reached and, where it is a gate, passed. */
export type WeightedMilestone = {
  readonly weight: number
  readonly plannedOn: IsoDate
  readonly earnedOn: IsoDate | undefined
}

/** Planned, earned and spent up to the end of a month, in Rappen. */
export type ValuePoint = {
  readonly month: IsoDate
  readonly planned: number
  readonly earned: number
  readonly spent: number
}

/**
 * Planned and earned value month by month. A milestone counts whole or not at all (0/100 rule): nothing is earned before its gate, as PMI's
 * Practice Standard for Earned Value Management has it for work that cannot be measured in between.
 * `months` are first days of months without gaps, `spent` the money of each.
 */
export function valuePoints(
  budget: number,
  milestones: readonly WeightedMilestone[],
  months: readonly { readonly month: IsoDate; readonly spent: number }[],
): readonly ValuePoint[] {
  const whole = milestones.reduce((sum, { weight }) => sum + weight, 0)
  const share = (weight: number) => (whole === 0 ? 0 : Math.round((budget * weight) / whole))
  const until = (month: string, dayOf: (milestone: WeightedMilestone) => string | undefined) =>
    share(
      milestones
        .filter((one) => (dayOf(one)?.slice(0, 7) ?? '9999') <= month.slice(0, 7))
        .reduce((sum, { weight }) => sum + weight, 0),
    )
  let spent = 0
  return months.map(({ month, spent: ofMonth }) => {
    spent += ofMonth
    return { month, planned: until(month, (one) => one.plannedOn), earned: until(month, (one) => one.earnedOn), spent }
  })
}

/** A figure with the formula by which it was computed, its numbers put in; undefined value where it cannot be computed yet. */
export type Figure<Name extends string = string> = {
  readonly name: Name
  readonly value: number | undefined
  readonly formula: string
}

/** Rappen as whole francs in formulae. */
const francs = (rappen: number) => String(Math.round(rappen / 100)).replace(/\B(?=(\d{3})+$)/g, "'")
const ratio = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(2))
const divide = (one: number, other: number) => (other === 0 ? undefined : one / other)
const times = (one: number | undefined, other: number | undefined) =>
  one === undefined || other === undefined ? undefined : one * other

export type Standing = {
  /** Budget at completion. */
  readonly budget: number
  readonly planned: number
  readonly earned: number
  readonly spent: number
  /** What is expected to be spent from now on, by whoever keeps the project's money. */
  readonly expected: number
}

export const costFigures = [
  'cv',
  'sv',
  'cpi',
  'spi',
  'eac_cpi',
  'eac_plan',
  'eac_both',
  'eac_expected',
  'tcpi',
] as const

/**
 * Cost and schedule variance (Rappen), their indices, four estimates of the cost at completion, and the index that the rest would need.
 * Formulae: PMI, Practice Standard for Earned Value Management (2nd ed. 2011); F. T. Anbari, Earned Value Project Management Method and
 * Extensions, Project Management Journal 34 (4), 2003.
 */
export function costStanding({
  budget,
  planned,
  earned,
  spent,
  expected,
}: Standing): readonly Figure<(typeof costFigures)[number]>[] {
  const [cpi, spi] = [divide(earned, spent), divide(earned, planned)]
  const both = times(cpi, spi)
  const rest = budget - earned
  const money = (value: number | undefined) => (value === undefined ? '–' : francs(value))
  const estimate = <Name extends string>(name: Name, left: string, value: number | undefined): Figure<Name> => ({
    name,
    value: value === undefined ? undefined : Math.round(value),
    formula: `${left} = ${money(value)}`,
  })
  const byCpi = cpi === undefined ? undefined : divide(budget, cpi)
  const byBoth = both === undefined ? undefined : divide(rest, both)
  const toComplete = divide(rest, budget - spent)
  return [
    estimate('cv', `EV − AC = ${francs(earned)} − ${francs(spent)}`, earned - spent),
    estimate('sv', `EV − PV = ${francs(earned)} − ${francs(planned)}`, earned - planned),
    { name: 'cpi', value: cpi, formula: `EV ÷ AC = ${francs(earned)} ÷ ${francs(spent)} = ${ratio(cpi)}` },
    { name: 'spi', value: spi, formula: `EV ÷ PV = ${francs(earned)} ÷ ${francs(planned)} = ${ratio(spi)}` },
    estimate('eac_cpi', `BAC ÷ CPI = ${francs(budget)} ÷ ${ratio(cpi)}`, byCpi),
    estimate('eac_plan', `AC + (BAC − EV) = ${francs(spent)} + (${francs(budget)} − ${francs(earned)})`, spent + rest),
    estimate(
      'eac_both',
      `AC + (BAC − EV) ÷ (CPI × SPI) = ${francs(spent)} + ${francs(rest)} ÷ ${ratio(both)}`,
      byBoth === undefined ? undefined : spent + byBoth,
    ),
    estimate('eac_expected', `AC + ETC = ${francs(spent)} + ${francs(expected)}`, spent + expected),
    {
      name: 'tcpi',
      value: toComplete,
      formula: `(BAC − EV) ÷ (BAC − AC) = ${francs(rest)} ÷ ${francs(budget - spent)} = ${ratio(toComplete)}`,
    },
  ]
}

export const timeFigures = ['es', 'sv_t', 'spi_t', 'ieac_t'] as const

/**
 * Earned schedule: how many months of the plan are earned, what that is ahead or behind, the index of time, and how long the whole will take
 * at that pace. `planned` is the planned value at the end of each month from the first to the last of the plan, `earned` the earned value after
 * `actual` months. ES = C + I: C whole months whose planned value is earned, I = (EV − PV_C) ÷ (PV_C+1 − PV_C) of the next one.
 * Source: W. Lipke, Schedule is Different, The Measurable News, March 2003; Earned Schedule (2009); IEAC(t) = PD ÷ SPI(t).
 */
export function timeStanding(
  planned: readonly number[],
  earned: number,
  actual: number,
): readonly Figure<(typeof timeFigures)[number]>[] {
  const [schedule, formula] = earnedSchedule(planned, earned, actual)
  const index = divide(schedule, actual)
  const duration = index === undefined ? undefined : divide(planned.length, index)
  const months = (value: number | undefined) => ratio(value)
  return [
    { name: 'es', value: schedule, formula },
    {
      name: 'sv_t',
      value: schedule - actual,
      formula: `ES − AT = ${months(schedule)} − ${actual} = ${months(schedule - actual)}`,
    },
    { name: 'spi_t', value: index, formula: `ES ÷ AT = ${months(schedule)} ÷ ${actual} = ${months(index)}` },
    {
      name: 'ieac_t',
      value: duration,
      formula: `PD ÷ SPI(t) = ${planned.length} ÷ ${months(index)} = ${months(duration)}`,
    },
  ]
}

/** Where the plan stands still at what is earned, any month of the standstill is right: the one nearest to today counts. */
function earnedSchedule(
  planned: readonly number[],
  earned: number,
  actual: number,
): [schedule: number, formula: string] {
  const below = planned.filter((value) => value < earned).length
  const whole = planned.filter((value) => value <= earned).length
  const [reached, next] = [planned[whole - 1] ?? 0, planned[whole]]
  if (whole > below) {
    const first = earned === 0 ? 0 : below + 1
    const schedule = Math.min(Math.max(actual, first), whole)
    return [schedule, `C = ${schedule} (PV${sub(schedule)} = EV = ${francs(earned)})`]
  }
  if (next === undefined) return [whole, `C = ${whole}`]
  const schedule = whole + (earned - reached) / (next - reached)
  const part = `(${francs(earned)} − ${francs(reached)}) ÷ (${francs(next)} − ${francs(reached)})`
  const names = `(EV − PV${sub(whole)}) ÷ (PV${sub(whole + 1)} − PV${sub(whole)})`
  return [schedule, `C + ${names} = ${whole} + ${part} = ${ratio(schedule)}`]
}

const sub = (number: number) => [...String(number)].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)] ?? '').join('')
