import { Client } from 'pg'
import type { DatabaseUrls } from './test-database.ts'

/**
 * Runs statements that put very many rows into a table, without its indexes, which are made again afterwards: that takes half the time of
 * keeping them at each row. Constraints stay.
 */
export async function fillTable(
  { ownerUrl }: DatabaseUrls,
  table: `${string}.${string}`,
  statements: readonly (readonly [text: string, values?: readonly unknown[]])[],
): Promise<void> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string; definition: string }>(
      `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
       where i.indrelid = $1::regclass and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
      [table],
    )
    if (rows.length === 0) throw new Error(`${table} has no index that could be left out`)
    await client.query(`set maintenance_work_mem = '256MB'`)
    for (const { name } of rows) await client.query(`drop index ${name}`)
    for (const [text, values = []] of statements) await client.query(text, [...values])
    for (const { definition } of rows) await client.query(definition)
    await client.query(`vacuum (analyze) ${table}`)
  } finally {
    await client.end()
  }
}
