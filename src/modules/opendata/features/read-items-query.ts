import type { FormBody } from '#kernel/http/form-body.ts'
import { readFilter } from '../query/read-row-wish.ts'
import type { Filter, RowQuery } from '../query/table-reader.ts'
import type { Column } from '../tables/column.ts'
import type { Box, SoughtBox } from '../tables/extent.ts'
import { sought } from '../tables/grid-box.ts'
import { badParameter } from './form.ts'
import { crs84, epsg2056, epsg4326, readSystem, type System } from './systems.ts'

export const usualItems = 10
export const mostItems = 10_000

/** Parameters that have a meaning of their own; all others are columns. */
export const itemParameters = ['f', 'limit', 'bbox', 'bbox-crs', 'crs', 'datetime', 'after'] as const

export type ItemsWish = Pick<RowQuery, 'filters' | 'loose' | 'after' | 'limit'> & {
  readonly box?: SoughtBox
  /** What features go out in. */
  readonly system: System
}

/** Throws 400 for a parameter that is not among these, or came twice (OGC 17-069r4, requirement 8). */
export function refuseOthers(query: FormBody, known: readonly string[]): void {
  for (const name of query.names()) if (!known.includes(name) || query.all(name).length > 1) throw badParameter(name)
}

/**
 * What is asked of the items of a collection: `limit`, `bbox` and `datetime` (OGC 17-069r4, 7.15.2 to 7.15.4), `crs` and `bbox-crs` (OGC 18-058r1, 6.3),
 * `after` of a `next` link, and columns by their names, as in the interface for rows. Throws 400 for everything else.
 */
export function readItemsQuery(
  query: FormBody,
  { columns: all, time }: { columns: readonly Column[]; time: Column | undefined },
): ItemsWish {
  const columns = all.filter(({ type }) => type !== 'geometry')
  const own = query.names().filter((name) => !itemParameters.some((one) => one === name))
  refuseOthers(query, [...itemParameters, ...own])
  const filters = own.flatMap((name) => {
    if (!columns.some((column) => column.name === name.replace(/\[[a-z]{1,10}\]$/, ''))) throw badParameter(name)
    return readFilter(name, query.all(name), columns)
  })
  const [limit, bbox, datetime, after] = ['limit', 'bbox', 'datetime', 'after'].map((name) => query.get(name))
  const [system, boxSystem] = [readSystem(query, 'crs'), readSystem(query, 'bbox-crs')]
  const box = bbox === undefined ? undefined : readBox(bbox, boxSystem)
  const loose = datetime === undefined ? [] : readTime(datetime, time)
  return {
    system,
    limit: limit === undefined ? usualItems : readLimit(limit),
    ...(filters.length > 0 && { filters }),
    ...(loose.length > 0 && { loose }),
    ...(box && { box }),
    ...(after !== undefined && { after }),
  }
}

/** More than the most is the most (OGC 17-069r4, permission 6). */
function readLimit(text: string): number {
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (limit < 1) throw badParameter('limit')
  return Math.min(limit, mostItems)
}

const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i

/**
 * Four numbers, or six with heights, which are left aside: the lower ends of the two axes in the order of their system, then the upper ones. In degrees
 * a west beyond the east lies over the 180th meridian. Degrees that are none are refused (OGC 17-069r4, requirement 23 F).
 */
export function readBox(text: string, system: System = crs84): SoughtBox {
  const parts = text.split(',').map((part) => part.trim())
  if ((parts.length !== 4 && parts.length !== 6) || !parts.every((part) => number.test(part)))
    throw badParameter('bbox')
  const numbers = parts.map(Number)
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = numbers.length === 6 ? numbers.toSpliced(5, 1).toSpliced(2, 1) : numbers
  const [bottom = 0, top = 0] = numbers.length === 6 ? [numbers[2], numbers[5]] : []
  const box =
    system === epsg4326 ? { west: y1, south: x1, east: y2, north: x2 } : { west: x1, south: y1, east: x2, north: y2 }
  const isRight = system === epsg2056 ? isInPlane(box) : isOnGlobe(box)
  if (!isRight || box.south > box.north || bottom > top) throw badParameter('bbox')
  return system === epsg2056 ? sought(box) : box
}

const isOnGlobe = ({ west, south, east, north }: Box): boolean =>
  Math.max(Math.abs(west), Math.abs(east)) <= 180 && Math.max(Math.abs(south), Math.abs(north)) <= 90

const isInPlane = ({ west, south, east, north }: Box): boolean =>
  west <= east && [west, south, east, north].every(Number.isFinite)

const instant = /^(\d{4}-\d{2}-\d{2})(?:[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2}))?$/

/**
 * An instant or a day (RFC 3339, 5.6), or two of them with `/` between, of which one may be open (`..` or nothing). Rows without a time pass. Where the
 * table has no time all rows do.
 */
export function readTime(text: string, time: Column | undefined): readonly Filter[] {
  const ends = text.split('/')
  if (ends.length > 2) throw badParameter('datetime')
  const [from, second] = ends.map(readEnd)
  const to = ends.length === 1 ? from : second
  if (from === undefined && to === undefined) throw badParameter('datetime')
  if (from !== undefined && to !== undefined && from.first > to.last) throw badParameter('datetime')
  if (!time) return []
  return [
    ...(from ? [{ column: time.name, operator: 'ge' as const, values: [asValue(from.first, from.text, time)] }] : []),
    ...(to ? [{ column: time.name, operator: 'le' as const, values: [asValue(to.last, to.text, time)] }] : []),
  ]
}

/** The first and the last instant of what was said; undefined where it is open. */
type End = { readonly text: string; readonly first: number; readonly last: number }

function readEnd(text: string, _at: number, all: readonly string[]): End | undefined {
  if (all.length === 2 && (text === '' || text === '..')) return undefined
  const [whole, day] = instant.exec(text) ?? []
  const first = whole === undefined ? Number.NaN : Date.parse(whole.toUpperCase())
  // A day that does not exist is taken for the following one otherwise.
  const isDay = day !== undefined && !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day)
  if (Number.isNaN(first) || !isDay) throw badParameter('datetime')
  return { text, first, last: whole === day ? first + 86_400_000 - 1 : first }
}

/** As the column has it: days and years are those that were written, instants are in UTC. */
function asValue(at: number, text: string, { type }: Column): string {
  switch (type) {
    case 'date':
      return text.slice(0, 10)
    case 'year':
      return text.slice(0, 4)
    default:
      return new Date(at).toISOString()
  }
}
