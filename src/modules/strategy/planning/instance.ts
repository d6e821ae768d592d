/** How well somebody knows something: 1 with guidance, 2 on her own, 3 experienced, 4 leads others in it. */
export type SkillLevel = 1 | 2 | 3 | 4

/** What an activity needs of people in one month after its start: tenths of person-days of a skill at that level or above. */
export type Demand = {
  readonly offset: number
  readonly skill: number
  readonly level: SkillLevel
  readonly tenths: number
}

/** What an activity costs in one month after its start, in Rappen, from one credit. */
export type Cost = { readonly offset: number; readonly credit: number; readonly rappen: number }

/** Finish to start: begins `lag` months or more after the other has ended. */
export type After = { readonly activity: number; readonly lag: number }

/** A piece of a project that is moved as a whole, such as a phase. Months count from the first one of the plan. */
export type Activity = {
  readonly id: string
  readonly project: number
  readonly months: number
  readonly earliest: number
  /** The month in which it begins as of today; undefined where no date was set. */
  readonly wished?: number | undefined
  /** What outside the plan keeps it from beginning earlier, such as a project of another authority. */
  readonly waitsFor?: string | undefined
  /** Has begun, or was promised: it keeps its `wished` month, whether there are people for it or not. */
  readonly isFixed: boolean
  readonly after: readonly After[]
  readonly demands: readonly Demand[]
  readonly costs: readonly Cost[]
}

export type PlannedProject = {
  readonly id: string
  /** How much it is worth, from its score; 0 and more. */
  readonly benefit: number
  readonly isMandatory: boolean
  /** The month by which it should be finished: it may last until the end of the one before. */
  readonly deadline?: number | undefined
}

export type PlannedPerson = {
  readonly id: string
  readonly skills: readonly { readonly skill: number; readonly level: SkillLevel }[]
  /** Tenths of person-days that she has for projects, per month of the plan, absences taken off. */
  readonly tenths: readonly number[]
}

/** What some credits may pay together, in Rappen: in one calendar year of the plan (0 for the first), or without a year in all of it. */
export type Ceiling = {
  readonly id: string
  readonly credits: readonly number[]
  readonly year?: number | undefined
  readonly rappen: number
}

/** Everything a levelling is made from. What refers to something else names its place in the list. */
export type Instance = {
  readonly months: number
  /** How many months of the calendar year are over when the plan begins: 0 for January. */
  readonly monthOfYear: number
  readonly skills: readonly string[]
  readonly projects: readonly PlannedProject[]
  readonly activities: readonly Activity[]
  readonly people: readonly PlannedPerson[]
  /** What costs are paid from: credits, each account apart. One without a ceiling pays everything. */
  readonly credits: readonly string[]
  readonly ceilings: readonly Ceiling[]
}

/** What counts: how early benefit arises, that deadlines are met, and when everything is finished; each from 0 (not at all). */
export type Goals = { readonly earlyBenefit: number; readonly deadlines: number; readonly shortTime: number }

/** The calendar year of the plan (0 for the first) in which a month lies. */
export function yearOf({ monthOfYear }: Pick<Instance, 'monthOfYear'>, month: number): number {
  return Math.floor((month + monthOfYear) / 12)
}

/** For a credit and a month: the places of the ceilings under which it pays then. */
export function ceilingsFinder(instance: Instance): (credit: number, month: number) => readonly number[] {
  const years = yearsOf(instance)
  const places: number[][] = Array.from({ length: instance.credits.length * years }, () => [])
  for (const [place, { credits, year }] of instance.ceilings.entries())
    for (const credit of credits)
      for (let at = 0; at < years; at++) if (year === undefined || year === at) places[credit * years + at]?.push(place)
  return (credit, month) => places[credit * years + yearOf(instance, month)] ?? []
}

/** How many calendar years the plan touches. */
export function yearsOf(instance: Pick<Instance, 'monthOfYear' | 'months'>): number {
  return yearOf(instance, Math.max(0, instance.months - 1)) + 1
}

/** What is wrong with an instance, in words for its maker; empty if nothing is. */
export function faultsOf(instance: Instance): string[] {
  const { months, skills, projects, activities, people, credits, ceilings } = instance
  const faults: string[] = []
  const claim = (holds: boolean, text: string) => {
    if (!holds) faults.push(text)
  }
  const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0
  const isPlace = (value: number, list: readonly unknown[]) => isCount(value) && value < list.length
  claim(isCount(months) && months > 0, 'a plan has at least one month')
  for (const { id, skills: known, tenths } of people) {
    claim(tenths.length === months && tenths.every(isCount), `person ${id}: capacity`)
    claim(
      known.every(({ skill }) => isPlace(skill, skills)),
      `person ${id}: unknown skill`,
    )
  }
  for (const { id, credits: own, year = 0, rappen } of ceilings)
    claim(
      own.every((one) => isPlace(one, credits)) && isCount(year) && year < yearsOf(instance) && isCount(rappen),
      `ceiling ${id}`,
    )
  for (const activity of activities) {
    const { id, demands, costs, after } = activity
    const isInside = ({ offset }: { offset: number }) => isCount(offset) && offset < activity.months
    claim(isPlace(activity.project, projects), `${id}: unknown project`)
    claim(isCount(activity.months) && activity.months > 0 && isCount(activity.earliest), `${id}: months`)
    claim(
      demands.every((one) => isInside(one) && isPlace(one.skill, skills) && isCount(one.tenths)),
      `${id}: demand`,
    )
    claim(
      costs.every((one) => isInside(one) && isPlace(one.credit, credits) && isCount(one.rappen)),
      `${id}: cost`,
    )
    claim(
      after.every((one) => isPlace(one.activity, activities) && isCount(one.lag)),
      `${id}: follows something unknown`,
    )
    const fixedFits =
      activity.wished !== undefined && activity.wished >= 0 && activity.wished + activity.months <= months
    claim(!activity.isFixed || fixedFits, `${id}: fixed outside the plan`)
  }
  for (const { id, benefit } of projects) claim(isCount(benefit), `${id}: benefit`)
  if (faults.length === 0)
    claim(orderOf(activities).length === activities.length, 'activities wait for each other in a circle')
  return faults
}

/** The activities so that each comes after what it follows (Kahn 1962); without those that wait for each other in a circle. */
export function orderOf(activities: readonly Pick<Activity, 'after'>[]): number[] {
  const waiting = activities.map(({ after }) => after.length)
  const followers = followersOf(activities)
  const order = waiting.flatMap((count, activity) => (count === 0 ? [activity] : []))
  for (const activity of order)
    for (const next of followers[activity] ?? []) {
      const left = (waiting[next] ?? 0) - 1
      waiting[next] = left
      if (left === 0) order.push(next)
    }
  return order
}

/** What follows each activity directly; named as often as it follows. */
export function followersOf(activities: readonly Pick<Activity, 'after'>[]): number[][] {
  const followers: number[][] = activities.map(() => [])
  for (const [activity, { after }] of activities.entries())
    for (const { activity: before } of after) followers[before]?.push(activity)
  return followers
}
