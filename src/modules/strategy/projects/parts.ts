import { gates } from './hermes.ts'
import { phases } from './project.ts'
import { partnerKinds } from './shown-partners.ts'

/** What a field of a record holds: one line, several, one of a list, a day, francs, or a whole number in bounds. */
export type PartField = {
  readonly name: string
  readonly isOptional?: true
  /** Has a sentence about what choosing it does. */
  readonly isExplained?: true
} & (
  | { readonly type: 'line'; readonly most: number }
  | { readonly type: 'text'; readonly most: number }
  | { readonly type: 'choice'; readonly of: readonly string[] }
  | { readonly type: 'day' }
  | { readonly type: 'francs' }
  | { readonly type: 'number'; readonly least: number; readonly most: number }
  /** A service of the platform's catalogue, by its id. */
  | { readonly type: 'service'; readonly most: number }
)

const line = (name: string, most = 200) => ({ name, type: 'line', most }) as const
const degree = (name: string) => ({ name, type: 'number', least: 1, most: 4 }) as const
const day = (name: string) => ({ name, type: 'day', isOptional: true }) as const
const choice = (name: string, of: readonly string[]) => ({ name, type: 'choice', of }) as const
const plannedPhases = phases.filter((phase) => !['closed', 'stopped'].includes(phase))
/** Phases that a project has only once the idea is taken up: these are planned with money and days. */
const hermesPhases = plannedPhases.filter((phase) => !['idea', 'impulse'].includes(phase))

/** The lists that belong to a project and are kept line by line: each with its table, its fields (columns), and the order in which it is read. */
export const parts = {
  milestones: {
    table: 'milestones',
    key: 'id',
    hasAudience: true,
    spans: [],
    order: ['planned_on', 'id'],
    fields: [
      line('title'),
      choice('phase', plannedPhases),
      { ...choice('gate', gates), isOptional: true },
      { name: 'weight', type: 'number', least: 0, most: 10_000 },
      { name: 'planned_on', type: 'day' },
      day('forecast_on'),
      day('reached_on'),
    ],
  },
  risks: {
    table: 'risks',
    key: 'id',
    hasAudience: false,
    spans: [],
    order: ['id'],
    fields: [
      line('title'),
      degree('probability'),
      degree('impact'),
      { name: 'measure', type: 'text', most: 2_000, isOptional: true },
      line('owner'),
      choice('state', ['open', 'treated', 'occurred', 'closed']),
      day('review_on'),
    ],
  },
  change: {
    table: 'change_measures',
    key: 'id',
    hasAudience: false,
    spans: [],
    order: ['kind', 'id'],
    fields: [
      choice('kind', ['stakeholder', 'training', 'communication', 'lesson']),
      line('title'),
      { name: 'text', type: 'text', most: 2_000, isOptional: true },
      { ...degree('influence'), isOptional: true },
      { ...choice('stance', ['supports', 'neutral', 'critical']), isOptional: true },
      line('owner'),
      day('due_on'),
      day('done_on'),
    ],
  },
  contracts: {
    table: 'contracts',
    key: 'id',
    hasAudience: false,
    spans: [['begins_on', 'ends_on']],
    order: ['id'],
    fields: [
      choice('kind', partnerKinds),
      line('partner'),
      line('subject', 500),
      { ...choice('procurement', ['direct', 'invitation', 'open', 'selective']), isOptional: true },
      { name: 'amount', type: 'francs', isOptional: true },
      day('begins_on'),
      day('ends_on'),
      { ...choice('shown', ['with_project', 'inside']), isExplained: true },
    ],
  },
  phases: {
    table: 'project_phases',
    key: 'phase',
    hasAudience: true,
    spans: [['planned_from', 'planned_to']],
    order: ['planned_from', 'phase'],
    fields: [
      choice('phase', hermesPhases),
      { name: 'planned_from', type: 'day' },
      { name: 'planned_to', type: 'day' },
      { name: 'budget', type: 'francs', isOptional: true },
    ],
  },
  services: {
    table: 'project_services',
    key: 'service_id',
    hasAudience: true,
    spans: [],
    order: ['service_id'],
    fields: [
      { name: 'service_id', type: 'service', most: 100 },
      { name: 'effect', type: 'text', most: 1_000 },
      day('since'),
    ],
  },
} as const satisfies Readonly<Record<string, Part>>

export type Part = {
  readonly table: 'milestones' | 'risks' | 'change_measures' | 'contracts' | 'project_phases' | 'project_services'
  /** The column by which a line is known; one that the form has can be chosen once and stays. */
  readonly key: 'id' | 'phase' | 'service_id'
  /** Whether each line keeps who may see it, as the project says. */
  readonly hasAudience: boolean
  /** Pairs of days of which the second is not before the first. */
  readonly spans: readonly (readonly [string, string])[]
  readonly order: readonly string[]
  readonly fields: readonly PartField[]
}
export type PartName = keyof typeof parts
export const partNames = [
  'milestones',
  'risks',
  'change',
  'contracts',
  'phases',
  'services',
] as const satisfies readonly PartName[]
