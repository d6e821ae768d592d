import type { IsoDate } from '#kernel/i18n/format.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import { comparisonOf } from '../indicators/comparability.ts'
import { type Rating, ratings } from '../projects/reports.ts'
import { dayNumber } from '../roadmap/days.ts'
import { dayOfMilestone, stateOf } from '../roadmap/roadmap.ts'
import type { HalfYear } from './half-year.ts'

type Goal = HalfYear['goals'][number]
type Indicator = HalfYear['indicators'][number]
type Project = HalfYear['projects'][number]
type Credit = HalfYear['credits'][number]
type Demand = HalfYear['demands'][number]
type Milestone = HalfYear['milestones'][number]

/** What became of something between two half-years. */
export type Change =
  | { readonly is: 'new' | 'gone' | 'same' | 'changed' | 'reached' | 'not_comparable' }
  /** By how much a figure or an amount in Rappen changed; with limits where figures can be compared only so. */
  | { readonly is: 'figure_by'; readonly by: number; readonly unit: LocalText; readonly limits?: readonly string[] }
  | { readonly is: 'approved_by' | 'spent_by'; readonly by: number }
  | { readonly is: 'later' | 'earlier'; readonly days: number }
  | { readonly is: 'better' | 'worse'; readonly rating: 'own' | 'independent' }
  | { readonly is: 'phase' | 'state' | 'target' | 'title' }

/** A thing in two half-years; undefined in the one that does not name it. */
export type Compared<Thing> = {
  readonly before: Thing | undefined
  readonly after: Thing | undefined
  readonly changes: readonly Change[]
}

export type Comparison = {
  readonly goals: readonly Compared<Goal>[]
  readonly indicators: readonly Compared<Indicator>[]
  readonly projects: readonly Compared<Project>[]
  readonly credits: readonly Compared<Credit>[]
  readonly demands: readonly Compared<Demand>[]
  readonly milestones: readonly Compared<Milestone>[]
}

/** Two half-years of one authority beside each other, thing by thing. */
export function compareHalfYears(before: HalfYear, after: HalfYear): Comparison {
  return {
    goals: paired(before.goals, after.goals, goalChanges),
    indicators: paired(before.indicators, after.indicators, indicatorChanges),
    projects: paired(before.projects, after.projects, projectChanges),
    credits: paired(before.credits, after.credits, creditChanges),
    demands: paired(before.demands, after.demands, demandChanges),
    // What was reached before the earlier day is over, and no loss to the later half-year.
    milestones: paired(
      before.milestones.filter((one) => !isPast(one, before) || after.milestones.some(({ id }) => id === one.id)),
      after.milestones,
      (one, other) => milestoneChanges(one, other, [before.asOf, after.asOf]),
      ({ id }) => id,
    ),
  }
}

const isPast = (one: Milestone, { asOf }: HalfYear) => stateOf(one, asOf) === 'reached'

/** Things by what they are, in the order of the later half-year, before those that it does not name any more. */
function paired<Thing extends { readonly nodeId: string }>(
  before: readonly Thing[],
  after: readonly Thing[],
  changes: (before: Thing, after: Thing) => readonly Change[],
  idOf: (thing: Thing) => string = ({ nodeId }) => nodeId,
): readonly Compared<Thing>[] {
  const [early, late] = [new Map(before.map((one) => [idOf(one), one])), new Map(after.map((one) => [idOf(one), one]))]
  return [...new Set([...late.keys(), ...early.keys()])].map((id) => {
    const [one, other] = [early.get(id), late.get(id)]
    if (one === undefined || other === undefined)
      return { before: one, after: other, changes: [{ is: one === undefined ? 'new' : 'gone' }] }
    const found = changes(one, other)
    return { before: one, after: other, changes: found.length > 0 ? found : [{ is: 'same' }] }
  })
}

const when = (isSo: boolean, change: Change): readonly Change[] => (isSo ? [change] : [])

const goalChanges = (before: Goal, after: Goal) => when(before.title.de !== after.title.de, { is: 'title' })

/** Figures are compared as the versions of the definition between them allow. */
function indicatorChanges(before: Indicator, after: Indicator): readonly Change[] {
  const [one, other] = [before.course.at(-1), after.course.at(-1)]
  if (!one || !other) return when(one !== other, { is: one ? 'gone' : 'new' })
  const { is, limits } = comparisonOf(after.steps ?? [], one.version, other.version)
  if (is === 'not_comparable') return [{ is }]
  const by = other.value - one.value
  return [
    ...when(by !== 0, { is: 'figure_by', by, unit: other.unit ?? after.unit, ...(is === 'limited' && { limits }) }),
    ...when(before.target?.value !== after.target?.value || before.target?.on !== after.target?.on, { is: 'target' }),
    ...when(after.standing === 'reached' && before.standing !== 'reached', { is: 'reached' }),
  ]
}

function projectChanges(before: Project, after: Project): readonly Change[] {
  const days = before.endsOn && after.endsOn ? dayNumber(after.endsOn) - dayNumber(before.endsOn) : 0
  return [
    ...ratingChange('own', before.own?.rating, after.own?.rating),
    ...ratingChange('independent', before.independent?.rating, after.independent?.rating),
    ...when(before.phase !== after.phase, { is: 'phase' }),
    ...amountChange('spent_by', before.spent, after.spent),
    ...shift(days),
  ]
}

function ratingChange(rating: 'own' | 'independent', before: Rating | undefined, after: Rating | undefined) {
  if (before === undefined || after === undefined || before === after) return []
  return [{ is: ratings.indexOf(after) < ratings.indexOf(before) ? 'better' : 'worse', rating }] as const
}

const creditChanges = (before: Credit, after: Credit): readonly Change[] => [
  ...amountChange('approved_by', before.approved, after.approved),
  ...amountChange('spent_by', before.spent, after.spent),
]

function amountChange(is: 'approved_by' | 'spent_by', before: number | undefined, after: number | undefined) {
  if (before === after) return []
  if (before === undefined || after === undefined) return is === 'approved_by' ? ([{ is: 'changed' }] as const) : []
  return [{ is, by: after - before }] as const
}

const demandChanges = (before: Demand, after: Demand) => when(before.state !== after.state, { is: 'state' })

function milestoneChanges(
  before: Milestone,
  after: Milestone,
  [early, late]: readonly [IsoDate, IsoDate],
): readonly Change[] {
  const isReached = stateOf(after, late) === 'reached' && stateOf(before, early) !== 'reached'
  return [
    ...when(isReached, { is: 'reached' }),
    ...shift(dayNumber(dayOfMilestone(after)) - dayNumber(dayOfMilestone(before))),
  ]
}

const shift = (days: number): readonly Change[] =>
  when(days !== 0, { is: days > 0 ? 'later' : 'earlier', days: Math.abs(days) })
