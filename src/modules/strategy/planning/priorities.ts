import { followersOf, type Instance, orderOf } from './instance.ts'

/** Longest ways through the network without any limits (critical path method, Kelley 1961): earliest starts, and latest starts by the plan's end. */
export function criticalPath(instance: Instance): { readonly earliest: number[]; readonly latest: number[] } {
  const { activities, projects, months } = instance
  const order = orderOf(activities)
  const followers = followersOf(activities)
  const earliest = activities.map(({ earliest, isFixed, wished }) => (isFixed ? (wished ?? earliest) : earliest))
  for (const at of order)
    for (const { activity, lag } of activities[at]?.after ?? [])
      earliest[at] = Math.max(earliest[at] ?? 0, (earliest[activity] ?? 0) + (activities[activity]?.months ?? 0) + lag)
  const latest = activities.map(({ project, months: length }) => (projects[project]?.deadline ?? months) - length)
  for (const at of order.toReversed())
    for (const next of followers[at] ?? [])
      for (const { activity, lag } of activities[next]?.after ?? [])
        if (activity === at)
          latest[at] = Math.min(latest[at] ?? 0, (latest[next] ?? 0) - lag - (activities[at]?.months ?? 0))
  return { earliest, latest }
}

/** How the lists begin from which plans are built. */
export const rules = [
  'latest_start',
  'least_slack',
  'benefit_per_day',
  'deadline',
  'wished',
  'most_work_behind',
] as const
export type Rule = (typeof rules)[number]

/**
 * Lists of activities, each after what it follows, ordered by a priority rule: latest start (LST) and minimum slack (MSLK) as compared by Kolisch
 * (1996), weighted shortest work (Smith 1956, applied to whole projects), due date, the dates of today, and greatest rank positional weight.
 */
export function listBy(instance: Instance, rule: Rule): number[] {
  const { activities, projects } = instance
  const { earliest, latest } = criticalPath(instance)
  const work = projects.map(() => 1)
  for (const { project, demands, months } of activities)
    work[project] = demands.reduce((sum, { tenths }) => sum + tenths, (work[project] ?? 0) + months)
  const followers = followersOf(activities)
  const rank = (at: number): number => {
    const { project = 0, wished, months: length = 0 } = activities[at] ?? {}
    switch (rule) {
      case 'latest_start':
        return latest[at] ?? 0
      case 'least_slack':
        return (latest[at] ?? 0) - (earliest[at] ?? 0)
      case 'benefit_per_day':
        return -((projects[project]?.benefit ?? 0) + 1) / (work[project] ?? 1)
      case 'deadline':
        return projects[project]?.deadline ?? Number.MAX_SAFE_INTEGER
      case 'wished':
        return wished ?? earliest[at] ?? 0
      case 'most_work_behind':
        return -(followers[at] ?? []).reduce((sum, next) => sum + (activities[next]?.months ?? 0), length)
    }
  }
  return listByRank(
    instance,
    activities.map((_one, at) => rank(at)),
  )
}

/** The activities by rank, lowest first, each after what it follows: of those that may come next always the one with the lowest. */
export function listByRank({ activities }: Instance, ranks: readonly number[]): number[] {
  const followers = followersOf(activities)
  const waiting = activities.map(({ after }) => after.length)
  const ready: number[] = []
  const list: number[] = []
  const offer = (at: number) => {
    const rank = ranks[at] ?? 0
    let place = ready.length
    while (place > 0 && (ranks[ready[place - 1] ?? 0] ?? 0) < rank) place--
    ready.splice(place, 0, at)
  }
  for (const [at, count] of waiting.entries()) if (count === 0) offer(at)
  for (let at = ready.pop(); at !== undefined; at = ready.pop()) {
    list.push(at)
    for (const next of followers[at] ?? []) {
      const left = (waiting[next] ?? 0) - 1
      waiting[next] = left
      if (left === 0) offer(next)
    }
  }
  return list
}
