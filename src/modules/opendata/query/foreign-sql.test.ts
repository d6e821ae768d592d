import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { slug, uuid } from '#kernel/ids.ts'
import { writeResult } from '#test/support/check-result.ts'
import { type GeneratedSql, generatedSql } from '#test/support/generated-sql.ts'
import { chanceOf, isLarge, seedOfRun } from '#test/support/random.ts'
import { buildTable } from '../tables/build-table.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { createTableReader } from './create-table-reader.ts'
import { RefusedStatementError, refuseForeignSql } from './inside/allowed-sql.ts'
import { QueryError } from './query-errors.ts'
import type { TableReader } from './table-reader.ts'

const secret = 'not-for-strangers-4711'
const titled = { de: 'x', fr: 'x', it: 'x', en: 'x' }

let folder: string
let reader: TableReader
let version: TableVersion

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wegweiser-foreign-'))
  await writeFile(
    join(folder, 'rows.csv'),
    `place,dogs\n${Array.from({ length: 2_000 }, (_, at) => `"place ${at % 7}",${at}`).join('\n')}\n`,
  )
  await writeFile(join(folder, 'secret.csv'), `place,dogs\n${secret},1\n`)
  const target = join(folder, 'table.parquet')
  const columns = [
    { name: 'place', type: 'VARCHAR', isJson: false },
    { name: 'dogs', type: 'BIGINT', isJson: false },
  ]
  await buildTable({ source: { path: join(folder, 'rows.csv'), format: 'csv' }, columns, folder, target })
  await buildTable({
    source: { path: join(folder, 'secret.csv'), format: 'csv' },
    columns,
    folder,
    target: join(folder, 'secret.parquet'),
  })
  reader = createTableReader(async () => target)
  version = {
    authorityId: slug('kriens'),
    dataSetId: uuid('00000000-0000-7000-8000-000000000001'),
    tableId: uuid('00000000-0000-7000-8000-000000000002'),
    number: 1,
    file: 'table',
    sha256: 'table',
    bytes: 1,
    rows: 2_000,
    columns: [
      { name: 'place', title: titled, type: 'string' },
      { name: 'dogs', title: titled, type: 'integer' },
    ],
    changes: null,
    note: null,
    madeAt: new Date(0),
    publishedAt: null,
  }
})
afterAll(async () => {
  await reader.close()
  await rm(folder, { recursive: true, force: true })
})

describe('what people ask is answered', () => {
  test.each([
    ['select count(*) as n from data', [[2000]]],
    [
      'SELECT "place", sum(dogs) s FROM data WHERE dogs < 3 GROUP BY 1 ORDER BY s DESC LIMIT 2',
      [
        ['place 2', 2],
        ['place 1', 1],
      ],
    ],
    ['with a as (select dogs from data where dogs in (1, 2)), b as (select max(dogs) m from a) select m from b', [[2]]],
    ['select a.dogs from data a join data b on a.dogs = b.dogs where a.dogs between 5 and 6 order by 1', [[5], [6]]],
    [`select case when place like 'place%' then upper(place) else '' end from data where dogs = 1;`, [['PLACE 1']]],
    ['select dogs, row_number() over (order by dogs desc) from data order by dogs desc limit 1', [[1999, 1]]],
    ['select 1 union all select 2 order by 1', [[1], [2]]],
    ['select dogs from data where dogs = (select max(dogs) from data)', [[1999]]],
    [
      `select cast('2026-11-26' as date) as d, null as n, 1.5::double as f, dogs::varchar as t from data limit 1`,
      [['2026-11-26', null, 1.5, '0']],
    ],
    ['select distinct place from data where exists (select 1) order by place limit 1', [['place 0']]],
    ['select data.place from data limit 1', [['place 0']]],
  ])('%s', async (statement, rows) => {
    expect((await reader.sql(version, statement)).rows).toEqual(rows)
  })

  test('more rows than are given are cut, and the answer says so', async () => {
    const answer = await reader.sql(version, 'select a.dogs from data a, data b where b.dogs < 20')
    expect(answer.isCut).toBe(true)
    expect(answer.rows).toHaveLength(32_000)
    expect(answer.columns).toEqual([{ name: 'dogs', type: 'BIGINT' }])
  })
})

