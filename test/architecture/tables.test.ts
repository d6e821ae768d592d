import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { type Actor, publicActor } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import { statement } from '#kernel/db/transaction.ts'
import { slug, uuid } from '#kernel/ids.ts'
import {
  anyoneMayAdd,
  type Column,
  fillWithForeignRows,
  foreignId,
  insertRow,
  programTables,
  publishedTables,
  readColumns,
} from '#test/support/foreign-rows.ts'
import { asOwner, cloneDatabase, type TestDatabase, testNow } from '#test/support/test-database.ts'

/** Unique keys that cross authorities on purpose: numbers and hashes that are random or canton-wide by design. */
const cantonWideKeys = new Set([
  'kernel.audit_links(entry_id)',
  'kernel.api_keys(key_hash)',
  'kernel.uploads(token_hash)',
  // A project of one authority serves a goal of another; whoever joins them sees both.
  'strategy.edges(from_authority,from_id,from_audience)',
  'strategy.edges(to_authority,to_id,to_audience)',
])

let urls: TestDatabase
let database: Database
let columns: Column[]
let tables: string[]

beforeAll(async () => {
  urls = await cloneDatabase()
  database = new Database({ connectionString: urls.appUrl, poolSize: 2, clock: fixedClock(testNow) })
  columns = await readColumns(urls)
  tables = [...new Set(columns.map((column) => column.table))]
  await fillWithForeignRows(urls, columns)
})

afterAll(async () => {
  await database.close()
  await urls.drop()
})

const actors: Record<string, Actor> = {
  'a clerk of Luzern': {
    kind: 'staff',
    staffId: uuid('00000000-0000-7000-8000-0000000000bb'),
    identityId: null,
    name: 'Testa Muster',
    memberships: [{ authorityId: slug('luzern'), unitId: null, role: 'admin' }],
    hasSecondFactor: true,
  },
  'a person': {
    kind: 'person',
    identityId: uuid('00000000-0000-7000-8000-0000000000cc'),
    partyId: uuid('00000000-0000-7000-8000-0000000000dd'),
    represents: [],
    level: 'high',
  },
  'the holder of another case': {
    kind: 'case',
    authorityId: slug('luzern'),
    caseId: uuid('00000000-0000-7000-8000-0000000000ee'),
  },
  nobody: publicActor,
  'the program for a purpose unheard of': { kind: 'system', purpose: 'nothing' },
}

test('every table is looked at', () => {
  expect(tables.length).toBeGreaterThan(10)
})

test('every table with an owner has row policies, and the application owns nothing', async () => {
  const rows = await asOwner<{ table: string; isSecured: boolean; policies: number; owner: string }>(
    urls,
    `select n.nspname || '.' || c.relname as "table", c.relrowsecurity as "isSecured", pg_get_userbyid(c.relowner) as owner,
       (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'jobs', 'public')`,
  )
  const bare = rows.filter((row) => !publishedTables.has(row.table) && (!row.isSecured || row.policies === 0))
  expect(bare).toEqual([])
  expect(rows.filter((row) => row.owner !== 'wegweiser_owner')).toEqual([])
})

test('published tables that the application may write have policies for it', async () => {
  const rows = await asOwner<{ table: string }>(
    urls,
    `select distinct g.table_schema || '.' || g.table_name as "table" from information_schema.role_table_grants g
     join pg_class c on c.relname = g.table_name join pg_namespace n on n.oid = c.relnamespace and n.nspname = g.table_schema
     where g.grantee = 'wegweiser_app' and g.privilege_type in ('INSERT', 'UPDATE', 'DELETE') and not c.relrowsecurity
       and g.table_schema not in ('jobs', 'public')`,
  )
  expect(rows).toEqual([])
})

test('the application role has no rights that go round the policies', async () => {
  const rows = await asOwner(
    urls,
    `select table_schema || '.' || table_name as "table", privilege_type from information_schema.role_table_grants
     where grantee in ('wegweiser_app', 'wegweiser', 'PUBLIC') and privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER')
       and table_schema not in ('pg_catalog', 'information_schema', 'jobs')`,
  )
  expect(rows).toEqual([])
})

/** They follow from a write that the policies let through, in the rows of its authority, and nobody can call them: a lead writes a month, and has no right to a credit's total. */
const followingWrites = ['add_money', 'keep_last_rating', 'rename_decisions', 'show_partner', 'take_money']

