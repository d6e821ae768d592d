import type { Client } from 'pg'
import { type About, ArchiveError } from './archive.ts'

export type Table = About['tables'][number]

/**
 * All tables that hold something, each after those it refers to, with the columns that are not computed. A partitioned table stands for its
 * partitions.
 */
export async function listTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<{ oid: number; name: string; columns: string[]; refers_to: number[] }>(`
    select c.oid::int as oid, format('%I.%I', n.nspname, c.relname) as name,
      (select array_agg(quote_ident(a.attname) order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      coalesce((select array_agg(k.confrelid::int) from pg_constraint k
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid), '{}') as refers_to
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition
      and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'
      and format('%I.%I', n.nspname, c.relname) <> 'public.wegweiser_migrations'
    order by name`)
  const sorted: typeof rows = []
  const rest = new Map(rows.map((row) => [row.oid, row]))
  while (rest.size > 0) {
    const next = [...rest.values()].find((row) => row.refers_to.every((oid) => !rest.has(oid)))
    if (!next) throw new Error(`tables refer to each other in a circle: ${[...rest.values()].map(({ name }) => name)}`)
    rest.delete(next.oid)
    sorted.push(next)
  }
  return sorted.map(({ name, columns }) => ({ name, columns }))
}

export async function listSequences(client: Client): Promise<About['sequences']> {
  const { rows: names } = await client.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and n.nspname not in ('pg_catalog', 'information_schema') order by name`)
  const sequences: About['sequences'] = []
  for (const { name } of names) {
    const { rows } = await client.query<{ value: string; is_called: boolean }>(
      `select last_value::text as value, is_called from ${name}`,
    )
    for (const { value, is_called } of rows) sequences.push({ name, value, isCalled: is_called })
  }
  return sequences
}

/**
 * The tables of an archive under the names that this database has for them. What an archive says is the word of whoever made the file: a
 * table, column or sequence that is not here letter by letter is refused, and only the catalogue's own names go into statements. Throws
 * `ArchiveError`.
 */
export async function knownTables(client: Client, about: Pick<About, 'tables' | 'sequences'>): Promise<Table[]> {
  const present = new Map((await listTables(client)).map((table) => [table.name, table]))
  const sequences = new Set((await listSequences(client)).map(({ name }) => name))
  const foreign = about.sequences.find(({ name }) => !sequences.has(name))
  if (foreign) throw new ArchiveError(`The archive has a sequence that this release does not make: ${foreign.name}.`)
  return about.tables.map(({ name, columns }) => {
    const own = present.get(name)
    if (!own) throw new ArchiveError(`The archive has a table that this release does not make: ${name}.`)
    return {
      name: own.name,
      columns: columns.map((column) => {
        const known = own.columns.find((one) => one === column)
        if (known === undefined)
          throw new ArchiveError(`The archive has a column that this release does not make: ${name}, ${column}.`)
        return known
      }),
    }
  })
}

/** `kernel.units (authority_id, id, …)`, as COPY wants it, of a table that `listTables` or `knownTables` gave: quoted by PostgreSQL itself. */
export function copyTarget({ name, columns }: Table): string {
  return `${name} (${columns.join(', ')})`
}
