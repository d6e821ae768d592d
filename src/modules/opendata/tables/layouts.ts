import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Column } from './column.ts'
import { runBuild } from './run-build.ts'
import type { TableCache } from './table-cache.ts'
import type { TableVersion } from './table-version.ts'

/** Smaller tables are answered from Parquet as fast. */
const fewRows = 50_000
/** What could not be laid out is not tried again for so long. */
const patienceMs = 10 * 60_000

/** Rows as DuckDB reads them fastest, or the ranks of their values (`ranks/inside/rank-order.ts`). */
type Kind = 'duckdb' | 'ranks'

/** The file of a version as it is asked for. */
export type FindLayout = (version: TableVersion, kind: Kind) => Promise<string | undefined>

/**
 * Large tables as files that answer several times faster than Parquet. They are made behind the first question that wants them, one after the other, which is answered from Parquet
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
  readonly find: FindLayout = async (version, kind) => {
    if (version.rows < this.#fewest || (kind === 'ranks' && isTooLarge(version))) return undefined
    const name = `${version.sha256}.${kind}`
    const found = await this.#cache.find(name)
    if (found === undefined) this.#begin(name, version, kind)
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

  #begin(name: string, version: TableVersion, kind: Kind): void {
    if (this.#coming.has(name) || this.#stop.signal.aborted) return
    if (Date.now() - (this.#failed.get(name) ?? 0) < patienceMs) return
    const made = this.#line
      .then(() => this.#make(name, version, kind))
      .catch((error: unknown) => {
        if (this.#stop.signal.aborted) return
        this.#failed.set(name, Date.now())
        this.#onError(error)
      })
      .finally(() => this.#coming.delete(name))
    this.#line = made
    this.#coming.set(name, made)
  }

  async #make(name: string, version: TableVersion, kind: Kind): Promise<void> {
    if (this.#stop.signal.aborted) return
    const parquet = await this.#fileOf(version)
    const folder = await this.#cache.workFolder()
    try {
      const target = join(folder, `table.${kind}`)
      const { rows, columns } = version
      const order = kind === 'duckdb' ? { parquet } : { ranksOf: parquet, rows, columns: columns.map(shapeOf) }
      const outcome = await runBuild({ ...order, folder, target }, this.#stop.signal)
      if (outcome.kind === 'fault') throw new Error(outcome.message)
      await this.#cache.get(name, (temporary) => rename(target, temporary))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

const shapeOf = ({ name, type }: Column) => ({ name, type })

/** Larger ones would take gigabytes, and minutes to make. */
const isTooLarge = ({ rows, columns }: TableVersion) => rows > 20_000_000 || rows * columns.length > 200_000_000
