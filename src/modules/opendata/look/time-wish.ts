import { type ChartPlan, isTime } from '../chart/chart-plan.ts'
import type { Cell, Filter, TableReader } from '../query/table-reader.ts'
import type { Column } from '../tables/column.ts'
import type { TableVersion } from '../tables/table-version.ts'
import type { LookWish } from './look-wish.ts'

/** Values of several times are not added up: one time is shown, the latest where nothing else is asked for. */
export type TimeChoice = {
  readonly column: Column
  /** The latest first. */
  readonly values: readonly Cell[]
  readonly chosen: Cell
  readonly filter: Filter
}

const most = 100

/**
 * The time that is shown, for tables whose rows stand for a time each (it is part of their key). Undefined where the chart runs along the
 * time itself, where a filter chose it already, or where rows are only counted.
 */
export async function readTimeChoice(
  reader: TableReader,
  version: TableVersion,
  {
    wish,
    plan,
    filters,
  }: { wish: LookWish; plan: Partial<Pick<ChartPlan, 'x' | 'y' | 'by'>>; filters: readonly Filter[] },
): Promise<TimeChoice | undefined> {
  const column = version.columns.find((one) => one.isKey && isTime(one))
  if (
    !column ||
    plan.x?.name === column.name ||
    plan.by?.name === column.name ||
    wish.filters[column.name] !== undefined
  )
    return undefined
  const { rows } = await reader.group(version, {
    by: [column.name],
    measures: [],
    filters: [...filters, { column: column.name, operator: 'filled', values: [] }],
    search: wish.q,
    sort: [{ column: column.name, descending: true }],
    limit: most,
  })
  const values = rows.map(([cell]) => cell ?? null)
  const chosen = values.find((cell) => String(cell) === wish.drawn.at) ?? values[0]
  if (chosen === undefined || chosen === null || values.length < 2) return undefined
  return { column, values, chosen, filter: { column: column.name, operator: 'eq', values: [String(chosen)] } }
}
