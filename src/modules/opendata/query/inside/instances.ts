import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { literal } from '../quoted.ts'
import type { Files } from './orders.ts'

const mostOpen = 6

type Open = { readonly instance: DuckDBInstance; readonly idle: DuckDBConnection[]; uses: number }

/**
 * DuckDB over the files of one version each, the latest used ones kept open. An instance reads its own files and nothing else: other files, the
 * network, extensions and settings are closed to it before the first statement of anybody runs
 * (https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview).
 */
export class Instances {
  readonly #open = new Map<string, Promise<Open>>()

  /** Runs `work` on a connection of its own. */
  async use<Result>(files: Files, work: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    const { connection, release } = await this.take(files)
    try {
      return await work(connection)
    } finally {
      release()
    }
  }

  /** A connection that is held until `release`. */
  async take(files: Files): Promise<{ connection: DuckDBConnection; release: () => void }> {
    const key = JSON.stringify(files)
    const opening = this.#open.get(key) ?? openFiles(files)
    this.#open.delete(key)
    this.#open.set(key, opening)
    opening.catch(() => this.#open.delete(key))
    const open = await opening
    open.uses += 1
    const connection = open.idle.pop() ?? (await open.instance.connect())
    this.#closeOld()
    return {
      connection,
      release: () => {
        open.uses -= 1
        open.idle.push(connection)
        this.#closeOld()
      },
    }
  }

  #closeOld(): void {
    if (this.#open.size <= mostOpen) return
    for (const [key, opening] of [...this.#open].slice(0, this.#open.size - mostOpen))
      opening.then(
        (open) => {
          if (open.uses > 0 || this.#open.size <= mostOpen || !this.#open.delete(key)) return
          for (const connection of open.idle) connection.closeSync()
          open.instance.closeSync()
        },
        () => {},
      )
  }
}

const isOwn = (path: string) => path.endsWith('.duckdb')

async function openFiles(files: Files): Promise<Open> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    memory_limit: '256MB',
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    preserve_insertion_order: 'true',
  })
  const connection = await instance.connect()
  const own = isOwn(files.data) ? [files.data, `${files.data}.wal`] : [files.data]
  const paths = [...own, files.before, files.boxes].filter((path) => path !== undefined)
  await connection.run(`set allowed_paths = [${paths.map(literal).join(', ')}]`)
  await connection.run("set timezone = 'UTC'")
  await connection.run('set enable_external_access = false')
  if (isOwn(files.data)) await connection.run(`attach ${literal(files.data)} as rows (read_only)`)
  const from = isOwn(files.data) ? 'rows.data' : `read_parquet(${literal(files.data)})`
  await connection.run(`create view data as select * from ${from}`)
  if (files.before !== undefined)
    await connection.run(`create view before as select * from read_parquet(${literal(files.before)})`)
  if (files.boxes !== undefined)
    await connection.run(`create view boxes as select * from read_parquet(${literal(files.boxes)})`)
  await connection.run('set lock_configuration = true')
  return { instance, idle: [connection], uses: 0 }
}
