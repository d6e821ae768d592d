import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { assignPeople } from './assign-people.ts'
import { faultsOfPlan } from './check-plan.ts'
import { chooseProjects, sizesOf } from './choose-projects.ts'
import { exactPlan } from './exact-plan.ts'
import { type ExampleSize, exampleInstance } from './example-instance.ts'
import { frontierOf } from './frontier.ts'
import { faultsOf, type Goals, type Instance } from './instance.ts'
import { levelPlan, type SearchOptions } from './level-plan.ts'
import type { Solve } from './linear-model.ts'
import { makePlan } from './make-plan.ts'
import { costOf } from './plan-cost.ts'
import { proposalsOf } from './reasons.ts'
import { openSolver } from './solver.ts'
import { type Limits, nowhere } from './timetable.ts'

const limits: Limits = { loadShare: 1000, usesPeople: true, usesMoney: true }
const shortest: Goals = { earlyBenefit: 0, deadlines: 0, shortTime: 1 }
const early: Goals = { earlyBenefit: 1, deadlines: 2, shortTime: 0 }
const isLarge = process.env.WEGWEISER_LARGE === 'yes'

let solve: Solve
beforeAll(async () => {
  solve = await openSolver()
})

function search(instance: Instance, options: Partial<SearchOptions>) {
  const work = levelPlan(instance, {
    goals: early,
    limits,
    seed: 1,
    tries: 300,
    milliseconds: 60_000,
    clock: () => performance.now(),
    ...options,
  })
  let step = work.next()
  while (!step.done) step = work.next()
  return step.value
}

const oneProject = (seed: number): ExampleSize => ({
  seed,
  projects: 1,
  activitiesPerProject: 8,
  months: 26,
  people: 5,
  skills: 3,
  networkComplexity: 1.5,
  resourceFactor: 0.5,
  resourceStrength: 0.3,
})

const fewProjects = (seed: number): ExampleSize => ({
  seed,
  projects: 4,
  activitiesPerProject: 2,
  months: 24,
  people: 6,
  skills: 3,
  networkComplexity: 1,
  resourceFactor: 0.5,
  resourceStrength: 0.3,
  linked: 0.3,
  withMoney: true,
})

const portfolio: ExampleSize = {
  seed: 1,
  projects: 200,
  activitiesPerProject: 4,
  months: 60,
  people: 50,
  skills: 10,
  networkComplexity: 1.3,
  resourceFactor: 0.2,
  resourceStrength: 0.5,
  linked: 0.1,
  withMoney: true,
}

/** Half of the money that everything would need, so that something has to be left out. */
function withLittleMoney(instance: Instance): Instance {
  const ceilings = instance.ceilings.map((one) => ({ ...one, rappen: Math.floor(one.rappen / 2) }))
  return { ...instance, ceilings }
}

const sizes = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  projects: fc.integer({ min: 1, max: 12 }),
  activitiesPerProject: fc.integer({ min: 1, max: 4 }),
  months: fc.integer({ min: 8, max: 36 }),
  people: fc.integer({ min: 1, max: 10 }),
  skills: fc.integer({ min: 1, max: 5 }),
  networkComplexity: fc.double({ min: 1, max: 2, noNaN: true }),
  resourceFactor: fc.double({ min: 0.1, max: 1, noNaN: true }),
  resourceStrength: fc.double({ min: 0, max: 1, noNaN: true }),
  linked: fc.double({ min: 0, max: 0.5, noNaN: true }),
  withMoney: fc.boolean(),
})

test('every plan holds: people, levels, money and order, proven by a check that knows nothing of the search', () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 500, max: 1000 }), fc.boolean(), (size, loadShare, isTight) => {
      const instance = isTight ? withLittleMoney(exampleInstance(size)) : exampleInstance(size)
      expect(faultsOf(instance)).toEqual([])
      const own = { ...limits, loadShare }
      const { starts } = search(instance, { limits: own, tries: 20, seed: size.seed })
      const { assignments, missing } = assignPeople(instance, starts, loadShare)
      expect(missing).toEqual([])
      expect(faultsOfPlan(instance, { starts, assignments }, own)).toEqual([])
    }),
    { numRuns: isLarge ? 500 : 40 },
  )
})

