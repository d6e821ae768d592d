import type { AuthorityDirectory } from '#kernel/authorities/authority-directory.ts'
import { type Lv95, toLv95 } from '#kernel/authorities/lv95.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { type CellWords, cellText } from '../look/cell-text.ts'
import type { Cell, Filter, TableReader } from '../query/table-reader.ts'
import type { Column } from '../tables/column.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { type Shape, shapeOf } from './geometry.ts'
import type { MapPlan } from './map-plan.ts'
import { successorNumbers } from './successors.ts'

export type AreaValue = { readonly bfsNumber: number; readonly name: string; readonly value: number }

export type MapData = {
  readonly plan: MapPlan
  readonly title: string
  readonly unit: string | undefined
  readonly areas: readonly AreaValue[]
  readonly shapes: readonly { readonly shape: Shape; readonly label: string }[]
  /** Municipalities that have merged since, and where they are drawn. */
  readonly merged: readonly { readonly from: string; readonly to: string }[]
  /** Values that belong to no municipality of the canton. */
  readonly strangers: number
  readonly isCut: boolean
}

const most = { groups: 4_000, shapes: 2_000 } as const

type Parts = {
  readonly plan: MapPlan
  readonly filters: readonly Filter[]
  /** Words that must occur in some column. */
  readonly search: string
  readonly words: CellWords
  readonly directory: AuthorityDirectory
  readonly today: IsoDate
}

/** Reads from a table what a map of it shows. Throws `QueryError` as the reader does. */
export async function readMap(reader: TableReader, version: TableVersion, parts: Parts): Promise<MapData> {
  const { plan } = parts
  return plan.kind === 'areas' ? readAreas(reader, version, plan, parts) : readShapes(reader, version, plan, parts)
}

async function readAreas(
  reader: TableReader,
  version: TableVersion,
  plan: MapPlan & { kind: 'areas' },
  { filters, search, words, directory, today }: Parts,
): Promise<MapData> {
  const { column, y, fn } = plan
  const { t, language, nameOfMunicipality } = words
  // An average of averages says nothing: it is made of the sum and how many there are.
  const measures = y
    ? fn === 'avg'
      ? [
          { aggregate: 'sum' as const, column: y.name },
          { aggregate: 'count' as const, column: y.name },
        ]
      : [{ aggregate: fn, column: y.name }]
    : [{ aggregate: 'count' as const }]
  const { rows } = await reader.group(version, { by: [column.name], measures, filters, search, limit: most.groups })
  const successors = successorNumbers(directory, today)
  const nameOf = (number: number) => nameOfMunicipality(number) ?? String(number)
  const found = new Map<number, Merge>()
  const merged = new Map<number, { from: string; to: string }>()
  let strangers = 0
  for (const [cell, first, second] of rows) {
    const number = Number(cell)
    const value = first === null || first === undefined ? Number.NaN : Number(first)
    const at = directory.findMunicipality(number) ? number : successors.get(number)
    if (cell === null || at === undefined) strangers += 1
    if (cell === null || at === undefined || !Number.isFinite(value)) continue
    if (at !== number) merged.set(number, { from: nameOf(number), to: nameOf(at) })
    found.set(at, together(found.get(at), { value, count: Number(second ?? 1) }, y ? fn : 'sum'))
  }
  const areas = [...found].map(([bfsNumber, { value, count }]) => ({
    bfsNumber,
    name: nameOf(bfsNumber),
    value: y && fn === 'avg' ? value / Math.max(1, count) : value,
  }))
  const what = y ? t(`opendata.chart.of.${fn}`, { y: textIn(y.title, language) }) : t('opendata.chart.rows')
  return {
    plan,
    title: t('opendata.map.title', { what }),
    unit: y?.unit,
    areas: areas.toSorted((one, other) => other.value - one.value || (one.name < other.name ? -1 : 1)),
    shapes: [],
    merged: [...merged.values()],
    strangers,
    isCut: false,
  }
}

type Merge = { readonly value: number; readonly count: number }

/** What two municipalities have that are one today. */
function together(one: Merge | undefined, other: Merge, fn: 'sum' | 'avg' | 'min' | 'max'): Merge {
  if (!one) return other
  const count = one.count + other.count
  if (fn === 'min' || fn === 'max') return { value: Math[fn](one.value, other.value), count }
  return { value: one.value + other.value, count }
}

async function readShapes(
  reader: TableReader,
  version: TableVersion,
  plan: Exclude<MapPlan, { kind: 'areas' }>,
  { filters, search, words }: Parts,
): Promise<MapData> {
  const placed = plan.kind === 'shapes' ? [plan.column] : [plan.x, plan.y]
  const told = version.columns.filter((column) => column.type !== 'geometry' && !placed.includes(column)).slice(0, 3)
  const page = await reader.rows(version, {
    columns: [...placed, ...told].map(({ name }) => name),
    filters: [...filters, ...placed.map(({ name }) => ({ column: name, operator: 'filled' as const, values: [] }))],
    search,
    limit: most.shapes,
  })
  const shapes = page.rows.flatMap((cells) => {
    const shape = plan.kind === 'shapes' ? shapeOf(cells[0] ?? null) : pointOf(cells, plan.grid)
    if (!shape) return []
    const label = told.map((column, at) => labelOf(column, cells[placed.length + at] ?? null, words)).join('\n')
    return [{ shape, label }]
  })
  return {
    plan,
    title: words.t('opendata.map.places'),
    unit: undefined,
    areas: [],
    shapes,
    merged: [],
    strangers: page.rows.length - shapes.length,
    isCut: page.next !== null,
  }
}

const labelOf = (column: Column, cell: Cell, words: CellWords): string =>
  `${textIn(column.title, words.language)}: ${cellText(cell, column, words)}`

function pointOf(cells: readonly Cell[], grid: 'wgs84' | 'lv95'): Shape | undefined {
  const [x, y] = [Number(cells[0]), Number(cells[1])]
  if (!Number.isFinite(x) || !Number.isFinite(y)) return undefined
  const point: Lv95 = grid === 'lv95' ? { east: x, north: y } : toLv95({ longitude: x, latitude: y })
  return { kind: 'points', parts: [[point]] }
}
