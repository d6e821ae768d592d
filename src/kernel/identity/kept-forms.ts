import { sql } from 'kysely'
import { v7 } from 'uuid'
import type { SystemActor } from '../db/actor.ts'
import type { WriteScope } from '../db/scope.ts'
import { HttpError } from '../http/errors.ts'
import type { IdentityId } from '../ids.ts'
import type { Sealing, SealingPlace } from '../sealing/sealing.ts'
import { hashToken, isToken } from './token.ts'

/** A form as it was sent: where to, with which fields in which order. */
export type KeptForm = { action: string; fields: readonly { name: string; value: string }[] }

const minute = 60_000
const minutesToReturn = 15
/** Forms of one person that wait at once; the oldest gives way, and no more than that come in a minute. */
const mostKept = 5
/** Forms before sensitive acts are short; nobody stores anything else here. */
const mostBytes = 64 * 1024
/** A sign-in that was asked for anew may be that much older than the form; one that was too old for it is older. */
const proofBefore = 5 * minute

/**
 * Keeps a form for who sent it, sealed, until she has signed in again in the browser that carries `browserToken`. Runs as `signInActor`.
 * Gives its id. Throws 413 for one that is too large, 429 for too many in a minute.
 */
export async function keepForm(
  scope: WriteScope<SystemActor>,
  sealing: Sealing,
  { identityId, browserToken, form }: { identityId: IdentityId; browserToken: string; form: KeptForm },
): Promise<string> {
  const text = JSON.stringify(form)
  if (Buffer.byteLength(text) > mostBytes)
    throw new HttpError(413, 'too much to keep', { userMessage: 'kernel.error.too_large' })
  const now = scope.now()
  // One form of a person after the other, so that many at once do not pass the count.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`kept forms of ${identityId}`}, 0))`.execute(scope.db)
  const waiting = await scope.db
    .selectFrom('kernel.kept_forms')
    .select(['id', 'kept_at'])
    .where('identity_id', '=', identityId)
    .orderBy('kept_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const lately = waiting.filter(({ kept_at }) => now.getTime() - kept_at.getTime() < minute)
  if (lately.length >= mostKept) throw new HttpError(429, 'too many forms to keep')
  const tooOld = waiting.slice(mostKept - 1).map((row) => row.id)
  if (tooOld.length > 0) scope.write(scope.db.deleteFrom('kernel.kept_forms').where('id', 'in', tooOld))
  const id = v7()
  const { key, wrapped } = sealing.newKey(placeOf(id))
  scope.write(
    scope.db.insertInto('kernel.kept_forms').values({
      id,
      identity_id: identityId,
      browser_hash: hashToken(browserToken),
      wrapped_key: wrapped,
      sealed_form: key.seal('form', text),
      kept_at: now,
      expires_at: new Date(now.getTime() + minutesToReturn * minute),
    }),
  )
  return id
}

type Returning = {
  readonly id: string
  readonly identityId: IdentityId
  readonly browserToken: string | undefined
  /** When she last showed who she is. */
  readonly provenAt: Date | undefined
}

/**
 * Takes a kept form out: once, for this identity, in the browser that sent it, after she has signed in again. `stale`: it waits, but she has
 * not signed in since. Undefined for anybody else, or when its time is over. Runs as `signInActor`.
 */
export async function takeKeptForm(
  scope: WriteScope<SystemActor>,
  sealing: Sealing,
  { id, identityId, browserToken, provenAt }: Returning,
): Promise<KeptForm | 'stale' | undefined> {
  if (!isToken(browserToken)) return undefined
  const hers = { id, identity_id: identityId, browser_hash: hashToken(browserToken) }
  const proofTo = new Date((provenAt?.getTime() ?? 0) + proofBefore)
  const row = await scope.db
    .deleteFrom('kernel.kept_forms')
    .where((on) => on.and(hers))
    .where('expires_at', '>', scope.now())
    .where('kept_at', '<=', proofTo)
    .returning(['wrapped_key', 'sealed_form'])
    .executeTakeFirst()
  if (!row) {
    const waiting = await scope.db
      .selectFrom('kernel.kept_forms')
      .select('id')
      .where((on) => on.and(hers))
      .where('expires_at', '>', scope.now())
      .executeTakeFirst()
    return waiting && 'stale'
  }
  const form: KeptForm = JSON.parse(sealing.unwrap(placeOf(id), row.wrapped_key).openText('form', row.sealed_form))
  return form
}

/** It belongs to a person, not to an authority. */
function placeOf(id: string): SealingPlace {
  return { authorityId: '', subjectId: id }
}
