import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, expect, test } from 'vitest'
import { childrenOf } from '#test/support/children-of.ts'
import { runBuild } from './run-build.ts'

const folder = mkdtempSync(join(tmpdir(), 'wegweiser-build-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const builders = () => childrenOf(process.pid, 'build-process')
const order = (name: string) => ({
  source: { path: join(folder, name), format: 'csv' as const },
  columns: [{ name: 'wert', type: 'BIGINT', isJson: false }],
  ...{ folder, target: join(folder, `${name}.parquet`) },
})
writeFileSync(join(folder, 'drei.csv'), 'wert\n1\n2\n3\n')
// Whoever reads it waits until somebody writes, which nobody does.
execFileSync('mkfifo', [join(folder, 'nie.csv')])
const writer = openSync(join(folder, 'nie.csv'), 'r+')
afterAll(() => closeSync(writer))
const openFiles = (pid: number) =>
  readdirSync(`/proc/${pid}/fd`).flatMap((name) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${name}`)
    } catch {
      return []
    }
  })
const three = { kind: 'built', rows: 3, changes: null, extent: null }

test('an order goes to another process where the one that waited ends before it takes it, and to none where it ends after', async () => {
  expect(await runBuild(order('drei.csv'))).toEqual(three)
  const [waiting = 0] = builders()
  process.kill(waiting, 'SIGSTOP')
  const given = runBuild(order('drei.csv'))
  process.kill(waiting, 'SIGKILL')
  expect(await given).toEqual(three)

  const [second = 0] = builders()
  expect(second).not.toBe(waiting)
  const ended = expect(runBuild(order('nie.csv'))).rejects.toThrow('making a table ended: SIGKILL')
  await expect.poll(() => openFiles(second), { interval: 5, timeout: 20_000 }).toContain(join(folder, 'nie.csv'))
  process.kill(second, 'SIGKILL')
  await ended
  expect(builders()).toEqual([])
})

test('a column may be called as DuckDB calls its own numbers of rows', async () => {
  writeFileSync(join(folder, 'rowid.csv'), 'rowid\n70\n50\n')
  const columns = [{ name: 'rowid', type: 'BIGINT', isJson: false }]
  expect(await runBuild({ ...order('rowid.csv'), columns })).toMatchObject({ kind: 'built', rows: 2 })
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const read = await connection.runAndReadAll(`select * from '${join(folder, 'rowid.csv.parquet')}'`)
  expect(read.getRowsJson()).toEqual([
    ['1', '70'],
    ['2', '50'],
  ])
  connection.closeSync()
})
