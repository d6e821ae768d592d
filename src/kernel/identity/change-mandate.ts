import { sql } from 'kysely'
import type { PersonActor, SystemActor } from '../db/actor.ts'
import type { Scope, WriteScope } from '../db/scope.ts'
import { ConflictError, NotFoundError } from '../http/errors.ts'
import type { AuthorityId, PartyId } from '../ids.ts'
import { columnsOf, type MandateTerms } from './mandate.ts'
import { announceRevocation } from './revocations.ts'

/** 409: nobody would be left who hands out mandates. */
export class LastManagerError extends ConflictError {
  override name = 'LastManagerError'
  constructor() {
    super('the last manager of a firm', { userMessage: 'kernel.identity.mandate.last_manager' })
  }
}

type Wanted = { readonly firmId: PartyId; readonly id: string; readonly authorityId: AuthorityId }

/** Ends a mandate at once. Runs as somebody who manages the firm's mandates. Throws `LastManagerError` where nobody else does. */
export async function endMandate(scope: WriteScope<PersonActor>, wanted: Wanted): Promise<void> {
  await requireOtherManager(scope, wanted)
  await end(scope, wanted)
}

/** Gives one's own mandate back. Runs for the purpose `mandates`. Throws `LastManagerError` where nobody else manages the firm's. */
export async function giveUpMandate(
  scope: WriteScope<SystemActor>,
  wanted: Wanted & { readonly partyId: PartyId },
): Promise<void> {
  await requireOtherManager(scope, wanted)
  await end(scope, wanted, wanted.partyId)
}

/** Changes how far a mandate goes, from now on. Runs as somebody who manages the firm's mandates. */
export async function limitMandate(
  scope: WriteScope<PersonActor>,
  wanted: Wanted & { readonly terms: Omit<MandateTerms, 'validFrom'> },
): Promise<void> {
  const { terms } = wanted
  if (terms.right !== 'manage' || terms.validTo !== null) await requireOtherManager(scope, wanted)
  const changed = await scope.db
    .updateTable('kernel.representations')
    .set({ ...columnsOf(terms), valid_to: terms.validTo })
    .where('party_id', '=', wanted.firmId)
    .where('id', '=', wanted.id)
    .where('ended_at', 'is', null)
    .returning('by_party_id')
    .executeTakeFirst()
  if (!changed) throw new NotFoundError()
  record(scope, 'kernel.mandate.limited', wanted)
}

async function end(scope: WriteScope<PersonActor | SystemActor>, wanted: Wanted, ownParty?: PartyId): Promise<void> {
  let ended = scope.db
    .updateTable('kernel.representations')
    .set({ ended_at: scope.now() })
    .where('party_id', '=', wanted.firmId)
    .where('id', '=', wanted.id)
    .where('ended_at', 'is', null)
  if (ownParty !== undefined) ended = ended.where('by_party_id', '=', ownParty)
  const { numUpdatedRows } = await ended.executeTakeFirst()
  if (numUpdatedRows === 0n) throw new NotFoundError()
  announceRevocation(scope, { kind: 'mandate', id: wanted.id, authorityId: wanted.authorityId })
  record(scope, 'kernel.mandate.ended', wanted)
}

function record(scope: WriteScope, action: string, { authorityId, id, firmId }: Wanted): void {
  scope.record(action, { authorityId, subjectId: id, partyIds: [firmId] })
}

/** One change of a firm's mandates after the other, so that two managers who end each other's at once leave one. */
async function requireOtherManager(scope: WriteScope<PersonActor | SystemActor>, wanted: Wanted): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`mandates of ${wanted.firmId}`}, 0))`.execute(scope.db)
  const managers = await managersOf(scope, wanted.firmId)
  if (managers.some(({ id }) => id === wanted.id) && managers.every(({ id }) => id === wanted.id))
    throw new LastManagerError()
}

function managersOf(scope: Scope, firmId: string) {
  const today = scope.today()
  return scope.db
    .selectFrom('kernel.representations')
    .select(['id', 'by_party_id'])
    .where('party_id', '=', firmId)
    .where('may_manage', '=', true)
    .where('ended_at', 'is', null)
    .where('valid_from', '<=', today)
    .where((on) => on.or([on('valid_to', 'is', null), on('valid_to', '>=', today)]))
    .limit(200)
    .execute()
}

/** The firms that would have nobody left who hands out mandates if this person went. Runs as her. */
export async function listFirmsLedAlone(scope: Scope<PersonActor>): Promise<string[]> {
  const led = scope.actor.represents.filter(({ mayManage }) => mayManage).map(({ partyId }) => partyId)
  if (led.length === 0) return []
  const rows = await scope.db
    .selectFrom('kernel.representations as r')
    .innerJoin('kernel.parties as p', 'p.id', 'r.party_id')
    .select(['p.name', 'r.by_party_id', 'r.party_id'])
    .where('r.party_id', 'in', led)
    .where('r.may_manage', '=', true)
    .where('r.ended_at', 'is', null)
    .where((on) => on.or([on('r.valid_to', 'is', null), on('r.valid_to', '>=', scope.today())]))
    .orderBy('p.name')
    .limit(1_000)
    .execute()
  const shared = new Set(rows.filter((row) => row.by_party_id !== scope.actor.partyId).map((row) => row.party_id))
  return [...new Set(rows.filter((row) => !shared.has(row.party_id)).map((row) => row.name))]
}
