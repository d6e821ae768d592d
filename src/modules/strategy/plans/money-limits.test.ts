import { expect, test } from 'vitest'
import { uuid } from '#kernel/ids.ts'
import { faultsOfPlan } from '../planning/check-plan.ts'
import type { Instance } from '../planning/instance.ts'
import { levelPlan } from '../planning/level-plan.ts'
import { proposalsOf } from '../planning/reasons.ts'
import { nowhere } from '../planning/timetable.ts'
import { accountsOf, ceilingsOf } from './money-limits.ts'
import type { PlanSettings } from './plan-settings.ts'
import type { ExpectedMoney, Portfolio } from './read-portfolio.ts'

const nodeId = uuid<'strategy-node'>('0198c0de-0001-7000-8000-000000000001')
const january = 2027 * 12
const francs = (amount: number) => amount * 100

const expected = (creditId: string, account: ExpectedMoney['account'], amount: number): ExpectedMoney => ({
  ...{ nodeId, creditId, account },
  month: '2027-01-01',
  rappen: francs(amount),
})

const credit = (id: string, approved?: number, addsTo?: string): Portfolio['credits'][number] => ({
  id,
  kind: addsTo === undefined ? 'special' : 'supplement',
  addsTo,
  approved: approved === undefined ? undefined : francs(approved),
  expiresOn: undefined,
})

const tranche = (account: ExpectedMoney['account'], amount: number) => ({
  ...{ creditId: 'a', account },
  year: 2027,
  rappen: francs(amount),
})

/** The limits of one year from January 2027, by what they come from, in francs. */
function limitsOf(ground: Partial<Portfolio>, settings: Partial<PlanSettings> = {}) {
  const whole = { from: january, money: [], credits: [], tranches: [], used: [], ...ground }
  const accounts = accountsOf(whole)
  const limits = ceilingsOf(whole, accounts, { money: 'credits', months: 12, ...settings })
  return limits.map(({ origin, ceiling: { credits, rappen } }) => ({
    ...origin,
    credits: credits.map((at) => `${accounts[at]?.creditId} ${accounts[at]?.account}`),
    francs: rappen / 100,
  }))
}

test('the tranche of the investment account is not money of the income statement', () => {
  const limits = limitsOf({
    money: [expected('a', 'investment', 150_000), expected('a', 'operating', 0)],
    credits: [credit('a')],
    tranches: [tranche('investment', 100_000), tranche('operating', 50_000)],
  })
  expect(limits).toEqual([
    { creditId: 'a', account: 'investment', year: 2027, credits: ['a investment'], francs: 100_000 },
    { creditId: 'a', account: 'operating', year: 2027, credits: ['a operating'], francs: 50_000 },
  ])
})

test('without tranches a credit pays what was approved with its supplements, less what it has paid', () => {
  const limits = limitsOf({
    money: [expected('a', 'investment', 1), expected('more', 'operating', 1), expected('open', 'operating', 1)],
    credits: [credit('a', 1_700_000), credit('more', 300_000, 'a'), credit('open')],
    used: [
      { creditId: 'a', account: 'operating', thisYear: 0, ever: francs(400_000) },
      { creditId: 'more', account: 'operating', thisYear: 0, ever: francs(100_000) },
    ],
  })
  expect(limits).toEqual([{ creditId: 'a', credits: ['a investment', 'more operating'], francs: 1_500_000 }])
})

test('a frame is for everything in its year, and no limits are none', () => {
  const money = [expected('a', 'investment', 1), expected('a', 'operating', 1)]
  const all = ['a investment', 'a operating']
  expect(limitsOf({ money }, { money: 'frame', frame: francs(90_000) })).toEqual([
    { year: 2027, credits: all, francs: 90_000 },
  ])
  expect(limitsOf({ money, from: january + 8 }, { money: 'frame', frame: francs(90_000) })).toMatchObject([
    { year: 2027, francs: 30_000 },
    { year: 2028, francs: 90_000 },
  ])
  expect(limitsOf({ money }, { money: 'none' })).toEqual([])
})

test('what goes over the approved amount in all is left out, and says so; two years would have room for each alone', () => {
  const activity = (project: number, rappen: number, months = 2) => ({
    ...{ id: `a${project}`, project, months, earliest: 0, isFixed: false, after: [], demands: [] },
    costs: [
      { offset: 0, credit: 0, rappen: rappen / 2 },
      { offset: 1, credit: 1, rappen: rappen / 2 },
    ],
  })
  const whole = { id: 'in all', credits: [0, 1], rappen: 170 }
  const instance: Instance = {
    months: 24,
    monthOfYear: 0,
    skills: [],
    people: [],
    credits: ['investment', 'operating'],
    ceilings: [whole],
    projects: [9, 1].map((benefit, at) => ({ id: `p${at}`, benefit, isMandatory: false })),
    activities: [activity(0, 100), activity(1, 80)],
  }
  const limits = { loadShare: 1000, usesPeople: false, usesMoney: true }
  const goals = { earlyBenefit: 1, deadlines: 0, shortTime: 0 }
  const search = levelPlan(instance, { goals, limits, seed: 1, tries: 20, milliseconds: 60_000, clock: () => 0 })
  let step = search.next()
  while (!step.done) step = search.next()
  expect([...step.value.starts]).toEqual([0, nowhere])
  expect(proposalsOf(instance, limits, step.value.starts)[1]?.reasons).toEqual([
    { kind: 'money', ceiling: whole, over: 10, others: [0] },
  ])
  expect(faultsOfPlan(instance, { starts: [0, 12], assignments: [] }, limits)).toEqual(['in all pays 180 of 170'])
})
