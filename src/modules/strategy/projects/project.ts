import type { IsoDate } from '#kernel/i18n/format.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import type { NodeKey } from '../graph/node.ts'

/** HERMES 2022 from initiation to closure (classic: concept, realisation, introduction; agile and small ones: execution), with what is before and after. */
export const phases = [
  'idea',
  'impulse',
  'initiation',
  'concept',
  'realisation',
  'introduction',
  'execution',
  'closure',
  'closed',
  'stopped',
] as const
export type Phase = (typeof phases)[number]

export const sizes = ['small', 'medium', 'large'] as const
export type Size = (typeof sizes)[number]

export const methods = ['classic', 'agile'] as const
export type Method = (typeof methods)[number]

/** What a project or a measure has besides its node; what is not known is undefined. */
export type Project = {
  readonly key: NodeKey
  readonly phase: Phase
  readonly size: Size | undefined
  readonly method: Method | undefined
  readonly beginsOn: IsoDate | undefined
  readonly endsOn: IsoDate | undefined
  /** What it is good for and for whom, in plain words. */
  readonly benefit?: LocalText | undefined
  /** The office whose idea it was. */
  readonly proposedBy?: string | undefined
  /** The whole budget in Rappen, as decided. */
  readonly budget?: number | undefined
  /** Days of work of the own people. */
  readonly effortDays?: number | undefined
}
