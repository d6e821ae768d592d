import { v7 } from 'uuid'
import type { StaffActor } from '#kernel/db/actor.ts'
import { ConflictError, ForbiddenError, UnprocessableError } from '#kernel/http/errors.ts'
import type { AuthorityId, StaffId } from '#kernel/ids.ts'
import { roleAt, type StaffScope } from '../cases/case-side.ts'
import { listColleagues } from '../desk/colleagues.ts'
import type { Absence } from './absence.ts'
import { listPlaces, type Places } from './queries.ts'

export type NewAbsence = Omit<Absence, 'id' | 'enteredBy'>

/**
 * Enters when somebody is away and who stands in: for oneself, or for the people of an authority or of a unit that one leads. Throws 403 for somebody
 * else's, 422 for a deputy who does not work there, 409 where she is away already on one of the days.
 */
export async function enterAbsence(scope: StaffScope, input: NewAbsence): Promise<void> {
  const { authorityId, staffId, deputyId } = input
  if (!mayEnterFor(scope.actor, authorityId, await listPlaces(scope, authorityId), staffId))
    throw new ForbiddenError('not hers to enter')
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
  tellAbsent(scope, { ...input, id }, 'entered')
}

/** Takes an absence out again, planned or under way. */
export async function removeAbsence(scope: StaffScope, absence: Absence): Promise<void> {
  const { authorityId, id, staffId } = absence
  if (!mayEnterFor(scope.actor, authorityId, await listPlaces(scope, authorityId), staffId))
    throw new ForbiddenError('not hers to remove')
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
  tellAbsent(scope, absence, 'removed')
}

/** Who is away learns of what somebody else entered or removed for her. */
function tellAbsent(scope: StaffScope, absence: Omit<Absence, 'enteredBy'>, what: 'entered' | 'removed'): void {
  const { authorityId, id, staffId, deputyId, firstDay, lastDay } = absence
  if (staffId === scope.actor.staffId) return
  const payload = { absenceId: id, staffId, deputyId, firstDay, lastDay, by: scope.actor.staffId, what }
  scope.announce('egovernment.absence_told', { authorityId, payload })
}

/**
 * Whether somebody may enter and remove absences of a person: of herself; where she leads the authority, of everybody there; where she leads
 * units, of those who handle cases in these units and nowhere else of the authority, because a deputy gets all that is assigned to the
 * absent person.
 */
export function mayEnterFor(actor: StaffActor, authorityId: AuthorityId, places: Places, staffId: StaffId): boolean {
  const own = actor.memberships.filter((one) => one.authorityId === authorityId && one.continuedBy === undefined)
  if (staffId === actor.staffId) return own.some(({ role }) => role === 'lead' || role === 'clerk')
  const led = own.filter(({ role }) => role === 'lead').map(({ unitId }): string | null => unitId)
  if (led.includes(null)) return true
  const hers = places.get(staffId) ?? []
  return hers.length > 0 && hers.every((unit) => led.includes(unit))
}
