import { type TSchema, Type } from 'typebox'
import { columnTypes } from '../tables/column.ts'

// What the interface for rows answers, as programs may rely on it. More may come; nothing of this goes.

const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])
const instant = Type.String({ format: 'date-time' })
const address = Type.String({ format: 'uri' })
const next = nullable(Type.String({ description: 'The place of the next page, for `after`' }))
const row = Type.Object({}, { additionalProperties: true, description: 'Cells by the names of the columns' })

const table = Type.Object({ id: Type.String(), name: Type.String(), title: Type.String(), url: address })
const summary = {
  id: Type.String({ description: 'Name and authority: slug@authority' }),
  authority: Type.String(),
  name: Type.String(),
  title: Type.String(),
  description: Type.String(),
  themes: Type.Array(Type.String()),
  licence: Type.String(),
  modifiedAt: instant,
  url: address,
  tables: Type.Array(table),
}

export const dataSetsSchema = Type.Object({
  items: Type.Array(Type.Object(summary)),
  total: Type.Integer(),
  next,
})

export const dataSetSchema = Type.Object({
  ...summary,
  keywords: Type.Array(Type.String()),
  frequency: Type.String(),
  issued: Type.String({ format: 'date' }),
  contact: Type.Object({ name: Type.String(), email: Type.String() }),
  linkedData: Type.Array(address),
})

const version = {
  number: Type.Integer(),
  rows: Type.Integer(),
  bytes: Type.Integer({ description: 'Of the Parquet file' }),
  sha256: Type.String({ description: 'Of the Parquet file' }),
  publishedAt: nullable(instant),
  changes: nullable(
    Type.Object(
      { added: Type.Integer(), changed: Type.Integer(), removed: Type.Integer() },
      { description: 'Against the version before' },
    ),
  ),
  note: nullable(Type.String()),
}

export const tableSchema = Type.Object({
  id: Type.String({ description: 'Also the resource id of the CKAN interface' }),
  name: Type.String(),
  title: Type.String(),
  version: Type.Object(version),
  columns: Type.Array(
    Type.Object({
      name: Type.String(),
      title: Type.String(),
      description: nullable(Type.String()),
      type: Type.Enum([...columnTypes]),
      unit: nullable(Type.String()),
      isKey: Type.Boolean(),
      codes: Type.Array(Type.Object({ code: Type.String(), label: Type.String() })),
    }),
  ),
  downloads: Type.Array(Type.Object({ format: Type.String(), url: address })),
})

export const rowsSchema = Type.Object({
  version: Type.Integer(),
  items: Type.Array(row),
  total: nullable(Type.Integer({ description: 'With `count=no` nothing is counted' })),
  next,
})

export const groupsSchema = Type.Object({
  version: Type.Integer(),
  items: Type.Array(
    Type.Object({}, { additionalProperties: true, description: 'Grouped columns and measures, such as `sum_height`' }),
  ),
  total: Type.Integer({ description: 'How many groups there are' }),
  next,
})

export const versionsSchema = Type.Object({ items: Type.Array(Type.Object(version)), next })

export const changesSchema = Type.Object({
  from: Type.Integer(),
  to: Type.Integer(),
  items: Type.Array(
    Type.Object({ kind: Type.Enum(['added', 'changed', 'removed']), before: nullable(row), after: nullable(row) }),
  ),
  next,
})

export const sqlSchema = Type.Object(
  { sql: Type.String({ minLength: 1, maxLength: 10_000, description: 'One select over the table `data`' }) },
  { additionalProperties: false },
)

export const sqlAnswerSchema = Type.Object({
  version: Type.Integer(),
  columns: Type.Array(Type.Object({ name: Type.String(), type: Type.String() })),
  rows: Type.Array(Type.Array(Type.Unknown())),
  isCut: Type.Boolean({ description: 'More than 32000 rows matched' }),
})