test('a search never falls behind the plan it began with, and more tries never make it worse', () => {
  fc.assert(
    fc.property(sizes, (size) => {
      const instance = exampleInstance(size)
      const first = search(instance, { tries: 0, seed: size.seed })
      const better = search(instance, { tries: 30, seed: size.seed, first: first.starts })
      expect(better.cost).toBeLessThanOrEqual(first.cost)
      expect(costOf(instance, early, better.starts)).toBe(better.cost)
    }),
    { numRuns: isLarge ? 300 : 25 },
  )
})

test('no work is lost: a project is planned with all its demand, or left out as a whole and says why', () => {
  fc.assert(
    fc.property(sizes, (size) => {
      const instance = exampleInstance(size)
      const { starts } = search(instance, { tries: 10 })
      const { assignments } = assignPeople(instance, starts)
      const planned = assignments.reduce((sum, { tenths }) => sum + tenths, 0)
      const proposals = proposalsOf(instance, limits, starts)
      const works = sizesOf(instance)
      const expected = proposals.reduce(
        (sum, { project, end }) => sum + (end === undefined ? 0 : (works[project]?.tenths ?? 0)),
        0,
      )
      expect(planned).toBe(expected)
      for (const { end, reasons } of proposals) if (end === undefined) expect(reasons.length).toBeGreaterThan(0)
    }),
    { numRuns: isLarge ? 300 : 25 },
  )
})

describe('small plans come within five in a hundred of the proven best', () => {
  const seeds = isLarge ? Array.from({ length: 30 }, (_one, at) => at + 1) : [1, 2, 4]
  test.each(seeds)('one project, shortest time (%i)', (seed) => compare(exampleInstance(oneProject(seed)), shortest))
  test.each(seeds)('some projects, early benefit (%i)', (seed) => compare(exampleInstance(fewProjects(seed)), early))

  function compare(instance: Instance, goals: Goals) {
    const found = search(instance, { goals, tries: 400 })
    const best = exactPlan(instance, goals, limits, solve, { seconds: isLarge ? 60 : 20, gap: 0 })
    if (!isLarge) expect(best).toBeDefined()
    if (!best) {
      // What the solver proves to have no room for everything, the search leaves something out of.
      expect(found.starts).toContain(nowhere)
      return
    }
    const { assignments } = assignPeople(instance, best.starts)
    expect(faultsOfPlan(instance, { starts: best.starts, assignments }, limits)).toEqual([])
    expect(found.cost).toBeGreaterThanOrEqual(Math.ceil(best.proven - 1e-6))
    expect(found.cost).toBeLessThanOrEqual(best.proven * 1.05)
  }
})

test('the choice takes most benefit that the money allows, and what is mandatory', () => {
  const project = (benefit: number, isMandatory = false) => ({ id: `b${benefit}`, benefit, isMandatory })
  const activity = (at: number, rappen: number) => ({
    id: `a${at}`,
    project: at,
    months: 2,
    earliest: 0,
    isFixed: false,
    after: [],
    demands: [],
    costs: [{ offset: 0, credit: 0, rappen }],
  })
  // A knapsack of 10 with weights 6, 5, 5, 1: best is 5 + 5; with the last one mandatory 5 + 1 or 6 + 1.
  const instance = (isMandatory: boolean): Instance => ({
    months: 12,
    monthOfYear: 0,
    skills: [],
    people: [],
    credits: ['c'],
    ceilings: [{ id: 'c', credits: [0], year: 0, rappen: 1_000_000 }],
    projects: [project(60), project(50), project(51), project(0, isMandatory)],
    activities: [600_000, 500_000, 500_000, 100_000].map((rappen, at) => activity(at, rappen)),
  })
  const choice = (isMandatory: boolean) =>
    chooseProjects(instance(isMandatory), limits, {}, solve, { seconds: 5, gap: 0 })?.isChosen
  expect(choice(false)).toEqual([false, true, true, false])
  expect(choice(true)).toEqual([true, false, false, true])
})

