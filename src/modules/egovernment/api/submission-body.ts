import { type Static, Type } from 'typebox'
import { validatorOf } from '../forms/validator.ts'

/** What a program sends to hand something in. */
export const submissionSchema = Type.Object(
  {
    service: Type.String({ pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$', maxLength: 64 }),
    authority: Type.String({ pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$', maxLength: 64 }),
    answers: Type.Record(Type.String({ maxLength: 60 }), Type.Unknown(), { maxProperties: 400 }),
    contact: Type.Optional(
      Type.Object(
        {
          email: Type.String({ pattern: '^[^\\s@<>"]{1,64}@[^\\s@<>"]{1,190}$', maxLength: 254 }),
          language: Type.Enum(['de', 'fr', 'it', 'en']),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)

export type SubmissionBody = Static<typeof submissionSchema>

export const isSubmissionBody = validatorOf(submissionSchema)
