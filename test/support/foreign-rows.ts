import { Client } from 'pg'
import { asOwner, type TestDatabase } from './test-database.ts'

/** A column of a table of ours, as PostgreSQL describes it. */
export type Column = {
  table: string
  column: string
  type: string
  isGenerated: boolean
  isIdentity: boolean
  isNullable: boolean
}

/**
 * Tables that everybody may read because they are published anyway. Everything else has an owner, and rows of another authority
 * are neither read nor written, whoever asks.
 */
export const publishedTables: ReadonlySet<string> = new Set([
  'kernel.authorities',
  'kernel.authority_successions',
  'kernel.units',
  'kernel.unit_serves',
  'kernel.competences',
  'kernel.search_documents',
  'kernel.search_words',
  'egovernment.services',
  'egovernment.service_versions',
  'egovernment.service_offers',
  'egovernment.life_situations',
  'egovernment.service_uses',
  // A random value that changes with every publication, so that caches notice; no content.
  'egovernment.catalogue_revision',
  'opendata.catalogue_revision',
  'opendata.published_data_sets',
  'opendata.published_distributions',
  'opendata.data_set_changes',
  'opendata.dead_links',
  'opendata.link_looks',
  'opendata.uses',
  'opendata.published_questions',
  'opendata.published_series',
  'opendata.series_members',
  'opendata.table_arrivals',
  'strategy.populations',
  // What its authority has not published yet is kept back by the policy; the rows of this walk are all published.
  'opendata.table_versions',
  'opendata.file_versions',
])

/** Tables of the program itself, which any of its purposes may use: keys of jobs and sealed keys, no contents. */
export const programTables: ReadonlySet<string> = new Set([
  'kernel.handled',
  'kernel.facts',
  'kernel.sealing_keys',
  'kernel.loose_files',
  // What is known of a file or a person is needed by many purposes (submission, mail, erasure, sign-in); contents stay sealed.
  'kernel.stored_files',
  'kernel.parties',
  'kernel.party_authorities',
  'kernel.staff',
])

/** What whoever acts adds beside the act itself: what was done, and what has to follow from it. */
export const anyoneMayAdd: ReadonlySet<string> = new Set([
  'kernel.audit_entries',
  'kernel.audit_queue',
  'kernel.outbox',
])

export function readColumns(urls: TestDatabase): Promise<Column[]> {
  return asOwner<Column>(
    urls,
    `select n.nspname || '.' || c.relname as "table", a.attname as "column", format_type(a.atttypid, a.atttypmod) as type,
       a.attgenerated <> '' as "isGenerated", a.attidentity <> '' as "isIdentity", not a.attnotnull as "isNullable"
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'jobs', 'public', 'pg_toast')
       and a.attnum > 0 and not a.attisdropped order by 1, a.attnum`,
  )
}

/** Every uuid of the foreign rows. */
export const foreignId = '00000000-0000-7000-8000-0000000000aa'

/** One row of Kriens in every table, whatever its keys and checks: they are off in this clone from now on. */
export async function fillWithForeignRows(urls: TestDatabase, columns: readonly Column[]): Promise<void> {
  const client = new Client({ connectionString: urls.adminUrl })
  await client.connect()
  try {
    const checks = await client.query<{ drop: string }>(
      `select format('alter table %s drop constraint %I cascade', conrelid::regclass, conname) as drop from pg_constraint
       where contype = 'c' and conrelid <> 0 and connamespace::regnamespace::text not in ('pg_catalog', 'information_schema', 'jobs')`,
    )
    for (const { drop } of checks.rows) await client.query(drop)
    await client.query('set session_replication_role = replica')
    for (const table of new Set(columns.map((column) => column.table)))
      await client.query(`${insertRow(table, columns, foreignId)} on conflict do nothing`)
  } finally {
    await client.end()
  }
}

/** Adds a row of Kriens with this id in every uuid. */
export function insertRow(table: string, columns: readonly Column[], id: string): string {
  const own = columns.filter((column) => column.table === table && !column.isGenerated)
  const names = own.map((column) => `"${column.column}"`).join(', ')
  const values = own.map((column) => foreignValue(column).replaceAll(foreignId, id)).join(', ')
  return `insert into ${table} (${names}) overriding system value values (${values})`
}

/** What a foreign row holds in a column, as SQL. */
export function foreignValue({ column, type }: Pick<Column, 'column' | 'type'>): string {
  if (/authority/.test(column) && type === 'text') return `'kriens'`
  if (type.endsWith('[]')) return `'{}'`
  if (type === 'text' || type.startsWith('character')) return `'foreign-${column}'`
  if (type === 'uuid') return `'${foreignId}'`
  if (type === 'date') return `'2026-01-01'`
  if (type.startsWith('timestamp')) return `'2026-01-01T00:00:00Z'`
  if (type === 'boolean') return 'false'
  if (type === 'jsonb') return `'{}'`
  if (type === 'bytea') return `'\\x00'`
  if (type === 'tsvector') return `''`
  if (type === 'daterange' || type === 'tstzrange') return `'empty'`
  return '1'
}
