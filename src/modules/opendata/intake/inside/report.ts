import type { Conversion } from './convert-rows.ts'
import type { Seen } from './infer-columns.ts'
import { matchColumns } from './match-columns.ts'
import type { IntakeOrder, IntakeReport, WantedColumn } from './order.ts'
import { IntakeError, type RawTable } from './raw-table.ts'
import { type Habits, usualHabits } from './values.ts'

/** A column that is wanted, where in the rows it is (−1 where it is nowhere), and how its values are written. */
export type Target = { readonly column: WantedColumn; readonly place: number; readonly habits: Habits }

export type Plan = {
  readonly found: IntakeReport['found']
  readonly targets: readonly Target[]
  readonly unused: readonly number[]
}

/** Which columns are taken from a table, and from where. Throws `IntakeError` where there are none. */
export function planColumns(order: IntakeOrder, { headings }: RawTable, { columns: all, habits, blank }: Seen): Plan {
  const found = all.filter((_, at) => !blank.has(at))
  if (found.length === 0) throw new IntakeError('empty')
  const columns = order.columns ?? found.map((column): WantedColumn => ({ ...column, headings: [column.heading] }))
  const { places, unused } = order.columns
    ? matchColumns(headings, columns)
    : { places: [...all.keys()].filter((at) => !blank.has(at)), unused: [] }
  const targets = columns.map((column, at) => {
    const place = places[at] ?? -1
    const { column: _, ...said } = order.options.writing?.find((one) => one.column === column.name) ?? { column: '' }
    return { column, place, habits: { ...(habits[place] ?? usualHabits), ...said } }
  })
  return { found, targets, unused }
}

export function reportOf(order: IntakeOrder, table: RawTable, plan: Plan, conversion: Conversion): IntakeReport {
  const { encoding, delimiter, sheets, sheet, headingLine, headings } = table
  const { found, targets, unused } = plan
  return {
    ...{ format: table.format ?? order.format, encoding, delimiter, sheets, sheet, headingLine, found },
    headings: Object.fromEntries(
      targets.flatMap(({ column: { name }, place }): [string, string][] => {
        const heading = headings[place]
        return heading === undefined ? [] : [[name, heading]]
      }),
    ),
    unused: unused.map((at) => headings[at] ?? '').filter((heading) => heading !== ''),
    ...conversion,
  }
}
