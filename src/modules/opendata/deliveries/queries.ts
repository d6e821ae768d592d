import { Type } from 'typebox'
import { v7 } from 'uuid'
import type { StaffActor, SystemActor } from '#kernel/db/actor.ts'
import { type JsonValue, jsonb } from '#kernel/db/jsonb.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { localText } from '#kernel/i18n/local-text.ts'
import { uuid } from '#kernel/ids.ts'
import { validatorOf } from '#kernel/validator.ts'
import { StoredDataSetError } from '../catalogue/queries.ts'
import { faultKinds } from '../intake/inside/order.ts'
import { noteArrival } from './arrivals.ts'
import { type Delivery, deliveryOutcomes, deliveryReasons, deliveryWays, type TableKey } from './delivery.ts'

/** Which request of a program it was, so that sending it twice takes it once. */
export type Once = { readonly keyHash: Buffer; readonly bodyHash: Buffer }

type DeliveryScope = WriteScope<StaffActor> | WriteScope<SystemActor>

/** How long deliveries are told, in days. */
const kept = 90

/** Notes what came of a delivery; what is older than ninety days goes. */
export function insertDelivery(
  scope: DeliveryScope,
  delivery: Omit<Delivery, 'id' | 'at'>,
  { byKey, once }: { byKey?: string | undefined; once?: Once | undefined } = {},
): void {
  const { authorityId, dataSetId, tableId, way, outcome, version, rows, changes, reason, detail, said, faults } =
    delivery
  scope.write(
    scope.db.insertInto('opendata.deliveries').values({
      ...{ authority_id: authorityId, data_set_id: dataSetId, table_id: tableId, id: v7(), at: scope.now() },
      ...{ way, outcome, version, rows, reason, detail: detail?.slice(0, 500) ?? null },
      changes: changes && jsonb(changes),
      said: said && jsonb(said),
      faults: jsonb(faults),
      fault_count: delivery.faultCount,
      by_key: byKey ?? null,
      key_hash: once?.keyHash ?? null,
      body_hash: once?.bodyHash ?? null,
    }),
  )
  if (outcome === 'new' || outcome === 'same') noteArrival(scope, delivery, way)
  scope.write(
    scope.db
      .deleteFrom('opendata.deliveries')
      .where('authority_id', '=', authorityId)
      .where('table_id', '=', tableId)
      .where('at', '<', new Date(scope.now().getTime() - kept * 86_400_000)),
  )
}

const areFaults = validatorOf(
  Type.Array(
    Type.Object({
      line: Type.Integer(),
      column: Type.Union([Type.String(), Type.Null()]),
      kind: Type.Enum([...faultKinds]),
      value: Type.Union([Type.String(), Type.Null()]),
      limit: Type.Optional(Type.String()),
    }),
  ),
)
const isSaid = validatorOf(localText())
const isChanges = validatorOf(Type.Object({ added: Type.Integer(), changed: Type.Integer(), removed: Type.Integer() }))

/** The latest deliveries of a table, the newest first. */
export async function listDeliveries(scope: Scope, key: TableKey, limit: number): Promise<Delivery[]> {
  const rows = await scope.db
    .selectFrom('opendata.deliveries')
    .select([
      'id',
      'way',
      'at',
      'outcome',
      'version',
      'rows',
      'changes',
      'reason',
      'detail',
      'said',
      'faults',
      'fault_count',
    ])
    .where('authority_id', '=', key.authorityId)
    .where('table_id', '=', key.tableId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ id, at, version, detail, fault_count, ...row }) => ({
    ...{ ...key, id: uuid<'delivery'>(id), at, version, detail, faultCount: fault_count },
    way: known(deliveryWays, row.way),
    outcome: known(deliveryOutcomes, row.outcome),
    rows: row.rows === null ? null : Number(row.rows),
    changes: isChanges(row.changes) ? row.changes : null,
    said: isSaid(row.said) ? row.said : null,
    reason: row.reason === null ? null : known(deliveryReasons, row.reason),
    faults: faultsIn(row.faults, id),
  }))
}

function known<Word extends string>(words: readonly Word[], text: string): Word {
  const word = words.find((one) => one === text)
  if (word === undefined) throw new StoredDataSetError(`delivery with ${text}`)
  return word
}

function faultsIn(value: JsonValue, id: string): Delivery['faults'] {
  if (!areFaults(value)) throw new StoredDataSetError(`faults of delivery ${id}`)
  return value
}

/** The version that a request made when it came before, and what it held. */
export async function findTaken(
  scope: Scope,
  { authorityId, tableId }: TableKey,
  { keyHash }: Once,
): Promise<{ readonly number: number; readonly bodyHash: Buffer; readonly isNew: boolean } | undefined> {
  const row = await scope.db
    .selectFrom('opendata.deliveries')
    .select(['version', 'body_hash', 'outcome'])
    .where('authority_id', '=', authorityId)
    .where('table_id', '=', tableId)
    .where('key_hash', '=', keyHash)
    .executeTakeFirst()
  if (!row || row.version === null || row.body_hash === null) return undefined
  return { number: row.version, bodyHash: row.body_hash, isNew: row.outcome === 'new' }
}
