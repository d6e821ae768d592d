import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { v7 } from 'uuid'
import type { SystemActor } from '#kernel/db/actor.ts'
import type { Database } from '#kernel/db/database.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import type { Cookie } from '#kernel/http/answers.ts'
import { TooManyError } from '#kernel/http/errors.ts'
import { startCaseSession } from '#kernel/identity/sessions.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { isAccessCode, parseAccessCode } from './access-code.ts'
import { parseCaseNumber } from './case-number.ts'
import type { CaseRef } from './case-record.ts'
import { caseAccess } from './renew-access-code.ts'

const windowMs = 15 * 60_000
/** Wrong attempts that cost nothing: people mistype. */
const freeAttempts = { address: 5, number: 20 }
/** Longest wait in milliseconds. For a number it is short: whoever guesses must not keep out the one who knows. */
const longestWait = { address: 60_000, number: 2_000 }

const someHash = randomBytes(32)

type Typed = { readonly number: string; readonly code: string; readonly ip: string }

/**
 * Proves a case with its number and access code; undefined when they do not fit together, whether or not there is such a case. Whoever
 * keeps guessing is slowed, by network address and by number: then it throws `TooManyError`.
 */
export function proveAccess(database: Database, input: Typed): Promise<CaseRef | undefined> {
  return database.write(caseAccess, (scope) => prove(scope, input))
}

/**
 * The same for a browser, which may look at the case from now on: gives the cookie as well. Proof and session are one step, so that no session
 * begins with a code that was revoked meanwhile.
 */
export function openByCode(
  database: Database,
  { origin, ...input }: Typed & { readonly origin: string },
): Promise<(CaseRef & { readonly cookie: Cookie }) | undefined> {
  return database.write(caseAccess, async (scope) => {
    const ref = await prove(scope, input)
    return ref && { ...ref, cookie: startCaseSession(scope, { ...ref, origin }) }
  })
}

async function prove(scope: WriteScope<SystemActor>, { number, code, ip }: Typed): Promise<CaseRef | undefined> {
  const attempt = {
    number_hash: hashed(number.toUpperCase().replace(/[^A-Z0-9]/g, '')),
    address_hash: hashed(ip),
  }
  await refuseGuessing(scope, attempt)
  const found = await findByCode(scope, number, code)
  if (found) scope.record('egovernment.case.access_proven', { authorityId: found.authorityId, subjectId: found.caseId })
  else
    scope.write(
      scope.db.insertInto('egovernment.case_access_attempts').values({ id: v7(), ...attempt, at: scope.now() }),
    )
  return found
}

/** The code is locked: whoever revokes it waits until what was proven with it is done, and ends that as well. */
async function findByCode(
  scope: WriteScope<SystemActor>,
  typedNumber: string,
  typedCode: string,
): Promise<CaseRef | undefined> {
  const number = parseCaseNumber(typedNumber)
  const code = parseAccessCode(typedCode)
  const rows = await scope.db
    .selectFrom('egovernment.cases as c')
    .innerJoin('egovernment.case_access_codes as a', (on) =>
      on.onRef('a.authority_id', '=', 'c.authority_id').onRef('a.case_id', '=', 'c.id'),
    )
    .select(['c.authority_id', 'c.id', 'a.hash'])
    .where('c.number', '=', number ?? '')
    .where('c.erased_at', 'is', null)
    .where('a.revoked_at', 'is', null)
    .forShare('a')
    .execute()
  // Compared even where there is nothing to find, so that the time tells nothing.
  const hashes = rows.length > 0 ? rows : [{ authority_id: '', id: '', hash: someHash }]
  const [right] = hashes.filter((row) => code !== undefined && isAccessCode(code, row.hash))
  return right && { authorityId: slug(right.authority_id), caseId: uuid(right.id) }
}

type Attempt = { number_hash: Buffer; address_hash: Buffer }

async function refuseGuessing(scope: WriteScope<SystemActor>, attempt: Attempt): Promise<void> {
  // One guess of an address at a time, so that a thousand at once are counted as well.
  await sql`select pg_advisory_xact_lock(hashtextextended(${attempt.address_hash.toString('hex')}, 0))`.execute(
    scope.db,
  )
  const [byAddress, byNumber] = await Promise.all([
    recent(scope, 'address_hash', attempt.address_hash),
    recent(scope, 'number_hash', attempt.number_hash),
  ])
  const wait = Math.max(waitOf(scope, byAddress, 'address'), waitOf(scope, byNumber, 'number'))
  if (wait > 0)
    throw new TooManyError('too many wrong codes', Math.ceil(wait / 1000), {
      userMessage: 'egovernment.cases.error.too_many_codes',
    })
}

async function recent(
  scope: WriteScope<SystemActor>,
  column: 'address_hash' | 'number_hash',
  hash: Buffer,
): Promise<Date[]> {
  const rows = await scope.db
    .selectFrom('egovernment.case_access_attempts')
    .select('at')
    .where(column, '=', hash)
    .where('at', '>', new Date(scope.now().getTime() - windowMs))
    .orderBy('at', 'desc')
    .limit(100)
    .execute()
  return rows.map(({ at }) => at)
}

/** Each wrong attempt beyond the free ones doubles the wait, from a second on. */
function waitOf(scope: WriteScope, attempts: readonly Date[], by: keyof typeof freeAttempts): number {
  const [last] = attempts
  const beyond = attempts.length - freeAttempts[by]
  if (!last || beyond < 0) return 0
  const wait = Math.min(longestWait[by], 1_000 * 2 ** Math.min(beyond, 20))
  return last.getTime() + wait - scope.now().getTime()
}

function hashed(text: string): Buffer {
  return createHash('sha256').update(`wegweiser attempt\n${text}`).digest()
}
