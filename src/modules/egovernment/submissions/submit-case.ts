import { type SystemActor, systemActor } from '#kernel/db/actor.ts'
import type { Database } from '#kernel/db/database.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { UnavailableError, UnprocessableError } from '#kernel/http/errors.ts'
import type { Language } from '#kernel/i18n/language.ts'
import {
  type AuthorityId,
  type CaseId,
  type FileId,
  type PartyId,
  type ServiceId,
  type StaffId,
  type UnitId,
  uuid,
  type VersionId,
} from '#kernel/ids.ts'
import type { DataKey, Sealing } from '#kernel/sealing/sealing.ts'
import { findSubjectKey } from '#kernel/sealing/sealing-keys.ts'
import { type AccessCode, parseAccessCode } from '../cases/access-code.ts'
import type { Channel } from '../cases/case.ts'
import { type CaseNumber, caseNumber, parseCaseNumber } from '../cases/case-number.ts'
import type { Answers } from '../forms/form.ts'
import type { CaseNumbers } from './case-numbers.ts'
import { insertCase } from './insert-case.ts'
import type { SubmissionLine } from './submission-line.ts'

export type SubmitParts = {
  readonly database: Database
  readonly sealing: Sealing
  readonly numbers: CaseNumbers
  /** Where it may wait for others, to be handed in together with them. */
  readonly line?: SubmissionLine
}

/** Where the authority writes to. */
export type Contact = { readonly email: string; readonly language: Language }

export type SubmittedFile = {
  readonly id: FileId
  readonly field: string
  readonly name: string
  readonly size: number
  readonly type: string
  readonly sha256: string
}

/** Everything that becomes a case: the answers have been checked and are in kept form. */
export type ToSubmit = {
  readonly authority: { readonly id: AuthorityId; readonly code: string }
  readonly service: {
    readonly id: ServiceId
    readonly versionId: VersionId
    readonly title: string
    readonly targetDays: number
  }
  readonly unitId: UnitId | null
  /** Other authorities that must know of the case. */
  readonly participants: readonly AuthorityId[]
  readonly answers: Answers
  readonly files: readonly SubmittedFile[]
  /** Empty where somebody stays unnamed. */
  readonly applicantName: string
  readonly contact: Contact | undefined
  readonly isContactConfirmed: boolean
  readonly parties: readonly { readonly partyId: PartyId; readonly role: 'applicant' | 'filed_by' | 'representative' }[]
  readonly channel: Channel
  /** The clerk who entered it for the person. */
  readonly enteredBy?: StaffId
  /** The key of the program that sent it. */
  readonly sentByKey?: string | undefined
  readonly language: Language
  /** When the last byte had arrived. */
  readonly receivedAt: Date
  readonly key: IdempotencyKey
}

/** Makes the same submission sent twice one case: hashes of the key and of what came with it. */
export type IdempotencyKey = { readonly hash: Buffer; readonly bodyHash: Buffer }

export type Submitted = {
  readonly authorityId: AuthorityId
  readonly caseId: CaseId
  readonly number: CaseNumber
  readonly accessCode: AccessCode
  readonly receivedAt: Date
}

/** What is sealed of a submission. The salt keeps the public hash from saying anything about erased answers. */
export type SealedSubmission = {
  readonly salt: string
  readonly number: string
  readonly receivedAt: string
  readonly versionId: string
  readonly applicantName: string
  readonly contact: Contact | null
  readonly answers: Answers
  readonly files: readonly SubmittedFile[]
}

/** 422: the key was used for something else. */
export class KeyReusedError extends UnprocessableError {
  override name = 'KeyReusedError'
  constructor() {
    super('the idempotency key was used with another body', { userMessage: 'egovernment.submissions.error.key_reused' })
  }
}

/** What else belongs into the transaction of a submission: handing over files, ending the draft. */
export type AlongWith = (scope: WriteScope<SystemActor>, made: { caseId: CaseId; key: DataKey }) => void | Promise<void>

/**
 * Makes a case: rows, sealed answers, history, audit and announcement in one transaction that waits for nothing in between. The same key
 * with the same body gives the same answer for thirty days; with another body it throws `KeyReusedError`.
 */
export async function submitCase(parts: SubmitParts, input: ToSubmit, alongWith?: AlongWith): Promise<Submitted> {
  const serial = await parts.numbers.next()
  const number = caseNumber({ code: input.authority.code, serial })
  try {
    if (parts.line && !alongWith) return await parts.line.join({ input, number })
    return await parts.database.write(systemActor('submission'), (scope) =>
      insertCase(scope, parts.sealing, { input, number }, alongWith),
    )
  } catch (error) {
    if (error instanceof UnavailableError) throw error
    // Whatever failed: when the same was handed in meanwhile, its answer counts.
    const before = await findSubmitted(parts, input.authority.id, input.key)
    if (before) return before
    // Taken, but expired: it is free again now.
    if (isKeyTaken(error)) return submitCase(parts, input, alongWith)
    throw error
  }
}

/** The answer that was given to a key before; undefined when there is none or it has expired. */
export function findSubmitted(
  { database, sealing }: Pick<SubmitParts, 'database' | 'sealing'>,
  authorityId: AuthorityId,
  key: { hash: Buffer; bodyHash?: Buffer },
): Promise<Submitted | undefined> {
  return database.write(systemActor('submission'), async (scope) => {
    const row = await scope.db
      .selectFrom('egovernment.submission_keys')
      .select(['case_id', 'body_hash', 'sealed_answer', 'expires_at'])
      .where('authority_id', '=', authorityId)
      .where('key_hash', '=', key.hash)
      .executeTakeFirst()
    if (!row) return undefined
    if (row.expires_at <= scope.now()) {
      await scope.db
        .deleteFrom('egovernment.submission_keys')
        .where('authority_id', '=', authorityId)
        .where('key_hash', '=', key.hash)
        .execute()
      return undefined
    }
    if (key.bodyHash && !row.body_hash.equals(key.bodyHash)) throw new KeyReusedError()
    const dataKey = await findSubjectKey(scope, sealing, { authorityId, subjectId: row.case_id })
    if (!dataKey) return undefined
    const answer: unknown = JSON.parse(dataKey.openText('submission-answer', row.sealed_answer))
    return { authorityId, caseId: uuid<'case'>(row.case_id), ...readAnswer(answer) }
  })
}

function readAnswer(answer: unknown): Pick<Submitted, 'number' | 'accessCode' | 'receivedAt'> {
  if (
    typeof answer === 'object' &&
    answer !== null &&
    'number' in answer &&
    'accessCode' in answer &&
    'receivedAt' in answer
  ) {
    const number = parseCaseNumber(String(answer.number))
    const accessCode = parseAccessCode(String(answer.accessCode))
    if (number && accessCode) return { number, accessCode, receivedAt: new Date(String(answer.receivedAt)) }
  }
  throw new TypeError('not the answer to a submission')
}

function isKeyTaken(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || !('constraint' in error)) return false
  return error.code === '23505' && error.constraint === 'submission_keys_pkey'
}
