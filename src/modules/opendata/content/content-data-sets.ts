import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Scope } from '#kernel/db/scope.ts'
import { type AuthorityId, slug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { PublishedTable } from '#kernel/published-table.ts'
import type { DataSetMetadata } from '../catalogue/data-set.ts'
import type { Cell } from '../query/table-reader.ts'
import { boundaryRows } from './boundaries.ts'
import { holidaysOf, votingSundays } from './calendar.ts'
import { municipalityRows } from './municipalities.ts'
import { offeredServices } from './offered-services.ts'
import { readDataSetFolder } from './read-data-sets.ts'

const folder = join(import.meta.dirname, '../../../../content/datasets')

/** Who publishes what the platform brings along. */
export const contentAuthority: AuthorityId = slug('kanton-luzern')

type Table = { readonly rows: readonly (readonly Cell[])[]; readonly metadata: DataSetMetadata }
type Read = (scope: Scope, kernel: Kernel, metadata: DataSetMetadata) => Promise<Table>

const [firstYear, lastYear] = [2024, 2035]
const years = Array.from({ length: lastYear - firstYear + 1 }, (_, index) => firstYear + index)

/** How the rows of each data set are come by, by its slug: one file of the content each. */
const readers: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['abstimmungssonntage', async (_scope, _kernel, metadata) => ({ rows: votingSundays, metadata })],
  ['dienstleistungen', (scope, kernel, metadata) => offeredServices(scope, kernel.authorities, metadata)],
  ['gemeinden', async (scope, _kernel, metadata) => ({ rows: await municipalityRows(scope), metadata })],
  ['gemeindegrenzen', async (scope, _kernel, metadata) => ({ rows: await boundaryRows(scope), metadata })],
  ['ruhetage', async (_scope, _kernel, metadata) => ({ rows: years.flatMap(holidaysOf), metadata })],
])

const readerOf = (table: PublishedTable | undefined): Read | undefined =>
  table && (async (scope, _kernel, metadata) => ({ rows: await table(scope), metadata }))

/** A data set of the platform as it should be now. `stamp` changes with anything that is said or in it. */
export type ContentDataSet = Table & { readonly slug: string; readonly table: string; readonly stamp: string }

/** Rows of other modules by the slug of their data set. */
export type ModuleTables = ReadonlyMap<string, PublishedTable>

/** The data sets that the platform brings along, or those named; their rows are read now. `tables` are those of other modules. */
export async function readContentDataSets(
  scope: Scope,
  kernel: Kernel,
  tables: ModuleTables,
  named?: readonly string[],
): Promise<ContentDataSet[]> {
  const found: ContentDataSet[] = []
  for (const [name, described] of readDataSetFolder(folder)) {
    const [read, table] = [readers.get(name) ?? readerOf(tables.get(name)), described.distributions[0]?.slug]
    if (read === undefined || table === undefined) throw new Error(`nobody knows the rows of ${name}`)
    if (named && !named.includes(name)) continue
    const { rows, metadata } = await read(scope, kernel, described)
    const stamp = createHash('sha256')
      .update(JSON.stringify([metadata, rows]))
      .digest('hex')
    found.push({ slug: name, table, rows, metadata, stamp })
  }
  return found
}
