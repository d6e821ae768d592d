import { type Static, Type } from 'typebox'
import { validatorOf } from '#kernel/validator.ts'
import { firmBody } from './firm.ts'
import { answersBody, contactBody, submissionSchema } from './submission-body.ts'

/** What begins a draft: answers may be missing, all of them or some. */
export const draftStartSchema = Type.Object(
  {
    service: submissionSchema.properties.service,
    authority: submissionSchema.properties.authority,
    language: Type.Optional(Type.Enum(['de', 'fr', 'it', 'en'])),
    answers: Type.Optional(answersBody),
    contact: Type.Optional(contactBody),
    firm: Type.Optional(firmBody),
  },
  { additionalProperties: false },
)
export type DraftStartBody = Static<typeof draftStartSchema>
export const isDraftStart = validatorOf(draftStartSchema)

/** All answers, in the place of those that were there. A contact or firm that is not named stays; `null` takes it away. */
export const draftAnswersSchema = Type.Object(
  {
    answers: answersBody,
    contact: Type.Optional(Type.Union([contactBody, Type.Null()])),
    firm: Type.Optional(Type.Union([firmBody, Type.Null()])),
  },
  { additionalProperties: false },
)
export const isDraftAnswers = validatorOf(draftAnswersSchema)

/** The answers of one page, in the place of those that were there. */
export const pageAnswersSchema = Type.Object({ answers: answersBody }, { additionalProperties: false })
export const isPageAnswers = validatorOf(pageAnswersSchema)

/** The link that a person was given in the browser to go on elsewhere. */
export const handoverSchema = Type.Object(
  { link: Type.String({ minLength: 1, maxLength: 500 }) },
  { additionalProperties: false },
)
export const isHandover = validatorOf(handoverSchema)
