import { monthOf } from '../people/months.ts'
import { capacityIn } from '../people/person.ts'
import { type Activity, type After, type Instance, orderOf } from '../planning/instance.ts'
import type { Phase } from '../projects/project.ts'
import { accountsOf, type CeilingOrigin, type CreditAccount, ceilingsOf } from './money-limits.ts'
import type { PlanSettings } from './plan-settings.ts'
import type { Portfolio, PortfolioProject } from './read-portfolio.ts'

/** Where an activity of the instance comes from: the project, its phase (none: the whole project), and its first month today, counted. */
export type Origin = {
  readonly project: PortfolioProject
  readonly phase: Phase | undefined
  readonly from: number
  readonly months: number
  readonly isFixed: boolean
}

export type PlanGround = {
  readonly instance: Instance
  /** The instance's people are those of the portfolio, and after them those who are only assumed. The rest by place in its list of activities, of projects, of credits and of ceilings. */
  readonly origins: readonly Origin[]
  readonly projects: readonly PortfolioProject[]
  readonly accounts: readonly CreditAccount[]
  readonly ceilings: readonly CeilingOrigin[]
  /** How many projects have neither days nor needs. */
  readonly unplanned: number
}

/** What counts as benefit where nobody has scored a project: between the classes B and C. In hundredths. */
const unscored = 200

/** An authority's projects as an instance to plan: a phase that is not over is an activity; one that has begun stays where it is. */
export function instanceOf(portfolio: Portfolio, settings: PlanSettings): PlanGround {
  const { from, people, skills } = portfolio
  const { months } = settings
  const drafts = portfolio.projects.map((project) => ({ project, parts: partsOf(project, portfolio, months) }))
  const planned = drafts.filter(({ parts }) => parts.length > 0)
  const origins = planned.flatMap(({ parts }) => parts)
  const projectAt = new Map(planned.map(({ project }, at) => [project.id, at]))
  const skillAt = new Map<string, number>(skills.map(({ id }, at) => [id, at]))
  const accounts = accountsOf(portfolio)
  const ceilings = ceilingsOf(portfolio, accounts, settings)
  const placeOf = placesIn(origins)

  const demands = origins.map((): Activity['demands'][number][] => [])
  for (const { nodeId, skillId, level, month, tenths } of portfolio.demands) {
    const place = placeOf(nodeId, month)
    const skill = skillAt.get(skillId)
    if (place && skill !== undefined) demands[place.at]?.push({ offset: place.offset, skill, level, tenths })
  }
  const costs = origins.map((): Activity['costs'][number][] => [])
  for (const { nodeId, creditId, account, month, rappen } of portfolio.money) {
    const place = placeOf(nodeId, monthOf(month))
    const credit = accounts.findIndex((one) => one.creditId === creditId && one.account === account)
    if (place) costs[place.at]?.push({ offset: place.offset, credit, rappen })
  }
  const links = linksOf(portfolio, origins)
  const activities = origins.map(({ project, phase, from: begins, months: length, isFixed }, at): Activity => {
    const own = links.get(at)
    return {
      id: `${project.id}/${phase ?? 'all'}`,
      project: projectAt.get(project.id) ?? 0,
      months: length,
      earliest: isFixed ? 0 : Math.max(0, (own?.earliest ?? from) - from),
      wished: begins - from,
      waitsFor: own?.waitsFor,
      isFixed,
      after: isFixed ? [] : (own?.after ?? []),
      demands: demands[at] ?? [],
      costs: costs[at] ?? [],
    }
  })
  const expiry = new Map(portfolio.credits.map(({ id, expiresOn }) => [id, expiresOn]))
  return {
    origins,
    projects: planned.map(({ project }) => project),
    accounts,
    ceilings: ceilings.map(({ origin }) => origin),
    unplanned: drafts.length - planned.length,
    instance: {
      months,
      monthOfYear: from % 12,
      skills: skills.map(({ slug }) => slug),
      projects: planned.map(({ project: { id, priority } }) => {
        const paid = portfolio.money.find(({ nodeId }) => nodeId === id)
        const until = paid && expiry.get(paid.creditId)
        const deadline = until && monthOf(until) + 1 - from
        const isMandatory = settings.mandatory.includes(id)
        return {
          id,
          benefit: priority ?? unscored,
          isMandatory,
          ...(deadline !== undefined && deadline > 0 && { deadline }),
        }
      }),
      people: [...people, ...assumedPeople(settings, from)].map((person) => ({
        id: person.id,
        skills: person.skills.flatMap(({ skillId, level }) => {
          const skill = skillAt.get(skillId)
          return skill === undefined ? [] : [{ skill, level }]
        }),
        tenths: Array.from({ length: months }, (_one, at) => capacityIn(person, from + at)),
      })),
      credits: accounts.map(({ creditId, account }) => `${creditId}/${account}`),
      ceilings: ceilings.map(({ ceiling }) => ceiling),
      activities: withoutCircles(activities),
    },
  }
}

