import type { Scope } from '#kernel/db/scope.ts'
import { type PartyId, uuid } from '#kernel/ids.ts'
import type { CaseRef } from './case-record.ts'

/** Somebody who sees a case in an account of her own, or in that of a firm which she represents. */
export type CaseAccount = {
  /** The row of the case, by which she is taken out again. */
  readonly id: string
  readonly partyId: PartyId
  /** Undefined for who may not know the name. */
  readonly name: string | undefined
  readonly since: Date
}

/** Who sees a case in an account, in the order they came. Who handed it in for a firm is not among them: she sees it by her mandate. */
export async function listAccounts(scope: Scope, ref: CaseRef): Promise<readonly CaseAccount[]> {
  const rows = await scope.db
    .selectFrom('egovernment.case_parties as p')
    .leftJoin('kernel.parties as who', 'who.id', 'p.party_id')
    .select(['p.id', 'p.party_id', 'p.added_at', 'who.name'])
    .where('p.authority_id', '=', ref.authorityId)
    .where('p.case_id', '=', ref.caseId)
    .where('p.role', '<>', 'filed_by')
    .orderBy('p.added_at')
    .orderBy('p.id')
    .limit(100)
    .execute()
  return rows.flatMap(({ id, party_id, added_at, name }) =>
    party_id === null ? [] : [{ id, partyId: uuid<'party'>(party_id), name: name ?? undefined, since: added_at }],
  )
}
