import { execFileSync } from 'node:child_process'
import { statfsSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedServer } from '#kernel/db/embedded-server.ts'
import { migrate, readMigrations } from '#kernel/db/migrate.ts'
import { migrationFolders } from '../../src/app.ts'
import { projectFolder } from './process.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    database: { adminUrl: string; ownerUrl: string; appUrl: string }
    /** Where `openPreparedFolder` makes what it copies. */
    preparedFolder: string
  }
}

/** What the tests start as a program is built of the sources as they are now, as `bin/start` does it. */
function buildProgram(): void {
  execFileSync('sh', ['-c', '. bin/lib/prepare; build_program', 'bin/test'], { cwd: projectFolder, stdio: 'inherit' })
}

const gibibyte = 1024 ** 3

/**
 * Memory as a disk, where there is plenty: a database of 1,100 small files is there in a third of the time. What disks do is tested in
 * `test/faults` and `test/keeping`, on a disk.
 */
function quickestFolder(): string {
  const memory = '/dev/shm'
  try {
    const { bavail, bsize } = statfsSync(memory)
    return Math.min(bavail * bsize, freemem()) > 8 * gibibyte ? memory : tmpdir()
  } catch {
    return tmpdir()
  }
}

/**
 * One PostgreSQL server for the whole run. The database `wegweiser` is migrated once and becomes the template from which each test file
 * clones its own. `fsync` is off here and only here: what survives a crash is tested in `test/faults` with a server of its own.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  buildProgram()
  const folder = await mkdtemp(join(quickestFolder(), 'wegweiser-test-'))
  await chmod(folder, 0o755)
  const server = await startEmbeddedServer({
    folder,
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      wal_level: 'minimal',
      max_wal_senders: '0',
      // A clone is copied by the system, and nobody tidies up in what is dropped a moment later: together half of what a test's database costs.
      file_copy_method: 'clone',
      autovacuum: 'off',
      max_connections: '200',
    },
  })
  await migrate(server.ownerUrl, readMigrations(migrationFolders()))
  await closeTemplate(server.adminUrl)
  project.provide('database', { adminUrl: server.adminUrl, ownerUrl: server.ownerUrl, appUrl: server.appUrl })
  project.provide('preparedFolder', join(folder, 'prepared'))
  return async () => {
    await server.stop('immediate')
    await rm(folder, { recursive: true, force: true })
  }
}

async function closeTemplate(adminUrl: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  await client.query(`update pg_database set datistemplate = true where datname = 'wegweiser'`)
  await client.end()
}
