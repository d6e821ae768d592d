import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { NodeKey } from '../graph/node.ts'
import { oneOf, readDay } from '../graph/queries.ts'

/** A contract costs, a contribution comes in. */
export const partnerKinds = ['contract', 'contribution'] as const
export type PartnerKind = (typeof partnerKinds)[number]

export type PartnerLine = {
  readonly id: string
  readonly kind: PartnerKind
  readonly partner: string
  readonly subject: string
  /** In Rappen; undefined where none was said. */
  readonly amount: number | undefined
  readonly beginsOn: IsoDate | undefined
  readonly endsOn: IsoDate | undefined
}

/** What partners of a project are shown with, contributions first: what an office keeps inside is not among it, also for herself. */
export async function listShownPartners(scope: Scope, { authorityId, id }: NodeKey): Promise<readonly PartnerLine[]> {
  const rows = await scope.db
    .selectFrom('strategy.contracts')
    .select(['id', 'kind', 'partner', 'subject', 'amount'])
    .select([sql<string | null>`begins_on::text`.as('begins_on'), sql<string | null>`ends_on::text`.as('ends_on')])
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', id)
    .where('shown', '=', 'with_project')
    .orderBy('kind', 'desc')
    .orderBy('partner')
    .orderBy('id')
    .limit(100)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    kind: oneOf(partnerKinds, row.kind),
    partner: row.partner,
    subject: row.subject,
    amount: row.amount ?? undefined,
    beginsOn: readDay(row.begins_on),
    endsOn: readDay(row.ends_on),
  }))
}
