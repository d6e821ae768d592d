import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type StaffActor, type SystemActor, systemActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { Distribution } from '../catalogue/data-set.ts'
import { municipalityRows } from '../content/municipalities.ts'
import type { TableKey } from '../deliveries/delivery.ts'
import type { Coarsening } from '../tables/coarsening.ts'
import type { Column } from '../tables/column.ts'
import { areAlike } from '../tables/column-shape.ts'
import { findCurrentVersion } from '../tables/queries.ts'
import { type NewVersion, StaleVersionError, storeVersion } from '../tables/store-version.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { tablesOf } from '../tables/tables.ts'
import type { ProtectionReport, RawColumn } from './inside/order.ts'
import { findHistory, findProtection, keepProtection } from './queries.ts'
import { ProtectionError, runProtect } from './run-protect.ts'
import { coarseningsFor, floorOf, shownColumns, widths } from './shown-columns.ts'

type Actor = StaffActor | SystemActor
type Described = Pick<Distribution, 'columns' | 'protection'>

/** Rows on persons that are to become the next version of a table. */
export type ToProtect = Pick<NewVersion, 'replaces' | 'check' | 'alongside'> & {
  readonly table: TableKey
  /** As its columns are described, with what becomes of them. */
  readonly described: Described
  /** Their CSV. */
  readonly path: string
  /** Looks at what came of it; what it throws keeps the version out. */
  readonly judge?: (report: ProtectionReport) => void
}

/**
 * Protects rows on persons and keeps what may be seen of them as the next version of a table, with a report; nothing else of them is kept. What was public
 * before counts: with it, nobody stands out. Throws `ProtectionError` (422) where it cannot, or the way to protect is another one than that of the versions
 * that are public; else as `storeVersion`.
 */
export async function storeProtected(
  kernel: Kernel,
  actor: Actor,
  { table, described, path, judge, ...wanted }: ToProtect,
): Promise<{ readonly version: TableVersion; readonly isNew: boolean; readonly report: ProtectionReport }> {
  const columns = shownColumns(described.columns ?? [])
  const k = floorOf(described)
  const countsPersons = (described.columns ?? []).some(({ role }) => role === 'identifier')
  if (columns.length === 0) throw new ProtectionError('no_column')
  const base = await kernel.database.read(actor, (scope) => readBase(scope, table, { columns, k, countsPersons }))
  const folder = await tablesOf(kernel).cache.workFolder()
  try {
    const target = join(folder, 'shown.csv')
    const order = { kind: 'protect', path, ...(await orderOf(kernel, described)), history: base?.history } as const
    const outcome = await runProtect(order, target)
    if (outcome.kind !== 'protected') throw new Error(outcome.kind)
    const { report, history } = outcome
    judge?.(report)
    const keep = { k, countsPersons, report, history }
    const { version, isNew } = await storeVersion(kernel, actor, {
      ...wanted,
      ...{ ...table, columns, source: { kind: 'file', path: target, format: 'csv' } },
      alongside: async (scope, made, before) => {
        await requireBase(scope, table, base?.number)
        keepProtection(scope, made, keep)
        await wanted.alongside?.(scope, made, before)
      },
    })
    if (!isNew) await write(kernel, actor, (scope) => keepProtection(scope, version, keep))
    return { version, isNew, report }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A way to put the values together with which few rows are held back; `keep` should stay as fine as can be. */
export async function proposeCoarsening(
  kernel: Kernel,
  described: Described,
  { path, keep }: { readonly path: string; readonly keep: string | undefined },
): Promise<Readonly<Record<string, Coarsening>>> {
  const folder = await tablesOf(kernel).cache.workFolder()
  try {
    const order = { kind: 'propose', path, ...(await orderOf(kernel, described)), keep } as const
    const outcome = await runProtect(order, join(folder, 'nothing'))
    if (outcome.kind !== 'proposed') throw new Error(outcome.kind)
    return outcome.coarsen
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function orderOf(kernel: Kernel, described: Described) {
  const { columns = [] } = described
  const shown = new Map(shownColumns(columns).map((column) => [column.name, column]))
  const needsDistricts = columns.some(({ reference }) => reference === 'bfs-municipality')
  const municipalities = needsDistricts
    ? await kernel.database.read(systemActor('opendata'), (scope) => municipalityRows(scope))
    : []
  return {
    k: floorOf(described),
    columns: columns.map((column) => rawColumn(column, shown.get(column.name))),
    districts: municipalities.flatMap(([number, , district]): [string, string][] =>
      district === null ? [] : [[String(number), String(district)]],
    ),
  }
}

function rawColumn(column: Column, shown: Column | undefined): RawColumn {
  const { name, type, role = 'identifier' } = column
  return { name, type, role, coarsen: shown?.coarsen, isShown: shown !== undefined, ladder: ladderOf(column) }
}

/** The steps that are tried, the finest first. */
export function ladderOf(column: Column): readonly Coarsening[] {
  return coarseningsFor(column).flatMap((to): Coarsening[] =>
    to === 'band' || to === 'years' || to === 'prefix' ? widths[to].map((width) => ({ to, width })) : [{ to }],
  )
}

type Plan = { readonly columns: readonly Column[]; readonly k: number; readonly countsPersons: boolean }

async function readBase(
  scope: Scope,
  { tableId }: TableKey,
  plan: Plan,
): Promise<{ readonly number: number; readonly history: Buffer } | undefined> {
  const version = await findCurrentVersion(scope, tableId)
  if (!version) return undefined
  const [protection, history] = [await findProtection(scope, version), await findHistory(scope, version)]
  if (!protection || !history) throw new ProtectionError('was_open')
  const isSame =
    areAlike(version.columns, plan.columns) &&
    protection.k === plan.k &&
    protection.countsPersons === plan.countsPersons
  if (!isSame) throw new ProtectionError('plan_changed')
  return { number: version.number, history }
}

/** Throws where another version became public meanwhile. */
async function requireBase(scope: Scope, { tableId }: TableKey, number: number | undefined): Promise<void> {
  if ((await findCurrentVersion(scope, tableId))?.number !== number) throw new StaleVersionError()
}

function write(
  kernel: Kernel,
  actor: Actor,
  work: (scope: Parameters<typeof keepProtection>[0]) => void,
): Promise<void> {
  return actor.kind === 'staff'
    ? kernel.database.write(actor, async (scope) => work(scope))
    : kernel.database.write(actor, async (scope) => work(scope))
}
