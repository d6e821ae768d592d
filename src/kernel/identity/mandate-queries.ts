import type { Selectable } from 'kysely'
import type { KernelMandateInvitations, KernelRepresentations } from '../db/schema.ts'
import type { Scope } from '../db/scope.ts'
import { type PartyId, slug } from '../ids.ts'
import type { MandateTerms } from './mandate.ts'
import { rightOf } from './mandate.ts'

const most = 200

/** A mandate as those read it who hold it or manage it. */
export type MandateRow = MandateTerms & { readonly id: string; readonly name: string; readonly uid: string | null }

/** The mandates that a person holds today or later, by the name of the firm. */
export async function listHeldMandates(
  scope: Scope,
  partyId: PartyId,
): Promise<(MandateRow & { readonly firmId: string })[]> {
  const rows = await current(scope)
    .innerJoin('kernel.parties as p', 'p.id', 'r.party_id')
    .select(['p.name', 'p.uid', 'r.party_id'])
    .where('r.by_party_id', '=', partyId)
    .orderBy('p.name')
    .limit(most)
    .execute()
  return rows.map((row) => ({ ...termsOf(row), id: row.id, name: row.name, uid: row.uid, firmId: row.party_id }))
}

/** The mandates of a firm, by the name of who holds them; for those who manage them. */
export async function listMandatesOf(
  scope: Scope,
  firmId: PartyId,
): Promise<(MandateRow & { readonly holderId: string })[]> {
  const rows = await current(scope)
    .innerJoin('kernel.parties as p', 'p.id', 'r.by_party_id')
    .select(['p.name', 'p.uid', 'r.by_party_id'])
    .where('r.party_id', '=', firmId)
    .orderBy('p.name')
    .limit(most)
    .execute()
  return rows.map((row) => ({ ...termsOf(row), id: row.id, name: row.name, uid: row.uid, holderId: row.by_party_id }))
}

function current(scope: Scope) {
  return scope.db
    .selectFrom('kernel.representations as r')
    .select(['r.id', 'r.mandate', 'r.service_ids', 'r.may_submit', 'r.may_manage', 'r.valid_from', 'r.valid_to'])
    .where('r.ended_at', 'is', null)
    .where((on) => on.or([on('r.valid_to', 'is', null), on('r.valid_to', '>=', scope.today())]))
}

export type InvitationRow = MandateTerms & {
  readonly id: string
  readonly email: string | null
  readonly expiresAt: Date
}

/** The invitations of a firm that may still be accepted, newest first; for those who manage its mandates. */
export async function listInvitations(scope: Scope, firmId: PartyId): Promise<InvitationRow[]> {
  const rows = await scope.db
    .selectFrom('kernel.mandate_invitations')
    .selectAll()
    .where('party_id', '=', firmId)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', scope.now())
    .orderBy('id', 'desc')
    .limit(most)
    .execute()
  return rows.map((row) => ({ ...termsOf(row), id: row.id, email: row.email, expiresAt: row.expires_at }))
}

type Terms = Pick<
  Selectable<KernelRepresentations> & Selectable<KernelMandateInvitations>,
  'mandate' | 'service_ids' | 'may_submit' | 'may_manage' | 'valid_from' | 'valid_to'
>

export function termsOf(row: Terms): MandateTerms {
  return {
    mandate: row.mandate,
    services: row.service_ids?.map((id) => slug<'service'>(id)) ?? 'all',
    right: rightOf({ maySubmit: row.may_submit, mayManage: row.may_manage }),
    validFrom: row.valid_from,
    validTo: row.valid_to,
  }
}

/** A firm, as those see it who act for it. */
export function findFirm(scope: Scope, firmId: PartyId) {
  return scope.db
    .selectFrom('kernel.parties')
    .select(['id', 'name', 'uid'])
    .where('id', '=', firmId)
    .where('kind', '=', 'legal')
    .executeTakeFirst()
}
