import type { Activity, Ceiling, Instance, PlannedPerson, SkillLevel } from './instance.ts'
import { Random } from './random.ts'

export type ExampleSize = {
  readonly seed: number
  readonly projects: number
  readonly activitiesPerProject: number
  readonly months: number
  readonly people: number
  readonly skills: number
  /** Arcs per activity within a project (network complexity NC). */
  readonly networkComplexity: number
  /** Share of the skills that an activity asks for (resource factor RF), 0 to 1. */
  readonly resourceFactor: number
  /** How much people there are between what the largest activity needs (0) and what all need who begin as early as they can (1): RS. */
  readonly resourceStrength: number
  /** Share of projects that wait for one of another, 0 to 1. */
  readonly linked?: number
  readonly withMoney?: boolean
}

/**
 * An invented plan by the parameters of ProGen (Kolisch, Sprecher and Drexl 1995), with people of several skills in the place of its resources: per
 * skill, people have together at least what RS says, so that every activity can be placed somewhere.
 */
export function exampleInstance(size: ExampleSize): Instance {
  const random = new Random(size.seed)
  const { skills, months, projects: count } = size
  const activities: Activity[] = []
  for (let project = 0; project < count; project++) {
    const first = activities.length
    const earliest = size.projects > 1 ? random.below(Math.max(1, Math.floor(months / 3))) : 0
    const arcs = arcsOf(size.activitiesPerProject, size.networkComplexity, random)
    const linksTo = project > 0 && random.fraction() < (size.linked ?? 0) ? random.below(first) : undefined
    for (let at = 0; at < size.activitiesPerProject; at++) {
      const length = random.between(1, 6)
      const used = random.shuffled(Array.from({ length: skills }, (_one, skill) => skill))
      const asked = used.slice(0, Math.max(1, Math.round(size.resourceFactor * skills)))
      const demands = asked.flatMap((skill) => {
        const level = levelOf(random)
        const tenths = random.between(1, 10) * 10
        return Array.from({ length }, (_one, offset) => ({ offset, skill, level, tenths }))
      })
      const own = (arcs[at] ?? []).map((before) => ({ activity: first + before, lag: 0 }))
      const linked = at === 0 && linksTo !== undefined ? [{ activity: linksTo, lag: 0 }] : []
      const rappen = random.between(5, 60) * 100_000
      activities.push({
        id: `p${project}a${at}`,
        project,
        months: length,
        earliest,
        isFixed: false,
        after: [...own, ...linked],
        demands,
        costs: size.withMoney
          ? Array.from({ length }, (_one, offset) => ({ offset, credit: (project + offset) % 2, rappen }))
          : [],
      })
    }
  }
  const projects = Array.from({ length: count }, (_one, project) => ({
    id: `p${project}`,
    benefit: random.between(1, 16),
    isMandatory: false,
    ...(random.fraction() < 0.3 && { deadline: random.between(Math.floor(months / 2), months) }),
  }))
  const people = peopleFor(activities, size, random)
  return {
    months,
    monthOfYear: 0,
    skills: Array.from({ length: skills }, (_one, skill) => `s${skill}`),
    projects,
    activities,
    people,
    credits: size.withMoney ? ['investment', 'operating'] : [],
    ceilings: size.withMoney ? ceilingsFor(activities, months) : [],
  }
}

/** Both accounts a third more than all of it in equal years, and together no more than everything. */
function ceilingsFor(activities: readonly Activity[], months: number): Ceiling[] {
  const years = Array.from({ length: Math.ceil(months / 12) }, (_one, year) => year)
  const costs = activities.flatMap((one) => one.costs)
  const sum = (credits: readonly number[]) =>
    costs.reduce((all, { credit, rappen }) => all + (credits.includes(credit) ? rappen : 0), 0)
  const yearly = [[0], [1]].flatMap((credits) =>
    years.map((year) => ({
      id: `c${credits.join()} in ${year}`,
      credits,
      year,
      rappen: Math.ceil((sum(credits) * 1.3) / years.length),
    })),
  )
  return [...yearly, { id: 'both', credits: [0, 1], rappen: sum([0, 1]) }]
}

function levelOf(random: Random): SkillLevel {
  return random.oneOf([1, 1, 2, 2, 3] as const) ?? 1
}

/** For each activity what it follows, so that there are about NC arcs per activity and none that others imply already. */
function arcsOf(count: number, complexity: number, random: Random): number[][] {
  const before: number[][] = Array.from({ length: count }, () => [])
  const reach = (from: number): Set<number> => {
    const seen = new Set<number>()
    const open = [from]
    for (const at of open)
      for (const one of before[at] ?? [])
        if (!seen.has(one)) {
          seen.add(one)
          open.push(one)
        }
    return seen
  }
  let arcs = 0
  for (let at = 1; at < count; at++)
    if (random.fraction() < 0.8) {
      before[at]?.push(random.between(Math.max(0, at - 4), at - 1))
      arcs++
    }
  for (let tries = 0; arcs < complexity * count && tries < count * 20; tries++) {
    const to = random.between(1, Math.max(1, count - 1))
    const from = random.below(to)
    if (reach(to).has(from) || (before[to] ?? []).some((one) => reach(from).has(one))) continue
    before[to]?.push(from)
    arcs++
  }
  return before
}

/** Capacity per skill and level between the largest single demand and the peak of the earliest dates; spread over people with one to three skills. */
function peopleFor(activities: readonly Activity[], size: ExampleSize, random: Random): PlannedPerson[] {
  const { skills, months, people: count, resourceStrength } = size
  const starts: number[] = []
  for (const { earliest, after } of activities)
    starts.push(
      after.reduce(
        (month, one) => Math.max(month, (starts[one.activity] ?? 0) + (activities[one.activity]?.months ?? 0)),
        earliest,
      ),
    )
  const peaks = Array.from({ length: skills }, (_one, skill) => {
    const byMonth = new Map<number, number>()
    let single = 0
    for (const [at, { demands }] of activities.entries())
      for (const demand of demands) {
        if (demand.skill !== skill) continue
        single = Math.max(single, demand.tenths)
        const month = (starts[at] ?? 0) + demand.offset
        byMonth.set(month, (byMonth.get(month) ?? 0) + demand.tenths)
      }
    const peak = Math.max(single, ...byMonth.values())
    return Math.ceil(single + resourceStrength * (peak - single))
  })
  const perPerson = Array.from({ length: count }, () => 0)
  const known = Array.from({ length: count }, () => new Map<number, SkillLevel>())
  for (let person = 0; person < count; person++) known[person]?.set(person % skills, 4)
  for (const [skill, peak] of peaks.entries()) {
    const specialists = perPerson.flatMap((_one, person) => (person % skills === skill ? [person] : []))
    for (const person of specialists) perPerson[person] = Math.ceil(peak / specialists.length)
  }
  for (let person = 0; person < count; person++)
    for (let extra = random.below(3); extra > 0; extra--) {
      const skill = random.below(skills)
      if (!known[person]?.has(skill)) known[person]?.set(skill, levelOf(random))
    }
  return perPerson.map((tenths, person) => ({
    id: `w${person}`,
    skills: [...(known[person] ?? [])].map(([skill, level]) => ({ skill, level })),
    tenths: Array.from({ length: months }, () => tenths),
  }))
}
