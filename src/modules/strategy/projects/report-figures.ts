import type { IsoDate } from '#kernel/i18n/format.ts'
import type { Phase } from './project.ts'
import type { ReportFigures } from './reports.ts'

/** A decision at a gate, as far as it says in which phase a project was. */
type PhaseChange = { readonly decidedOn: IsoDate; readonly before: Phase }

type Facts = {
  readonly budget: number | undefined
  /** The phase of today. */
  readonly phase: Phase
  /** The decisions at its gates, the latest first. */
  readonly decisions: readonly PhaseChange[]
  /** First days of months with the money of each, in Rappen. */
  readonly months: readonly { readonly month: IsoDate; readonly planned: number; readonly spent: number }[]
  readonly milestones: readonly {
    readonly plannedOn: string
    readonly forecastOn: string | undefined
    readonly reachedOn: string | undefined
  }[]
}

/** The phase a project was in at the end of a day: before the first decision that came after it, or the one of today. */
export function phaseOn(day: IsoDate, { phase, decisions }: Pick<Facts, 'phase' | 'decisions'>): Phase {
  return decisions.findLast(({ decidedOn }) => decidedOn > day)?.before ?? phase
}

/**
 * How a project stood on a day that is over, or stands today: money until that month, milestones reached and phase of that day. Budget and
 * forecasts keep no history and are those of today.
 */
export function figuresOn(day: IsoDate, { budget, milestones, months, ...gates }: Facts): ReportFigures {
  const until = months.filter(({ month }) => month <= day)
  const ends = milestones.map(({ plannedOn, forecastOn }) => forecastOn ?? plannedOn).toSorted()
  const endsOn = ends.at(-1)
  return {
    phase: phaseOn(day, gates),
    ...(budget !== undefined && { budget }),
    planned: until.reduce((sum, { planned }) => sum + planned, 0),
    spent: until.reduce((sum, { spent }) => sum + spent, 0),
    milestones: milestones.length,
    reached: milestones.filter(({ reachedOn }) => reachedOn !== undefined && reachedOn <= day).length,
    ...(endsOn !== undefined && { endsOn }),
  }
}
