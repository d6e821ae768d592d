import { type Ceiling, type Instance, yearOf } from './instance.ts'
import { endsOf } from './plan-cost.ts'
import { criticalPath } from './priorities.ts'
import { type Limits, nowhere, Timetable } from './timetable.ts'

/** Why something is not earlier, or not at all. `others`: the projects that have the people or the money, those who have most first. */
export type Reason =
  | {
      readonly kind: 'people'
      readonly month: number
      readonly skills: readonly { readonly skill: number; readonly level: number }[]
      /** What would be asked of these people together, in thousandths of their time. */
      readonly load: number
      readonly others: readonly number[]
    }
  | {
      readonly kind: 'money'
      readonly ceiling: Ceiling
      readonly over: number
      readonly others: readonly number[]
    }
  | { readonly kind: 'after'; readonly project: number }
  | { readonly kind: 'outside'; readonly what: string }
  | { readonly kind: 'horizon' }
  | { readonly kind: 'benefit' }

/** What is proposed for one project. Months count from the plan's first; undefined: has no place, or had no date. */
export type Proposal = {
  readonly project: number
  readonly wished: number | undefined
  readonly start: number | undefined
  readonly end: number | undefined
  readonly lateBy: number
  readonly reasons: readonly Reason[]
}

const mostOthers = 3

/**
 * What a plan proposes for each project, and what kept it from its wished month (or from the first one possible): found by trying exactly that in
 * the finished plan, with everything else as it is.
 */
export function proposalsOf(instance: Instance, limits: Limits, starts: Int32Array): Proposal[] {
  const timetable = new Timetable(instance, limits)
  timetable.restore(starts)
  const ends = endsOf(instance, starts)
  const { earliest } = criticalPath(instance)
  const own = instance.projects.map((): number[] => [])
  for (const [at, { project }] of instance.activities.entries()) own[project]?.push(at)
  return instance.projects.map(({ deadline }, project) => {
    const parts = own[project] ?? []
    const begins = parts.map((at) => starts[at] ?? nowhere)
    const isPlaced = begins.every((start) => start !== nowhere)
    const wishes = parts.flatMap((at) => instance.activities[at]?.wished ?? [])
    const wished = wishes.length > 0 ? Math.min(...wishes) : undefined
    const end = isPlaced ? ends[project] : undefined
    return {
      project,
      wished,
      start: isPlaced && begins.length > 0 ? Math.min(...begins) : undefined,
      end,
      lateBy: end === undefined || deadline === undefined ? 0 : Math.max(0, end - deadline),
      reasons: reasonsOf(timetable, parts, earliest),
    }
  })
}

/** The first of its activities that is later than wished, or than it could be, tells why. */
function reasonsOf(timetable: Timetable, parts: readonly number[], earliest: readonly number[]): Reason[] {
  const { instance } = timetable
  const placed = parts.map((at) => timetable.startOf(at))
  const isLeftOut = placed.some((start) => start === nowhere)
  for (const [place, at] of parts.entries()) {
    const { wished, isFixed, after, waitsFor, earliest: outside } = timetable.activity(at)
    const start = placed[place] ?? nowhere
    const target = Math.max(wished ?? 0, wished === undefined ? (earliest[at] ?? 0) : 0)
    if (isFixed || (start !== nowhere && start <= target)) continue
    const reasons: Reason[] = []
    if (outside > target && waitsFor !== undefined) reasons.push({ kind: 'outside', what: waitsFor })
    for (const { activity, lag } of after) {
      const before = instance.activities[activity]
      if (!before || parts.includes(activity)) continue
      if (!timetable.isPlaced(activity) || timetable.endOf(activity) + lag > target)
        reasons.push({ kind: 'after', project: before.project })
    }
    timetable.lift(at)
    const limit = start === nowhere ? Math.min(target + 12, instance.months) : start
    for (let month = Math.max(target, outside); month < limit && reasons.length < 2; month++) {
      const reason = obstacleAt(timetable, at, month)
      if (reason && !reasons.some(({ kind }) => kind === reason.kind)) reasons.push(reason)
    }
    if (start !== nowhere && !timetable.place(at, start)) throw new RangeError('a plan that does not fit itself')
    if (reasons.length > 0) return reasons
  }
  return isLeftOut ? [{ kind: 'benefit' }] : []
}

function obstacleAt(timetable: Timetable, at: number, month: number): Reason | undefined {
  const obstacle = timetable.obstacle(at, month)
  if (!obstacle || obstacle.kind === 'horizon') return obstacle
  if (obstacle.kind === 'money') {
    const { ceiling, over } = obstacle
    return {
      kind: 'money',
      ceiling,
      over,
      others: othersBy(timetable, at, (other, start) => spentUnder(timetable, other, start, ceiling)),
    }
  }
  const { classes, load, capacity } = obstacle.shortage
  const skills = classes.flatMap((cls) => timetable.capacity.classes[cls] ?? [])
  const asks = (other: number, start: number) =>
    timetable
      .activity(other)
      .demands.filter(
        ({ offset, skill, level }) =>
          start + offset === obstacle.month && skills.some((one) => one.skill === skill && one.level === level),
      )
      .reduce((sum, { tenths }) => sum + tenths, 0)
  return {
    kind: 'people',
    month: obstacle.month,
    skills,
    load: capacity === 0 ? 9999 : Math.round((load / capacity) * 1000),
    others: othersBy(timetable, at, asks),
  }
}

function spentUnder(timetable: Timetable, at: number, start: number, { credits, year }: Ceiling): number {
  return timetable
    .activity(at)
    .costs.filter(({ credit }) => credits.includes(credit))
    .filter(({ offset }) => year === undefined || yearOf(timetable.instance, start + offset) === year)
    .reduce((sum, { rappen }) => sum + rappen, 0)
}

function othersBy(timetable: Timetable, at: number, amount: (other: number, start: number) => number): number[] {
  const own = timetable.activity(at).project
  const sums = new Map<number, number>()
  for (const [other, { project }] of timetable.instance.activities.entries()) {
    const start = timetable.startOf(other)
    if (project === own || start === nowhere) continue
    const part = amount(other, start)
    if (part > 0) sums.set(project, (sums.get(project) ?? 0) + part)
  }
  return [...sums]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, mostOthers)
    .map(([project]) => project)
}
