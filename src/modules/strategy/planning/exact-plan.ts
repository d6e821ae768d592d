import { ceilingsFinder, type Goals, type Instance } from './instance.ts'
import { LinearModel, type Solve, type SolveOptions, type Term } from './linear-model.ts'
import { criticalPath } from './priorities.ts'
import { classesOf } from './skill-capacity.ts'
import { type Limits, nowhere } from './timetable.ts'

/** A plan with the cost that nothing can beat, as far as it is proven. */
export type ExactPlan = {
  readonly starts: Int32Array
  readonly cost: number
  readonly proven: number
  readonly isOptimal: boolean
}

/** How many whole numbers its model has: what is larger is not worth the solver's time. */
export function exactSize(instance: Instance): number {
  const { earliest, latest } = widest(instance)
  return earliest.reduce((sum, first, at) => sum + Math.max(0, (latest[at] ?? 0) - first + 1), 0)
}

/**
 * The best dates of all, by a model with one 0/1 variable per activity and month (Pritsker, Watters and Wolfe 1969; precedence month by month as in
 * Christofides, Alvarez-Valdes and Tamarit 1987), and with who does what as flows of time from people to skills. All projects have to have a place;
 * undefined where they have none, or none was found in time.
 */
export function exactPlan(
  instance: Instance,
  goals: Goals,
  limits: Limits,
  solve: Solve,
  options: Omit<SolveOptions, 'isMaximum'>,
): ExactPlan | undefined {
  const { activities, projects, months } = instance
  const model = new LinearModel()
  const { earliest, latest } = widest(instance)
  const begins = activities.map((_one, at) => {
    const columns = new Map<number, number>()
    for (let month = earliest[at] ?? 0; month <= (latest[at] ?? 0); month++)
      columns.set(month, model.column(0, { upper: 1, isWhole: true }))
    return columns
  })
  for (const columns of begins)
    model.row(
      1,
      [...columns.values()].map((column): Term => [column, 1]),
      1,
    )
  for (const [at, { after, isFixed }] of activities.entries())
    for (const { activity, lag } of isFixed ? [] : after) {
      const gap = (activities[activity]?.months ?? 0) + lag
      for (let month = 0; month < months; month++) {
        const terms: Term[] = []
        for (const [start, column] of begins[activity] ?? []) if (start >= month) terms.push([column, 1])
        for (const [start, column] of begins[at] ?? []) if (start < month + gap) terms.push([column, 1])
        model.row(0, terms, 1)
      }
    }
  addEnds(model, instance, goals, begins)
  if (limits.usesPeople) addPeople(model, instance, begins, limits.loadShare)
  if (limits.usesMoney) addMoney(model, instance, begins)
  const solution = solve(model, { ...options, isMaximum: false })
  if (solution.kind === 'none') return undefined
  const starts = Int32Array.from(projects.length === 0 ? [] : activities, () => nowhere)
  for (const [at, columns] of begins.entries())
    for (const [month, column] of columns) if ((solution.values[column] ?? 0) > 0.5) starts[at] = month
  return { starts, cost: solution.objective, proven: solution.proven, isOptimal: solution.isOptimal }
}

type Begins = readonly ReadonlyMap<number, number>[]

/** Months in which each may begin at all; deadlines only cost, so that the plan's end alone closes them. */
function widest(instance: Instance): { earliest: number[]; latest: number[] } {
  const withoutDeadlines = { ...instance, projects: instance.projects.map((one) => ({ ...one, deadline: undefined })) }
  const { earliest, latest } = criticalPath(withoutDeadlines)
  const last = instance.activities.map(({ isFixed, wished }, at) => (isFixed ? (wished ?? 0) : (latest[at] ?? 0)))
  return { earliest, latest: last }
}

function addEnds(model: LinearModel, { activities, projects, months }: Instance, goals: Goals, begins: Begins): void {
  const last = model.column(goals.shortTime, { upper: months })
  for (const [project, { benefit, deadline }] of projects.entries()) {
    const weight = benefit + 1
    const end = model.column(weight * goals.earlyBenefit, { upper: months })
    const late = model.column(weight * goals.deadlines, { upper: months })
    model.row(
      0,
      [
        [last, 1],
        [end, -1],
      ],
      months,
    )
    if (deadline !== undefined)
      model.row(
        -deadline,
        [
          [late, 1],
          [end, -1],
        ],
        months,
      )
    for (const [at, activity] of activities.entries()) {
      if (activity.project !== project) continue
      const ends = [...(begins[at] ?? [])].map(([month, column]): Term => [column, -(month + activity.months)])
      model.row(0, [[end, 1], ...ends], months)
    }
  }
}

function addPeople(model: LinearModel, instance: Instance, begins: Begins, share: number): void {
  const classes = classesOf(instance)
  const { activities, people, months } = instance
  for (let month = 0; month < months; month++) {
    const time: Term[][] = people.map(() => [])
    for (const { skill, level } of classes) {
      const terms: Term[] = []
      for (const [at, { demands }] of activities.entries())
        for (const demand of demands) {
          const column = begins[at]?.get(month - demand.offset)
          if (column !== undefined && demand.skill === skill && demand.level === level)
            terms.push([column, demand.tenths])
        }
      if (terms.length === 0) continue
      for (const [person, { skills, tenths }] of people.entries()) {
        if (!skills.some((one) => one.skill === skill && one.level >= level)) continue
        const flow = model.column(0, { upper: tenths[month] ?? 0 })
        terms.push([flow, -1])
        time[person]?.push([flow, 1])
      }
      model.row(Number.NEGATIVE_INFINITY, terms, 0)
    }
    for (const [person, terms] of time.entries())
      if (terms.length > 0) model.row(0, terms, Math.floor(((people[person]?.tenths[month] ?? 0) * share) / 1000))
  }
}

function addMoney(model: LinearModel, instance: Instance, begins: Begins): void {
  const ceilingsAt = ceilingsFinder(instance)
  const terms = instance.ceilings.map((): Term[] => [])
  for (const [at, { costs }] of instance.activities.entries())
    for (const [month, column] of begins[at] ?? [])
      for (const { credit, offset, rappen } of costs)
        for (const place of ceilingsAt(credit, month + offset)) terms[place]?.push([column, rappen / moneyUnit])
  for (const [place, { rappen }] of instance.ceilings.entries()) {
    const paid = terms[place] ?? []
    if (paid.length > 0) model.row(Number.NEGATIVE_INFINITY, paid, rappen / moneyUnit)
  }
}

/** Rappen are counted in francs inside a model: numbers near each other are solved more exactly. */
const moneyUnit = 100
