import {
  anyoneMayAdd,
  type Column,
  foreignValue,
  insertRow,
  programTables,
  publishedTables,
} from '#test/support/foreign-rows.ts'

/** One statement after a row of somebody else. */
export type ForeignStatement = {
  readonly kind: 'read' | 'change' | 'remove' | 'add'
  readonly table: string
  readonly text: string
}

const newId = '00000000-0000-7000-8000-0000000000ff'

/** Every statement that is tried at a table: its foreign row by each column that could find it, and round every corner we know. */
export function statementsAt(table: string, columns: readonly Column[], isProgram: boolean): ForeignStatement[] {
  const own = columns.filter((column) => column.table === table)
  const plain = own.filter(({ isGenerated, isIdentity }) => !isGenerated && !isIdentity)
  const some = plain[0]?.column ?? ''
  const filters = own
    .filter(({ type }) => /^(?:text|uuid|date|boolean)$/.test(type))
    .slice(0, 6)
    .map(isForeign)
  const where = filters[0] ?? 'true'
  const reads = [
    ...filters.map((filter) => `select * from ${table} where ${filter}`),
    `select 1 from ${table} where true or ${where}`,
    `select count(*) from ${table} having count(*) > 0`,
    `select 1 where exists (select from ${table} where ${where})`,
    `with x as materialized (select * from ${table}) select 1 from x`,
    `select 1 from ${table} a join ${table} b on a."${some}" is not distinct from b."${some}"`,
    `select 1 from (values (1)) v (n), lateral (select * from ${table} where ${where}) x`,
    `select 1 from ${table} where ctid = '(0,1)'`,
    `select 1 from ${table} tablesample system (100)`,
    `select xmax, tableoid::regclass from ${table} union all select xmax, tableoid::regclass from ${table}`,
    `select string_agg(t::text, ',') as leak from ${table} t having count(*) > 0`,
    // Tells by its fault what is in the row, if a filter of ours comes before the policy.
    `select 1 from ${table} t where (t::text)::int > 0`,
    `select 1 from ${table} t where 1 / (length(t::text) - length(t::text)) = 1`,
    `select 1 from ${table} where ${where} for key share`,
  ].map((text): ForeignStatement => ({ kind: 'read', table, text }))
  const changes = [
    `update ${table} set "${some}" = "${some}"`,
    ...filters.slice(0, 3).map((filter) => `update ${table} set "${some}" = "${some}" where ${filter}`),
    ...plain
      .filter(({ column, type }) => /authority|party_id|staff_id/.test(column) && /^(?:text|uuid)$/.test(type))
      .slice(0, 2)
      .map(({ column, type }) => `update ${table} set "${column}" = ${type === 'uuid' ? `'${newId}'` : `'luzern'`}`),
    `update ${table} a set "${some}" = b."${some}" from ${table} b where a.ctid = b.ctid`,
    `with x as (update ${table} set "${some}" = "${some}" returning 1) select 1 from x`,
  ].map((text): ForeignStatement => ({ kind: 'change', table, text }))
  const removals = [
    `delete from ${table}`,
    ...filters.slice(0, 3).map((filter) => `delete from ${table} where ${filter}`),
    `delete from ${table} a using ${table} b where a.ctid = b.ctid`,
    `with x as (delete from ${table} returning 1) select 1 from x`,
  ].map((text): ForeignStatement => ({ kind: 'remove', table, text }))
  const mayAdd = anyoneMayAdd.has(table) || !own.some(({ column }) => column === 'authority_id')
  const additions = mayAdd
    ? []
    : [insertRow(table, columns, newId), `${insertRow(table, columns, newId)} returning 1`].map(
        (text): ForeignStatement => ({ kind: 'add', table, text }),
      )
  if (isProgram && programTables.has(table)) return []
  if (table.endsWith('.catalogue_revision')) return []
  return [...(publishedTables.has(table) ? [] : reads), ...changes, ...removals, ...additions]
}

function isForeign(column: Column): string {
  return `"${column.column}" = ${foreignValue(column)}`
}

/** Somebody of whom the foreign rows know nothing: every uuid of hers is another. */
export const strangerId = (serial: number) => `00000000-0000-7000-9000-${serial.toString(16).padStart(12, '0')}`
