import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { Client } from 'pg'
import { expect, inject } from 'vitest'
import { freePort, startEmbeddedServer } from '#kernel/db/embedded-server.ts'
import { startProgram } from './process.ts'
import { openFolder } from './start.ts'

/** Any number that no other lock of the server has. */
const preparing = 20_261_126

/**
 * A folder in which the program has been started once and has done all that it does then; one of its own is removed when the running test ends. It saves what a
 * first start takes, where that is not what is tested. Made once for all tests of a run: the others wait for it and take a copy.
 */
export async function openPreparedFolder(folder = openFolder()): Promise<string> {
  const prepared = inject('preparedFolder')
  const client = new Client({ connectionString: inject('database').adminUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [preparing])
    if (!existsSync(prepared)) await prepare(prepared)
  } finally {
    await client.end()
  }
  execFileSync('cp', ['-a', `${prepared}/.`, folder])
  return folder
}

async function prepare(prepared: string): Promise<void> {
  const making = `${prepared}.making`
  mkdirSync(making, { mode: 0o755 })
  const program = await startProgram({ dataFolder: making, port: await freePort() })
  const { ownerUrl } = await startEmbeddedServer({ folder: `${making}/postgres` })
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  const left = async () => {
    const text = `select (select count(*) from kernel.outbox)::int
      + (select count(*) from jobs.job where state < 'completed' and start_after <= now())::int as count`
    return (await client.query<{ count: number }>(text)).rows[0]?.count
  }
  await expect.poll(left, { timeout: 60_000 }).toBe(0)
  await client.end()
  await program.stop()
  renameSync(making, prepared)
}