/** People of whom a variant assumes that they were there, each as one. */
function assumedPeople({ extraPeople = [] }: PlanSettings, first: number) {
  return extraPeople.flatMap(({ count, skillId, level, tenths, from = first, until }, kind) =>
    Array.from({ length: count }, (_one, at) => ({
      ...{ id: `assumed ${kind}/${at}`, since: from, until, tenths, months: [] },
      skills: [{ skillId, level }],
    })),
  )
}

/** The pieces of a project that lie in the plan. What should be over but is not lasts for the plan's first month yet. */
function partsOf(project: PortfolioProject, { from, demands }: Portfolio, months: number): Origin[] {
  const part = (first: number, last: number, phase: Phase | undefined, hasBegun: boolean): Origin[] => {
    const begins = Math.max(from, first)
    const length = hasBegun ? Math.max(1, last - begins + 1) : last - first + 1
    if (begins - from >= months) return []
    return [{ project, phase, from: begins, months: Math.min(length, from + months - begins), isFixed: hasBegun }]
  }
  const parts = project.phases.flatMap((one) =>
    part(monthOf(one.from), Math.max(monthOf(one.from), monthOf(one.to)), one.phase, one.hasBegun),
  )
  if (parts.length > 0 || project.phases.length > 0) return parts
  const hasBegun = project.phase !== 'idea' && project.phase !== 'impulse'
  if (project.from && project.to && monthOf(project.to) >= from)
    return part(monthOf(project.from), monthOf(project.to), undefined, hasBegun && monthOf(project.from) <= from)
  const own = demands.filter(({ nodeId }) => nodeId === project.id).map(({ month }) => month)
  return own.length === 0 ? [] : part(Math.min(...own), Math.max(...own), undefined, false)
}

/** In which activity of a project a month lies, and how far after its beginning; outside of all, the nearest. */
function placesIn(origins: readonly Origin[]) {
  const byProject = Map.groupBy([...origins.entries()], ([, { project }]) => project.id)
  return (nodeId: PortfolioProject['id'], month: number): { at: number; offset: number } | undefined => {
    const distance = ({ from, months }: Origin) => Math.max(from - month, month - (from + months - 1), 0)
    const [nearest] = (byProject.get(nodeId) ?? []).toSorted(([, one], [, other]) => distance(one) - distance(other))
    if (!nearest) return undefined
    const [at, { from, months }] = nearest
    return { at, offset: Math.min(months - 1, Math.max(0, month - from)) }
  }
}

type Links = { after: After[]; earliest: number | undefined; waitsFor: string | undefined }

/**
 * What each activity waits for: the phase before it in its project; and where its project depends on another, the phase in which that is needed
 * (introduction, or else execution, or else the last but one) waits for the other's end.
 */
function linksOf({ dependencies, from }: Portfolio, origins: readonly Origin[]): ReadonlyMap<number, Links> {
  const links = new Map<number, Links>(
    origins.map((_one, at) => [at, { after: [], earliest: undefined, waitsFor: undefined }]),
  )
  const byProject = Map.groupBy([...origins.entries()], ([, { project }]) => project.id)
  for (const parts of byProject.values())
    for (const [place, [at]] of parts.entries()) {
      const before = parts[place - 1]
      if (before) links.get(at)?.after.push({ activity: before[0], lag: 0 })
    }
  for (const { nodeId, on, title, endsOn, isOwn } of dependencies) {
    const parts = byProject.get(nodeId) ?? []
    const needing =
      parts.find(([, { phase }]) => phase === 'introduction') ??
      parts.find(([, { phase }]) => phase === 'execution') ??
      parts.at(-2) ??
      parts.at(-1)
    const own = needing && links.get(needing[0])
    if (!own) continue
    const last = isOwn ? byProject.get(on)?.at(-1) : undefined
    if (last) own.after.push({ activity: last[0], lag: 0 })
    else if (endsOn && monthOf(endsOn) >= from && monthOf(endsOn) + 1 > (own.earliest ?? 0)) {
      own.earliest = monthOf(endsOn) + 1
      own.waitsFor = title
    }
  }
  return links
}

/** Where projects wait for each other in a circle, only their own phases wait: somebody has to begin. */
function withoutCircles(activities: readonly Activity[]): readonly Activity[] {
  if (orderOf(activities).length === activities.length) return activities
  return activities.map((one) => ({
    ...one,
    after: one.after.filter(({ activity }) => activities[activity]?.project === one.project),
  }))
}

/** The counted month with which a plan begins: the next one, so that nothing of it is over when it is read. */
export const planFrom = (today: string): number => monthOf(today) + 1
