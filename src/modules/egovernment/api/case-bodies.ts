import { Type } from 'typebox'
import { validatorOf } from '#kernel/validator.ts'
import { outcomes } from '../cases/case.ts'

/** What a program writes to an applicant, or an applicant's program to the authority. */
export const messageSchema = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: 10_000 }) },
  { additionalProperties: false },
)
export const isMessage = validatorOf(messageSchema)

/** A decision by the authority's own program. */
export const decisionSchema = Type.Object(
  {
    outcome: Type.Enum([...outcomes]),
    text: Type.String({ minLength: 1, maxLength: 20_000 }),
    reasons: Type.Optional(Type.String({ minLength: 1, maxLength: 20_000 })),
    remedies: Type.Optional(Type.String({ minLength: 1, maxLength: 5_000 })),
    notifiedOn: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
  },
  { additionalProperties: false },
)
export const isDecision = validatorOf(decisionSchema)
