import { orderOf } from './instance.ts'
import type { Random } from './random.ts'
import { nowhere, type Timetable } from './timetable.ts'

/**
 * Serial schedule generation (Kolisch 1996): one after the other in the order of the list, each as early as it fits after what it follows. A
 * project of which something has no place is left out as a whole, with all that follows it, so that no half of it is planned.
 */
export function buildEarly(timetable: Timetable, list: readonly number[]): void {
  timetable.clear()
  for (const at of list) {
    if (timetable.isPlaced(at)) continue
    const from = timetable.lowest(at)
    if (from !== undefined) timetable.placeEarly(at, from, timetable.highest(at))
  }
  liftHalves(timetable)
}

/** Takes out projects that are not placed as a whole, and what follows them, until none is left. */
export function liftHalves(timetable: Timetable): void {
  const { activities } = timetable.instance
  for (let isChanged = true; isChanged; ) {
    isChanged = false
    const halves = new Set(activities.flatMap(({ project }, at) => (timetable.isPlaced(at) ? [] : [project])))
    for (const [at, { project, isFixed }] of activities.entries()) {
      if (!timetable.isPlaced(at) || isFixed) continue
      if (!halves.has(project) && timetable.lowest(at) !== undefined) continue
      timetable.lift(at)
      isChanged = true
    }
  }
}

/** The order of a list that gives such a plan: by start, and what has no place comes last. */
export function listOf({ instance }: Timetable, starts: Int32Array): number[] {
  const order = orderOf(instance.activities)
  const rank = (at: number) => {
    const start = starts[at] ?? nowhere
    return start === nowhere ? Number.MAX_SAFE_INTEGER : start
  }
  return order.toSorted((one, other) => rank(one) - rank(other))
}

/**
 * Forward-backward improvement (Tormos and Lova 2001; double justification, Valls, Ballestín and Quintanilla 2005): everything to the right as far
 * as it goes without ending later than it must, from the last end on; then everything to the left again. What was free in between is used.
 */
export function justify(timetable: Timetable): void {
  const { activities, projects } = timetable.instance
  const before = timetable.starts.slice()
  const placed = listOf(timetable, before).filter((at) => timetable.isPlaced(at) && !activities[at]?.isFixed)
  const last = placed.reduce((end, at) => Math.max(end, timetable.endOf(at)), 0)
  const byEnd = placed.toSorted((one, other) => timetable.endOf(other) - timetable.endOf(one))
  for (const at of byEnd) {
    const { months, project } = timetable.activity(at)
    const start = timetable.startOf(at)
    const deadline = projects[project]?.deadline ?? last
    const latest = Math.max(start, Math.min(timetable.highest(at), Math.max(last, deadline) - months))
    timetable.lift(at)
    timetable.placeLate(at, start, latest)
  }
  const byStart = placed.toSorted((one, other) => timetable.startOf(one) - timetable.startOf(other))
  for (const at of byStart) {
    const start = timetable.startOf(at)
    timetable.lift(at)
    timetable.placeEarly(at, timetable.lowest(at) ?? start, start)
  }
}

/** Moves one activity elsewhere in the list, as far as what it follows and what follows it allow. */
export function moveInList(timetable: Timetable, list: readonly number[], random: Random): number[] {
  const from = random.below(list.length)
  const at = list[from]
  if (at === undefined) return [...list]
  const before = new Set(timetable.activity(at).after.map(({ activity }) => activity))
  const behind = new Set(timetable.followers[at])
  let least = from
  while (least > 0 && !before.has(list[least - 1] ?? -1)) least--
  let most = from
  while (most < list.length - 1 && !behind.has(list[most + 1] ?? -1)) most++
  const to = random.between(least, most)
  const rest = list.toSpliced(from, 1)
  return rest.toSpliced(to, 0, at)
}
