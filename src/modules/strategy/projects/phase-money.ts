import { sql } from 'kysely'
import type { JsonValue } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { NodeKey } from '../graph/node.ts'
import { oneOf, readDay, readText } from '../graph/queries.ts'
import { listMonths } from '../money/queries.ts'
import { type Phase, phases } from '../projects/project.ts'

/** What the gates set free for a phase, and what was spent in it, in Rappen. */
export type PhaseMoney = { readonly released: number | undefined; readonly spent: number }

export const isOverReleased = ({ released, spent }: PhaseMoney): boolean => released !== undefined && spent > released

type Begun = { readonly phase: Phase; readonly begunOn: IsoDate }
type Month = { readonly month: IsoDate; readonly spent: number }

/**
 * What was spent in each phase, in Rappen. A month counts for the phase that ran on its first day; the month in which the very first one began counts for that one. What
 * was spent before is of no phase.
 */
export function spentInPhases(begun: readonly Begun[], months: readonly Month[]): ReadonlyMap<Phase, number> {
  const inOrder = begun.toSorted((one, other) => one.begunOn.localeCompare(other.begunOn))
  const [first] = inOrder
  const spent = new Map<Phase, number>()
  for (const one of months) {
    const running = inOrder.findLast(({ begunOn }) => begunOn <= one.month)
    const { phase } = running ?? (first?.begunOn.slice(0, 7) === one.month.slice(0, 7) ? first : {})
    if (phase) spent.set(phase, (spent.get(phase) ?? 0) + one.spent)
  }
  return spent
}

/** Released and spent of each phase of a project. */
export async function listPhaseMoney(scope: Scope, key: NodeKey): Promise<ReadonlyMap<string, PhaseMoney>> {
  const [rows, months] = await Promise.all([
    scope.db
      .selectFrom('strategy.project_phases')
      .select(['phase', 'released', sql<string | null>`begun_on::text`.as('begun_on')])
      .where('authority_id', '=', key.authorityId)
      .where('node_id', '=', key.id)
      .execute(),
    listMonths(scope, key, 'project_id'),
  ])
  const begun = rows.flatMap(({ phase, begun_on }) => {
    const begunOn = readDay(begun_on)
    return begunOn ? [{ phase: oneOf(phases, phase), begunOn }] : []
  })
  const spent = spentInPhases(
    begun,
    months.filter(({ month }) => month <= scope.today()),
  )
  return new Map(
    rows.map((row) => {
      const phase = oneOf(phases, row.phase)
      return [phase, { released: row.released ?? undefined, spent: spent.get(phase) ?? 0 }]
    }),
  )
}

export type OverReleased = {
  readonly slug: string
  readonly title: LocalText
  readonly phase: Phase
  readonly released: number
  readonly spent: number
}

/** Projects of whose running phase more is spent than was set free for it, those with most first; months count as in `spentInPhases`. */
export async function listOverReleased(
  scope: Scope,
  authorityId: AuthorityId,
  most: number,
): Promise<readonly OverReleased[]> {
  // Who has spent less in all than was released for the phase is left out before any month is read.
  const { rows } = await sql<{ slug: string; title: JsonValue; phase: string; released: number; spent: number }>`
    select n.slug, n.title, o.phase, o.released, o.spent
    from (
      select p.authority_id, p.node_id, f.phase, f.released, s.spent::bigint as spent
      from strategy.projects p
      join strategy.project_phases f on f.authority_id = p.authority_id and f.node_id = p.node_id and f.phase = p.phase
      cross join lateral (
        select sum(m.spent) as spent from strategy.money_months m
        where m.authority_id = p.authority_id and m.project_id = p.node_id
          and m.month between date_trunc('month', f.begun_on)::date and ${scope.today()}::date
          and (m.month >= f.begun_on or not exists (
            select from strategy.project_phases e
            where e.authority_id = p.authority_id and e.node_id = p.node_id and e.begun_on < f.begun_on))
      ) s
      where p.authority_id = ${authorityId} and p.phase not in ('idea', 'impulse', 'closed', 'stopped')
        and p.spent > f.released and s.spent > f.released
      order by s.spent - f.released desc, p.node_id limit ${most}
    ) o join strategy.nodes n on n.authority_id = o.authority_id and n.id = o.node_id
    order by o.spent - o.released desc, o.node_id`.execute(scope.db)
  return rows.map((row) => ({ ...row, title: readText(row.title), phase: oneOf(phases, row.phase) }))
}
