import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { StaffActor } from '#kernel/db/actor.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { TableKey } from '../deliveries/delivery.ts'
import { dropDrafts } from '../protection/drop-drafts.ts'
import { findHistory, findProtection, keepProtection } from '../protection/queries.ts'
import { dropRaw, findRaw, keepRaw, openRaw } from '../protection/raw-rows.ts'
import { isOnPersons, shownColumns } from '../protection/shown-columns.ts'
import { storeProtected, type ToProtect } from '../protection/store-protected.ts'
import { storedTypes } from '../query/cell-sql.ts'
import { buildTable } from '../tables/build-table.ts'
import type { Column } from '../tables/column.ts'
import { areAlike } from '../tables/column-shape.ts'
import { findLatestVersion } from '../tables/queries.ts'
import { type RowSource, storeVersion } from '../tables/store-version.ts'
import { tablesOf } from '../tables/tables.ts'

type Described = ToProtect['described'] & { readonly columns: readonly Column[] }
type Steward = { readonly kernel: Kernel; readonly actor: StaffActor }

/** Whether rows of these columns may be seen as they are: each has its class, and none is on persons. */
export function areOpen(columns: readonly Column[] | undefined): boolean {
  return columns?.every(({ role }) => role !== undefined) === true && !isOnPersons(columns)
}

/**
 * Keeps rows that a steward brought. Those on persons, and those of which nobody has said yet whether they are, lie sealed; once every column has its class
 * they become a version, protected where they are on persons. Throws as `storeVersion` and `storeProtected`.
 */
export async function keepRows(
  { kernel, actor }: Steward,
  table: TableKey,
  described: Described,
  { source, rows }: { readonly source: RowSource; readonly rows: number },
): Promise<void> {
  const { columns } = described
  if (areOpen(columns)) {
    await storeVersion(kernel, actor, { ...table, columns, source })
    await kernel.database.write(actor, (scope) => dropRaw(scope, table))
    return
  }
  if (source.kind !== 'file') throw new Error('rows come as a file')
  await keepRaw(kernel, actor, table, { path: source.path, rows, columns })
  if (columns.every(({ role }) => role !== undefined))
    await storeProtected(kernel, actor, { table, described, path: source.path })
}

/** The rows that are there get the columns as they are described now; they refuse what their values do not fit. */
export async function renewRows(steward: Steward, table: TableKey, described: Described): Promise<void> {
  const { kernel, actor } = steward
  const raw = await kernel.database.read(actor, (scope) => findRaw(scope, table))
  if (!raw) return renewKept(steward, table, described)
  const { columns } = described
  if (!areNamedIn(columns, raw.columns) || columns.length !== raw.columns.length) return
  const folder = await tablesOf(kernel).cache.workFolder()
  try {
    const path = join(folder, 'raw.csv')
    await openRaw(kernel, table, raw, path)
    const source = { kind: 'file', path, format: 'csv' } as const
    if (columns.some(({ role }) => role === undefined)) await requireFit(columns, path, folder)
    else if (isOnPersons(columns)) await storeProtected(kernel, actor, { table, described, path, replaces: true })
    else {
      await storeVersion(kernel, actor, { ...table, columns, source, replaces: true })
      await kernel.database.write(actor, (scope) => dropRaw(scope, table))
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const areNamedIn = (columns: readonly Column[], others: readonly Column[]) =>
  columns.every(({ name }) => others.some((one) => one.name === name))

/** Throws `UnreadableRowsError` where rows do not fit their columns; nothing is kept of what is made. */
async function requireFit(columns: readonly Column[], path: string, folder: string): Promise<void> {
  await buildTable({
    source: { path, format: 'csv' },
    columns: columns.map(({ name, type }) => ({ name, type: storedTypes[type], isJson: type === 'geometry' })),
    folder,
    target: join(folder, 'fit.parquet'),
  })
}

/** The same where nothing lies sealed: the version itself is what is there. */
async function renewKept({ kernel, actor }: Steward, table: TableKey, { columns }: Described): Promise<void> {
  const version = await kernel.database.read(actor, (scope) => findLatestVersion(scope, table.tableId))
  const shown = shownColumns(columns)
  if (!version || isDeepStrictEqual(version.columns, shown)) return
  const { protection, history } = await kernel.database.read(actor, async (scope) => ({
    protection: await findProtection(scope, version),
    history: await findHistory(scope, version),
  }))
  // What lay open as a draft is not for anybody to see once it is on persons: it has to be brought again, and goes.
  if (isOnPersons(columns) && !protection) return dropDrafts(kernel, actor, table)
  if (!areNamedIn(shown, version.columns) || (protection && !areAlike(version.columns, shown))) return
  const path = await tablesOf(kernel).fileOf(version)
  await storeVersion(kernel, actor, {
    ...{ ...table, columns: shown, source: { kind: 'file', path, format: 'parquet' }, replaces: true },
    ...(protection &&
      history && { alongside: async (scope, made) => keepProtection(scope, made, { ...protection, history }) }),
  })
}
