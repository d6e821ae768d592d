import { Type } from 'typebox'
import type { Operation } from '#kernel/http/operation.ts'
import { typesFor } from './media-types.ts'

export const pushPath = '/api/v1/opendata/tables/:tableid/rows'

const nullable = Type.Union([
  Type.Object(
    { added: Type.Integer(), changed: Type.Integer(), removed: Type.Integer() },
    { description: 'Against the version before' },
  ),
  Type.Null(),
])

const deliveredSchema = Type.Object({
  table: Type.String(),
  version: Type.Integer(),
  isNew: Type.Boolean({ description: 'False where the same rows were there already' }),
  state: Type.Enum(['published', 'draft'], { description: 'A draft waits for the gate and two persons' }),
  rows: Type.Integer(),
  changes: nullable,
  sha256: Type.String({ description: 'Of the Parquet file' }),
  madeAt: Type.String({ format: 'date-time' }),
})

const common = {
  thing: 'data',
  path: pushPath,
  access: 'key',
  scope: 'opendata.write',
  optionalHeaders: ['Idempotency-Key'],
  answer: { status: 200, schema: deliveredSchema },
  refusals: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
} as const

function bodyOf(way: 'put' | 'add') {
  const [type = '', ...otherTypes] = typesFor(way)
  return {
    type,
    otherTypes,
    schema: Type.String({ description: 'Rows with the columns of the table, by name or title' }),
  }
}

/** What programs of an authority can do with the rows of its tables. */
export const pushOperations: readonly Operation[] = [
  { ...common, id: 'replace_rows', method: 'PUT', body: bodyOf('put') },
  { ...common, id: 'add_rows', method: 'POST', body: bodyOf('add') },
]
