import type { IsoDate } from '#kernel/i18n/format.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import type { AuthorityId, Id } from '#kernel/ids.ts'
import { type Audience, audiences, type NodeKey, type NodeKind, type Source } from './node.ts'

export type EdgeId = Id<'strategy-edge'>

/**
 * Read from left to right: a strategy `contains` a goal, a credit `funds` a project, a project `serves` a goal, an indicator `measures` a goal,
 * a goal `benefits` a group of people, a project is `decided_by` what was decided at its gates, a partner `takes_part` in it, a result
 * `depends_on` it and `serves` a goal.
 */
export const edgeKinds = [
  'contains',
  'derives_from',
  'serves',
  'measures',
  'funds',
  'depends_on',
  'fulfils',
  'decided_by',
  'benefits',
  'takes_part',
  'concerns',
] as const
export type EdgeKind = (typeof edgeKinds)[number]

/** In which ways whoever leads a project joins it with others; all else is for the office that steers. */
export const kindsOfLeads = [
  'serves',
  'depends_on',
  'fulfils',
  'benefits',
  'takes_part',
  'concerns',
] as const satisfies readonly EdgeKind[]

/** One connection. It is never changed: it ends on `until`, and another begins. */
export type Edge = {
  readonly authorityId: AuthorityId
  readonly id: EdgeId
  readonly kind: EdgeKind
  readonly from: NodeKey
  readonly to: NodeKey
  readonly audience: Audience
  readonly since: IsoDate
  readonly until: IsoDate | undefined
  /** Who says so: an office, never a person. */
  readonly owner: string
  readonly source: Source
  readonly note: LocalText | undefined
}

type Ends = { readonly from: readonly NodeKind[]; readonly to: readonly NodeKind[] }

const goals = [
  'strategy',
  'core_goal',
  'principle',
  'action_field',
  'focus_area',
  'impact_goal',
  'annual_goal',
] as const satisfies readonly NodeKind[]
const works = ['project', 'measure'] as const satisfies readonly NodeKind[]

/** Which things a connection may join. */
const endsOf: Readonly<Record<EdgeKind, Ends>> = {
  contains: { from: [...goals, ...works, 'organisation'], to: [...goals, ...works, 'organisation'] },
  derives_from: { from: [...goals], to: [...goals, 'decision', 'parliament_item'] },
  serves: { from: [...works, 'annual_goal', 'impact_goal', 'result'], to: [...goals] },
  measures: { from: ['indicator'], to: [...goals, ...works, 'credit'] },
  funds: {
    from: ['credit', 'partner', 'organisation', 'agreement'],
    to: [...works, 'strategy', 'focus_area', 'organisation'],
  },
  depends_on: { from: [...works, 'result'], to: [...works, 'decision'] },
  fulfils: { from: [...works, 'decision', 'result', 'indicator'], to: ['parliament_item', 'decision', ...goals] },
  decided_by: { from: ['credit', 'strategy', 'agreement', ...works, 'parliament_item'], to: ['decision'] },
  benefits: { from: [...goals, ...works, 'result'], to: ['beneficiary'] },
  takes_part: { from: ['organisation', 'partner'], to: [...works, 'agreement', 'organisation', 'synergy', 'strategy'] },
  concerns: {
    from: ['parliament_item', 'decision', 'synergy', 'agreement', 'result'],
    to: [...goals, ...works, 'credit', 'organisation'],
  },
}

/** Whether two things may be joined in that way. */
export function mayJoin(kind: EdgeKind, from: NodeKind, to: NodeKind): boolean {
  const ends = endsOf[kind]
  return ends.from.some((one) => one === from) && ends.to.some((one) => one === to)
}

/** Which end of a connection belongs to whoever leads it as a project; undefined where the office alone joins in that way. */
export function endOfLead({ kind, from, to }: Pick<Edge, 'kind' | 'from' | 'to'>): NodeKey | undefined {
  switch (kind) {
    case 'serves':
    case 'depends_on':
    case 'fulfils':
    case 'benefits':
      return from
    case 'takes_part':
    case 'concerns':
      return to
    case 'contains':
    case 'derives_from':
    case 'measures':
    case 'funds':
    case 'decided_by':
      return undefined
  }
}

/**
 * What the first day of a connection is: what its source says, as far as it does («2021», «2021-11» or a day), or the day on which somebody read a
 * source that tells none. Only the first says since when something holds.
 */
export function sinceOf({ since, source: { date, readOn } }: Pick<Edge, 'since' | 'source'>): {
  readonly is: 'said' | 'read'
  readonly period: string
} {
  if (since === readOn && since !== date) return { is: 'read', period: since }
  return { is: 'said', period: date !== undefined && since === `${date}-01-01`.slice(0, 10) ? date : since }
}

/** Who sees an edge: whoever sees both its ends. */
export const narrower = (one: Audience, other: Audience): Audience =>
  audiences.find((audience) => audience === one || audience === other) ?? one
