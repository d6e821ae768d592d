import { Type } from 'typebox'

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' })

/** The shape of a text per language, each of at most `maxLength` characters; German must be there. */
export const localText = (maxLength = 2_000) =>
  Type.Object(
    {
      de: text(maxLength),
      fr: Type.Optional(text(maxLength)),
      it: Type.Optional(text(maxLength)),
      en: Type.Optional(text(maxLength)),
    },
    { additionalProperties: false },
  )
