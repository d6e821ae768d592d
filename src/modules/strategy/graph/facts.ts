import { type Static, Type } from 'typebox'
import { localTextSchema } from './node.ts'

const strict = { additionalProperties: false }
const short = Type.String({ minLength: 1, maxLength: 200 })

/** What a statement is about; pages gather them under these headings. */
export const topics = [
  'aim',
  'priority',
  'promise',
  'problem',
  'planning',
  'topic',
  'trigger',
  'document',
  'role',
  'approach',
  'precondition',
  'wording',
  'note',
] as const

/** How a source qualifies a figure: at least, about, nearly, over. */
export const qualifiers = ['at_least', 'about', 'nearly', 'over'] as const

/** What an amount is, where its source says so: what was asked for, what was granted, and what was struck out. */
export const amountTopics = ['requested', 'approved', 'cut'] as const

/** Which of the node's sources tells it, from 0. */
const sourceNumber = Type.Integer({ minimum: 0, maximum: 50 })

/**
 * An amount as one source tells it. Several of one thing stand side by side and are never added: which of them holds is for the reader to see.
 * `francs` is missing where the source names none.
 */
export const amountFields = {
  francs: Type.Optional(Type.Integer({ minimum: 0, maximum: 90_000_000_000 })),
  display: Type.Optional(short),
  qualifier: Type.Optional(Type.Enum([...qualifiers])),
  about: Type.Optional(Type.Enum([...amountTopics])),
  roundedFrom: Type.Optional(short),
}

/** A single thing that a source says; `id` where others name it. */
export const statementFields = {
  about: Type.Enum([...topics]),
  id: Type.Optional(Type.String({ format: 'slug' })),
  text: localTextSchema,
}

/** What does not depend on how a source is named. */
export const plainFields = {
  number: Type.Optional(Type.Integer({ minimum: 1, maximum: 999 })),
  short: Type.Optional(short),
  names: Type.Optional(Type.Array(short, { maxItems: 20 })),
  accounts: Type.Optional(Type.Array(Type.Enum(['investment', 'income']), { maxItems: 2 })),
  milestones: Type.Optional(
    Type.Array(Type.Object({ title: localTextSchema, planned: localTextSchema }, strict), { maxItems: 50 }),
  ),
  unknown: Type.Optional(Type.Array(localTextSchema, { maxItems: 20 })),
}

/**
 * What is known of a thing beside its title and text, as the sources tell it: its number in a list, short and other names, amounts, single
 * statements, milestones with the dates as they are worded, and what the sources expressly leave open (`unknown`).
 */
export const factsSchema = Type.Object(
  {
    ...plainFields,
    amounts: Type.Optional(
      Type.Array(Type.Object({ ...amountFields, source: sourceNumber }, strict), { maxItems: 20 }),
    ),
    statements: Type.Optional(
      Type.Array(Type.Object({ ...statementFields, source: sourceNumber }, strict), { maxItems: 50 }),
    ),
  },
  strict,
)
export type Facts = Readonly<Static<typeof factsSchema>>
