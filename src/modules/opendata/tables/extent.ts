import { Type } from 'typebox'
import { validatorOf } from '#kernel/validator.ts'

const nullable = Type.Union([Type.String(), Type.Null()])
const side = Type.Union([Type.Number(), Type.Null()])

/** What one row of `extentSql` holds. */
const isStored = validatorOf(
  Type.Object({
    west: side,
    south: side,
    east: side,
    north: side,
    first: nullable,
    last: nullable,
    numbers: nullable,
  }),
)

/** A part of the globe in degrees of WGS 84; where `west` is more than `east` it lies over the 180th meridian. */
export type Box = { readonly west: number; readonly south: number; readonly east: number; readonly north: number }

/** A box that is asked for: in degrees, or in metres of the Swiss grid, around which then that in degrees lies. */
export type SoughtBox = Box & { readonly grid?: Box }

/** Where and when the rows of a version are. Times are as the table has them: days, years, or instants in UTC. */
export type Extent = {
  readonly box: Box | undefined
  readonly time: { readonly from: string; readonly to: string } | undefined
  /** Of municipalities, where rows lie where they do. */
  readonly numbers: readonly number[]
}

/** Reads what was kept of a version; undefined for what is no extent. */
export function readExtent(text: string): Extent | undefined {
  const value: unknown = JSON.parse(text)
  if (!isStored(value)) return undefined
  const { west, south, east, north, first: from, last: to, numbers } = value
  const isPlaced = west !== null && south !== null && east !== null && north !== null
  return {
    box: isPlaced ? { west, south, east, north } : undefined,
    time: from !== null && to !== null ? { from, to } : undefined,
    numbers: numbers === null || numbers === '' ? [] : numbers.split(',').map(Number),
  }
}
