import type { Translate } from '#kernel/i18n/translate.ts'
import { type Condition, conditionOf, conditionSchema } from './feel/condition.ts'
import type { JsonSchema } from './field-type.ts'
import { typeOf } from './field-types.ts'
import { declarationField, type Form, type FormField, isRecord } from './form.ts'
import { local } from './form-error.ts'

/**
 * The answers of a form as JSON Schema 2020-12, with titles, hints and choices in the language of `t`, in keywords of the standard only: a
 * strict validator takes it as it is. Everything that the schema refuses, the
 * check refuses too, but for empty answers (`null`, an empty text): they count as none. The check knows more (FEEL rules, check digits, places).
 */
export function answersSchema(
  form: Form,
  t: Translate,
  about: { title?: string; description?: string } = {},
): JsonSchema {
  const declaration = declarationField(form)
  const fields = form.pages.flatMap((page) => page.fields.map((field) => ({ field, pageShowIf: page.showIf })))
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...about,
    ...objectSchema([...fields, ...(declaration ? [{ field: declaration, pageShowIf: undefined }] : [])], t),
  }
}

/** A list of fields as the schema of an object, such as a group's row; with words where a translator is given. */
export function fieldsSchema(fields: readonly FormField[], t?: Translate): JsonSchema {
  return objectSchema(
    fields.map((field) => ({ field, pageShowIf: undefined })),
    t,
  )
}

type PlacedField = { field: FormField; pageShowIf: string | undefined }

function objectSchema(placed: readonly PlacedField[], t: Translate | undefined): JsonSchema {
  const asked = placed.filter(({ field }) => !typeOf(field).asksNothing)
  const names = new Set(asked.map(({ field }) => field.id))
  const properties = asked.map(({ field }) => [field.id, t ? propertySchema(field, t) : typeOf(field).schema(field)])
  const rules = asked.map(({ field, pageShowIf }) => ({ id: field.id, needed: neededIf(field, pageShowIf) }))
  const required = rules.filter(({ needed }) => needed === 'always').map(({ id }) => id)
  const conditional = rules.flatMap(({ id, needed }) => {
    if (typeof needed !== 'object' || !namesOf(needed).every((name) => names.has(name))) return []
    const schema = conditionSchema(needed)
    return schema ? [{ anyOf: [{ not: schema }, { properties: { [id]: true }, required: [id] }] }] : []
  })
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
    ...(conditional.length > 0 && { allOf: conditional }),
    additionalProperties: false,
  }
}

/** One answer with its question as title and the hint as description. */
export function propertySchema(field: FormField, t: Translate): JsonSchema {
  const type = typeOf(field)
  return {
    title: local(field.label, t),
    ...(field.hint && { description: local(field.hint, t) }),
    ...withWords(type.schema(field), type.words(field, t)),
  }
}

/** The words in their places of the shape. */
function withWords(shape: JsonSchema, words: JsonSchema): JsonSchema {
  const worded = Object.entries(words).map(([keyword, value]): [string, unknown] => {
    const before = shape[keyword]
    return [keyword, isRecord(before) && isRecord(value) ? withWords(before, value) : value]
  })
  return { ...shape, ...Object.fromEntries(worded) }
}

/** When an answer is needed; `sometimes` where only FEEL can say it. */
function neededIf(field: FormField, pageShowIf: string | undefined): 'always' | 'never' | 'sometimes' | Condition {
  const { required = true, showIf } = field
  if (required === false) return 'never'
  const rules = [pageShowIf, showIf, typeof required === 'string' ? required : undefined].filter(
    (rule) => rule !== undefined,
  )
  if (rules.length === 0) return 'always'
  const conditions = rules.flatMap((rule) => conditionOf(rule) ?? [])
  return conditions.length === rules.length ? { kind: 'and', of: conditions } : 'sometimes'
}

function namesOf(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'is':
    case 'compare':
    case 'contains':
      return condition.path.slice(0, 1)
    case 'same':
      return [...condition.path.slice(0, 1), ...condition.other.slice(0, 1)]
    case 'not':
      return namesOf(condition.of)
    case 'and':
    case 'or':
      return condition.of.flatMap(namesOf)
  }
}
