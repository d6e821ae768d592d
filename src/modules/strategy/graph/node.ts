import { type Static, Type } from 'typebox'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import type { AuthorityId, Id } from '#kernel/ids.ts'

export type NodeId = Id<'strategy-node'>

export const nodeKinds = [
  'strategy',
  'core_goal',
  'principle',
  'action_field',
  'focus_area',
  'impact_goal',
  'annual_goal',
  'project',
  'measure',
  'credit',
  'indicator',
  'decision',
  'parliament_item',
  'partner',
  'organisation',
  'beneficiary',
  'result',
  'agreement',
  'synergy',
] as const
export type NodeKind = (typeof nodeKinds)[number]

/** Whose it is; the authority of a node only says who keeps the record. */
export const levels = ['federal', 'canton', 'municipality', 'joint'] as const
export type Level = (typeof levels)[number]

/** Who reads it: its authority alone, staff of all authorities, or everybody. */
export const audiences = ['authority', 'staff', 'public'] as const
export type Audience = (typeof audiences)[number]

/** How sure it is. Pages mark what is `unconfirmed` or an `example`. */
export const standings = ['founding_text', 'public_record', 'own_record', 'unconfirmed', 'example'] as const
export type Standing = (typeof standings)[number]

const strict = { additionalProperties: false }
const day = Type.Unsafe<IsoDate>({ type: 'string', format: 'day' })
const line = Type.String({ minLength: 1, maxLength: 500 })

export const localTextSchema = Type.Unsafe<LocalText>(
  Type.Object(
    {
      de: Type.String({ minLength: 1, maxLength: 5_000 }),
      fr: Type.Optional(Type.String({ maxLength: 5_000 })),
      it: Type.Optional(Type.String({ maxLength: 5_000 })),
      en: Type.Optional(Type.String({ maxLength: 5_000 })),
    },
    strict,
  ),
)

/**
 * Where something is known from: what it is called, where to read it, the day of the source and the day it was read, and what it says word for
 * word. Only there, in a quotation of a public source, may people in office appear.
 */
export const sourceSchema = Type.Object(
  {
    title: line,
    url: Type.Optional(Type.String({ pattern: '^https?://', maxLength: 1_000 })),
    date: Type.Optional(Type.String({ pattern: '^\\d{4}(-\\d{2}(-\\d{2})?)?$' })),
    readOn: Type.Optional(day),
    quote: Type.Optional(Type.Object({ text: line, by: line }, strict)),
  },
  strict,
)
export type Source = Readonly<Static<typeof sourceSchema>>

export type NodeKey = { readonly authorityId: AuthorityId; readonly id: NodeId }

/** What is said of a thing in the graph. */
export type NodeContent = {
  readonly kind: NodeKind
  readonly level: Level
  readonly audience: Audience
  readonly standing: Standing
  readonly title: LocalText
  readonly text: LocalText | undefined
  /** The office that answers for it, never a person. */
  readonly owner: string | undefined
  readonly beginsOn: IsoDate | undefined
  readonly endsOn: IsoDate | undefined
  readonly sources: readonly [Source, ...Source[]]
}

/** A thing in the graph. `revision` counts what was saved; whoever saves names the one that she has read. */
export type Node = NodeKey &
  NodeContent & {
    readonly slug: string
    readonly revision: number
    readonly changedAt: Date
    /** What it is part of and seen with, as a decision at a gate is of its project. */
    readonly belongsTo?: NodeId | undefined
  }
