import { createHash, randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import { onTestFinished } from 'vitest'
import { type Clock, fixedClock } from '#kernel/clock.ts'
import type { CaseActor, PersonActor, StaffActor, StaffRole } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import { type AuthorityId, slug, uuid } from '#kernel/ids.ts'
import { createSealing } from '#kernel/sealing/sealing.ts'
import { asOwner, cloneDatabase, type TestDatabase, testNow } from '#test/support/test-database.ts'
import { CaseNumbers } from '../submissions/case-numbers.ts'
import { type SubmitParts, type Submitted, submitCase, type ToSubmit } from '../submissions/submit-case.ts'

/** A stage for tests of cases: a database of its own, a master key, and the parts that submissions and rules need. */
export async function openCaseStage(clock: Clock = fixedClock(testNow), poolSize = 4) {
  const urls = await cloneDatabase()
  const database = new Database({ connectionString: urls.appUrl, poolSize, clock })
  onTestFinished(async () => {
    await database.close()
    await urls.drop()
  })
  const parts: SubmitParts = { database, sealing: createSealing(randomBytes(32)), numbers: new CaseNumbers(database) }
  return { ...parts, urls, clock, hand: (changes: Partial<ToSubmit> = {}) => submitCase(parts, submission(changes)) }
}

export const kriens = slug<'authority'>('kriens')
export const luzern = slug<'authority'>('luzern')
const codes: Readonly<Record<string, string>> = { kriens: 'KRI', luzern: 'LUZ' }

/** A submission to Kriens by a guest, each with a key of its own. */
export function submission(changes: Partial<ToSubmit> & { at?: AuthorityId } = {}): ToSubmit {
  const { at = kriens, ...rest } = changes
  return {
    authority: { id: at, code: codes[at] ?? 'XXX' },
    service: {
      id: slug('schaden-melden'),
      versionId: uuid('019c0000-0000-7000-8000-000000000001'),
      title: 'Schaden melden',
      targetDays: 10,
    },
    unitId: slug('works'),
    participants: [],
    answers: { what: 'Loch in der Beispielstrasse, von Petra Beispielhaft gesehen' },
    files: [],
    applicantName: 'Petra Beispielhaft',
    contact: { email: 'petra@beispielhaft.example', language: 'de' },
    isContactConfirmed: true,
    parties: [],
    channel: 'web',
    language: 'de',
    receivedAt: new Date(testNow),
    key: { hash: randomBytes(32), bodyHash: createHash('sha256').update('body').digest() },
    ...rest,
  }
}

export function staffOf(authorityId: AuthorityId, role: StaffRole = 'clerk'): StaffActor {
  return {
    kind: 'staff',
    staffId: uuid(v7()),
    identityId: null,
    name: 'Testa Muster',
    memberships: [{ authorityId, unitId: null, role }],
    hasSecondFactor: true,
  }
}

/** A signed-in person. With a stage she is known there as a party. */
export async function somePerson(stage?: { urls: TestDatabase }): Promise<PersonActor> {
  const partyId = uuid<'party'>(v7())
  if (stage) {
    const row = `insert into kernel.parties (id, kind, name, created_at) values ($1, 'natural', 'Anna Muster', now())`
    await asOwner(stage.urls, row, [partyId])
  }
  return { kind: 'person', identityId: uuid(v7()), partyId, represents: [], level: 'low' }
}

export function holderOf({ authorityId, caseId }: Pick<Submitted, 'authorityId' | 'caseId'>): CaseActor {
  return { kind: 'case', authorityId, caseId }
}
