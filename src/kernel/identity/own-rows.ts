import type { PersonActor } from '../db/actor.ts'
import type { Scope } from '../db/scope.ts'

/** What the identity part of the house holds about a person, as she sees it herself: for her export. Secrets stay out. */
export async function readOwnRows(scope: Scope<PersonActor>) {
  const { partyId } = scope.actor
  const profile = await scope.db
    .selectFrom('kernel.parties')
    .select([
      'name',
      'given_name',
      'family_name',
      'email',
      'phone',
      'language',
      'address',
      'email_notices',
      'created_at',
    ])
    .where('id', '=', partyId)
    .executeTakeFirst()
  const authorities = await scope.db
    .selectFrom('kernel.party_authorities')
    .select(['authority_id', 'since'])
    .where('party_id', '=', partyId)
    .orderBy('since')
    .execute()
  const signIns = await scope.db
    .selectFrom('kernel.identities')
    .select(['issuer', 'subject', 'level', 'created_at', 'last_seen_at'])
    .where('party_id', '=', partyId)
    .execute()
  const sessions = await scope.db
    .selectFrom('kernel.sessions')
    .select(['browser', 'level', 'created_at', 'last_seen_at', 'expires_at', 'ended_at'])
    .where('party_id', '=', partyId)
    .orderBy('created_at')
    .limit(10_000)
    .execute()
  const mandates = await scope.db
    .selectFrom('kernel.representations as r')
    .leftJoin('kernel.parties as p', 'p.id', 'r.party_id')
    .select([
      'p.name as firm',
      'p.uid',
      'r.mandate',
      'r.service_ids',
      'r.may_submit',
      'r.may_manage',
      'r.valid_from',
      'r.valid_to',
      'r.ended_at',
    ])
    .where('r.by_party_id', '=', partyId)
    .orderBy('r.valid_from')
    .limit(10_000)
    .execute()
  const invitations = await scope.db
    .selectFrom('kernel.mandate_invitations')
    .select(['email', 'mandate', 'service_ids', 'may_submit', 'may_manage', 'created_at', 'used_at', 'revoked_at'])
    .where('invited_by', '=', partyId)
    .orderBy('created_at')
    .limit(10_000)
    .execute()
  const mails = await scope.db
    .selectFrom('kernel.mails')
    .select(['to_address', 'language', 'subject', 'body_text', 'created_at', 'sent_at'])
    .where('party_id', '=', partyId)
    .orderBy('id')
    .limit(10_000)
    .execute()
  return { profile, authorities, signIns, sessions, mandates, invitations, mails }
}
