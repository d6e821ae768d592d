import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import type { AuthorityId, StaffId } from '#kernel/ids.ts'
import { oneOf, readDay, readText } from '../graph/queries.ts'
import { type Gate, gates, type Outcome, outcomes } from './hermes.ts'
import { type Phase, phases } from './project.ts'

/** An idea somebody put in, with where it stands and what was decided of it last. */
export type OwnIdea = {
  readonly slug: string
  readonly title: LocalText
  readonly phase: Phase
  readonly decision:
    | {
        readonly gate: Gate
        readonly outcome: Outcome
        readonly decidedOn: IsoDate | undefined
        readonly reason: string
      }
    | undefined
}

const most = 50

/** The ideas that one person put in at an authority, the latest first; at most 50. */
export async function listOwnIdeas(
  scope: Scope,
  { authorityId, staffId }: { readonly authorityId: AuthorityId; readonly staffId: StaffId },
): Promise<readonly OwnIdea[]> {
  const rows = await scope.db
    .selectFrom('strategy.idea_proposers as i')
    .innerJoin('strategy.nodes as n', (on) =>
      on.onRef('n.authority_id', '=', 'i.authority_id').onRef('n.id', '=', 'i.node_id'),
    )
    .innerJoin('strategy.projects as p', (on) =>
      on.onRef('p.authority_id', '=', 'i.authority_id').onRef('p.node_id', '=', 'i.node_id'),
    )
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('strategy.gate_decisions as g')
          .select(['g.gate', 'g.outcome', 'g.reason', sql<string>`g.decided_on::text`.as('decided_on')])
          .whereRef('g.authority_id', '=', 'i.authority_id')
          .whereRef('g.node_id', '=', 'i.node_id')
          .orderBy('g.decided_on', 'desc')
          .orderBy('g.id', 'desc')
          .limit(1)
          .as('d'),
      (on) => on.onTrue(),
    )
    .select(['n.slug', 'n.title', 'p.phase', 'd.gate', 'd.outcome', 'd.reason', 'd.decided_on'])
    .where('i.authority_id', '=', authorityId)
    .where('i.staff_id', '=', staffId)
    .orderBy('i.node_id', 'desc')
    .limit(most)
    .execute()
  return rows.map(({ slug, title, phase, gate, outcome, reason, decided_on }) => ({
    slug,
    title: readText(title),
    phase: oneOf(phases, phase),
    decision:
      gate === null || outcome === null
        ? undefined
        : {
            gate: oneOf(gates, gate),
            outcome: oneOf(outcomes, outcome),
            decidedOn: readDay(decided_on),
            reason: reason ?? '',
          },
  }))
}
