import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { inject, onTestFinished } from 'vitest'
import { type Clock, fixedClock } from '#kernel/clock.ts'
import { Database } from '#kernel/db/database.ts'

/** Sunday, 22 November 2026, 14:30 in Switzerland: the day it is in all tests. */
export const testNow = '2026-11-22T13:30:00Z'

export type DatabaseUrls = { adminUrl: string; ownerUrl: string; appUrl: string }
export type TestDatabase = DatabaseUrls & { drop(): Promise<void> }

/** A database of its own, cloned from the migrated template. Call `drop` when done. */
export function cloneDatabase(): Promise<TestDatabase> {
  return makeDatabase('wegweiser')
}

/** A database with nothing in it, not even migrations. Call `drop` when done. */
export function emptyDatabase(): Promise<TestDatabase> {
  return makeDatabase('template0')
}

/** How much is in a database from the beginning: the 80 authorities, or all that the demo's content brings. */
export type Furniture = 'authorities' | 'content'

/**
 * A database that already holds what `furnish` puts in. That is done once in a run, by the first who asks; everybody else waits for it.
 */
export async function cloneFurnished(
  furniture: Furniture,
  furnish: (urls: DatabaseUrls) => Promise<void>,
): Promise<TestDatabase> {
  const template = `wegweiser_${furniture}` as const
  const client = new Client({ connectionString: inject('database').adminUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1, hashtext($2))', [furnishing, furniture])
    const { rows } = await client.query<{ ready: boolean }>(
      'select exists (select from pg_database where datname = $1 and datistemplate) as ready',
      [template],
    )
    if (!rows[0]?.ready) {
      await client.query(`drop database if exists ${template}`)
      await client.query(`create database ${template} template wegweiser owner wegweiser_owner`)
      await furnish(urlsOf(template))
      await client.query('update pg_database set datistemplate = true where datname = $1', [template])
    }
  } finally {
    await client.end()
  }
  return makeDatabase(template)
}

// The number only has to be the same for all who ask.
const furnishing = 7_201_930

async function makeDatabase(from: 'wegweiser' | 'template0' | `wegweiser_${Furniture}`): Promise<TestDatabase> {
  const { adminUrl } = inject('database')
  const name = `test_${randomBytes(6).toString('hex')}`
  await asAdmin(adminUrl, `create database ${name} template ${from} owner wegweiser_owner strategy file_copy`)
  return { ...urlsOf(name), drop: () => asAdmin(adminUrl, `drop database if exists ${name} with (force)`) }
}

function urlsOf(name: string): DatabaseUrls {
  const { adminUrl, ownerUrl, appUrl } = inject('database')
  const at = (url: string) => url.replace(/\/(?:wegweiser|postgres)\?/, `/${name}?`)
  return { adminUrl: at(adminUrl), ownerUrl: at(ownerUrl), appUrl: at(appUrl) }
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** A `Database` as the application role on a clone; closed and dropped when the running test ends. */
export async function openTestDatabase(
  clock: Clock = fixedClock(testNow),
): Promise<{ database: Database; urls: TestDatabase }> {
  const urls = await cloneDatabase()
  const database = new Database({ connectionString: urls.appUrl, poolSize: 4, clock })
  onTestFinished(async () => {
    await database.close()
    await urls.drop()
  })
  return { database, urls }
}

/** Runs SQL as the owner of the tables, for setting a stage and for looking behind the policies. */
export async function asOwner<Row extends Record<string, unknown>>(
  urls: TestDatabase,
  statement: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: urls.ownerUrl })
  await client.connect()
  try {
    return (await client.query<Row>(statement, values)).rows
  } finally {
    await client.end()
  }
}
