import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import type { Cell } from '../query/table-reader.ts'

/** The municipalities of the canton since 2002: number, name, district, last day, number of the successor; by number and day. */
export async function municipalityRows(scope: Scope): Promise<readonly (readonly Cell[])[]> {
  const rows = await scope.db
    .selectFrom('kernel.authorities as a')
    .leftJoin('kernel.authority_successions as s', 's.from_id', 'a.id')
    .leftJoin('kernel.authorities as next', 'next.id', 's.to_id')
    .select([
      'a.bfs_number as number',
      sql<string>`a.name ->> 'de'`.as('name'),
      'a.district',
      sql<string | null>`a.closed_on::text`.as('until'),
      'next.bfs_number as successor',
    ])
    .where('a.kind', '=', 'municipality')
    .orderBy('a.bfs_number')
    .orderBy('a.id')
    .execute()
  return rows.map(({ number, name, district, until, successor }) => [number, name, district, until, successor])
}
