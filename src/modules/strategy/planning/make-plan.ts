import { type Assignment, assignPeople } from './assign-people.ts'
import { faultsOfPlan } from './check-plan.ts'
import { type Caps, type Choice, chooseProjects, sizesOf } from './choose-projects.ts'
import { exactPlan, exactSize } from './exact-plan.ts'
import { type Against, type FrontierPoint, frontierOf, undominated } from './frontier.ts'
import { faultsOf, type Goals, type Instance, yearOf, yearsOf } from './instance.ts'
import { levelPlan } from './level-plan.ts'
import type { Solve } from './linear-model.ts'
import { partOf, wholeStarts } from './part-of.ts'
import { costOf, endsOf } from './plan-cost.ts'
import { type Proposal, proposalsOf } from './reasons.ts'
import { type Limits, nowhere, Timetable } from './timetable.ts'

/** What is to be planned, how long it may take (in seconds, all together), and against what the frontier is drawn. */
export type PlanOrder = {
  readonly instance: Instance
  readonly goals: Goals
  readonly limits: Limits
  readonly caps: Caps
  /** Whether projects may be left out for better ones; if not, all are planned as far as there is room. */
  readonly mayLeaveOut: boolean
  readonly frontier: Against | undefined
  readonly seconds: number
  readonly seed: number
}

export type Stage = 'choice' | 'dates' | 'proof' | 'frontier' | 'people'
export type PlanProgress = { readonly stage: Stage; readonly share: number; readonly benefit: number }

export type MadePlan = {
  readonly starts: readonly number[]
  readonly assignments: readonly Assignment[]
  readonly proposals: readonly Proposal[]
  readonly benefit: number
  /** Rappen by credit and calendar year of the plan. */
  readonly rappenByCredit: readonly (readonly number[])[]
  readonly tenths: number
  /** Tenths of person-days of fixed work that nobody has time for. */
  readonly overload: readonly {
    readonly month: number
    readonly skill: number
    readonly level: number
    readonly tenths: number
  }[]
  readonly late: number
  readonly cost: number
  /** No dates of these projects cost less than so much less, in thousandths; undefined where it was not proven. */
  readonly gapOfDates: number | undefined
  readonly gapOfChoice: number | undefined
  readonly frontier: readonly FrontierPoint[]
  readonly tries: number
  readonly milliseconds: number
  readonly wasStopped: boolean
}

/** A plan of more whole numbers than this is not proven: it would take the solver too long. */
const provable = 260

/**
 * Makes a plan in stages: which projects (`highs`), when (search), how far from the best (`highs`, small ones only), the frontier, who does what.
 * It yields its progress, so that whoever runs it can stop it: then the best so far is finished and returned. Every plan is proven before it is
 * returned. Throws for an instance that is none, and for a plan that would not hold, which is a fault of ours.
 */
