import type { Selectable } from 'kysely'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { EgovernmentAbsences } from '#kernel/db/schema.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type AuthorityId, slug, uuid } from '#kernel/ids.ts'
import { dayOf } from '../cases/case-record.ts'
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

/** For whom this member of staff stands in today. */
export async function listCovered(scope: Scope<StaffActor>): Promise<readonly Covered[]> {
  const today = scope.today()
  const rows = await scope.db
    .selectFrom('egovernment.absences')
    .select(['authority_id', 'staff_id'])
    .where('deputy_id', '=', scope.actor.staffId)
    .where('last_day', '>=', today)
    .where('first_day', '<=', today)
    .limit(50)
    .execute()
  return rows.map((row) => ({ authorityId: slug<'authority'>(row.authority_id), staffId: uuid<'staff'>(row.staff_id) }))
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
  }
}
