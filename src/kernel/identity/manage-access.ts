import type { StaffActor, StaffRole, SystemActor } from '../db/actor.ts'
import type { Scope, WriteScope } from '../db/scope.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '../http/errors.ts'
import type { Language } from '../i18n/language.ts'
import { type AuthorityId, type StaffId, type UnitId, uuid } from '../ids.ts'
import { announceRevocation } from './revocations.ts'
import { endAllSessions } from './sessions.ts'
import { disableStaff, grantRole, inviteStaff } from './staff.ts'

/** Who keeps the staff of which authority. What is done runs for the purpose `people`, and only within this authority. */
export type Keeper = { actor: StaffActor; authorityId: AuthorityId }

/** The authorities whose staff somebody keeps. */
export function administeredBy(actor: StaffActor): AuthorityId[] {
  return [...new Set(actor.memberships.filter(({ role }) => role === 'admin').map(({ authorityId }) => authorityId))]
}

function refuseForeign({ actor, authorityId }: Keeper): void {
  if (!administeredBy(actor).includes(authorityId)) throw new ForbiddenError('another authority')
}

type Grant = { unitId: UnitId | null; role: StaffRole }

/** Invites somebody with one role; gives her id and the one-time key. */
export function inviteColleague(
  scope: WriteScope<SystemActor>,
  keeper: Keeper,
  input: { name: string; email: string; language: Language } & Grant,
): { staffId: StaffId; invitation: string } {
  refuseForeign(keeper)
  const { unitId, role, ...person } = input
  const invited = inviteStaff(scope, { ...person, roles: [{ authorityId: keeper.authorityId, unitId, role }] })
  note(scope, keeper, 'kernel.staff.invited', invited.staffId)
  return invited
}

/** Gives a colleague one more role from today on. Throws a `NotFoundError` for who has none here. */
export async function grantToColleague(
  scope: WriteScope<SystemActor>,
  keeper: Keeper,
  staffId: StaffId,
  grant: Grant,
): Promise<void> {
  await lockRoles(scope, keeper)
  const held = await listRolesHere(scope, keeper, staffId)
  if (held.length === 0) throw new NotFoundError()
  if (held.some(({ role, unit_id }) => role === grant.role && unit_id === grant.unitId))
    throw new ConflictError('held already', { userMessage: 'kernel.identity.role_held' })
  grantRole(scope, staffId, { authorityId: keeper.authorityId, ...grant })
}

/** Ends a role at once. Throws a `ConflictError` where it is the last administrator's. */
export async function endRole(scope: WriteScope<SystemActor>, keeper: Keeper, roleId: string): Promise<void> {
  await lockRoles(scope, keeper)
  const role = (await listRolesHere(scope, keeper)).find(({ id }) => id === roleId)
  if (!role) throw new NotFoundError()
  if (role.role === 'admin') await refuseLastAdmin(scope, keeper, ({ id }) => id === roleId)
  scope.write(scope.db.deleteFrom('kernel.staff_roles').where('id', '=', roleId))
  announceRevocation(scope, { kind: 'role', id: roleId, authorityId: keeper.authorityId })
  scope.record('kernel.staff.role_ended', {
    authorityId: keeper.authorityId,
    subjectId: role.staff_id,
    detail: { role: role.role, unit: role.unit_id, by: keeper.actor.staffId },
  })
}

/** Shuts a colleague out at once. Not where she works for others as well: there her roles here are ended instead. */
export async function disableColleague(
  scope: WriteScope<SystemActor>,
  keeper: Keeper,
  staffId: StaffId,
): Promise<void> {
  await lockRoles(scope, keeper)
  const elsewhere = await scope.db
    .selectFrom('kernel.staff_roles')
    .select('id')
    .where('staff_id', '=', staffId)
    .where('authority_id', '!=', keeper.authorityId)
    .limit(1)
    .executeTakeFirst()
  if ((await listRolesHere(scope, keeper, staffId)).length === 0) throw new NotFoundError()
  if (elsewhere) throw new ConflictError('works for others', { userMessage: 'kernel.identity.works_elsewhere' })
  await refuseLastAdmin(scope, keeper, ({ staff_id }) => staff_id === staffId)
  disableStaff(scope, staffId)
  announceRevocation(scope, { kind: 'staff', id: staffId, authorityId: keeper.authorityId })
  note(scope, keeper, 'kernel.staff.disabled', staffId)
}

/** Signs a colleague out on every device. */
export async function signColleagueOut(
  scope: WriteScope<SystemActor>,
  keeper: Keeper,
  staffId: StaffId,
): Promise<void> {
  refuseForeign(keeper)
  if ((await listRolesHere(scope, keeper, staffId)).length === 0) throw new NotFoundError()
  endAllSessions(scope, { staffId })
  note(scope, keeper, 'kernel.staff.sessions_ended', staffId)
}

/** Two administrators at work at once do not end each other's roles unseen. */
async function lockRoles(scope: WriteScope<SystemActor>, keeper: Keeper): Promise<void> {
  refuseForeign(keeper)
  await scope.db
    .selectFrom('kernel.staff_roles')
    .select('id')
    .where('authority_id', '=', keeper.authorityId)
    .where('role', '=', 'admin')
    .forUpdate()
    .execute()
}

type HeldRole = { id: string; staff_id: string; unit_id: string | null; role: string; is_disabled: boolean }

async function listRolesHere(scope: Scope, { authorityId }: Keeper, staffId?: StaffId): Promise<HeldRole[]> {
  const today = scope.today()
  const query = scope.db
    .selectFrom('kernel.staff_roles as r')
    .innerJoin('kernel.staff as m', 'm.id', 'r.staff_id')
    .select(['r.id', 'r.staff_id', 'r.unit_id', 'r.role', 'm.is_disabled'])
    .where('r.authority_id', '=', authorityId)
    .where('r.valid_from', '<=', today)
    .where((on) => on.or([on('r.valid_to', 'is', null), on('r.valid_to', '>=', today)]))
  return (staffId === undefined ? query : query.where('r.staff_id', '=', staffId)).execute()
}

async function refuseLastAdmin(
  scope: WriteScope<SystemActor>,
  keeper: Keeper,
  isGone: (role: HeldRole) => boolean,
): Promise<void> {
  const roles = await listRolesHere(scope, keeper)
  const isAdmin = (role: HeldRole) => role.role === 'admin' && role.unit_id === null && !role.is_disabled
  if (roles.some((role) => isAdmin(role) && isGone(role)) && !roles.some((role) => isAdmin(role) && !isGone(role)))
    throw new ConflictError('last admin', { userMessage: 'kernel.identity.last_admin' })
}

function note(scope: WriteScope<SystemActor>, { actor, authorityId }: Keeper, action: string, staffId: StaffId): void {
  scope.record(action, { authorityId, subjectId: staffId, detail: { by: uuid<'staff'>(actor.staffId) } })
}
