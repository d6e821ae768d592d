import type { IsoDate } from '#kernel/i18n/format.ts'
import type { NodeKey } from '../graph/node.ts'

/**
 * What a parliament asks for: Motion, Postulat, Auftrag (`order`), Protokollbemerkung (`remark`), and a change it made to what was put before
 * it.
 */
export const itemKinds = ['motion', 'postulate', 'order', 'remark', 'change'] as const
export type ItemKind = (typeof itemKinds)[number]

export const itemStates = ['submitted', 'handed_over', 'in_work', 'fulfilled', 'written_off'] as const
export type ItemState = (typeof itemStates)[number]

export type ParliamentItem = {
  readonly key: NodeKey
  readonly kind: ItemKind
  /** Undefined where no source says what came of it. */
  readonly state: ItemState | undefined
  /** Which parliament or commission. */
  readonly body: string
  /** The day it was submitted or decided, as far as it is known: a year, a month or a day. */
  readonly saidOn: string | undefined
  readonly dueOn: IsoDate | undefined
  /** How many the source counts where it tells of several at once without their wording. */
  readonly count: number
  /** What the executive answered, and when; undefined where it has not. */
  readonly answer?: string | undefined
  readonly answeredOn?: IsoDate | undefined
}

const following: Readonly<Record<ItemState, readonly ItemState[]>> = {
  submitted: ['handed_over', 'written_off'],
  handed_over: ['in_work', 'fulfilled', 'written_off'],
  in_work: ['fulfilled', 'written_off'],
  fulfilled: ['in_work'],
  written_off: [],
}

export const statesAfter = (state: ItemState) => following[state]

/** Whether it moves from one to the other. Fulfilled is only what something proves: an edge `fulfils` leads to it. */
export const mayBecome = (from: ItemState, to: ItemState, hasProof: boolean) =>
  following[from].includes(to) && (to !== 'fulfilled' || hasProof)

export const isOpenItem = (state: ItemState | undefined) => state !== 'fulfilled' && state !== 'written_off'

export const isOverdue = ({ state, dueOn }: Partial<Pick<ParliamentItem, 'state' | 'dueOn'>>, today: IsoDate) =>
  isOpenItem(state) && dueOn !== undefined && dueOn < today