test('the frontier rises: more money brings more benefit, and no point beats another', () => {
  const instance = withLittleMoney(exampleInstance({ ...portfolio, projects: 15, people: 10, skills: 4 }))
  const curve =
    [...frontierOf(instance, limits, { against: 'rappen', points: 5, solve, seconds: 0.5, gap: 0.01 })].at(-1) ?? []
  expect(curve.length).toBeGreaterThan(3)
  for (const [at, point] of curve.entries()) {
    const before = curve[at - 1]
    if (before) expect(point.used > before.used && point.benefit > before.benefit).toBe(true)
    expect(point.used).toBeLessThanOrEqual(point.cap)
  }
})

test('fixed work keeps its month even where nobody has time, and what is missing is told', () => {
  const instance: Instance = {
    months: 4,
    monthOfYear: 0,
    skills: ['privacy'],
    credits: [],
    ceilings: [],
    people: [{ id: 'w', skills: [{ skill: 0, level: 3 }], tenths: [50, 50, 50, 50] }],
    projects: [
      { id: 'running', benefit: 1, isMandatory: false },
      { id: 'new', benefit: 9, isMandatory: false },
    ],
    activities: [
      { ...blank('running', 0), months: 2, wished: 0, isFixed: true, demands: [need(0, 70), need(1, 50)] },
      { ...blank('new', 1), wished: 0, demands: [need(0, 20)] },
    ],
  }
  const { starts } = search(instance, {})
  expect([...starts]).toEqual([0, 2])
  const { assignments, missing } = assignPeople(instance, starts)
  expect(missing).toEqual([{ activity: 0, month: 0, skill: 0, level: 2, tenths: 20 }])
  expect(faultsOfPlan(instance, { starts, assignments }, limits)).toEqual([])
  expect(proposalsOf(instance, limits, starts)[1]?.reasons).toEqual([
    { kind: 'people', month: 0, skills: [{ skill: 0, level: 2 }], load: 1400, others: [0] },
  ])
})

test('who can do little else does what she can, so that the other is free for what only she can do', () => {
  const people = [
    {
      id: 'both',
      skills: [
        { skill: 0, level: 4 as const },
        { skill: 1, level: 4 as const },
      ],
      tenths: [100],
    },
    { id: 'one', skills: [{ skill: 0, level: 2 as const }], tenths: [100] },
  ]
  const instance: Instance = {
    months: 1,
    monthOfYear: 0,
    skills: ['a', 'b'],
    credits: [],
    ceilings: [],
    people,
    projects: [{ id: 'p', benefit: 1, isMandatory: false }],
    activities: [
      { ...blank('x', 0), demands: [need(0, 100)] },
      { ...blank('y', 0), demands: [{ offset: 0, skill: 1, level: 1, tenths: 100 }] },
    ],
  }
  const { starts } = search(instance, {})
  expect([...starts]).toEqual([0, 0])
  expect(assignPeople(instance, starts).assignments.map(({ activity, person }) => [activity, person])).toEqual([
    [0, 1],
    [1, 0],
  ])
})

test('a whole portfolio is planned in seconds with progress, and stops when told', () => {
  const size = isLarge ? portfolio : { ...portfolio, projects: 40, people: 20, skills: 6 }
  const instance = withLittleMoney(exampleInstance(size))
  const order = {
    instance,
    goals: early,
    limits,
    caps: {},
    mayLeaveOut: true,
    frontier: 'rappen',
    seconds: isLarge ? 8 : 1.5,
    seed: 1,
  } as const
  let words = 0
  const work = makePlan(order, { solve, clock: () => performance.now(), isStopped: () => words >= 12 && !isLarge })
  let step = work.next()
  for (; !step.done; step = work.next()) words++
  expect(words).toBeGreaterThan(10)
  expect(step.value).toMatchObject({ wasStopped: !isLarge })
  expect(step.value.benefit).toBeGreaterThan(0)
  if (isLarge) expect(step.value.milliseconds).toBeLessThan(10_000)
})

function blank(id: string, project: number) {
  return { id, project, months: 1, earliest: 0, isFixed: false, after: [], demands: [], costs: [] }
}

function need(offset: number, tenths: number) {
  return { offset, skill: 0, level: 2, tenths } as const
}
