import type { Selectable } from 'kysely'
import { v7 } from 'uuid'
import { type SystemActor, systemActor } from '#kernel/db/actor.ts'
import type { OpendataAddressees } from '#kernel/db/schema.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { isLanguage, type Language } from '#kernel/i18n/language.ts'
import { hashToken, isToken, newToken } from '#kernel/identity/token.ts'
import { type Id, type PartyId, uuid } from '#kernel/ids.ts'
import type { Sealing, SealingPlace } from '#kernel/sealing/sealing.ts'

/** Whom mails about open data go to: an account, or an address that only the program can read. */
export type AddresseeId = Id<'addressee'>
export type Addressee = {
  readonly id: AddresseeId
  readonly partyId: PartyId | null
  readonly language: Language
  /** What her link holds that ends everything without a sign-in. */
  readonly ending: string
  /** Where mails go; undefined where the account has no address any more. */
  readonly email: string | undefined
}

/** Who she says she is: somebody signed in, or a mail address that is yet to be proven. */
export type Whom = { readonly partyId: PartyId } | { readonly email: string }

/** The purpose under which the program reads and keeps whom it writes to about open data. */
export const correspondence = systemActor('correspondence')
export type Correspondence = WriteScope<SystemActor>

/** How often one addressee may ask for something in a day: so many mails a stranger can have sent to somebody else's address. */
export const asksPerDay = 5
/** Days within which an address has to be proven; what was not is erased then. */
export const daysToConfirm = 3

const [addressField, endingField] = ['address', 'ending']
const placeOf = (id: string): SealingPlace => ({ authorityId: '', subjectId: `opendata-addressee/${id}` })

/** The same address written otherwise is the same addressee. */
const hashOf = (sealing: Sealing, email: string) =>
  sealing.keyedHash('opendata-address', email.normalize('NFC').toLowerCase())

/**
 * The addressee of an account or an address, made where there is none, and counted as having asked once more today. Undefined where she asked
 * too often. Whoever asks learns nothing of whether she was known.
 */
export async function askAs(
  scope: Correspondence,
  sealing: Sealing,
  whom: Whom,
  language: Language,
): Promise<AddresseeId | undefined> {
  const known = 'partyId' in whom ? { party_id: whom.partyId } : { address_hash: hashOf(sealing, whom.email) }
  const made = newRow(scope, sealing, whom, language)
  await scope.db
    .insertInto('opendata.addressees')
    .values({ ...made, ...known })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const today = scope.today()
  const counted = await scope.db
    .updateTable('opendata.addressees')
    .set(({ ref, eb }) => ({
      asked: eb
        .case()
        .when('asked_on', '=', today)
        .then(eb(ref('asked'), '+', 1))
        .else(1)
        .end(),
      asked_on: today,
    }))
    .where((on) => on.and(known))
    .where((on) => on.or([on('asked_on', '!=', today), on('asked', '<', asksPerDay)]))
    .returning('id')
    .executeTakeFirst()
  return counted && uuid<'addressee'>(counted.id)
}

function newRow(scope: Correspondence, sealing: Sealing, whom: Whom, language: Language) {
  const id = v7()
  const { key, wrapped } = sealing.newKey(placeOf(id))
  const ending = newToken()
  return {
    id,
    sealed_address: 'email' in whom ? key.seal(addressField, whom.email) : null,
    wrapped_key: wrapped,
    language,
    ending_hash: hashToken(ending),
    sealed_ending: key.seal(endingField, ending),
    created_at: scope.now(),
    asked_on: scope.today(),
    asked: 0,
    told_to: scope.now(),
  }
}

/** An addressee with where she is reached; undefined when she is gone. Locked until the end of the transaction. */
export async function findAddressee(
  scope: Correspondence,
  sealing: Sealing,
  id: string,
): Promise<(Addressee & { toldTo: Date; toldOn: string | null }) | undefined> {
  const row = await scope.db
    .selectFrom('opendata.addressees')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return undefined
  return { ...(await open(scope, sealing, row)), toldTo: row.told_to, toldOn: row.told_on }
}

/** Whose link this is that ends everything; undefined for one of nobody. */
export async function findByEnding(scope: Scope, token: string): Promise<AddresseeId | undefined> {
  if (!isToken(token)) return undefined
  const row = await scope.db
    .selectFrom('opendata.addressees')
    .select('id')
    .where('ending_hash', '=', hashToken(token))
    .executeTakeFirst()
  return row && uuid<'addressee'>(row.id)
}

async function open(scope: Scope, sealing: Sealing, row: Selectable<OpendataAddressees>): Promise<Addressee> {
  const key = sealing.unwrap(placeOf(row.id), row.wrapped_key)
  const email = row.sealed_address
    ? key.openText(addressField, row.sealed_address)
    : await emailOf(scope, row.party_id ?? '')
  return {
    id: uuid<'addressee'>(row.id),
    partyId: row.party_id === null ? null : uuid<'party'>(row.party_id),
    language: isLanguage(row.language) ? row.language : 'de',
    ending: key.openText(endingField, row.sealed_ending),
    email,
  }
}

async function emailOf(scope: Scope, partyId: string): Promise<string | undefined> {
  const row = await scope.db.selectFrom('kernel.parties').select('email').where('id', '=', partyId).executeTakeFirst()
  return row?.email ?? undefined
}
