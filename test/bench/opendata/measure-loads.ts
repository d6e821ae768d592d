import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Kernel } from '#kernel/kernel.ts'
import { literal } from '#modules/opendata/query/quoted.ts'
import { writeBenchCsv } from './generate-rows.ts'
import { type Loaded, loadFile } from './prepare.ts'

export type LoadLine = Loaded & { readonly format: string }

/** How long it takes until rows are a version: read, typed, keys checked, written as Parquet, with checksum. */
export async function measureLoads(
  kernel: Kernel,
  { folder, large, rows, say }: { folder: string; large: number; rows: number; say: (text: string) => void },
): Promise<LoadLine[]> {
  const lines: LoadLine[] = []
  const measured = async (format: 'csv' | 'ndjson' | 'parquet', path: string) => {
    const line = { format, ...(await loadFile(kernel, path, format)) }
    say(`${line.rows} rows as ${format}: read in ${Math.round(line.read)} ms, stored in ${Math.round(line.stored)} ms`)
    lines.push(line)
  }
  const csv = join(folder, 'large.csv')
  await writeBenchCsv(csv, large, 5)
  await measured('csv', csv)
  const others = { parquet: join(folder, 'rows.parquet'), ndjson: join(folder, 'rows.ndjson') }
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`create view rows as select * from read_csv(${literal(csv)}, header = true) limit ${rows}`)
  await connection.run(`copy (from rows) to ${literal(others.parquet)} (format parquet)`)
  await connection.run(`copy (from rows) to ${literal(others.ndjson)} (format json)`)
  connection.closeSync()
  instance.closeSync()
  await rm(csv)
  await measured('parquet', others.parquet)
  await measured('ndjson', others.ndjson)
  return lines
}