export function* makePlan(
  order: PlanOrder,
  {
    solve,
    clock,
    isStopped,
  }: { readonly solve: Solve; readonly clock: () => number; readonly isStopped: () => boolean },
): Generator<PlanProgress, MadePlan> {
  const { instance, goals, limits, seconds } = order
  const faults = faultsOf(instance)
  if (faults.length > 0) throw new RangeError(`a plan cannot be made: ${faults.slice(0, 3).join('; ')}`)
  const begun = clock()
  const left = (part: number) => Math.max(0.05, Math.min(seconds * part, seconds - (clock() - begun) / 1000))

  yield { stage: 'choice', share: 0, benefit: 0 }
  const choice =
    order.mayLeaveOut && !isStopped()
      ? chooseProjects(instance, limits, order.caps, solve, { seconds: left(0.2), gap: 0.005, isStopped })
      : undefined
  const isChosen = choice?.isChosen ?? instance.projects.map(() => true)
  yield { stage: 'dates', share: 200, benefit: choice?.benefit ?? 0 }

  const part = partOf(instance, isChosen)
  const search = levelPlan(part.instance, {
    goals,
    limits,
    seed: order.seed,
    tries: Number.MAX_SAFE_INTEGER,
    milliseconds: left(0.35) * 1000,
    clock,
    first: startsOfChoice(part.instance, choice, part.projectAt),
  })
  let step = search.next()
  while (!step.done && !isStopped()) {
    const benefit = benefitOf(part.instance, step.value.starts)
    yield { stage: 'dates', share: 200 + Math.floor(step.value.share * 0.4), benefit }
    step = search.next()
  }
  let { starts: partStarts, cost } = step.value
  const { tries } = step.value

  let gapOfDates: number | undefined
  if (exactSize(part.instance) <= provable && partStarts.every((start) => start !== nowhere) && !isStopped()) {
    yield { stage: 'proof', share: 600, benefit: benefitOf(part.instance, partStarts) }
    const exact = exactPlan(part.instance, goals, limits, solve, { seconds: left(0.2), gap: 0, isStopped })
    if (exact) {
      const rounded = costOf(part.instance, goals, exact.starts)
      if (rounded < cost) [partStarts, cost] = [exact.starts, rounded]
      if (exact.proven > 0) gapOfDates = Math.max(0, Math.ceil((cost / exact.proven - 1) * 1000 - 1e-6))
    }
  }

  let starts = wholeStarts(instance, part, partStarts)
  if (order.caps.rappen === undefined && order.caps.tenths === undefined) starts = fillIn(instance, limits, starts)

  let frontier: readonly FrontierPoint[] = []
  if (order.frontier && !isStopped()) {
    const points = 8
    const curve = frontierOf(instance, limits, {
      against: order.frontier,
      points,
      solve,
      seconds: left(0.35) / points,
      gap: 0.01,
      isStopped,
    })
    for (let point = curve.next(), done = 1; ; point = curve.next(), done++) {
      frontier = point.value
      if (point.done) break
      yield { stage: 'frontier', share: 700 + Math.floor((200 * done) / points), benefit: benefitOf(instance, starts) }
    }
    // The plan itself may be better than what the coarse grid of the choice could see.
    frontier = undominated([...frontier, pointOf(instance, starts, order.frontier)])
  }

  yield { stage: 'people', share: 950, benefit: benefitOf(instance, starts) }
  const { assignments, missing } = limits.usesPeople
    ? assignPeople(instance, starts, limits.loadShare)
    : { assignments: [], missing: [] }
  const wrong = faultsOfPlan(instance, { starts, assignments }, limits)
  if (wrong.length > 0) throw new Error(`a plan that does not hold: ${wrong.slice(0, 3).join('; ')}`)
  const proposals = proposalsOf(instance, limits, starts)
  return {
    starts: [...starts],
    assignments,
    proposals,
    benefit: benefitOf(instance, starts),
    rappenByCredit: moneyByCredit(instance, starts),
    tenths: sizesOf(instance).reduce(
      (sum, { tenths }, project) => sum + (proposals[project]?.end === undefined ? 0 : tenths),
      0,
    ),
    overload: missing,
    late: proposals.filter(({ lateBy }) => lateBy > 0).length,
    cost,
    gapOfDates,
    gapOfChoice: choice?.gap,
    frontier,
    tries,
    milliseconds: Math.round(clock() - begun),
    wasStopped: isStopped(),
  }
}

/** What was left out but has room, with its dates: the choice counts in steps and may have been too careful. */
function fillIn(instance: Instance, limits: Limits, starts: Int32Array): Int32Array {
  const timetable = new Timetable(instance, limits)
  timetable.restore(starts)
  const out = instance.projects.flatMap(({ benefit }, project) =>
    instance.activities.some((one, at) => one.project === project && !timetable.isPlaced(at))
      ? [{ project, benefit }]
      : [],
  )
  for (const { project } of out.toSorted((one, other) => other.benefit - one.benefit)) {
    const own = instance.activities.flatMap((one, at) =>
      one.project === project && !timetable.isPlaced(at) ? [at] : [],
    )
    const open = new Set(own)
    for (let isGoing = true; isGoing; ) {
      isGoing = false
      for (const at of open) {
        const from = timetable.lowest(at)
        if (from === undefined || !timetable.placeEarly(at, from, timetable.highest(at))) continue
        open.delete(at)
        isGoing = true
      }
    }
    if (open.size > 0) for (const at of own) timetable.lift(at)
  }
  return timetable.starts.slice()
}

function pointOf(instance: Instance, starts: Int32Array, against: Against): FrontierPoint {
  const ends = endsOf(instance, starts)
  const used = sizesOf(instance).reduce((sum, size, at) => sum + (ends[at] === undefined ? 0 : size[against]), 0)
  const projects = ends.filter((end) => end !== undefined).length
  return { cap: used, used, benefit: benefitOf(instance, starts), projects, gap: undefined }
}

/** The months of the choice as dates of activities: what does not fit there, the search moves. */
function startsOfChoice(
  { activities }: Instance,
  choice: Choice | undefined,
  projectAt: readonly number[],
): Int32Array | undefined {
  if (!choice) return undefined
  return Int32Array.from(activities, ({ project, earliest }) =>
    Math.max(earliest, choice.starts[projectAt[project] ?? nowhere] ?? 0),
  )
}

function benefitOf(instance: Instance, starts: ArrayLike<number>): number {
  return endsOf(instance, starts).reduce<number>(
    (sum, end, project) => sum + (end === undefined ? 0 : (instance.projects[project]?.benefit ?? 0)),
    0,
  )
}

function moneyByCredit(instance: Instance, starts: ArrayLike<number>): number[][] {
  const paid = instance.credits.map(() => Array.from({ length: yearsOf(instance) }, () => 0))
  for (const [at, { costs }] of instance.activities.entries()) {
    const start = starts[at] ?? nowhere
    if (start === nowhere) continue
    for (const { offset, credit, rappen } of costs) {
      const years = paid[credit]
      const year = yearOf(instance, start + offset)
      if (years) years[year] = (years[year] ?? 0) + rappen
    }
  }
  return paid
}
