import type { Selectable } from 'kysely'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { EgovernmentAbsences } from '#kernel/db/schema.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type AuthorityId, slug, uuid } from '#kernel/ids.ts'
import { dayOf } from '../cases/case-record.ts'
import { deskRights } from '../desk/standing.ts'
import type { Absence, Covered } from './absence.ts'

const most = 500

/** Who is away from some authorities today. */
export async function listAbsent(scope: Scope, authorities: readonly AuthorityId[]): Promise<readonly Absence[]> {
  if (authorities.length === 0) return []
  const rows = await notOver(scope, authorities).where('first_day', '<=', scope.today()).limit(most).execute()
  return rows.map(absence)
}

/** Absences of today and of days to come, the next one first; `of`: of one person only. */
export async function listAbsences(
  scope: Scope,
  authorities: readonly AuthorityId[],
  of?: string,
): Promise<readonly Absence[]> {
  if (authorities.length === 0) return []
  const all = notOver(scope, authorities)
  const rows = await (of === undefined
    ? all
    : all.where((on) => on.or([on('staff_id', '=', of), on('deputy_id', '=', of)]))
  )
    .orderBy('first_day')
    .orderBy('id')
    .limit(most)
    .execute()
  return rows.map(absence)
}

function notOver(scope: Scope, authorities: readonly AuthorityId[]) {
  return scope.db
    .selectFrom('egovernment.absences')
    .selectAll()
    .where('authority_id', 'in', [...authorities])
    .where('last_day', '>=', scope.today())
}

/** Where somebody handles cases of an authority today: in units of it, or (null) in all of it. */
export type Places = ReadonlyMap<string, readonly (string | null)[]>

/** The places of everybody who handles cases at an authority today, by member of staff. */
export async function listPlaces(scope: Scope, authorityId: AuthorityId): Promise<Places> {
  const today = scope.today()
  const rows = await scope.db
    .selectFrom('kernel.staff_roles')
    .select(['staff_id', 'unit_id'])
    .distinct()
    .where('authority_id', '=', authorityId)
    .where('role', 'in', [...deskRights.read])
    .where('valid_from', '<=', today)
    .where((on) => on.or([on('valid_to', 'is', null), on('valid_to', '>=', today)]))
    .limit(5_000)
    .execute()
  const places = new Map<string, (string | null)[]>()
  for (const { staff_id, unit_id } of rows) places.set(staff_id, [...(places.get(staff_id) ?? []), unit_id])
  return places
}

/**
 * For whom this member of staff stands in today: who is away and still handles cases there herself, for a deputy sees no more than the
 * absent person would. What she continues of municipalities of before goes along.
 */
export async function listCovered(scope: Scope<StaffActor>): Promise<readonly Covered[]> {
  const today = scope.today()
  const rows = await scope.db
    .selectFrom('egovernment.absences as a')
    .select(['a.authority_id', 'a.staff_id'])
    .where('a.deputy_id', '=', scope.actor.staffId)
    .where('a.last_day', '>=', today)
    .where('a.first_day', '<=', today)
    .where((on) =>
      on.exists(
        on
          .selectFrom('kernel.staff_roles as r')
          .select('r.id')
          .whereRef('r.staff_id', '=', 'a.staff_id')
          .whereRef('r.authority_id', '=', 'a.authority_id')
          .where('r.role', 'in', [...deskRights.read])
          .where('r.valid_from', '<=', today)
          .where((still) => still.or([still('r.valid_to', 'is', null), still('r.valid_to', '>=', today)])),
      ),
    )
    .limit(50)
    .execute()
  return rows.flatMap((row) => {
    const own = { authorityId: slug<'authority'>(row.authority_id), staffId: uuid<'staff'>(row.staff_id) }
    const continued = scope.actor.memberships.filter(({ continuedBy }) => continuedBy === own.authorityId)
    const closed = new Set(continued.map(({ authorityId }) => authorityId))
    return [own, ...[...closed].map((authorityId) => ({ ...own, authorityId }))]
  })
}

export async function findAbsence(scope: Scope, id: string): Promise<Absence | undefined> {
  const row = await scope.db.selectFrom('egovernment.absences').selectAll().where('id', '=', id).executeTakeFirst()
  return row && absence(row)
}

function absence(row: Selectable<EgovernmentAbsences>): Absence {
  return {
    authorityId: slug(row.authority_id),
    id: row.id,
    staffId: uuid(row.staff_id),
    deputyId: row.deputy_id === null ? null : uuid(row.deputy_id),
    firstDay: dayOf(row.first_day),
    lastDay: dayOf(row.last_day),
    enteredBy: uuid(row.entered_by),
  }
}
