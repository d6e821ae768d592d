import { buildEarly, justify, liftHalves, listOf, moveInList } from './build-plan.ts'
import { type Goals, type Instance, orderOf } from './instance.ts'
import { costOf, endsOf } from './plan-cost.ts'
import { listBy, listByRank, rules } from './priorities.ts'
import { Random } from './random.ts'
import { type Limits, nowhere, Timetable } from './timetable.ts'

/** How far a search has come. `share`: in thousandths. */
export type Progress = {
  readonly share: number
  readonly cost: number
  readonly tries: number
  readonly starts: Int32Array
}

export type SearchOptions = {
  readonly goals: Goals
  readonly limits: Limits
  readonly seed: number
  /** Ends after so many tries, or after so many milliseconds of the clock, whatever comes first. */
  readonly tries: number
  readonly milliseconds: number
  readonly clock: () => number
  /** A plan to begin with and not to fall behind of, such as the choice's or the dates of today. */
  readonly first?: Int32Array | undefined
}

const triesBetweenWords = 25
/** In a plan this small a whole list is built again in a moment. */
const fewActivities = 150
/** A plan may be so much worse than the best one and still be gone on from (record-to-record travel, Dueck 1993), in thousandths. */
const deviation = 4

/**
 * Looks for dates: lists by priority rules, forward-backward improvement, then tries of two kinds until the time is over: one activity elsewhere in
 * the list, and a few projects taken out and put in again in another order (ruin and recreate, Schrimpf and others 2000). Every plan on the way
 * is feasible; the best one is kept, so that it never falls behind the one it began with. It yields now and then, so that who runs it can stop it.
 */
export function* levelPlan(instance: Instance, options: SearchOptions): Generator<Progress, Progress> {
  const { goals, limits, seed, clock, first } = options
  const begun = clock()
  const random = new Random(seed)
  const timetable = new Timetable(instance, limits)
  const best = { starts: timetable.starts.slice(), cost: Number.POSITIVE_INFINITY }
  let tries = 0
  const keep = (): number => {
    const cost = costOf(instance, goals, timetable.starts)
    if (cost < best.cost) Object.assign(best, { starts: timetable.starts.slice(), cost })
    return cost
  }
  const isOver = () => tries >= options.tries || clock() - begun >= options.milliseconds
  const told = (): Progress => {
    const share = Math.max(tries / options.tries, (clock() - begun) / options.milliseconds)
    return { share: Math.min(1000, Math.round(share * 1000)), cost: best.cost, tries, starts: best.starts.slice() }
  }

  if (first) {
    takeOver(timetable, first)
    keep()
  }
  for (const rule of rules) {
    buildEarly(timetable, listBy(instance, rule))
    keep()
    yield told()
    if (isOver()) return told()
  }
  timetable.restore(best.starts)
  for (let round = 0; round < 3 && !isOver(); round++) {
    const cost = best.cost
    justify(timetable)
    keep()
    yield told()
    if (best.cost >= cost) break
  }
  timetable.restore(best.starts)
  let current = best.cost
  while (!isOver()) {
    tries++
    const before = timetable.starts.slice()
    const isListTry = instance.activities.length <= fewActivities && random.fraction() < 0.7
    if (isListTry) tryList(timetable, random)
    else tryProjects(timetable, random)
    const cost = keep()
    if (cost <= Math.max(current, best.cost * (1 + deviation / 1000))) current = cost
    else timetable.restore(before)
    if (tries % (8 * triesBetweenWords) === 0 && current > best.cost) {
      timetable.restore(best.starts)
      current = best.cost
    }
    if (tries % triesBetweenWords === 0) yield told()
  }
  return told()
}

/** Places what fits of another plan as it stands, and the rest as early as possible. */
function takeOver(timetable: Timetable, starts: Int32Array): void {
  timetable.clear()
  const order = orderOf(timetable.instance.activities)
  for (const at of order) {
    const lowest = timetable.lowest(at)
    const start = starts[at] ?? nowhere
    if (timetable.isPlaced(at) || lowest === undefined) continue
    if (start >= lowest && timetable.place(at, start)) continue
    timetable.placeEarly(at, lowest, timetable.highest(at))
  }
  liftHalves(timetable)
}

function tryList(timetable: Timetable, random: Random): void {
  let list = listOf(timetable, timetable.starts)
  if (random.fraction() < 0.15)
    list = listByRank(
      timetable.instance,
      list.map(() => random.fraction()),
    )
  else for (let moves = random.between(1, 3); moves > 0; moves--) list = moveInList(timetable, list, random)
  buildEarly(timetable, list)
  if (random.fraction() < 0.5) justify(timetable)
}

/** Takes some projects out, one that ends late and others that use people at the same time, and puts them in again in another order. */
function tryProjects(timetable: Timetable, random: Random): void {
  const { instance } = timetable
  const before = timetable.starts.slice()
  const chosen = chooseProjects(timetable, random)
  const order = orderOf(instance.activities).filter((at) => chosen.has(instance.activities[at]?.project ?? nowhere))
  for (const at of order) timetable.lift(at)
  const noise = new Map([...chosen].map((project) => [project, random.fraction()]))
  const byDensity = random.fraction() < 0.5
  const rank = (project: number) => {
    const { benefit = 0 } = instance.projects[project] ?? {}
    return (noise.get(project) ?? 0) * (byDensity ? 1 / (benefit + 1) : 1)
  }
  const ranks = instance.activities.map(({ project }) => rank(project))
  for (const at of listByRank(instance, ranks)) {
    if (!chosen.has(instance.activities[at]?.project ?? nowhere) || timetable.isPlaced(at)) continue
    const from = timetable.lowest(at)
    if (from !== undefined) timetable.placeEarly(at, from, timetable.highest(at))
  }
  const isHalf = [...before.keys()].some((at) => before[at] !== nowhere && !timetable.isPlaced(at))
  if (isHalf) timetable.restore(before)
  else liftHalves(timetable)
}

function chooseProjects({ instance, starts }: Timetable, random: Random): Set<number> {
  const { projects } = instance
  const ends = endsOf(instance, starts)
  const urgency = (project: number) => ((projects[project]?.benefit ?? 0) + 1) * (ends[project] ?? 3 * instance.months)
  let seed = random.below(projects.length)
  for (let round = 0; round < 2; round++) {
    const rival = random.below(projects.length)
    if (urgency(rival) > urgency(seed)) seed = rival
  }
  const chosen = new Set([seed])
  const most = random.between(2, Math.min(8, Math.max(2, projects.length)))
  const end = ends[seed] ?? instance.months
  for (let tries = 0; tries < 40 && chosen.size < most; tries++) {
    const other = random.below(projects.length)
    const otherEnd = ends[other]
    if (otherEnd === undefined || Math.abs(otherEnd - end) <= 14 || random.fraction() < 0.2) chosen.add(other)
  }
  return chosen
}
