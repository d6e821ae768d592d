import type { Goals, Instance } from './instance.ts'
import { nowhere } from './timetable.ts'

/** When a project ends: the month after its last activity; undefined if it is not placed as a whole. */
export function endsOf(instance: Instance, starts: ArrayLike<number>): (number | undefined)[] {
  const ends: (number | undefined)[] = instance.projects.map(() => 0)
  for (const [at, { project, months }] of instance.activities.entries()) {
    const start = starts[at] ?? nowhere
    const end = ends[project]
    ends[project] = start === nowhere || end === undefined ? undefined : Math.max(end, start + months)
  }
  return ends
}

/**
 * What a plan costs by its goals, in whole numbers, less is better: weighted completion times, weighted lateness after deadlines, and the last end of
 * all. A project with no place costs three times what one at the plan's end would, so that none is left out for another's convenience.
 */
export function costOf(instance: Instance, goals: Goals, starts: ArrayLike<number>): number {
  const { months, projects } = instance
  let cost = 0
  let last = 0
  for (const [at, end] of endsOf(instance, starts).entries()) {
    const project = projects[at]
    if (!project) continue
    cost += projectCost(project, goals, end ?? 3 * months, end === undefined)
    last = Math.max(last, end ?? months)
  }
  return cost + goals.shortTime * last
}

function projectCost(
  { benefit, deadline }: Instance['projects'][number],
  { earlyBenefit, deadlines, shortTime }: Goals,
  end: number,
  isLeftOut: boolean,
): number {
  const weight = benefit + 1
  const late = deadline === undefined ? 0 : Math.max(0, end - deadline)
  return (
    weight * (earlyBenefit * end + deadlines * late) +
    (isLeftOut ? (earlyBenefit + deadlines + shortTime) * weight * end : 0)
  )
}