const attacks = (at: string) => [
  `select * from '${at}/secret.parquet'`,
  `select * from "${at}/secret.parquet"`,
  `with "${at}/secret.parquet" as (select 1) select * from data, '${at}/secret.csv'`,
  `select * from read_csv('${at}/secret.csv')`,
  `select * from read_parquet('${at}/secret.parquet')`,
  `select * from read_text('/etc/passwd')`,
  `select * from read_blob('/etc/passwd')`,
  `select * from glob('/**')`,
  `select * from read_json_objects('/etc/passwd')`,
  `select * from 'https://example.org/a.csv'`,
  `select * from data where place in (select content from read_text('${at}/secret.csv'))`,
  `select (select string_agg(content, '') from read_text('${at}/secret.csv')) from data`,
  `copy data to '${at}/out.csv'`,
  `copy (select 1) to '${at}/out.csv'`,
  `select 1; copy data to '${at}/out.csv'`,
  `attach '${at}/x.db' as x`,
  `install httpfs`,
  `load httpfs`,
  `set lock_configuration = false`,
  `reset enable_external_access`,
  `pragma database_list`,
  `pragma enable_external_access`,
  `select * from duckdb_settings()`,
  `select * from duckdb_secrets()`,
  `select * from duckdb_views()`,
  `select * from duckdb_logs()`,
  `select * from duckdb_tables`,
  `select * from information_schema.tables`,
  `select * from pg_catalog.pg_class`,
  `select * from pg_tables`,
  `select * from sqlite_master`,
  `select * from (with sqlite_master as (select 1) select * from sqlite_master) a, sqlite_master`,
  `select * from pragma_table_info('data')`,
  `select * from main.data`,
  `select * from memory.main.data`,
  `select getenv('HOME')`,
  `select current_setting('allowed_paths')`,
  `select version()`,
  `select current_user`,
  `select current_query()`,
  `select * from query('select 1')`,
  `select * from query_table('data')`,
  `select * from sniff_csv('${at}/secret.csv')`,
  `select * from parquet_metadata('${at}/table.parquet')`,
  `select * from parquet_schema('${at}/secret.parquet')`,
  `select * from sql_auto_complete('se')`,
  `call duckdb_settings()`,
  `describe data`,
  `show tables`,
  `explain select * from data`,
  `explain analyze select * from data`,
  `create table x as select 1`,
  `drop view data`,
  `insert into data values (1)`,
  `update data set dogs = 1`,
  `delete from data`,
  `prepare x as select 1`,
  `execute x`,
  `export database '${at}/x'`,
  `checkpoint`,
  `vacuum`,
  `use memory`,
  `begin`,
  `with recursive r as (select 1 as n union all select n + 1 from r) select count(*) from r`,
  `with recursive data as (select 1 as n union all select n + 1 from data) select count(*) from data`,
  `select * from range(1000000000000)`,
  `select count(*) from generate_series(1, 1000000000000)`,
  `select unnest(range(1000000000))`,
  `select repeat('x', 1000000000) from data`,
  `select lpad('x', 1000000000, 'y') from data`,
  `select list(dogs) from data`,
  `select array_agg(dogs) from data`,
  `select [x for x in [1, 2]]`,
  `select list_transform([1], x -> x + 1)`,
  `select nextval('x')`,
  `select setseed(0.5)`,
  `select random() from data`,
  `select uuid()`,
  `select * from data tablesample 10%`,
  `select * from data at (version => 1)`,
  `pivot data on place using sum(dogs)`,
  `unpivot data on dogs into name n value v`,
  `from data`,
  `select columns('.*') from data`,
  `select * exclude (dogs) from data, lateral (select * from read_text('/etc/passwd'))`,
  `select 'x'::json`,
  `select cast('a' as secret_type) from data`,
  `values (1), (2)`,
  `select $1`,
  `select ?`,
  `select write_log('x')`,
  `select error('x')`,
  `select json_serialize_sql('select 1')`,
  `select * from json_execute_serialized_sql('{}')`,
  `select ${'('.repeat(6_000)}1${')'.repeat(6_000)}`,
  `select 1${' + 1'.repeat(500)}`,
  '',
  ';',
  '\0',
  `select 1 --\0`,
  `selec`,
  `{"error": false}`,
]

