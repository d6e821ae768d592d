import type { LookWish } from '../look/look-wish.ts'
import type { Aggregate } from '../query/table-reader.ts'
import type { Column } from '../tables/column.ts'

export const chartKinds = ['bar', 'column', 'line', 'point'] as const
export type ChartKind = (typeof chartKinds)[number]

/** How values that fall together are put together. */
export const functions = ['sum', 'avg', 'min', 'max'] as const satisfies readonly Aggregate[]
export type ChartFunction = (typeof functions)[number]

/** What is drawn: how often, or how much of `y`, for each `x`, in series by `by`. */
export type ChartPlan = {
  readonly kind: ChartKind
  readonly x: Column
  /** Undefined counts rows. */
  readonly y: Column | undefined
  readonly fn: ChartFunction
  readonly by: Column | undefined
}

export const isTime = ({ type }: Column): boolean => type === 'date' || type === 'datetime' || type === 'year'

/** A number that can be added up or averaged: no key, code or number that names something. */
export function isMeasure({ type, name, codes, reference, isKey }: Column): boolean {
  if (type !== 'integer' && type !== 'number') return false
  return !codes && !reference && !isKey && !/(?:^|_)(?:id|nr|no|nummer|number|code|plz|postcode|bfs\w*)$/.test(name)
}

export const isCategory = ({ type, reference, codes }: Column): boolean =>
  type === 'string' || type === 'boolean' || reference !== undefined || codes !== undefined

/** What can stand on an axis. */
export const drawable = (columns: readonly Column[]): readonly Column[] =>
  columns.filter(({ type }) => type !== 'geometry')

/**
 * The chart that says most about a table: how a measure went over time, what it is for each group, else how many rows there are of each.
 * Undefined where there is nothing to draw.
 */
export function choosePlan(columns: readonly Column[]): ChartPlan | undefined {
  const measures = columns.filter(isMeasure)
  const y = measures.find(({ role }) => role === 'measure') ?? measures[0]
  const times = columns.filter(isTime)
  const time = times.find(({ isKey }) => isKey) ?? times[0]
  const groups = columns.filter(isCategory)
  const group = mostTelling(groups)
  const fn = y && isShare(y) ? 'avg' : 'sum'
  if (time && y && (time.isKey || time.type === 'year' || !group?.codes))
    return { kind: 'line', x: time, y, fn, by: undefined }
  if (group && y) return { kind: 'bar', x: group, y, fn, by: undefined }
  if (time && (time.isKey || !group)) return { kind: 'column', x: time, y: undefined, fn, by: undefined }
  // Of what names the rows there is one each: counting that says nothing.
  const counted = mostTelling(groups.filter(({ isKey }) => !isKey)) ?? group
  if (counted) return { kind: 'bar', x: counted, y: undefined, fn, by: undefined }
  const [first, second] = measures
  if (first && second) return { kind: 'point', x: first, y: second, fn, by: undefined }
  const any = drawable(columns)[0]
  return any && { kind: 'column', x: any, y: undefined, fn, by: undefined }
}

/** What has a meaning beside its code first, then what is no key. */
const mostTelling = (groups: readonly Column[]): Column | undefined =>
  groups.find(({ codes }) => codes) ??
  groups.find(({ reference }) => reference) ??
  groups.find(({ isKey }) => !isKey) ??
  groups[0]

/** Shares and prices are averaged: their sum means nothing. */
const isShare = ({ unit, name }: Column): boolean =>
  unit === '%' || /anteil|quote|rate|prozent|percent|share|mittel|durchschnitt|preis|index/.test(name)

/** The chosen chart with what the address asks for otherwise; what the table has not changes nothing. */
export function readPlan({ drawn }: Pick<LookWish, 'drawn'>, columns: readonly Column[]): ChartPlan | undefined {
  const chosen = choosePlan(columns)
  if (!chosen) return undefined
  const named = (name: string | undefined) => drawable(columns).find((column) => column.name === name)
  const x = named(drawn.x) ?? chosen.x
  const asksY = drawn.y !== undefined
  const wantedY = asksY ? named(drawn.y) : chosen.y
  const y = wantedY && (wantedY.type === 'integer' || wantedY.type === 'number') ? wantedY : undefined
  const kind = chartKinds.find((one) => one === drawn.kind) ?? (drawn.x === undefined ? chosen.kind : kindFor(x))
  const by = named(drawn.by)
  const isPointPossible = y !== undefined && (x.type === 'integer' || x.type === 'number' || isTime(x))
  return {
    kind: kind === 'point' && !isPointPossible ? 'bar' : kind,
    x,
    y,
    fn:
      functions.find((one) => one === drawn.fn) ??
      (y === undefined || y === chosen.y ? chosen.fn : isShare(y) ? 'avg' : 'sum'),
    by: by && by.name !== x.name && isCategory(by) ? by : undefined,
  }
}

const kindFor = (x: Column): ChartKind => (isTime(x) ? 'line' : 'bar')
