import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { startEmbeddedServer } from './embedded-server.ts'

async function query<Row extends Record<string, unknown>>(url: string, statement: string): Promise<Row[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(statement)).rows
  } finally {
    await client.end()
  }
}

test('a server that a killed process left running is taken over; one that was killed itself recovers', async () => {
  const folder = await openFolder()
  const first = await startEmbeddedServer({ folder })
  onTestFinished(async () => {
    await (await startEmbeddedServer({ folder })).stop('immediate')
    await rm(folder, { recursive: true, force: true })
  })
  expect(first.isAdopted).toBe(false)
  await query(first.ownerUrl, 'create table kept as select 42 as n')

  const second = await startEmbeddedServer({ folder })
  expect(second.isAdopted).toBe(true)
  expect(second.appUrl).toBe(first.appUrl)

  const pid = Number((await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0])
  process.kill(pid, 'SIGKILL')
  await waitUntilGone(pid)
  const third = await startEmbeddedServer({ folder })
  expect(third.isAdopted).toBe(false)
  expect(await query(third.ownerUrl, 'select n from kept')).toEqual([{ n: 42 }])
})

test('the two roles have no more rights than they need, and data is written through', async () => {
  const folder = await openFolder()
  const server = await startEmbeddedServer({ folder })
  onTestFinished(async () => {
    await server.stop('immediate')
    await rm(folder, { recursive: true, force: true })
  })
  const roles = await query(
    server.ownerUrl,
    `select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname like 'wegweiser%' order by 1`,
  )
  const none = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false }
  expect(roles).toEqual(['wegweiser', 'wegweiser_app', 'wegweiser_owner'].map((rolname) => ({ rolname, ...none })))
  await expect(query(server.appUrl, 'create table public.x (n int)')).rejects.toMatchObject({ code: '42501' })
  const settings = await query(
    server.appUrl,
    `select name, setting from pg_settings where name in ('fsync', 'data_checksums', 'listen_addresses') order by 1`,
  )
  expect(settings).toEqual([
    { name: 'data_checksums', setting: 'on' },
    { name: 'fsync', setting: 'on' },
    { name: 'listen_addresses', setting: '' },
  ])
})

/** A folder that PostgreSQL's own user can enter, so that the data stays there also when the tests run as root. */
async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wegweiser-embedded-'))
  await chmod(folder, 0o755)
  return folder
}

async function waitUntilGone(pid: number): Promise<void> {
  execFileSync('sh', ['-c', `n=0; while kill -0 ${pid} 2>/dev/null && [ $n -lt 200 ]; do sleep 0.05; n=$((n+1)); done`])
}
