import { type Caps, type Choice, chooseProjects, sizesOf } from './choose-projects.ts'
import type { Instance } from './instance.ts'
import type { Solve, SolveOptions } from './linear-model.ts'
import type { Limits } from './timetable.ts'

/** Against what benefit is weighed. */
export type Against = 'rappen' | 'tenths'

/** One point that none beats: more benefit needs more of it. `cap`: what was allowed; `used`: what it takes. */
export type FrontierPoint = {
  readonly cap: number
  readonly used: number
  readonly benefit: number
  readonly projects: number
  readonly gap: number | undefined
}

/**
 * Not one answer but what more would bring: the most benefit for each of several amounts of money or of work (ε-constraint method, Haimes, Lasdon and
 * Wismer 1971), so that points off the straight line are found too, which weighted sums miss. Points that another one beats are left out. It
 * yields the points found so far after each.
 */
export function* frontierOf(
  instance: Instance,
  limits: Limits,
  {
    against,
    points,
    solve,
    ...options
  }: { against: Against; points: number; solve: Solve } & Omit<SolveOptions, 'isMaximum'>,
): Generator<readonly FrontierPoint[], readonly FrontierPoint[]> {
  const sizes = sizesOf(instance)
  const all = sizes.reduce((sum, size) => sum + size[against], 0)
  const found: FrontierPoint[] = []
  const most = pointAt(undefined)
  if (!most) return []
  found.push(most)
  yield undominated(found)
  const begun = new Set(instance.activities.flatMap(({ project, isFixed }) => (isFixed ? [project] : [])))
  const isTaken = (project: number) => begun.has(project) || instance.projects[project]?.isMandatory === true
  const least = sizes.reduce((sum, size, project) => sum + (isTaken(project) ? size[against] : 0), 0)
  for (let step = points - 1; step >= 1; step--) {
    if (options.isStopped?.()) break
    const cap = Math.floor(least + ((most.used - least) * step) / points)
    const point = pointAt(cap)
    if (point) found.push(point)
    yield undominated(found)
  }
  return undominated(found)

  function pointAt(cap: number | undefined): FrontierPoint | undefined {
    const caps: Caps = cap === undefined ? {} : { [against]: cap }
    const choice: Choice | undefined = chooseProjects(instance, limits, caps, solve, options)
    return (
      choice && {
        cap: cap ?? all,
        used: choice[against],
        benefit: choice.benefit,
        projects: choice.isChosen.filter(Boolean).length,
        gap: choice.gap,
      }
    )
  }
}

/** Only those that no other beats: as much benefit for less, or more for as much. */
export function undominated(points: readonly FrontierPoint[]): FrontierPoint[] {
  const sorted = points.toSorted((one, other) => one.used - other.used || other.benefit - one.benefit)
  let best = -1
  return sorted.filter(({ benefit }) => {
    if (benefit <= best) return false
    best = benefit
    return true
  })
}
