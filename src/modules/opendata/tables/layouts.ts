import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { quoted } from '../query/quoted.ts'
import type { Sort } from '../query/table-reader.ts'
import { rowNumber } from './column.ts'
import { runBuild } from './run-build.ts'
import type { TableCache } from './table-cache.ts'
import type { TableVersion } from './table-version.ts'

/** Smaller tables are answered from Parquet as fast. */
const fewRows = 50_000
/** What could not be laid out is not tried again for so long. */
const patienceMs = 10 * 60_000

/** The rows of a version as they are asked for: by their numbers, or in the order of a column. */
export type FindLayout = (version: TableVersion, sort?: Sort) => Promise<string | undefined>

/**
 * Large tables as files of DuckDB's own, which answer several times faster than Parquet; a sorted one holds all rows in the order of a column, so that
 * any page of it lies in one place. They are made behind the first question that wants them, one after the other, which is answered from Parquet
 * meanwhile, and go like everything in the cache. `fewest` is how many rows a table must have.
 */
export class Layouts {
  readonly #cache: TableCache
  readonly #fileOf: (version: TableVersion) => Promise<string>
  readonly #fewest: number
  readonly #onError: (error: unknown) => void
  readonly #stop = new AbortController()
  readonly #coming = new Map<string, Promise<void>>()
  readonly #failed = new Map<string, number>()
  #line: Promise<unknown> = Promise.resolve()

  constructor(
    cache: TableCache,
    fileOf: (version: TableVersion) => Promise<string>,
    { fewest = fewRows, onError = () => {} }: { fewest?: number; onError?: (error: unknown) => void } = {},
  ) {
    this.#cache = cache
    this.#fileOf = fileOf
    this.#fewest = fewest
    this.#onError = onError
  }

  /** The file where it is there; else it comes, unless the table is small. */
  readonly find: FindLayout = async (version, sort) => {
    if (version.rows < this.#fewest) return undefined
    const name = layoutName(version.sha256, version.columns, sort)
    const found = await this.#cache.find(name)
    if (found === undefined) this.#begin(name, version, sort)
    return found
  }

  /** When everything that was begun is there. */
  async settled(): Promise<void> {
    while (this.#coming.size > 0) await Promise.all(this.#coming.values())
  }

  close(): Promise<void> {
    this.#stop.abort()
    return this.settled()
  }

  #begin(name: string, version: TableVersion, sort: Sort | undefined): void {
    if (this.#coming.has(name) || this.#stop.signal.aborted) return
    if (Date.now() - (this.#failed.get(name) ?? 0) < patienceMs) return
    const made = this.#line
      .then(() => this.#make(name, version, sort))
      .catch((error: unknown) => {
        if (this.#stop.signal.aborted) return
        this.#failed.set(name, Date.now())
        this.#onError(error)
      })
      .finally(() => this.#coming.delete(name))
    this.#line = made
    this.#coming.set(name, made)
  }

  async #make(name: string, version: TableVersion, sort: Sort | undefined): Promise<void> {
    if (this.#stop.signal.aborted) return
    const parquet = await this.#fileOf(version)
    const folder = await this.#cache.workFolder()
    try {
      const target = join(folder, 'table.duckdb')
      const order = { parquet, folder, target, by: sort && `${quoted(sort.column)} ${directionOf(sort)}, ${rowNumber}` }
      const outcome = await runBuild(order, this.#stop.signal)
      if (outcome.kind === 'fault') throw new Error(outcome.message)
      await this.#cache.get(name, (temporary) => rename(target, temporary))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

const directionOf = ({ descending }: Sort) => `${descending ? 'desc' : 'asc'} nulls last`

function layoutName(sha256: string, columns: TableVersion['columns'], sort: Sort | undefined): string {
  if (!sort) return `${sha256}.duckdb`
  return `${sha256}-${layoutMark(columns, sort)}.duckdb`
}

/** How a sorted layout is told from others of its table: the place of the column, and which way. */
export function layoutMark(columns: TableVersion['columns'], { column, descending }: Sort): string {
  return `${columns.findIndex(({ name }) => name === column)}${descending ? 'd' : 'a'}`
}
