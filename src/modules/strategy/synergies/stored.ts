import { type Static, Type } from 'typebox'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import { validatorOf } from '#kernel/validator.ts'
import { StoredNodeError } from '../graph/queries.ts'
import { type Evidence, evidenceTypes } from './evidence.ts'
import { type Facet, facets } from './profile.ts'

const strict = { additionalProperties: false }
const terms = Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 20 })

export const termsSchema = Type.Partial(
  Type.Object(
    {
      services: terms,
      processes: terms,
      needs: terms,
      gives: terms,
      groups: terms,
      products: terms,
      procures: terms,
      laws: terms,
      places: terms,
      skills: terms,
      raises: terms,
      lowers: terms,
    } satisfies Record<Facet, typeof terms>,
    strict,
  ),
)
export type ProfileTerms = Readonly<Static<typeof termsSchema>>

const isTerms = validatorOf(termsSchema)
const isEvidence = validatorOf(
  Type.Array(
    Type.Object(
      {
        type: Type.Enum([...evidenceTypes]),
        strength: Type.Number({ minimum: 0, maximum: 1 }),
        terms: Type.Array(Type.String()),
      },
      strict,
    ),
  ),
)

/** Terms of a profile as they are stored; without those that are empty. Throws for what is none. */
export function readTerms(stored: JsonValue): ProfileTerms {
  if (!isTerms(stored)) throw new StoredNodeError('a profile that is none')
  return stored
}

/** Evidence as it is stored. Throws for what is none. */
export function readEvidence(stored: JsonValue): readonly Evidence[] {
  if (!isEvidence(stored)) throw new StoredNodeError('evidence that is none')
  return stored
}

/** Terms as a person types them: one after the other with commas or on lines of their own; at most 20 of 100 characters each. */
export function termsOf(text: string): string[] {
  const typed = text
    .split(/[,;\n]/)
    .map((term) => term.trim().slice(0, 100))
    .filter((term) => term !== '')
  return [...new Set(typed)].slice(0, 20)
}

export const allTerms = (read: (facet: Facet) => readonly string[]): ProfileTerms =>
  Object.fromEntries(facets.map((facet) => [facet, [...read(facet)]]).filter(([, found]) => found?.length !== 0))
