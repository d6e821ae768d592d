import { type Static, Type } from 'typebox'
import { localText } from '#kernel/i18n/local-text.ts'

/** A name as FEEL reads it without quotes: `move_date`. */
export const idPattern = '^[a-z][a-z0-9_]{0,59}$'

/** A FEEL expression. */
const feelText = Type.String({ minLength: 1, maxLength: 500 })

const check = Type.Object({ rule: feelText, message: localText() }, { additionalProperties: false })

/**
 * What the answer says about a person. `special`: particularly worthy of protection (KDSG § 2), with its legal basis.
 * `purpose` names one of the form's purposes.
 */
const personalData = Type.Union([
  Type.Literal('none'),
  Type.Object(
    {
      class: Type.Enum(['personal', 'special']),
      purpose: Type.String({ pattern: idPattern }),
      legalBasis: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
    },
    { additionalProperties: false },
  ),
])

/** What the answer may become in statistics and open data. Without a role it is never published. */
const statisticalRoles = ['identifier', 'quasi-identifier', 'sensitive', 'measure'] as const

/** What every field has, whatever its type. */
export const commonFieldProperties = {
  id: Type.String({ pattern: idPattern }),
  type: Type.String({ minLength: 1 }),
  label: localText(300),
  hint: Type.Optional(localText()),
  /** `true` where nothing is said: ask only what is needed. */
  required: Type.Optional(Type.Union([Type.Boolean(), feelText])),
  showIf: Type.Optional(feelText),
  checks: Type.Optional(Type.Array(check, { maxItems: 20 })),
  personalData: Type.Optional(personalData),
  statisticalRole: Type.Optional(Type.Enum([...statisticalRoles])),
  autocomplete: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9 -]{0,60}$' })),
  /** Key of the profile that fills the field in, such as `person.name`. */
  prefill: Type.Optional(Type.String({ pattern: '^[a-z]+\\.[a-z_]+$' })),
}

/** Any field; the settings of its type are checked by the type itself. */
export const fieldSchema = Type.Object(commonFieldProperties)

const pageSchema = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]{0,59}$' }),
    /** The question. May be left out where the page's only field asks it. */
    title: Type.Optional(localText(300)),
    hint: Type.Optional(localText()),
    showIf: Type.Optional(feelText),
    fields: Type.Array(fieldSchema, { minItems: 1, maxItems: 40 }),
  },
  { additionalProperties: false },
)

export const formSchema = Type.Object(
  {
    pages: Type.Array(pageSchema, { minItems: 1, maxItems: 60 }),
    /** Why personal data is asked for; fields name a purpose by its key. Shown to the person, and kept in the register of processing. */
    purposes: Type.Optional(Type.Record(Type.String({ pattern: idPattern }), localText())),
    /** What the person confirms below the review, where the service asks for a declaration. */
    declaration: Type.Optional(localText()),
  },
  { additionalProperties: false },
)

export type FormField = Static<typeof fieldSchema>
export type FormPage = Static<typeof pageSchema>
export type Form = Static<typeof formSchema>

/** Answers by field id. A hidden field may still have one; it does not count. */
export type Answers = Readonly<Record<string, unknown>>

/** The id under which the declaration below the review is answered. */
export const declarationId = 'declaration'

/** The declaration as a field, so that it is asked, checked and stored like any other answer. */
export function declarationField(form: Form): FormField | undefined {
  if (!form.declaration) return undefined
  return { id: declarationId, type: 'declaration', label: form.declaration, personalData: 'none' }
}

/** The answer of a field; names such as `constructor` are never found on the prototype. */
export function answerOf(answers: Answers, id: string): unknown {
  return Object.hasOwn(answers, id) ? answers[id] : undefined
}

/** Whether a value says nothing: not given, null, blank, an empty list or an object of such. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.values(value).every(isEmpty)
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
