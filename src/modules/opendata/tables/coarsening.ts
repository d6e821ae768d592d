import { type Static, Type } from 'typebox'

/**
 * Into what the values of a column are put together where it is published: the month or year of a day, several years, the hour of a time, bands of
 * numbers, the first signs of a code, the district of a municipality, «other» for what is rare; `all` leaves the column out.
 */
export const coarseKinds = ['month', 'year', 'years', 'hour', 'band', 'prefix', 'district', 'other', 'all'] as const
export type CoarseKind = (typeof coarseKinds)[number]

export const coarseningSchema = Type.Object(
  {
    to: Type.Enum([...coarseKinds]),
    /** How many years or numbers make a band, or how many signs stay. */
    width: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  },
  { additionalProperties: false },
)
export type Coarsening = Static<typeof coarseningSchema>
