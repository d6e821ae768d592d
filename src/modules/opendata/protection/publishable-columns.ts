import type { Column } from '../tables/column.ts'
import type { Rule } from './blocks.ts'
import { sensitiveRule, usualRule } from './protect-tables.ts'

/** Why a table cannot be published as it is: a column that nobody has classed, or one that names persons. */
export type ColumnRefusal = { readonly column: string; readonly reason: 'unclassed' | 'identifier' }

/** What must be mended before any row of these columns is published; empty when nothing. */
export function refusedColumns(columns: readonly Column[]): readonly ColumnRefusal[] {
  return columns.flatMap(({ name, role }): ColumnRefusal[] => {
    if (role === undefined) return [{ column: name, reason: 'unclassed' }]
    return role === 'identifier' ? [{ column: name, reason: 'identifier' }] : []
  })
}

/** k and p for a table of these columns: ten persons instead of five where something sensitive takes part. */
export function ruleFor(columns: readonly Column[]): Rule {
  return columns.some(({ role }) => role === 'sensitive') ? sensitiveRule : usualRule
}
