import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import { type AuthorityId, type StaffId, uuid } from '#kernel/ids.ts'
import { deskRights } from './standing.ts'

export type Colleague = { readonly staffId: StaffId; readonly name: string }

/** Who handles cases at some authorities today, by name; those of a closed one are with the staff of whoever continues it. */
export async function listColleagues(scope: Scope, authorities: readonly AuthorityId[]): Promise<readonly Colleague[]> {
  if (authorities.length === 0) return []
  const today = scope.today()
  const rows = await scope.db
    .selectFrom('kernel.staff as m')
    .innerJoin('kernel.staff_roles as r', 'r.staff_id', 'm.id')
    .select(['m.id', 'm.name'])
    .distinct()
    .where((on) =>
      on.or([
        on('r.authority_id', 'in', [...authorities]),
        on('r.authority_id', 'in', successorsOf(scope, authorities)),
      ]),
    )
    .where('r.role', 'in', [...deskRights.read])
    .where('r.valid_from', '<=', today)
    .where((on) => on.or([on('r.valid_to', 'is', null), on('r.valid_to', '>=', today)]))
    .where('m.is_disabled', '=', false)
    .orderBy('m.name')
    .orderBy('m.id')
    .limit(500)
    .execute()
  return rows.map(({ id, name }) => ({ staffId: uuid<'staff'>(id), name }))
}

/** Who continues these authorities today, over any number of mergers. */
function successorsOf({ db, today }: Scope, authorities: readonly AuthorityId[]) {
  return db
    .withRecursive('chain(id, depth)', (own) =>
      own
        .selectFrom('kernel.authority_successions as s')
        .select(['s.to_id as id', sql<number>`1`.as('depth')])
        .where('s.from_id', 'in', [...authorities])
        .where('s.on_date', '<=', today())
        .unionAll(
          own
            .selectFrom('kernel.authority_successions as s')
            .innerJoin('chain', 'chain.id', 's.from_id')
            .select(['s.to_id as id', sql<number>`chain.depth + 1`.as('depth')])
            .where('s.on_date', '<=', today())
            .where('chain.depth', '<', 20),
        ),
    )
    .selectFrom('chain')
    .select('chain.id')
}

/** The names of members of staff whom this actor may know; others are missing. */
export async function findNames(scope: Scope, ids: readonly (StaffId | null)[]): Promise<ReadonlyMap<StaffId, string>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null)
  if (wanted.length === 0) return new Map()
  const rows = await scope.db.selectFrom('kernel.staff').select(['id', 'name']).where('id', 'in', wanted).execute()
  return new Map(rows.map(({ id, name }) => [uuid<'staff'>(id), name]))
}
