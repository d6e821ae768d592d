import { join } from 'node:path'
import type { Kernel } from '#kernel/kernel.ts'
import { createTableReader } from '../query/create-table-reader.ts'
import type { TableReader } from '../query/table-reader.ts'
import { Layouts } from './layouts.ts'
import { asTorn, TableCache, writeChecked } from './table-cache.ts'
import { TablePlaces } from './table-places.ts'
import type { TableVersion } from './table-version.ts'

/** What stands beside the database for tables: their files nearby, and who reads them. */
export type Tables = {
  readonly cache: TableCache
  readonly reader: TableReader
  readonly layouts: Layouts
  /** The path of a document that is kept as a whole, in the same way. */
  documentOf(version: Pick<TableVersion, 'file' | 'sha256'>): Promise<string>
  /** The path of a version's Parquet file, fetched from the store where it is not nearby. */
  fileOf(version: Pick<TableVersion, 'file' | 'sha256'>): Promise<string>
  readonly places: TablePlaces
}

/** Bytes of tables and downloads that are kept nearby. */
const mostBytes = 10_000_000_000

const known = new WeakMap<object, Tables>()

/** Of one program, made when first asked for. Its processes start with the first query. */
export function tablesOf(kernel: Kernel): Tables {
  const found = known.get(kernel)
  if (found) return found
  const cache = new TableCache(join(kernel.settings.dataFolder, 'cache', 'opendata'), mostBytes)
  const nearby =
    (ending: string) =>
    ({ file, sha256 }: Pick<TableVersion, 'file' | 'sha256'>) =>
      cache.get(`${sha256}.${ending}`, async (temporary) => {
        try {
          await writeChecked(await kernel.files.get(file), temporary, sha256)
        } catch (error) {
          throw asTorn(error, sha256)
        }
      })
  const fileOf = nearby('parquet')
  const layouts = new Layouts(cache, fileOf, {
    onError: (error) => kernel.log.warn('a table is not laid out', { error: String(error) }),
  })
  const places = new TablePlaces(cache, fileOf)
  const reader = createTableReader(fileOf, {
    findLayout: layouts.find,
    boxesOf: (version) => places.boxesOf(version),
    folder: cache.folder,
  })
  const tables = { cache, fileOf, documentOf: nearby('document'), layouts, places, reader }
  known.set(kernel, tables)
  return tables
}

/** Ends the processes, where there are any. */
export async function closeTables(kernel: Kernel): Promise<void> {
  await known.get(kernel)?.layouts.close()
  await known.get(kernel)?.reader.close()
  known.delete(kernel)
}
