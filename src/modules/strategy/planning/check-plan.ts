import type { Assignment } from './assign-people.ts'
import { type Instance, yearOf } from './instance.ts'
import { type Limits, nowhere } from './timetable.ts'

/**
 * Proves a plan from its dates and from who does what, without anything of what made it: every activity of a placed project has its month, in the
 * plan, not before its earliest one and after what it follows; all of its demand is done by people who know the skill at that level; nobody does more
 * than she has time for; no credits pay more together than their ceiling, in its year or in all. Only fixed work may miss people or money. Gives what is wrong; empty: nothing.
 */
export function faultsOfPlan(
  instance: Instance,
  { starts, assignments }: { readonly starts: ArrayLike<number>; readonly assignments: readonly Assignment[] },
  limits: Limits,
): string[] {
  const faults = [...faultsOfDates(instance, starts)]
  if (limits.usesMoney) faults.push(...faultsOfMoney(instance, starts))
  if (limits.usesPeople) faults.push(...faultsOfPeople(instance, starts, assignments, limits.loadShare))
  return faults
}

function* faultsOfDates({ activities, months }: Instance, starts: ArrayLike<number>): Generator<string> {
  const placed = new Map<number, number>()
  const sizes = new Map<number, number>()
  for (const [at, activity] of activities.entries()) {
    const start = starts[at] ?? nowhere
    sizes.set(activity.project, (sizes.get(activity.project) ?? 0) + 1)
    if (activity.isFixed && start !== activity.wished) yield `${activity.id} is fixed and was moved`
    if (start === nowhere) continue
    placed.set(activity.project, (placed.get(activity.project) ?? 0) + 1)
    if (start < 0 || start + activity.months > months) yield `${activity.id} lies outside the plan`
    if (activity.isFixed) continue
    if (start < activity.earliest) yield `${activity.id} begins too early`
    for (const { activity: before, lag } of activity.after) {
      const other = starts[before] ?? nowhere
      if (other === nowhere) yield `${activity.id} follows what is not placed`
      else if (other + (activities[before]?.months ?? 0) + lag > start)
        yield `${activity.id} begins before what it follows has ended`
    }
  }
  const isMovable = (project: number) => activities.every((one) => one.project !== project || !one.isFixed)
  for (const [project, count] of placed)
    if (count !== sizes.get(project) && isMovable(project)) yield `project ${project} is placed by half`
}

function* faultsOfMoney(instance: Instance, starts: ArrayLike<number>): Generator<string> {
  for (const { id, credits, year, rappen: limit } of instance.ceilings) {
    let [spent, fixed] = [0, 0]
    for (const [at, { costs, isFixed }] of instance.activities.entries()) {
      const start = starts[at] ?? nowhere
      if (start === nowhere) continue
      for (const { credit, offset, rappen } of costs) {
        if (!credits.includes(credit)) continue
        if (year !== undefined && yearOf(instance, start + offset) !== year) continue
        spent += rappen
        if (isFixed) fixed += rappen
      }
    }
    if (spent > Math.max(limit, fixed)) yield `${id} pays ${spent} of ${limit}`
  }
}

function* faultsOfPeople(
  instance: Instance,
  starts: ArrayLike<number>,
  assignments: readonly Assignment[],
  share: number,
): Generator<string> {
  const { activities, people } = instance
  const done = new Map<string, number>()
  const work = new Map<string, number>()
  const add = (to: Map<string, number>, key: string, tenths: number) => to.set(key, (to.get(key) ?? 0) + tenths)
  for (const { activity, person, month, skill, level, tenths } of assignments) {
    const knows = people[person]?.skills.some((one) => one.skill === skill && one.level >= level)
    if (!knows) yield `person ${person} cannot do ${skill} at ${level}`
    if (tenths <= 0 || !Number.isSafeInteger(tenths)) yield `an assignment of ${tenths}`
    add(done, `${activity}/${month}/${skill}/${level}`, tenths)
    add(work, `${person}/${month}`, tenths)
  }
  for (const [key, tenths] of work) {
    const [person = 0, month = 0] = key.split('/').map(Number)
    const capacity = Math.floor(((people[person]?.tenths[month] ?? 0) * share) / 1000)
    if (tenths > capacity) yield `person ${person} does ${tenths} of ${capacity} in month ${month}`
  }
  for (const [at, { id, demands, isFixed }] of activities.entries()) {
    const start = starts[at] ?? nowhere
    const wanted = new Map<string, number>()
    if (start !== nowhere)
      for (const { offset, skill, level, tenths } of demands)
        add(wanted, `${at}/${start + offset}/${skill}/${level}`, tenths)
    for (const [key, tenths] of wanted) {
      const got = done.get(key) ?? 0
      done.delete(key)
      if (got > tenths || (got < tenths && !isFixed)) yield `${id} gets ${got} of ${tenths} (${key})`
    }
  }
  for (const key of done.keys()) yield `work that nobody asked for (${key})`
}
