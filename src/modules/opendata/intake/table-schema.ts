import { type Static, Type } from 'typebox'
import { type LocalText, languages } from '#kernel/i18n/language.ts'
import { localText } from '#kernel/i18n/local-text.ts'
import { validatorOf } from '#kernel/validator.ts'
import { type Column, type ColumnType, columnRoles, columnSchema } from '../tables/column.ts'
import { columnNames } from './inside/infer-columns.ts'

/** Our types and those of Table Schema. */
const typeNames: Readonly<Record<ColumnType, string>> = {
  ...{ string: 'string', integer: 'integer', number: 'number', boolean: 'boolean', date: 'date', time: 'time' },
  ...{ datetime: 'datetime', year: 'year', geometry: 'geojson' },
}
const columnTypeOf = new Map<string, ColumnType>([
  ['string', 'string'],
  ['integer', 'integer'],
  ['number', 'number'],
  ['boolean', 'boolean'],
  ['date', 'date'],
  ['time', 'time'],
  ['datetime', 'datetime'],
  ['year', 'year'],
  ['geojson', 'geometry'],
])

const { codes, emptyMeans, reference, unit } = columnSchema.properties

/** What is read of a field; whatever else stands in it is left alone. `titles` and what follows are ours: Table Schema knows one language only. */
const field = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 300 }),
  type: Type.Optional(Type.String({ maxLength: 40 })),
  title: Type.Optional(Type.String({ maxLength: 5_000 })),
  description: Type.Optional(Type.String({ maxLength: 50_000 })),
  constraints: Type.Optional(
    Type.Object({ required: Type.Optional(Type.Boolean()), enum: Type.Optional(Type.Array(Type.Unknown())) }),
  ),
  titles: Type.Optional(localText(200)),
  descriptions: Type.Optional(localText()),
  role: Type.Optional(Type.Enum([...columnRoles])),
  ...{ unit, codes, emptyMeans, reference },
})
const schema = Type.Object({
  fields: Type.Array(field, { minItems: 1, maxItems: 500 }),
  primaryKey: Type.Optional(Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 500 })])),
  missingValues: Type.Optional(
    Type.Array(Type.Union([Type.String({ maxLength: 40 }), Type.Object({ value: Type.String({ maxLength: 40 }) })]), {
      maxItems: 21,
    }),
  ),
})
const isSchema = validatorOf(schema)
type Field = Static<typeof field>

/**
 * Columns as a Frictionless Table Schema (https://datapackage.org/standard/table-schema/). Titles are in German, as there is room for one language;
 * those in the others, roles, units and code lists stand beside under names of our own.
 */
export function toTableSchema(columns: readonly Column[], missingValues: readonly string[] = []) {
  const keys = columns.filter(({ isKey }) => isKey).map(({ name }) => name)
  return {
    $schema: 'https://datapackage.org/profiles/2.0/tableschema.json',
    fields: columns.map(({ name, title, description, type, isRequired, codes: own, ...rest }) => ({
      ...{ name, type: typeNames[type], title: title.de, titles: title },
      ...(description && { description: description.de, descriptions: description }),
      ...((isRequired !== undefined || own) && {
        constraints: {
          ...(isRequired !== undefined && { required: isRequired }),
          ...(own && { enum: own.map(({ code }) => code) }),
        },
      }),
      ...(own && { codes: own }),
      ...(rest.role && { role: rest.role }),
      ...(rest.unit && { unit: rest.unit }),
      ...(rest.emptyMeans && { emptyMeans: rest.emptyMeans }),
      ...(rest.reference && { reference: rest.reference }),
    })),
    ...(keys.length > 0 && { primaryKey: keys }),
    ...(missingValues.length > 0 && { missingValues: ['', ...missingValues] }),
  }
}

export type FromTableSchema = {
  readonly columns: readonly Column[]
  /** What the file calls each column, for `readIntake`: a schema of others may have names that are not safe. */
  readonly headings: Readonly<Record<string, string>>
  /** What stands for nothing, besides an empty cell. */
  readonly missingValues: readonly string[]
}

/** Columns from a Table Schema of anybody; types that we have not become text. Undefined where it is none. */
export function fromTableSchema(value: unknown): FromTableSchema | undefined {
  if (!isSchema(value)) return undefined
  const { fields, primaryKey = [], missingValues = [] } = value
  const names = columnNames(fields.map(({ name }) => name))
  const keys = new Set(typeof primaryKey === 'string' ? [primaryKey] : primaryKey)
  const columns = fields.map((one, at) => columnOf(one, names[at] ?? one.name, keys.has(one.name)))
  return {
    columns,
    headings: Object.fromEntries(fields.map(({ name }, at) => [names[at] ?? name, name])),
    missingValues: missingValues.map((one) => (typeof one === 'string' ? one : one.value)).filter((one) => one !== ''),
  }
}

function columnOf(one: Field, name: string, isKey: boolean): Column {
  const title = one.titles ?? textOf(one.title, 200) ?? { de: one.name.slice(0, 200) }
  const description = one.descriptions ?? textOf(one.description, 2_000)
  const required = one.constraints?.required
  return {
    ...{ name, title: only(title), type: columnTypeOf.get(one.type ?? 'string') ?? 'string' },
    ...(description && { description: only(description) }),
    ...(isKey && { isKey }),
    ...(required !== undefined && { isRequired: required }),
    ...(one.role && { role: one.role }),
    ...(one.unit && { unit: one.unit }),
    ...codesOf(one),
    ...(one.emptyMeans && { emptyMeans: one.emptyMeans }),
    ...(one.reference && { reference: one.reference }),
  }
}

/** Values that alone may stand there are codes; what they mean is not said where somebody else wrote the schema. */
function codesOf({ codes: own, constraints }: Field): Pick<Column, 'codes'> {
  if (own) return { codes: own }
  const values = [...new Set((constraints?.enum ?? []).map(String))].filter((code) => code !== '' && code.length <= 100)
  if (values.length === 0 || values.length > 5_000) return {}
  return { codes: values.map((code) => ({ code, label: { de: code } })) }
}

function textOf(text: string | undefined, longest: number): LocalText | undefined {
  return text === undefined || text.trim() === '' ? undefined : { de: text.slice(0, longest) }
}

/** The languages that are there, in our order. */
function only(text: LocalText): Column['title'] {
  return { de: text.de, ...Object.fromEntries(languages.flatMap((one) => (text[one] ? [[one, text[one]]] : []))) }
}
