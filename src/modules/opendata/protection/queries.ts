import { sql } from 'kysely'
import { Type } from 'typebox'
import type { StaffActor, SystemActor } from '#kernel/db/actor.ts'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { validatorOf } from '#kernel/validator.ts'
import type { DataSetId, DistributionId } from '../catalogue/data-set.ts'
import { StoredDataSetError } from '../catalogue/queries.ts'
import type { TableVersion } from '../tables/table-version.ts'
import type { ProtectionReport } from './inside/order.ts'

const count = Type.Integer({ minimum: 0 })
const isReport = validatorOf(
  Type.Object({
    ...{ brought: count, shown: count, groups: count, smallest: count, stale: count, risk: Type.Number() },
    hidden: Type.Object({ small: count, alike: count, beside: count }),
    losses: Type.Array(Type.Object({ column: Type.String(), lost: Type.Number() })),
    rare: Type.Array(Type.Object({ column: Type.String(), rows: count })),
  }),
)

/** How the rows of a version were protected. */
export type Protection = {
  readonly number: number
  readonly k: number
  readonly countsPersons: boolean
  readonly report: ProtectionReport
}

type Row = { number: number; k: number; counts_persons: boolean; report: unknown }

function readProtection({ number, k, counts_persons: countsPersons, report }: Row): Protection {
  if (!isReport(report)) throw new StoredDataSetError('report of a protection')
  return { number, k, countsPersons, report }
}

const columns = ['number', 'k', 'counts_persons', 'report'] as const

/** How a version was protected; undefined where it was not. */
export async function findProtection(
  scope: Scope,
  { authorityId, tableId, number }: Pick<TableVersion, 'authorityId' | 'tableId' | 'number'>,
): Promise<Protection | undefined> {
  const row = await scope.db
    .selectFrom('opendata.protections')
    .select(columns)
    .where('authority_id', '=', authorityId)
    .where('table_id', '=', tableId)
    .where('number', '=', number)
    .executeTakeFirst()
  return row && readProtection(row)
}

/** The same for several versions, by the ids of their tables. */
export async function listProtections(
  scope: Scope,
  versions: Iterable<TableVersion>,
): Promise<ReadonlyMap<string, Protection>> {
  const found: [string, Protection][] = []
  for (const version of versions) {
    const protection = await findProtection(scope, version)
    if (protection) found.push([version.tableId, protection])
  }
  return new Map(found)
}

/** What of a version the next one has to be kept from telling apart. */
export async function findHistory(
  scope: Scope,
  { authorityId, tableId, number }: TableVersion,
): Promise<Buffer | undefined> {
  const row = await scope.db
    .selectFrom('opendata.protections')
    .select('history')
    .where('authority_id', '=', authorityId)
    .where('table_id', '=', tableId)
    .where('number', '=', number)
    .executeTakeFirst()
  return row?.history ?? undefined
}

/** Keeps how a version was protected; older versions need their history no more. */
export function keepProtection(
  scope: WriteScope<StaffActor> | WriteScope<SystemActor>,
  {
    authorityId,
    dataSetId,
    tableId,
    number,
  }: { authorityId: AuthorityId; dataSetId: DataSetId; tableId: DistributionId; number: number },
  made: Omit<Protection, 'number'> & { readonly history: Uint8Array },
): void {
  const told = {
    ...{ k: made.k, counts_persons: made.countsPersons, report: jsonb(made.report) },
    ...{ history: Buffer.from(made.history), made_at: scope.now() },
  }
  scope.write(
    scope.db
      .insertInto('opendata.protections')
      .values({ authority_id: authorityId, table_id: tableId, number, data_set_id: dataSetId, ...told })
      .onConflict((conflict) => conflict.columns(['authority_id', 'table_id', 'number']).doUpdateSet(told)),
  )
  // Those before the newest public one are told by its history.
  scope.write(
    scope.db
      .updateTable('opendata.protections as p')
      .set({ history: null })
      .where('p.authority_id', '=', authorityId)
      .where('p.table_id', '=', tableId)
      .where('p.history', 'is not', null)
      .where(
        'p.number',
        '<',
        sql<number>`(select max(v.number) from opendata.table_versions v where v.authority_id = p.authority_id and v.table_id = p.table_id and v.published_at is not null)`,
      ),
  )
}
