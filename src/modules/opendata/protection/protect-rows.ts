import type { Cell } from '../query/table-reader.ts'
import type { Column } from '../tables/column.ts'
import { type ColumnRefusal, refusedColumns, ruleFor } from './publishable-columns.ts'

export type RowsReport = {
  readonly k: number
  readonly shown: number
  /** Too few rows with the same quasi-identifiers; enough, but all say the same of what is sensitive. */
  readonly hidden: { readonly small: number; readonly alike: number }
}

/**
 * Rows on persons, one each, as they may be published: all values of the quasi-identifiers together occur k times at least (k-anonymity:
 * Sweeney, k-anonymity: a model for protecting privacy, 2002), and of each sensitive column such a group holds two different values at
 * least (ℓ-diversity with ℓ = 2: Machanavajjhala and others, 2007). Other rows are left out as long as they would, if they were a group of
 * their own, count k; else the smallest groups that were kept go with them, so that the number of rows tells nothing of the few. Rows
 * without quasi-identifiers are not on persons and stay as they are. Their order is that of the values: how they lay in the source tells nothing.
 *
 * @param rows cells in the order of `columns`.
 */
export function protectRows<Row extends readonly Cell[]>(
  columns: readonly Column[],
  rows: readonly Row[],
):
  | { readonly kind: 'refused'; readonly columns: readonly ColumnRefusal[] }
  | { readonly kind: 'rows'; readonly rows: readonly Row[]; readonly report: RowsReport } {
  const refused = refusedColumns(columns)
  if (refused.length > 0) return { kind: 'refused', columns: refused }
  const { k } = ruleFor(columns)
  const placesOf = (wanted: string) => columns.flatMap(({ role }, at) => (role === wanted ? [at] : []))
  const [quasi, sensitive] = [placesOf('quasi-identifier'), placesOf('sensitive')]
  if (quasi.length === 0 && sensitive.length === 0)
    return { kind: 'rows', rows, report: { k, shown: rows.length, hidden: { small: 0, alike: 0 } } }
  const hidden = { small: 0, alike: 0 }
  const kept: Row[][] = []
  for (const group of Map.groupBy(rows, (row) => keyOf(row, quasi)).values()) {
    if (group.length < k) hidden.small += group.length
    else if (sensitive.some((at) => new Set(group.map((row) => keyOf(row, [at]))).size < 2))
      hidden.alike += group.length
    else kept.push(group)
  }
  kept.sort((one, other) => other.length - one.length)
  while (hidden.small + hidden.alike > 0 && hidden.small + hidden.alike < k && kept.length > 0)
    hidden.small += kept.pop()?.length ?? 0
  const all = columns.map((_, at) => at)
  const shown = kept.flat().toSorted((one, other) => (keyOf(one, all) < keyOf(other, all) ? -1 : 1))
  return { kind: 'rows', rows: shown, report: { k, shown: shown.length, hidden } }
}

function keyOf(row: readonly Cell[], places: readonly number[]): string {
  return JSON.stringify(places.map((at) => row[at] ?? null))
}
