import type { AuthorityId, Id } from '#kernel/ids.ts'
import type { HarvestFinding } from './finding.ts'

/** Where stewards see the catalogues that they take over. */
export const sourcesPath = '/desk/opendata/sources'

export type HarvestSourceId = Id<'harvest-source'>

/** `dcat`: linked data in RDF/XML, Turtle or JSON-LD; `ckan`: a portal with the Action API; `data-package`: Frictionless. */
export const sourceKinds = ['dcat', 'ckan', 'data-package'] as const
export type SourceKind = (typeof sourceKinds)[number]

/** Hours between two runs. */
export const rhythms = [6, 24, 168] as const
export type Rhythm = (typeof rhythms)[number]

/** A catalogue of others that an authority takes over. */
export type HarvestSource = {
  readonly authorityId: AuthorityId
  readonly id: HarvestSourceId
  readonly kind: SourceKind
  readonly title: string
  readonly url: string
  readonly contact: { readonly name: string; readonly email: string }
  readonly everyHours: Rhythm
  /** Null while it rests. */
  readonly nextRunAt: Date | null
}

/**
 * Why a run did not come to its end: nobody answered, what came is no catalogue, or a page or records of it are not there; nothing is changed then.
 * `unexpected` is a fault of ours: what was taken over before it stays.
 */
export const runFaults = ['outside', 'status', 'syntax', 'too_many', 'empty', 'incomplete', 'unexpected'] as const
export type RunFault = (typeof runFaults)[number]

/** What came of a run. */
export type HarvestRun = {
  readonly id: string
  readonly startedAt: Date
  readonly endedAt: Date
  readonly fault: RunFault | undefined
  readonly faultDetail: string | undefined
  readonly found: number
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly refused: number
  readonly withdrawn: number
  readonly findings: readonly HarvestFinding[]
}

/** What came of the last run of a source. */
export type LastRun = Pick<HarvestRun, 'endedAt' | 'fault' | 'refused'>