/** Statements that are allowed on purpose although they stand among the attacks: they read only the table, or say `duckdb` to everybody. */
const harmless = new Set(['from data', 'select current_user', `select columns('.*') from data`])

describe('attacks', () => {
  test('none reads, writes or hangs', async () => {
    const outcomes: Record<string, string> = {}
    for (const statement of attacks(folder)) {
      if (harmless.has(statement)) continue
      const outcome = await reader.sql(version, statement).then(
        (answer) => `answered ${JSON.stringify(answer).slice(0, 200)}`,
        (error: unknown) => (error instanceof QueryError ? error.message : `failed: ${String(error)}`),
      )
      const isRefused = outcome.startsWith('sql: ') && !outcome.includes(secret)
      if (!isRefused) outcomes[statement.slice(0, 200)] = outcome
    }
    expect(outcomes).toEqual({})
  })

  test('what would take for ever is ended, and the next one is answered', async () => {
    const heavy = 'select count(*) from data a, data b, data c, data d where a.dogs + b.dogs + c.dogs + d.dogs = 1'
    await expect(reader.sql(version, heavy)).rejects.toMatchObject({
      status: 413,
      userMessage: 'opendata.query.too_heavy',
    })
    expect((await reader.sql(version, 'select count(*) from data')).rows).toEqual([[2000]])
  }, 20_000)
})

