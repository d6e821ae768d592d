import type { Column } from '../tables/column.ts'
import type { ProtectionReport } from './inside/order.ts'
import { ProtectionError } from './run-protect.ts'

/** So much of the rows may be held back, and the table still says what it promises. */
const mostHidden = 0.5

export type Judgement =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'much_hidden'; readonly percent: number }
  | { readonly kind: 'rare'; readonly column: string; readonly rows: number }

/** What speaks against showing rows as they were protected; rare values of texts that count as free would lead to single rows. */
export function judge(
  { brought, shown, stale, rare }: ProtectionReport,
  columns: readonly Column[],
): Judgement | undefined {
  if (shown === 0 && brought > 0) return { kind: 'nothing' }
  const isText = (name: string) =>
    columns.some((one) => one.name === name && one.role === 'fact' && one.type === 'string')
  const free = rare.find(({ column }) => isText(column))
  if (free) return { kind: 'rare', ...free }
  const hidden = brought === 0 ? 0 : 1 - (shown - stale) / brought
  return hidden > mostHidden ? { kind: 'much_hidden', percent: Math.round(100 * hidden) } : undefined
}

/** Throws `ProtectionError` where something does: what is public stays then. */
export function requireEnough(report: ProtectionReport, columns: readonly Column[]): void {
  const found = judge(report, columns)
  if (found?.kind === 'nothing') throw new ProtectionError('nothing_left')
  if (found?.kind === 'much_hidden') throw new ProtectionError('much_hidden', { percent: found.percent })
  if (found?.kind === 'rare') throw new ProtectionError('rare', { column: found.column, rows: found.rows })
}
