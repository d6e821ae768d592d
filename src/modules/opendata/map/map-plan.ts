import { type ChartFunction, choosePlan, functions, isMeasure } from '../chart/chart-plan.ts'
import type { LookWish } from '../look/look-wish.ts'
import type { Column } from '../tables/column.ts'

/** What is drawn on a map: municipalities by a value, points and shapes of a geometry, or points by two columns of coordinates. */
export type MapPlan =
  | {
      readonly kind: 'areas'
      readonly column: Column
      /** Undefined counts rows. */
      readonly y: Column | undefined
      readonly fn: ChartFunction
    }
  | { readonly kind: 'shapes'; readonly column: Column }
  | { readonly kind: 'points'; readonly x: Column; readonly y: Column; readonly grid: 'wgs84' | 'lv95' }

const numberNames = /^(?:bfs|gemeinde|gmd|municipality|commune)_?(?:nr|nummer|number|numero|no|id)?$|^bfs_\w*$/

/** Whether a column holds numbers of municipalities: it says so, or is called so. */
const isMunicipality = ({ reference, type, name }: Column): boolean =>
  reference === 'bfs-municipality' || (reference === undefined && type === 'integer' && numberNames.test(name))

const coordinateNames = [
  {
    grid: 'wgs84',
    x: /^(?:lon|lng|long|longitude|laenge|laengengrad|wgs84_lon\w*)$/,
    y: /^(?:lat|latitude|breite|breitengrad|wgs84_lat\w*)$/,
  },
  {
    grid: 'lv95',
    x: /^(?:e|east|ost|easting|e_?koord\w*|x_?lv95|lv95_?e\w*)$/,
    y: /^(?:n|north|nord|northing|n_?koord\w*|y_?lv95|lv95_?n\w*)$/,
  },
] as const

/** The map that a table can be drawn as; undefined where nothing in it has a place. */
export function chooseMap(columns: readonly Column[]): MapPlan | undefined {
  const areas = columns.find((column) => isMunicipality(column) && column.isKey) ?? columns.find(isMunicipality)
  const geometry = columns.find(({ type }) => type === 'geometry')
  const chart = choosePlan(columns)
  const measures = columns.filter(isMeasure)
  if (areas && (measures.length > 0 || !geometry))
    return { kind: 'areas', column: areas, y: chart?.y ?? measures[0], fn: chart?.fn ?? 'sum' }
  if (geometry) return { kind: 'shapes', column: geometry }
  for (const { grid, x, y } of coordinateNames) {
    const numbers = columns.filter(({ type }) => type === 'number' || type === 'integer')
    const [across, up] = [numbers.find(({ name }) => x.test(name)), numbers.find(({ name }) => y.test(name))]
    if (across && up) return { kind: 'points', x: across, y: up, grid }
  }
  return undefined
}

/** The same with what the address asks for otherwise. */
export function readMapPlan({ drawn }: Pick<LookWish, 'drawn'>, columns: readonly Column[]): MapPlan | undefined {
  const plan = chooseMap(columns)
  if (plan?.kind !== 'areas') return plan
  const asked = columns.find(({ name, type }) => name === drawn.y && (type === 'integer' || type === 'number'))
  return {
    ...plan,
    y: drawn.y === undefined ? plan.y : asked,
    fn: functions.find((one) => one === drawn.fn) ?? plan.fn,
  }
}
