import { sql } from 'kysely'
import { v7 } from 'uuid'
import type { PersonActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { TooManyError } from '#kernel/http/errors.ts'
import { portalAuthority } from '../portal-authority.ts'

const day = 24 * 60 * 60_000
export const exportsPerDay = 3

/** Counts an export and puts it on record before anything of it is sent. Throws `TooManyError` beyond three in a day. */
export async function takeExport(scope: WriteScope<PersonActor>): Promise<void> {
  const { partyId } = scope.actor
  const now = scope.now().getTime()
  // One after the other, so that wishes at once are counted too.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`export of ${partyId}`}, 0))`.execute(scope.db)
  const rows = await scope.db
    .selectFrom('portal.data_exports')
    .select('at')
    .where('party_id', '=', partyId)
    .where('at', '>', new Date(now - day))
    .orderBy('at')
    .limit(exportsPerDay)
    .execute()
  const [oldest] = rows
  if (oldest && rows.length >= exportsPerDay)
    throw new TooManyError('too many exports', Math.ceil((oldest.at.getTime() + day - now) / 1000), {
      userMessage: 'portal.data.too_many',
    })
  scope.write(
    scope.db
      .deleteFrom('portal.data_exports')
      .where('party_id', '=', partyId)
      .where('at', '<', new Date(now - 365 * day)),
  )
  scope.write(scope.db.insertInto('portal.data_exports').values({ id: v7(), party_id: partyId, at: scope.now() }))
  scope.record('portal.account.exported', { authorityId: portalAuthority, subjectId: partyId, partyIds: [partyId] })
}
