import { type Static, Type } from 'typebox'
import { type LocalText, languages } from '#kernel/i18n/language.ts'
import { localText } from '#kernel/i18n/local-text.ts'
import { validatorOf } from '#kernel/validator.ts'
import { type Column, type ColumnType, columnRoles, columnSchema } from '../tables/column.ts'
import { readConstraints, toConstraints, type Unfit } from './constraints.ts'
import { columnNames } from './inside/infer-columns.ts'
import type { Writing } from './inside/order.ts'
import { readWriting } from './writing.ts'

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

const { codes: codesSchema, emptyMeans, reference, unit } = columnSchema.properties

/** What is read of a field; whatever else stands in it is left alone. `titles` and what follows are ours: Table Schema knows one language only. */
const field = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 300 }),
  type: Type.Optional(Type.String({ maxLength: 40 })),
  title: Type.Optional(Type.String({ maxLength: 5_000 })),
  description: Type.Optional(Type.String({ maxLength: 50_000 })),
  constraints: Type.Optional(
    Type.Object({
      ...{ required: Type.Optional(Type.Boolean()), unique: Type.Optional(Type.Boolean()) },
      enum: Type.Optional(Type.Array(Type.Unknown())),
      ...{ minimum: Type.Optional(Type.Unknown()), maximum: Type.Optional(Type.Unknown()) },
      ...{ minLength: Type.Optional(Type.Unknown()), maxLength: Type.Optional(Type.Unknown()) },
      pattern: Type.Optional(Type.Unknown()),
    }),
  ),
  ...{ trueValues: Type.Optional(Type.Unknown()), falseValues: Type.Optional(Type.Unknown()) },
  ...{ decimalChar: Type.Optional(Type.Unknown()), groupChar: Type.Optional(Type.Unknown()) },
  ...{ bareNumber: Type.Optional(Type.Unknown()), format: Type.Optional(Type.Unknown()) },
  titles: Type.Optional(localText(200)),
  descriptions: Type.Optional(localText()),
  role: Type.Optional(Type.Enum([...columnRoles])),
  ...{ unit, codes: codesSchema, emptyMeans, reference },
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
    fields: columns.map(({ name, title, description, type, codes: own, ...rest }) => ({
      ...{ name, type: typeNames[type], title: title.de, titles: title },
      ...(description && { description: description.de, descriptions: description }),
      ...toConstraints({ type, codes: own, ...rest }),
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
  /** How values are written in the files that the schema is of, where it says so. */
  readonly writing: readonly Writing[]
  /** What it says besides and we do not read, as `column.property`. */
  readonly leftAside: readonly string[]
  /** What it asks of values that nobody here can look at. */
  readonly unfit: readonly Unfit[]
}

/** Columns from a Table Schema of anybody; types that we have not become text. Undefined where it is none. */
export function fromTableSchema(value: unknown): FromTableSchema | undefined {
  if (!isSchema(value)) return undefined
  const { fields, primaryKey = [], missingValues = [] } = value
  const names = columnNames(fields.map(({ name }) => name))
  const keys = new Set(typeof primaryKey === 'string' ? [primaryKey] : primaryKey)
  const read = fields.map((one, at) => columnOf(one, names[at] ?? one.name, keys.has(one.name)))
  return {
    columns: read.map(({ column }) => column),
    unfit: read.flatMap(({ unfit }) => unfit),
    writing: read.flatMap(({ writing }) => (Object.keys(writing).length > 1 ? [writing] : [])),
    leftAside: read.flatMap(({ column, leftAside }) => leftAside.map((what) => `${column.name}.${what}`)),
    headings: Object.fromEntries(fields.map(({ name }, at) => [names[at] ?? name, name])),
    missingValues: missingValues.map((one) => (typeof one === 'string' ? one : one.value)).filter((one) => one !== ''),
  }
}

function columnOf(
  one: Field,
  name: string,
  isKey: boolean,
): { readonly column: Column; readonly unfit: readonly Unfit[] } & ReturnType<typeof readWriting> {
  const title = one.titles ?? textOf(one.title, 200) ?? { de: one.name.slice(0, 200) }
  const description = one.descriptions ?? textOf(one.description, 2_000)
  const required = one.constraints?.required
  const type = columnTypeOf.get(one.type ?? 'string') ?? 'string'
  const codes = codesOf(one)
  const { constraints, unfit } = readConstraints(name, type, one.constraints ?? {}, codes.codes !== undefined)
  const column = {
    ...{ name, title: only(title), type },
    ...(description && { description: only(description) }),
    ...(isKey && { isKey }),
    ...(required !== undefined && { isRequired: required }),
    ...(one.role && { role: one.role }),
    ...(one.unit && { unit: one.unit }),
    ...(constraints && { constraints }),
    ...codes,
    ...(one.emptyMeans && { emptyMeans: one.emptyMeans }),
    ...(one.reference && { reference: one.reference }),
  }
  return { column, unfit, ...readWriting(one, name, type) }
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
