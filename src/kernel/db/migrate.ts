import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { getConstructionPlans } from 'pg-boss'

export type Migration = { name: string; sql: string; checksum: string }

export class MigrationError extends Error {
  override name = 'MigrationError'
}

// One process migrates at a time; the number only has to be the same everywhere.
const lock = 7_201_926

/** The migrations of all folders (`{ module: folder }`), in the order of their time stamps. */
export function readMigrations(folders: Readonly<Record<string, string>>): Migration[] {
  return Object.entries(folders)
    .flatMap(([module, folder]) =>
      readdirSync(folder)
        .filter((file) => file.endsWith('.sql'))
        .map((file) => {
          const sql = readFileSync(join(folder, file), 'utf8')
          return {
            name: `${file.replace(/\.sql$/, '')} (${module})`,
            sql,
            checksum: createHash('sha256').update(sql).digest('hex'),
          }
        }),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * Brings the database up to the given migrations, each in a transaction of its own, under a lock; gives the names it applied.
 * Refuses a database that is newer than this program, and a migration that was changed after it ran.
 */
export async function migrate(ownerUrl: string, migrations: readonly Migration[]): Promise<string[]> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'wegweiser-migrate' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lock])
    await client.query(`create table if not exists public.wegweiser_migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`)
    const { rows } = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from public.wegweiser_migrations',
    )
    const applied = new Map(rows.map((row) => [row.name, row.checksum]))
    refuseUnknown(applied, migrations)
    await prepareJobs(client)

    const done: string[] = []
    for (const migration of migrations) {
      if (applied.has(migration.name)) continue
      await apply(client, migration)
      done.push(migration.name)
    }
    return done
  } finally {
    await client.end()
  }
}

/** Whether the database holds exactly these migrations; the web process asks before it serves. */
export async function pendingMigrations(url: string, migrations: readonly Migration[]): Promise<string[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ known: boolean }>(
      `select to_regclass('public.wegweiser_migrations') is not null as known`,
    )
    if (!rows[0]?.known) return migrations.map((migration) => migration.name)
    const applied = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from public.wegweiser_migrations',
    )
    const names = new Map(applied.rows.map((row) => [row.name, row.checksum]))
    refuseUnknown(names, migrations)
    return migrations.map((migration) => migration.name).filter((name) => !names.has(name))
  } finally {
    await client.end()
  }
}

function refuseUnknown(applied: ReadonlyMap<string, string>, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration.checksum]))
  for (const [name, checksum] of applied) {
    const own = known.get(name)
    if (own === undefined)
      throw new MigrationError(`The database is newer than this program: it has «${name}». Start the newer release.`)
    if (own !== checksum)
      throw new MigrationError(
        `The migration «${name}» was changed after it ran. Restore its text and write a new one.`,
      )
  }
}

async function apply(client: Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin')
    await client.query(migration.sql)
    await client.query('insert into public.wegweiser_migrations (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw new MigrationError(
      `The migration «${migration.name}» failed: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    )
  }
}

/** The tables of the job queue belong to the owner like all others; the program may only use them. */
async function prepareJobs(client: Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(`select to_regclass('jobs.version') is not null as there`)
  if (!rows[0]?.there) await client.query(getConstructionPlans('jobs'))
  await client.query(`
    grant usage on schema jobs to wegweiser_app;
    grant select, insert, update, delete on all tables in schema jobs to wegweiser_app;
    grant usage on all sequences in schema jobs to wegweiser_app;
    grant execute on all functions in schema jobs to wegweiser_app;
    grant select on public.wegweiser_migrations to wegweiser_app`)
}
