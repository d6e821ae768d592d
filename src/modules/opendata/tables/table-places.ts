import { createHash } from 'node:crypto'
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LRUCache } from '#kernel/sealing/lru-cache.ts'
import { buildTable } from './build-table.ts'
import type { Column } from './column.ts'
import { type Extent, readExtent } from './extent.ts'
import type { PlaceOrder } from './inside/build-order.ts'
import { placeOf } from './place.ts'
import { boxesSql, extentSql } from './place-sql.ts'
import type { TableCache } from './table-cache.ts'
import type { TableVersion } from './table-version.ts'

type Placed = Pick<TableVersion, 'file' | 'sha256' | 'columns'>

/** What is made of a table whose rows have a place, in the process that makes the table; undefined where they have none. */
export function placeOrder(columns: readonly Column[], target: string): PlaceOrder | undefined {
  const place = placeOf(columns)
  const sql = place && boxesSql(place)
  return place && { ...(sql !== undefined && { boxes: { sql, target } }), extent: extentSql(columns, place) }
}

/**
 * Where the rows of versions lie, kept beside their files: the boxes around them, by which they are found, and where all of them are. Both are made
 * once, when a version is stored, and again where they have gone. They belong to the rows and to how the columns say where those are.
 */
export class TablePlaces {
  readonly #cache: TableCache
  readonly #fileOf: (version: Placed) => Promise<string>
  readonly #extents = new LRUCache<Extent>(5_000)

  constructor(cache: TableCache, fileOf: (version: Placed) => Promise<string>) {
    this.#cache = cache
    this.#fileOf = fileOf
  }

  /** Keeps what was made together with a version. */
  async keep(
    version: Pick<TableVersion, 'sha256' | 'columns'>,
    { boxes, extent }: { boxes: string | undefined; extent: string | null },
  ): Promise<void> {
    if (extent === null) return
    const name = nameOf(version)
    if (boxes !== undefined) await this.#cache.get(`${name}.boxes.parquet`, (temporary) => copyFile(boxes, temporary))
    await this.#cache.get(`${name}.extent.json`, (temporary) => writeFile(temporary, extent))
  }

  /** The path of the file with a box for each row. */
  boxesOf(version: Placed): Promise<string> {
    return this.#cache.get(`${nameOf(version)}.boxes.parquet`, async (temporary) => {
      await this.#make(version, (boxes) => copyFile(boxes, temporary))
    })
  }

  /** Where all rows of a version are; undefined where they have no place. */
  async extentOf(version: Placed): Promise<Extent | undefined> {
    if (!placeOf(version.columns)) return undefined
    const name = nameOf(version)
    const known = this.#extents.get(name)
    if (known) return known
    const path = await this.#cache.get(`${name}.extent.json`, async (temporary) => {
      await writeFile(temporary, await this.#make(version))
    })
    const extent = readExtent(await readFile(path, 'utf8'))
    if (extent) this.#extents.set(name, extent)
    return extent
  }

  async #make(version: Placed, useBoxes?: (boxes: string) => Promise<void>): Promise<string> {
    const folder = await this.#cache.workFolder()
    try {
      const boxes = join(folder, 'boxes.parquet')
      const places = placeOrder(version.columns, boxes)
      if (!places) throw new Error(`the rows of ${version.sha256} have no place`)
      const { extent } = await buildTable({ data: await this.#fileOf(version), folder, places })
      await useBoxes?.(boxes)
      return extent ?? ''
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

/** By the rows, and what is asked of them. */
function nameOf({ sha256, columns }: Pick<TableVersion, 'sha256' | 'columns'>): string {
  const asked = createHash('sha256')
    .update(JSON.stringify([placeOrder(columns, '')]))
    .digest('hex')
    .slice(0, 16)
  return `${sha256}-${asked}`
}
