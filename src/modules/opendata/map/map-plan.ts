import { type ChartFunction, choosePlan, functions, isMeasure } from '../chart/chart-plan.ts'
import type { LookWish } from '../look/look-wish.ts'
import type { Column } from '../tables/column.ts'
import { coordinatesOf, municipalityOf } from '../tables/place.ts'

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

/** The map that a table can be drawn as; undefined where nothing in it has a place. */
export function chooseMap(columns: readonly Column[]): MapPlan | undefined {
  const areas = municipalityOf(columns)
  const geometry = columns.find(({ type }) => type === 'geometry')
  const chart = choosePlan(columns)
  const measures = columns.filter(isMeasure)
  if (areas && (measures.length > 0 || !geometry))
    return { kind: 'areas', column: areas, y: chart?.y ?? measures[0], fn: chart?.fn ?? 'sum' }
  if (geometry) return { kind: 'shapes', column: geometry }
  return coordinatesOf(columns)
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
