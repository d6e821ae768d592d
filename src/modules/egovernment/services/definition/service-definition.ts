import { type Static, Type } from 'typebox'
import { localText } from '#kernel/i18n/local-text.ts'
import { formSchema, idPattern } from '../../forms/form.ts'

const slug = (maxLength = 64) => Type.String({ pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$', maxLength })
const url = Type.String({ pattern: '^https://[^\\s]+$', maxLength: 500 })
const closed = { additionalProperties: false } as const

/** Where a statement comes from, and when someone last looked. */
const source = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 300 }),
    url,
    checked: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
  },
  closed,
)

/** A statement with its source, or marked as an example: shown as such. */
const origin = { source: Type.Optional(source), example: Type.Optional(Type.Literal(true)) }

const statement = Type.Object({ text: localText(), ...origin }, closed)
const words = Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1, maxItems: 60 })

/**
 * Who is in charge. By municipality: the first of the named fields that has an answer says where (an address, a
 * municipality, a place). `participants`: municipalities that must know too, such as the one somebody leaves.
 */
const competence = Type.Union([
  Type.Object(
    {
      by: Type.Literal('municipality'),
      fields: Type.Array(Type.String({ pattern: idPattern }), { minItems: 1, maxItems: 5 }),
      participants: Type.Optional(Type.Array(Type.String({ pattern: idPattern }), { minItems: 1, maxItems: 5 })),
    },
    closed,
  ),
  Type.Object({ by: Type.Literal('authority'), authority: slug() }, closed),
])

/** A public service as an authority describes it: what people read, who is in charge, what the law asks, and the form. */
export const serviceDefinitionSchema = Type.Object(
  {
    id: slug(),
    title: localText(120),
    summary: localText(600),
    /** People's own words, dialect too. */
    keywords: Type.Object({ de: words, fr: words, it: words, en: words }, closed),
    lifeSituations: Type.Array(slug(), { minItems: 1, maxItems: 6, uniqueItems: true }),
    audience: Type.Array(Type.Enum(['persons', 'firms']), { minItems: 1, uniqueItems: true }),
    competence,
    /** Kind of the unit that handles it, such as `residents`. */
    unitKind: slug(),
    /**
     * Where other units handle it than the usual one, such as the canton's tax service for firms: the first whose rule holds for the
     * answers. `who` says on the page for whom.
     */
    otherUnits: Type.Optional(
      Type.Array(
        Type.Object(
          { when: Type.String({ minLength: 1, maxLength: 500 }), unitKind: slug(), who: localText(200) },
          closed,
        ),
        { minItems: 1, maxItems: 5 },
      ),
    ),
    /** Who it is for, and who not. */
    forWhom: localText(),
    documents: Type.Array(statement, { maxItems: 20 }),
    fee: Type.Object({ text: localText(), rappen: Type.Optional(Type.Integer({ minimum: 0 })), ...origin }, closed),
    duration: Type.Object(
      { text: localText(), days: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_650 })), ...origin },
      closed,
    ),
    deadline: Type.Optional(
      Type.Object(
        { text: localText(), days: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_650 })), ...origin },
        closed,
      ),
    ),
    legalBasis: Type.Array(Type.Object({ title: localText(300), url: Type.Optional(url) }, closed), { maxItems: 10 }),
    /** What one has in hand at the end. */
    result: localText(),
    alternatives: Type.Array(
      Type.Object(
        { kind: Type.Enum(['phone', 'counter', 'post', 'website']), text: localText(), url: Type.Optional(url) },
        closed,
      ),
      { maxItems: 6 },
    ),
    identityLevel: Type.Enum(['none', 'low', 'substantial', 'high']),
    signature: Type.Enum(['none', 'declaration', 'qualified', 'paper']),
    /** Whether an address for answers is asked for before sending. `optional`: can be done without a name. */
    contact: Type.Enum(['required', 'optional']),
    filingPlan: Type.String({ pattern: '^[0-9]+(?:\\.[0-9]+)*$', maxLength: 30 }),
    retentionYears: Type.Integer({ minimum: 0, maximum: 200 }),
    /** Within how many years an authority may set another term, where its own law says so; none may without it. */
    retentionRange: Type.Optional(
      Type.Object(
        {
          least: Type.Integer({ minimum: 0, maximum: 200 }),
          most: Type.Integer({ minimum: 0, maximum: 200 }),
          ...origin,
        },
        closed,
      ),
    ),
    archivalValue: Type.Enum(['archive', 'sample', 'destroy']),
    protectionClass: Type.Enum(['public', 'internal', 'confidential', 'strictly-confidential']),
    /** Days within which clerks mean to have it done. */
    targetDays: Type.Integer({ minimum: 1, maximum: 3_650 }),
    /** Sentences added to the mails of a case, where the usual ones do not say enough. */
    notifications: Type.Optional(
      Type.Object(
        {
          received: Type.Optional(localText()),
          decided: Type.Optional(localText()),
          closed: Type.Optional(localText()),
        },
        closed,
      ),
    ),
    form: formSchema,
  },
  closed,
)

export type ServiceDefinition = Static<typeof serviceDefinitionSchema>

/** What keeps a definition from being read or published: where (JSON Pointer) and what to do. */
export type ServiceProblem = { readonly path: string; readonly message: string }
