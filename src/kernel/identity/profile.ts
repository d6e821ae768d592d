import type { Scope, WriteScope } from '../db/scope.ts'
import type { PartyId } from '../ids.ts'

/** What a person's account shows of her. */
export function findProfile(scope: Scope, partyId: PartyId) {
  return scope.db
    .selectFrom('kernel.parties')
    .select(['name', 'email', 'language', 'email_notices'])
    .where('id', '=', partyId)
    .executeTakeFirst()
}

/** Whom a person may act for today: firms and other people. */
export function listRepresented(scope: Scope, partyId: PartyId) {
  const today = scope.today()
  return scope.db
    .selectFrom('kernel.representations as r')
    .innerJoin('kernel.parties as p', 'p.id', 'r.party_id')
    .select(['p.name', 'p.uid', 'r.mandate'])
    .where('r.by_party_id', '=', partyId)
    .where('r.valid_from', '<=', today)
    .where((on) => on.or([on('r.valid_to', 'is', null), on('r.valid_to', '>=', today)]))
    .orderBy('p.name')
    .execute()
}

/** Changes what a person can set herself; name and e-mail come from her sign-in. */
export function updateProfile(
  scope: WriteScope,
  partyId: PartyId,
  profile: { language: string; wantsNotices: boolean },
): void {
  scope.write(
    scope.db
      .updateTable('kernel.parties')
      .set({ language: profile.language, email_notices: profile.wantsNotices })
      .where('id', '=', partyId),
  )
}
