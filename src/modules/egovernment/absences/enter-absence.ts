import { v7 } from 'uuid'
import { ConflictError, ForbiddenError, UnprocessableError } from '#kernel/http/errors.ts'
import type { AuthorityId, StaffId } from '#kernel/ids.ts'
import { roleAt, type StaffScope } from '../cases/case-side.ts'
import { listColleagues } from '../desk/colleagues.ts'
import type { Absence } from './absence.ts'

/**
 * Enters when somebody is away and who stands in: for oneself, or for anybody of an authority that one leads. Throws 403 for somebody
 * else's, 422 for a deputy who does not work there, 409 where she is away already on one of the days.
 */
export async function enterAbsence(scope: StaffScope, input: Omit<Absence, 'id'>): Promise<void> {
  const { authorityId, staffId, deputyId } = input
  if (!mayEnterFor(scope, authorityId, staffId)) throw new ForbiddenError('not hers to enter')
  const colleagues = await listColleagues(scope, [authorityId])
  const works = (id: StaffId) => colleagues.some((one) => one.staffId === id)
  if (!works(staffId) || (deputyId !== null && (!works(deputyId) || deputyId === staffId)))
    throw new UnprocessableError('does not work there', { userMessage: 'egovernment.absences.error.deputy' })
  const id = v7()
  const added = await scope.db
    .insertInto('egovernment.absences')
    .values({
      authority_id: authorityId,
      id,
      staff_id: staffId,
      deputy_id: deputyId,
      first_day: input.firstDay,
      last_day: input.lastDay,
      entered_by: scope.actor.staffId,
      entered_at: scope.now(),
    })
    .onConflict((one) => one.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) throw new ConflictError('away already', { userMessage: 'egovernment.absences.error.overlap' })
  scope.record('egovernment.absence.entered', {
    authorityId,
    subjectId: staffId,
    role: roleAt(scope.actor, authorityId),
    detail: { absence: id, deputy: deputyId },
  })
}

/** Takes an absence out again, planned or under way. */
export async function removeAbsence(scope: StaffScope, absence: Absence): Promise<void> {
  const { authorityId, id, staffId } = absence
  if (!mayEnterFor(scope, authorityId, staffId)) throw new ForbiddenError('not hers to remove')
  await scope.db
    .deleteFrom('egovernment.absences')
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .execute()
  scope.record('egovernment.absence.removed', {
    authorityId,
    subjectId: staffId,
    role: roleAt(scope.actor, authorityId),
    detail: { absence: id },
  })
}

/** Whether somebody may enter and remove absences of this person. */
export function mayEnterFor({ actor }: Pick<StaffScope, 'actor'>, authorityId: AuthorityId, staffId: StaffId): boolean {
  const roles = actor.memberships.filter((one) => one.authorityId === authorityId).map(({ role }) => role)
  return roles.includes('lead') || (staffId === actor.staffId && roles.includes('clerk'))
}
