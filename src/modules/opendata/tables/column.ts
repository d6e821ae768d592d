import { type Static, Type } from 'typebox'
import { localText } from '#kernel/i18n/local-text.ts'
import { coarseningSchema } from './coarsening.ts'

/** What a cell holds. Decimal numbers are `number`; money in Rappen is `integer`; `geometry` is GeoJSON in WGS 84. */
export const columnTypes = [
  'string',
  'integer',
  'number',
  'boolean',
  'date',
  'time',
  'datetime',
  'year',
  'geometry',
] as const
export type ColumnType = (typeof columnTypes)[number]

/**
 * What a column may become in public. `identifier` names one person, `quasi-identifier` helps to find one (age, postcode), `sensitive` is what
 * must not be learnt of one, `measure` is counted or added up; `fact` is not about persons at all. A column without a role is never published.
 */
export const columnRoles = ['identifier', 'quasi-identifier', 'sensitive', 'measure', 'fact'] as const
export type ColumnRole = (typeof columnRoles)[number]

/** A name that is safe in SQL, CSV and addresses alike. */
export const columnNamePattern = '^[a-z][a-z0-9_]{0,62}$'

const closed = { additionalProperties: false } as const

/** What a value must be besides its type, as in Table Schema. Bounds are written as values are stored: `12.5`, `2026-11-26`, `2026-11-26T13:30:00Z`. */
const constraintsSchema = Type.Object(
  {
    minimum: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
    maximum: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
    minLength: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    maxLength: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    pattern: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
    /** No value comes twice. */
    isUnique: Type.Optional(Type.Boolean()),
    /** Nothing but the codes that are described. */
    isListed: Type.Optional(Type.Boolean()),
  },
  { ...closed, minProperties: 1 },
)
export type Constraints = Static<typeof constraintsSchema>

export const columnSchema = Type.Object(
  {
    name: Type.String({ pattern: columnNamePattern }),
    title: localText(200),
    description: Type.Optional(localText()),
    type: Type.Enum([...columnTypes]),
    role: Type.Optional(Type.Enum([...columnRoles])),
    /** Of a table on persons: into what its values are put together in public. */
    coarsen: Type.Optional(coarseningSchema),
    unit: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
    /** Why a number of something counts no persons, as its steward says: small ones are shown then. */
    noPersons: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
    /** Part of what makes a row the same row in the next version. */
    isKey: Type.Optional(Type.Boolean()),
    isRequired: Type.Optional(Type.Boolean()),
    constraints: Type.Optional(constraintsSchema),
    /** What the codes in the column mean. */
    codes: Type.Optional(
      Type.Array(Type.Object({ code: Type.String({ minLength: 1, maxLength: 100 }), label: localText(300) }, closed), {
        minItems: 1,
        maxItems: 5_000,
      }),
    ),
    /** What a cell with nothing in it stands for, such as a sum over the whole column. */
    emptyMeans: Type.Optional(localText(200)),
    /** What the codes are of elsewhere: `bfs-municipality` draws maps and follows mergers. */
    reference: Type.Optional(Type.Enum(['bfs-municipality', 'bfs-district', 'authority'])),
  },
  closed,
)
export type Column = Static<typeof columnSchema>

export { rowNumber } from './column-names.ts'
