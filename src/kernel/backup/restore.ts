import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type Migration, migrate } from '../db/migrate.ts'
import type { FileStore } from '../files/file-store.ts'
import { type About, ArchiveError, checkArchive, readArchive, type Sums } from './archive.ts'
import { copyTarget, knownTables, type Table } from './tables.ts'

export type RestoreParts = {
  readonly ownerUrl: string
  readonly files: FileStore
  /** All migrations of this release. */
  readonly migrations: readonly Migration[]
  /** Tables that stay empty: sessions, links that work once, sign-ins under way. */
  readonly momentary: readonly string[]
  readonly say: (line: string) => void
}

export type Restored = { readonly about: About; readonly sums: Sums; readonly migrated: readonly string[] }

/**
 * Brings an archive back into an empty system: first it is read once to its end and compared with its own sums, then the database gets the
 * migrations that the archive was made under, its rows in one transaction, and the migrations that came since. Broken off, it can be begun
 * again. Throws `ArchiveError` with a sentence for what whoever restores can mend.
 */
export async function restore(parts: RestoreParts, file: string): Promise<Restored> {
  const { ownerUrl, migrations, say } = parts
  const { about, sums } = await checkArchive(file)
  say(`Archive     whole, of ${about.madeAt}`)
  refuseNewer(about, migrations)
  await refuseFull(ownerUrl)
  const then = new Set(about.migrations.map(({ name }) => name))
  await migrate(
    ownerUrl,
    migrations.filter(({ name }) => then.has(name)),
  )
  await loadFiles(parts.files, file)
  say(`Files       ${sums.files}`)
  await loadTables(parts, file, { about, sums })
  say(`Rows        ${Object.values(sums.rows).reduce((sum, count) => sum + count, 0)}`)
  const migrated = await migrate(ownerUrl, migrations)
  if (migrated.length > 0) say(`Migrations  ${migrated.length} that came since`)
  return { about, sums, migrated }
}

function refuseNewer({ migrations }: About, known: readonly Migration[]): void {
  const own = new Map(known.map(({ name, checksum }) => [name, checksum]))
  const foreign = migrations.find(({ name, checksum }) => own.get(name) !== checksum)
  if (foreign)
    throw new ArchiveError(
      `The archive was made by a newer or another release: it has «${foreign.name}». Restore with that release.`,
    )
}

/** Only into an empty system: what is there would be mixed with what comes. */
async function refuseFull(ownerUrl: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ there: boolean }>(
      `select to_regclass('kernel.authorities') is not null as there`,
    )
    if (!rows[0]?.there) return
    const { rowCount } = await client.query(
      'select from kernel.authorities union all select from kernel.audit_entries limit 1',
    )
    if (rowCount !== 0)
      throw new ArchiveError(
        'The database is not empty. Restore into a new one: another WEGWEISER_DATA, or an empty database of your server.',
      )
  } finally {
    await client.end()
  }
}

async function loadFiles(files: FileStore, file: string): Promise<void> {
  for await (const { name, content } of readArchive(file)) {
    const [folder, id] = name.split('/')
    if (folder === 'files' && id !== undefined) await files.put(id, Readable.from(content, { objectMode: false }))
  }
}

async function loadTables(
  { ownerUrl, momentary }: RestoreParts,
  file: string,
  { about, sums }: Pick<Restored, 'about' | 'sums'>,
): Promise<void> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'wegweiser-restore' })
  await client.connect()
  try {
    await client.query('begin')
    const known = await knownTables(client, about)
    await emptyTables(client, known)
    const tables = new Map(known.map((table) => [table.name, table]))
    for await (const { name, content } of readArchive(file)) {
      const table = tables.get(name.split('/')[1] ?? '')
      if (!name.startsWith('tables/') || !table) continue
      await pipeline(content, client.query(copyFrom(`copy ${copyTarget(table)} from stdin`)))
    }
    for (const { name } of known) await client.query(`alter table ${name} enable trigger user`)
    for (const { name, value, isCalled } of about.sequences)
      await client.query('select setval($1::regclass, $2::bigint, $3)', [name, value, isCalled])
    await compareCounts(client, known, sums)
    await forgetMomentary(client, known, momentary)
    await client.query('commit')
  } finally {
    await client.end()
  }
}

/** What the migrations themselves put in goes, and triggers rest: rows come back as they were. */
async function emptyTables(client: Client, known: readonly Table[]): Promise<void> {
  await client.query(`truncate ${known.map(({ name }) => name).join(', ')}`)
  for (const { name } of known) await client.query(`alter table ${name} disable trigger user`)
}

/** An archive is older than what was ended since: nobody is signed in by it, and no link that works once works again. */
async function forgetMomentary(client: Client, known: readonly Table[], momentary: readonly string[]): Promise<void> {
  for (const { name } of known) if (momentary.includes(name)) await client.query(`delete from ${name}`)
  await client.query(
    'update kernel.staff set invitation_hash = null, invitation_expires_at = null where invitation_hash is not null',
  )
}

async function compareCounts(client: Client, known: readonly Table[], { rows: counts }: Sums): Promise<void> {
  for (const { name } of known) {
    const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from ${name}`)
    if (rows[0]?.n !== counts[name])
      throw new ArchiveError(`${name} has ${rows[0]?.n} rows and not the ${counts[name]} of the archive.`)
  }
}
