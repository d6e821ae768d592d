import type { IsoDate } from '#kernel/i18n/format.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Node, NodeKey } from '../graph/node.ts'
import type { Phase, Project } from '../projects/project.ts'

/** By what the projects of a roadmap are put together. */
export const groupings = ['focus_area', 'authority', 'goal'] as const
export type Grouping = (typeof groupings)[number]

/** Which projects by where they stand: before their start, under way, over. */
export const states = ['ahead', 'running', 'over'] as const
export type State = (typeof states)[number]

export const phasesOf: Readonly<Record<State, readonly Phase[]>> = {
  ahead: ['idea', 'impulse'],
  running: ['initiation', 'concept', 'realisation', 'introduction', 'execution', 'closure'],
  over: ['closed', 'stopped'],
}

/** What a group stands for: an authority, a goal or focus area with its title, or nothing of these. */
export type Group = {
  readonly authorityId: AuthorityId | undefined
  readonly slug: string
  readonly title: LocalText | undefined
}

export type PhaseSpan = {
  readonly phase: Phase
  readonly from: IsoDate
  readonly to: IsoDate
  readonly state: 'done' | 'current' | 'ahead'
}

type MilestoneDays = {
  readonly plannedOn: IsoDate
  readonly forecastOn?: IsoDate | undefined
  readonly reachedOn?: IsoDate | undefined
}

export type Milestone = {
  readonly id: string
  readonly title: LocalText
  readonly plannedOn: IsoDate
  readonly forecastOn: IsoDate | undefined
  readonly reachedOn: IsoDate | undefined
}

export type MilestoneState = 'reached' | 'planned' | 'late'

/** Reached, still to come, or late: its day is over, or it is expected later than planned. */
export function stateOf({ plannedOn, forecastOn, reachedOn }: MilestoneDays, today: IsoDate): MilestoneState {
  if (reachedOn !== undefined) return 'reached'
  return plannedOn < today || (forecastOn !== undefined && forecastOn > plannedOn) ? 'late' : 'planned'
}

/** The day on which a milestone stands: reached, else expected, else planned. */
export const dayOfMilestone = ({ plannedOn, forecastOn, reachedOn }: MilestoneDays): IsoDate =>
  reachedOn ?? forecastOn ?? plannedOn

/** What a project waits for. */
export type Need = NodeKey & { readonly slug: string; readonly title: LocalText; readonly endsOn: IsoDate | undefined }

export type RoadmapProject = Pick<Node, 'authorityId' | 'id' | 'slug' | 'title' | 'owner' | 'standing'> &
  Pick<Project, 'phase' | 'beginsOn' | 'endsOn'> & {
    readonly group: Group
    readonly phases: readonly PhaseSpan[]
    readonly milestones: readonly Milestone[]
    readonly needs: readonly Need[]
  }

/** Whether a project is to begin before what it waits for is over. */
export const beginsTooSoon = ({ beginsOn }: Pick<RoadmapProject, 'beginsOn'>, { endsOn }: Need): boolean =>
  beginsOn !== undefined && endsOn !== undefined && beginsOn <= endsOn

export const keyOf = ({ authorityId, id }: NodeKey): string => `${authorityId} ${id}`
