import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { Client } from 'pg'
import { inject } from 'vitest'
import { freePort, startEmbeddedServer } from '#kernel/db/embedded-server.ts'
import { startProgram } from './process.ts'
import { openFolder } from './start.ts'
import { workDone } from './work-done.ts'

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
  await workDone(ownerUrl, 60_000)
  await program.stop()
  renameSync(making, prepared)
}
