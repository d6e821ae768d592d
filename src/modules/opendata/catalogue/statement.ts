import { type Static, type TSchema, Type } from 'typebox'

const closed = { additionalProperties: false } as const
/** A word of linked data in short, `dcat:hadRole`. */
const word = Type.String({ pattern: '^[a-z]+:[A-Za-z]{1,60}$' })
const text = Type.Object(
  {
    property: word,
    text: Type.String({ maxLength: 5_000 }),
    language: Type.Optional(Type.Enum(['de', 'fr', 'it', 'en', 'rm'])),
    datatype: Type.Optional(word),
  },
  closed,
)
const named = {
  property: word,
  iri: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000 })),
  types: Type.Optional(Type.Array(word, { maxItems: 4 })),
}
const thing = <Inner extends TSchema>(inner: Inner) =>
  Type.Object({ ...named, says: Type.Optional(Type.Array(inner, { minItems: 1, maxItems: 20 })) }, closed)

const leaf = Type.Union([text, Type.Object(named, closed)])

/**
 * Something said of a data set or distribution by a catalogue of others in the words of DCAT-AP CH that ours has no field for: a text, or a thing by its
 * address and by what is said of it in turn, at most three deep. It goes out again as it came.
 */
export const statementSchema = Type.Union([text, thing(Type.Union([text, thing(leaf)]))])
/** One of them, at any depth. */
export type Statement =
  | Static<typeof text>
  | { readonly property: string; readonly iri?: string; readonly types?: string[]; readonly says?: Statement[] }
