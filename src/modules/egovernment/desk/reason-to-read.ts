import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { KnownCase } from './case-file.ts'

/** The reason of an access entry where a case is one's own work: a message key. Another reason is what a clerk wrote. */
export const workReason = 'egovernment.desk.reason.work'

/** The same where a case only stood in a list. */
export const listReason = 'egovernment.desk.reason.list'

/** How long what was said when a case was disclosed covers its documents as well, in milliseconds. */
const coveredFor = 30 * 60_000

/**
 * Why somebody may look at the documents of a case: because it is her work, or for what she wrote when the case of another unit was
 * disclosed to her within the last half hour. Undefined when she has to say it first.
 */
export async function reasonToRead(
  scope: Scope<StaffActor>,
  { record, standing }: Pick<KnownCase, 'record' | 'standing'>,
): Promise<string | undefined> {
  if (standing.kind !== 'other_unit') return workReason
  const entry = await scope.db
    .selectFrom('kernel.audit_entries')
    .select('reason')
    .where('authority_id', '=', record.authorityId)
    .where('subject_id', '=', record.caseId)
    .where('action', '=', 'shown:POST /desk/cases/:number/disclosure')
    .where('actor_id', '=', scope.actor.staffId)
    .where('reason', '<>', listReason)
    .where('at', '>', new Date(scope.now().getTime() - coveredFor))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return entry?.reason ?? undefined
}
