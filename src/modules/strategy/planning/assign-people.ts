import type { Instance } from './instance.ts'
import { nowhere } from './timetable.ts'

/** Who does how much of what in which month. */
export type Assignment = {
  readonly activity: number
  readonly person: number
  readonly month: number
  readonly skill: number
  readonly level: number
  readonly tenths: number
}

type Wish = {
  readonly activity: number
  readonly skill: number
  readonly level: number
  left: number
  readonly can: readonly number[]
}

/**
 * Gives what is planned to people who can do it, month by month: first to those who are in the project already, then to those who can do little
 * else; what finds nobody free moves other work along (augmenting ways), so that everything is given out that can be at all. What is missing
 * then is returned beside: it is what fixed work asks for and nobody has. `share` as in the limits of the plan.
 */
export function assignPeople(
  instance: Instance,
  starts: ArrayLike<number>,
  share = 1000,
): { readonly assignments: readonly Assignment[]; readonly missing: readonly Omit<Assignment, 'person'>[] } {
  const assignments: Assignment[] = []
  const missing: Omit<Assignment, 'person'>[] = []
  const team = instance.projects.map(() => new Set<number>())
  for (let month = 0; month < instance.months; month++) {
    const wishes = wishesOf(instance, starts, month)
    const free = instance.people.map(({ tenths }) => Math.floor(((tenths[month] ?? 0) * share) / 1000))
    const given: Map<number, number>[] = wishes.map(() => new Map())
    const teamOf = (wish: Wish) => team[instance.activities[wish.activity]?.project ?? nowhere]
    for (const isTeam of [true, false])
      for (const [at, wish] of wishes.entries())
        for (const person of wish.can)
          if (!isTeam || teamOf(wish)?.has(person))
            give(wish, given[at], person, free, Math.min(wish.left, free[person] ?? 0))
    for (const [at, wish] of wishes.entries()) while (wish.left > 0 && moveAlong(at, wishes, given, free));
    for (const [at, wish] of wishes.entries()) {
      const { activity, skill, level, left } = wish
      for (const [person, tenths] of given[at] ?? []) {
        if (tenths === 0) continue
        assignments.push({ activity, person, month, skill, level, tenths })
        teamOf(wish)?.add(person)
      }
      if (left > 0) missing.push({ activity, month, skill, level, tenths: left })
    }
  }
  return { assignments, missing }
}

function wishesOf({ activities, people }: Instance, starts: ArrayLike<number>, month: number): Wish[] {
  const breadth = (person: number) => people[person]?.skills.length ?? 0
  return activities.flatMap(({ demands, months }, activity) => {
    const start = starts[activity] ?? nowhere
    if (start === nowhere || month < start || month >= start + months) return []
    return demands
      .filter(({ offset, tenths }) => start + offset === month && tenths > 0)
      .map(({ skill, level, tenths }) => ({
        activity,
        skill,
        level,
        left: tenths,
        can: people
          .flatMap(({ skills }, person) =>
            skills.some((one) => one.skill === skill && one.level >= level) ? [person] : [],
          )
          .toSorted((one, other) => breadth(one) - breadth(other)),
      }))
  })
}

function give(
  wish: Wish,
  given: Map<number, number> | undefined,
  person: number,
  free: number[],
  tenths: number,
): void {
  if (tenths <= 0) return
  given?.set(person, (given.get(person) ?? 0) + tenths)
  free[person] = (free[person] ?? 0) - tenths
  wish.left -= tenths
}

/** One way from a wish over other wishes' people to somebody who is free; false if there is none. */
function moveAlong(
  from: number,
  wishes: readonly Wish[],
  given: readonly Map<number, number>[],
  free: number[],
): boolean {
  const cameFrom = new Map<number, { wish: number; person: number } | undefined>([[from, undefined]])
  const seen = new Set<number>()
  for (const at of cameFrom.keys()) {
    for (const person of wishes[at]?.can ?? []) {
      if (seen.has(person)) continue
      seen.add(person)
      if ((free[person] ?? 0) > 0) {
        shift(at, person, { wishes, given, free, cameFrom })
        return true
      }
      for (const [other, people] of given.entries())
        if (!cameFrom.has(other) && (people.get(person) ?? 0) > 0) cameFrom.set(other, { wish: at, person })
    }
  }
  return false
}

function shift(
  last: number,
  person: number,
  {
    wishes,
    given,
    free,
    cameFrom,
  }: {
    wishes: readonly Wish[]
    given: readonly Map<number, number>[]
    free: number[]
    cameFrom: ReadonlyMap<number, { wish: number; person: number } | undefined>
  },
): void {
  const steps: { wish: number; gains: number; loses: number | undefined }[] = []
  let most = free[person] ?? 0
  for (let step: { wish: number; person: number } | undefined = { wish: last, person }; step; ) {
    const before: { wish: number; person: number } | undefined = cameFrom.get(step.wish)
    if (before) most = Math.min(most, given[step.wish]?.get(before.person) ?? 0)
    else most = Math.min(most, wishes[step.wish]?.left ?? 0)
    steps.push({ wish: step.wish, gains: step.person, loses: before?.person })
    step = before
  }
  for (const { wish, gains, loses } of steps) {
    const people = given[wish]
    people?.set(gains, (people.get(gains) ?? 0) + most)
    if (loses !== undefined) people?.set(loses, (people.get(loses) ?? 0) - most)
    else {
      const first = wishes[wish]
      if (first) first.left -= most
    }
  }
  free[person] = (free[person] ?? 0) - most
}
