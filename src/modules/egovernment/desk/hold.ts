import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { CaseEvent } from '../cases/case-details.ts'
import type { CaseRecord } from '../cases/case-record.ts'

/** What the form of a hold asks for. It says so itself: what the case is like may have changed since it was shown. */
export const holdWishes = ['held', 'free'] as const

/** Why a case must not be erased now, and since when. */
export type Hold = {
  readonly since: Date
  readonly by: CaseEvent['staffId']
  /** Undefined for who reads no audit of the authority in charge. */
  readonly reason: string | undefined
}

/** The hold on a case; undefined where there is none. The reason stands in the audit, which names nobody. */
export async function findHold(
  scope: Scope<StaffActor>,
  record: CaseRecord,
  events: readonly CaseEvent[],
): Promise<Hold | undefined> {
  if (!record.isHeld) return undefined
  const set = events.findLast(({ type }) => type === 'legal_hold_set')
  const entry = await scope.db
    .selectFrom('kernel.audit_entries')
    .select('reason')
    .where('authority_id', '=', record.authorityId)
    .where('subject_id', '=', record.caseId)
    .where('action', '=', 'egovernment.case.legal_hold_set')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return { since: set?.at ?? record.updatedAt, by: set?.staffId ?? null, reason: entry?.reason ?? undefined }
}
