import type { IsoDate } from '#kernel/i18n/format.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import type { NodeKey, Source } from '../graph/node.ts'
import { type Comparability, comparisonOf, type Step, speaksFor } from './comparability.ts'
import { courseOf } from './course.ts'
import { comparePeriods } from './period.ts'

export const directions = ['up', 'down', 'hold'] as const
export type Direction = (typeof directions)[number]

export const rhythms = ['monthly', 'quarterly', 'half_yearly', 'yearly', 'irregular'] as const
export type Rhythm = (typeof rhythms)[number]

/** What the platform counts by itself. */
export const counters = [
  'services_online',
  'filed_digitally',
  'days_to_decision',
  'drafts_given_up',
  'data_sets',
  'data_set_quality',
] as const
export type Counter = (typeof counters)[number]

/** As far as a source tells it: a year (2026), half-year (2026-H1), quarter (2026-Q1), month (2026-11) or day. */
export type Period = string

/** The contract of an indicator: what is measured and who answers for it. A change of it is a new version, and a break in the series unless it says that figures can be compared. */
export type Definition = {
  readonly version: number
  readonly definition: LocalText
  readonly unit: LocalText
  readonly direction: Direction
  readonly baseline: { readonly value: number; readonly period: Period } | undefined
  readonly target: { readonly value: number; readonly on: IsoDate } | undefined
  /** Where its figures come from; undefined where nobody measures yet. */
  readonly source: Source | undefined
  readonly rhythm: Rhythm
  readonly uncertainty: LocalText | undefined
  readonly owner: string
  readonly counter: Counter | undefined
  /** The first day of this version; undefined where no source says. */
  readonly validFrom: IsoDate | undefined
  readonly reason: string | undefined
  /** Whether its figures can be compared with those of the version before; never of the first. */
  readonly comparability: Comparability
  /** Why only with limits. */
  readonly limits: string | undefined
  /** The earliest version whose figures can be compared with its own, be it with limits. */
  readonly comparableFrom: number
}

/** One figure. `take` counts corrections from 1; the highest of a period and series holds, the others are kept. */
export type Observation = {
  readonly key: NodeKey
  readonly series: string
  readonly period: Period
  readonly take: number
  readonly version: number
  /** Of the definition after which it was measured. */
  readonly unit: LocalText
  readonly value: number
  readonly qualifier: 'at_least' | 'about' | 'nearly' | 'over' | undefined
  readonly note: LocalText | undefined
  readonly source: Source
  /** Why it was corrected. */
  readonly reason: string | undefined
  readonly madeAt: Date
  /** Its period is not over yet, and it is counted again. */
  readonly isProvisional: boolean
  readonly madeBy: string | null
}

/** The figures that hold: of each series and period the last take, by series and period. */
export function holding(observations: readonly Observation[]): readonly Observation[] {
  const last = new Map<string, Observation>()
  for (const one of observations) {
    const place = `${one.series} ${one.period}`
    if ((last.get(place)?.take ?? 0) < one.take) last.set(place, one)
  }
  return [...last.values()].toSorted(
    (one, other) => one.series.localeCompare(other.series) || comparePeriods(one.period, other.period),
  )
}

/** What was corrected: each figure that holds no more with the one that replaced it. */
export function corrections(
  observations: readonly Observation[],
): readonly { readonly old: Observation; readonly next: Observation }[] {
  const byPlace = Map.groupBy(observations, ({ series, period }) => `${series} ${period}`)
  return [...byPlace.values()].flatMap((takes) => {
    const ordered = takes.toSorted((one, other) => one.take - other.take)
    return ordered.slice(1).flatMap((next, index) => {
      const old = ordered[index]
      return old ? [{ old, next }] : []
    })
  })
}

/**
 * The figures of a series in stretches that were measured alike: a definition whose figures cannot be compared without limits with those before it
 * begins another, and no line leads across.
 */
export function stretches(
  observations: readonly Observation[],
  definitions: readonly Step[] = [],
): readonly (readonly Observation[])[] {
  const found: Observation[][] = []
  for (const one of observations) {
    const last = found.at(-1)
    const before = last?.at(-1)
    if (before && comparisonOf(definitions, before.version, one.version).is === 'comparable') last?.push(one)
    else found.push([one])
  }
  return found
}

/** How far it is from the baseline to the target, as a share (1 is there, more is beyond); undefined where one of them is open or they are the same. */
export function progress({ baseline, target }: Definition, value: number): number | undefined {
  if (!baseline || !target || baseline.value === target.value) return undefined
  return (value - baseline.value) / (target.value - baseline.value)
}

/**
 * What is to be said of an indicator on a day: nobody measures it; no figure has come in; it has reached its target; the target's day has passed
 * without; it lags behind the line that leads there; or it is under way. A figure of an earlier definition that cannot be compared says nothing about
 * the target of the new one, until one is measured after that.
 */
export const standings = [
  'not_measured',
  'no_figure',
  'not_comparable',
  'reached',
  'missed',
  'off_course',
  'under_way',
] as const
export type Standing = (typeof standings)[number]

export function standingOf(definition: Definition, latest: Observation | undefined, today: IsoDate): Standing {
  if (!latest) return definition.source ? 'no_figure' : 'not_measured'
  const { target, direction } = definition
  if (!speaksFor(latest.version, definition)) return 'not_comparable'
  if (!target) return 'under_way'
  const isReached =
    direction === 'up'
      ? latest.value >= target.value
      : direction === 'down'
        ? latest.value <= target.value
        : latest.value === target.value
  if (isReached) return 'reached'
  if (target.on < today) return 'missed'
  return (courseOf(definition, latest, today)?.behind ?? 0) > 0 ? 'off_course' : 'under_way'
}
