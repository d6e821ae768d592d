import { type Static, Type } from 'typebox'
import { validatorOf } from '#kernel/validator.ts'
import { firmBody } from './firm.ts'

export const answersBody = Type.Record(Type.String({ maxLength: 60 }), Type.Unknown(), { maxProperties: 400 })

export const contactBody = Type.Object(
  {
    email: Type.String({ pattern: '^[^\\s@<>"]{1,64}@[^\\s@<>"]{1,190}$', maxLength: 254 }),
    language: Type.Enum(['de', 'fr', 'it', 'en']),
  },
  { additionalProperties: false },
)

/** What a program sends to hand something in. */
export const submissionSchema = Type.Object(
  {
    service: Type.String({ pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$', maxLength: 64 }),
    authority: Type.String({ pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$', maxLength: 64 }),
    answers: answersBody,
    contact: Type.Optional(contactBody),
    firm: Type.Optional(firmBody),
  },
  { additionalProperties: false },
)

export type SubmissionBody = Static<typeof submissionSchema>

export const isSubmissionBody = validatorOf(submissionSchema)

/** A damage in Kriens, invented, for descriptions and first tries. */
export const exampleSubmission: SubmissionBody = {
  service: 'schadensmeldung',
  authority: 'kriens',
  answers: {
    kind: 'road',
    is_dangerous: false,
    municipality: 1059,
    place: { text: 'Beispielplatz, beim Brunnen' },
    description: 'Loch im Belag, mitten auf dem Trottoir.',
  },
  contact: { email: 'petra@beispielhaft.example', language: 'de' },
}