// `accesses_of` asks for its purpose itself (and is tried below), because array operators cannot use an index under a policy.
test('no function that one can call but one runs with the rights of its owner, no view looks with them, no copy is kept outside the policies', async () => {
  const definers = await asOwner(
    urls,
    `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where p.prosecdef and not (p.prorettype = 'trigger'::regtype and p.proconfig = array['search_path=""'] and n.nspname = 'strategy'
         and p.proname = any ($1)) and n.nspname not in ('pg_catalog', 'information_schema', 'jobs')`,
    [followingWrites],
  )
  const views = await asOwner(
    urls,
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname not in ('pg_catalog', 'information_schema', 'jobs')
       and (c.relkind = 'm' or (c.relkind = 'v' and not coalesce(c.reloptions::text like '%security_invoker=true%', false)))`,
  )
  expect({ definers, views }).toEqual({
    definers: [{ name: 'kernel.accesses_of(text,uuid,bigint,integer)' }],
    views: [],
  })
})

test('unique and foreign keys do not cross authorities', async () => {
  const rows = await asOwner<{ key: string; kind: string }>(
    urls,
    `select c.conrelid::regclass::text || '(' || string_agg(a.attname, ',' order by a.attnum) || ')' as key, c.contype::text as kind
     from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
     where c.contype in ('u', 'f') and exists (select from pg_attribute t where t.attrelid = c.conrelid and t.attname = 'authority_id' and not t.attisdropped)
       and c.connamespace::regnamespace::text not in ('jobs', 'public')
       and (c.contype = 'u' or exists (select from pg_attribute r where r.attrelid = c.confrelid and r.attname = 'authority_id' and not r.attisdropped))
       and not exists (select from pg_attribute o where o.attrelid = c.conrelid and o.attnum = any (c.conkey) and o.attname like '%authority_id')
     group by c.oid, c.conrelid, c.contype order by 1`,
  )
  const crossing = rows.filter(
    (row) => !cantonWideKeys.has(row.key) && !publishedTables.has(row.key.split('(')[0] ?? ''),
  )
  expect(crossing).toEqual([])
})

describe.each(Object.entries(actors))('%s', (name, actor) => {
  const isProgram = name.startsWith('the program')

  test('reads no row of Kriens', async () => {
    const seen: string[] = []
    for (const table of tables) {
      if (publishedTables.has(table) || (isProgram && programTables.has(table))) continue
      const count = await database
        .read(actor, (scope) =>
          scope.db.executeQuery<{ n: number }>(statement(`select count(*)::int as n from ${table}`)),
        )
        .then(({ rows }) => rows[0]?.n ?? 0, refusal)
      if (count !== 0) seen.push(table)
    }
    expect(seen).toEqual([])
  })

  test('changes and removes no row of Kriens', async () => {
    const changed: string[] = []
    for (const table of tables) {
      if (table.endsWith('.catalogue_revision') || (isProgram && programTables.has(table))) continue
      const column = columns.find((one) => one.table === table && !one.isGenerated && !one.isIdentity)?.column ?? ''
      for (const text of [`update ${table} set "${column}" = "${column}"`, `delete from ${table}`]) {
        const count = await database
          .write(actor, (scope) => scope.db.executeQuery(statement(text)))
          .then(({ numAffectedRows }) => Number(numAffectedRows ?? 0n), refusal)
        if (count !== 0) changed.push(`${table}: ${text.slice(0, 6)}`)
      }
    }
    expect(changed).toEqual([])
  })

  test('adds no row to a table of Kriens', async () => {
    const added: string[] = []
    for (const table of tables) {
      if (anyoneMayAdd.has(table) || (isProgram && programTables.has(table))) continue
      const own = columns.filter((column) => column.table === table && !column.isGenerated)
      if (!own.some((column) => column.column === 'authority_id')) continue
      const text = insertRow(table, columns, '00000000-0000-7000-8000-0000000000ff')
      const isIn = await database
        .write(actor, (scope) => scope.db.executeQuery(statement(text)))
        .then(
          () => true,
          (error: unknown) => refusal(error) !== 0,
        )
      if (isIn) added.push(table)
    }
    expect(added).toEqual([])
  })
})

/** A refused right or a violated policy counts as nothing done; any other fault is the test's own. */
function refusal(error: unknown): number {
  if (typeof error === 'object' && error !== null && 'code' in error && error.code === '42501') return 0
  throw error
}

test('the search path, a reset role or a forged setting of another transaction open nothing', async () => {
  const clerk = actors['a clerk of Luzern'] ?? publicActor
  const attempts = ['reset role', 'reset all', `set role wegweiser_owner`, `set session authorization wegweiser_owner`]
  for (const text of attempts) {
    const seen = await database
      .read(clerk, async (scope) => {
        await scope.db.executeQuery(statement(text))
        return scope.db.executeQuery<{ n: number }>(statement('select count(*)::int as n from kernel.audit_entries'))
      })
      .then(({ rows }) => rows[0]?.n ?? 0, refusal)
    expect(seen, text).toBe(0)
  }
})

test.each(Object.entries(actors))("the one function with its owner's rights tells %s nothing", async (_name, actor) => {
  const { rows } = await database.read(actor, (scope) =>
    scope.db.executeQuery(
      statement(`select * from kernel.accesses_of('kriens', '${foreignId}', 9223372036854775807, 10)`),
    ),
  )
  expect(rows).toEqual([])
})
