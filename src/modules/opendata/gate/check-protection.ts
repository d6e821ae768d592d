import type { Distribution } from '../catalogue/data-set.ts'
import { judge } from '../protection/judge.ts'
import type { Protection } from '../protection/queries.ts'
import { floorOf } from '../protection/shown-columns.ts'
import type { TableVersion } from '../tables/table-version.ts'
import type { Finding, Say } from './finding.ts'

/** Whether the rows on persons of a table were protected as is said of it, and what is left of them. Pure. */
export function checkProtection(
  table: Distribution,
  version: TableVersion,
  protection: Protection | undefined,
  say: Say,
): readonly Finding[] {
  const { columns = [], slug } = table
  const at = { distribution: slug, field: 'protection' }
  const countsPersons = columns.some(({ role }) => role === 'identifier')
  const isAsSaid = protection?.k === floorOf(table) && protection.countsPersons === countsPersons
  if (!protection || !isAsSaid) return [say('error', 'table_unprotected', at, { number: version.number })]
  const { report } = protection
  const found = judge(report, columns)
  const measures = report.rare.filter(({ column }) => found?.kind !== 'rare' || column !== found.column)
  return [
    ...(found?.kind === 'nothing' ? [say('error', 'protection_nothing', at)] : []),
    ...(found?.kind === 'much_hidden'
      ? [say('warning', 'protection_much_hidden', at, { percent: found.percent })]
      : []),
    ...(found?.kind === 'rare'
      ? [
          say(
            'error',
            'free_value_rare',
            { ...at, column: found.column, field: 'role' },
            { column: found.column, rows: found.rows },
          ),
        ]
      : []),
    ...measures.map(({ column, rows }) =>
      say('warning', 'measure_rare', { ...at, column, field: 'role' }, { column, rows, k: protection.k }),
    ),
  ]
}