/** What no answer may hold: the secrets of the other files, of the machine and of the settings. */
const shows = (answer: unknown): boolean => {
  const said = JSON.stringify(answer, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  return said.includes(secret) || said.includes('root:') || said.includes('enable_external')
}

/** The same table with forty rows, beside the same secrets. */
async function fewRows(): Promise<{ reader: TableReader; version: TableVersion }> {
  const [path, target] = [join(folder, 'few.csv'), join(folder, 'few.parquet')]
  await writeFile(path, `place,dogs\n${Array.from({ length: 40 }, (_, at) => `"place ${at % 7}",${at}`).join('\n')}\n`)
  const columns = [
    { name: 'place', type: 'VARCHAR', isJson: false },
    { name: 'dogs', type: 'BIGINT', isJson: false },
  ]
  await buildTable({ source: { path, format: 'csv' }, columns, folder, target })
  return { reader: createTableReader(async () => target), version: { ...version, rows: 40 } }
}

test('whoever loses her process to a neighbour, and the next one as well, is answered all the same', async () => {
  const { reader: own, version: few } = await fewRows()
  const slow = 'select count(*) from data a, data b, data c, data d where a.dogs + b.dogs + c.dogs + d.dogs >= 0'
  const answer = own.sql(few, slow)
  const killed = new Set<number>()
  for (let turn = 0; turn < 2; turn += 1) {
    const next = () => own.pids().find((pid) => !killed.has(pid))
    await expect.poll(next, { interval: 2, timeout: 10_000 }).toBeDefined()
    const pid = next() ?? 0
    killed.add(pid)
    process.kill(pid, 'SIGKILL')
  }
  expect((await answer).rows).toEqual([[40 ** 4]])
  await own.close()
})

describe('generated', () => {
  test('the check notices what is let through: the same statements, asked of DuckDB without our walls, show the secret', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    for (const source of [
      `read_csv('${folder}/secret.csv')`,
      `'${folder}/secret.parquet'`,
      `read_text('/etc/passwd')`,
    ]) {
      const open = await connection.runAndReadAll(`select * from ${source}`)
      expect(shows(open.getRowsJS())).toBe(true)
    }
    connection.closeSync()
  })

  const count = isLarge ? 100_000 : 400
  test(`none of ${count} texts reads anything but its table, none is a fault, none hangs`, async () => {
    const seed = isLarge ? seedOfRun() : 20_261_126
    const few = await fewRows()
    const outcomes = new Map<string, number>()
    const began = performance.now()
    let longest = { ms: 0, text: '' }
    const say = (kind: string, outcome: string) => {
      const name = `${kind}: ${outcome}`
      outcomes.set(name, (outcomes.get(name) ?? 0) + 1)
    }
    // What the list refuses is told from the tree alone; what it lets through is asked of the process, of a table with few rows, so that it ends.
    const parser = await (await DuckDBInstance.create(':memory:')).connect()
    const isLetThrough = async (text: string) => {
      const parsed = await parser.runAndReadAll(
        'select json_serialize_sql($1::varchar, skip_null := true, skip_empty := true)',
        [text],
      )
      try {
        refuseForeignSql(JSON.parse(String(parsed.getRowsJS()[0]?.[0])))
        return true
      } catch (error) {
        expect(error, text.slice(0, 300)).toBeInstanceOf(RefusedStatementError)
        return false
      }
    }
    let at = 0
    const ask = async ({ kind, text }: GeneratedSql) => {
      at += 1
      // A part of the refused ones goes all the way as well.
      if (isLarge && at % 20 > 0 && !text.includes('\0') && text.length <= 10_000 && !(await isLetThrough(text)))
        return say(kind, 'refused')
      const asked = performance.now()
      const outcome = await few.reader.sql(few.version, text).catch((error: unknown) => error)
      const ms = Math.round(performance.now() - asked)
      if (ms > longest.ms) longest = { ms, text: text.slice(0, 80) }
      const shown = JSON.stringify(text.slice(0, 300))
      if (outcome instanceof Error) {
        expect(outcome, shown).toMatchObject({
          userMessage: expect.stringMatching(/^opendata\.query\.(?:bad_sql|too_heavy)$/),
        })
        expect(shows(outcome.message.replaceAll(text.slice(0, 200), '')), shown).toBe(false)
        say(kind, outcome instanceof QueryError ? 'refused' : 'too heavy')
        return
      }
      expect(shows(outcome), shown).toBe(false)
      say(kind, 'answered')
    }
    // One after the other: whoever is at work beside one that takes too long is answered 503, which is no fault of the text.
    for (const one of generatedSql(chanceOf(seed), count, folder)) await ask(one)
    parser.closeSync()
    expect((await few.reader.sql(few.version, 'select count(*) from data')).rows).toEqual([[40]])
    await few.reader.close()
    const answered = [...outcomes].filter(([name]) => name.endsWith('answered')).reduce((sum, [, of]) => sum + of, 0)
    expect(answered).toBeGreaterThan(count / 20)
    if (!isLarge) return
    writeResult(
      'open-data-queries',
      [
        ['generated texts', count],
        ['of them read anything but their table', 0],
        ['of them were a fault, or ended the program', 0],
        ...[...outcomes].toSorted(([one], [other]) => (one < other ? -1 : 1)),
        ['longest answer', `${longest.ms} ms (the limit is 5 s): ${longest.text}`],
        ['seed', seed],
        ['duration', `${Math.round((performance.now() - began) / 1_000)} s`],
      ],
      'WEGWEISER_LARGE=yes bin/test src/modules/opendata/query/foreign-sql',
    )
  }, 7_200_000)
})
