import type { Chance } from './random.ts'

/** A text of SQL that was made, and what kind of mischief is in it. */
export type GeneratedSql = { readonly kind: string; readonly text: string }

const grammar: Readonly<Record<string, readonly [string, ...string[]]>> = {
  statement: [
    '<select>',
    '<select> union all <select>',
    '<select> except <select>',
    'with <name> as (<select>) <select>',
  ],
  select: [
    'select <value> from <from>',
    'select <value>, <value> from <from> where <condition>',
    'select * from <from> limit 3',
    'select count(*) from <from>',
    'select <value> from <from> group by all order by 1 limit 5',
    'select distinct <value> from <from> order by 1 desc nulls last limit 4 offset 2',
    'select <function>(<value>) over (partition by place order by dogs) from <from> limit 2',
    'select place, <function>(dogs) from <from> group by place having count(*) > 1',
    'select (<select>)',
  ],
  from: [
    'data',
    'data',
    'data a join data b using (dogs)',
    '(<select>) t',
    'data t',
    '(values (1), (2)) v',
    '<name>',
    '<source>',
    'data, lateral (<select>) l',
  ],
  source: [
    `'@/secret.parquet'`,
    `"@/secret.csv"`,
    `read_text('@/secret.csv')`,
    `read_csv('@/secret.csv')`,
    `read_csv_auto(['@/secret.csv'])`,
    `read_parquet(['@/secret.parquet', '@/table.parquet'])`,
    `read_blob('@/secret.*')`,
    `read_json('/proc/self/environ')`,
    `'/etc/passwd'`,
    `read_text('/etc/passwd')`,
    `'https://example.org/a.parquet'`,
    `read_csv('http://127.0.0.1:1/a.csv')`,
    `glob('@/*')`,
    `duckdb_settings()`,
    'duckdb_tables()',
    'information_schema.tables',
    'information_schema.columns',
    'pg_catalog.pg_class',
    `query('<select>')`,
    `query_table('data')`,
    'sqlite_master',
    `pragma_show('data')`,
    `parquet_metadata('@/secret.parquet')`,
    `sniff_csv('@/secret.csv')`,
    'unnest([1,2])',
    'range(10)',
    'memory.main.data',
  ],
  value: [
    'place',
    'dogs',
    '1',
    `'x'`,
    'null',
    '<function>(<value>)',
    '<value> + 1',
    '<value> || place',
    '(<select>)',
    'cast(<value> as varchar)',
    'try_cast(<value> as integer)',
    'sum(dogs) over (partition by place)',
    `case when <condition> then <value> end`,
    `'2026-11-26'::date`,
    `interval 3 day`,
  ],
  forbidden: [
    `getenv('HOME')`,
    `current_setting('allowed_paths')`,
    'version()',
    'current_database()',
    `read_text('@/secret.csv')`,
    '[<value>]',
    '{a: <value>}',
    'list(place)',
    `repeat(place, 100000000)`,
    `nextval('s')`,
    'random()',
    `pg_typeof(dogs)`,
    `list_transform([1], lambda x: x)`,
    `columns('.*')`,
    `json_execute_serialized_sql('{}')`,
    `format('{}', place)`,
    `set_bit('0'::bit, 0, 1)`,
    `getvariable('x')`,
    `query('select 1')`,
    `enum_range(null::varchar)`,
  ],
  function: [
    'upper',
    'length',
    'max',
    'count',
    'sum',
    'coalesce',
    'abs',
    'lower',
    'min',
    'string_agg',
    'first',
    'median',
    'round',
    'left',
  ],
  condition: [
    'dogs = 1',
    `place like '%1'`,
    '<value> is null',
    'dogs in (<select>)',
    'exists (<select>)',
    '<condition> or <condition>',
    'not (<condition>)',
    'dogs between 3 and 9',
    `regexp_matches(place, '(a*)*b')`,
    `place = ' or ''1''=''1'`,
  ],
  name: ['data', 'a', 'sqlite_master', 'duckdb_tables', `"@/secret.csv"`, 'pg_class', 'secret', 'Data', '"data"'],
  command: [
    `copy (<select>) to '@/out.csv'`,
    `copy data from '@/secret.csv'`,
    `attach '@/secret.parquet' as s`,
    `attach 'https://example.org/x.db'`,
    'set lock_configuration = false',
    'set enable_external_access = true',
    `set allowed_paths = ['/']`,
    'reset all',
    'pragma database_list',
    `pragma show_tables`,
    'drop view data',
    'install httpfs',
    'load spatial',
    `create table t as <select>`,
    `create macro m() as 1`,
    `create secret s (type s3)`,
    'call duckdb_settings()',
    'describe data',
    'explain analyze <select>',
    'insert into data values (1)',
    'update data set dogs = 1',
    'delete from data',
    'use memory',
    'begin',
    'checkpoint',
    `export database '@/out'`,
    `import database '@/out'`,
    `prepare p as <select>`,
    'vacuum',
    'summarize data',
  ],
}

function grown(symbol: string, chance: Chance, depth = 0): string {
  const choices: readonly [string, ...string[]] = grammar[symbol] ?? ['']
  // Deep down the first choice, which mostly ends.
  const chosen = depth > 6 ? choices[0] : chance.one(choices)
  return chosen.replace(/<(\w+)>/g, (_, inner: string) => (depth > 10 ? '1' : grown(inner, chance, depth + 1)))
}

const oddLetters = [
  'é',
  'ß',
  '\u202e',
  '\u200b',
  '\ufeff',
  '𝔡',
  '\u0000',
  '\u001f',
  '｀',
  '＇',
  '；',
  '\ud83d\ude00',
] as const
const separators = [' ', '\n', '\t', '/**/', ' -- \n', '/* ; drop view data */'] as const

const spliced = (text: string, chance: Chance, part: string): string => {
  const at = chance.number(text.length + 1)
  return text.slice(0, at) + part + text.slice(at)
}

/** How a text is made of each kind; `@` stands for the folder in which the secrets lie. */
const kinds = {
  'allowed language': (chance: Chance) => grown('statement', chance),
  'other tables and files': (chance: Chance) => `select * from ${grown('source', chance)}`,
  'other tables inside': (chance: Chance) =>
    chance.one([
      `select place from data where place in (select * from ${grown('source', chance)})`,
      `select (select count(*) from ${grown('source', chance)}) from data limit 1`,
      `with x as (select * from ${grown('source', chance)}) select * from x`,
      `select * from data a join ${grown('source', chance)} b on true limit 2`,
      `select * from data union all select * from ${grown('source', chance)}`,
      `with ${grown('name', chance)} as (select 1) select * from ${grown('source', chance)}, ${grown('name', chance)}`,
    ]),
  commands: (chance: Chance) => grown('command', chance),
  'several statements': (chance: Chance) =>
    chance.one([
      `${grown('select', chance)}; ${grown('command', chance)}`,
      `${grown('command', chance)}; ${grown('select', chance)};`,
      `;;${grown('select', chance)};;`,
      `${grown('select', chance)} -- ${grown('command', chance)}`,
      `/* ${grown('command', chance)} */ ${grown('select', chance)}`,
      `/*! ${grown('command', chance)} */; ${grown('command', chance)}`,
    ]),
  functions: (chance: Chance) => `select ${grown('forbidden', chance)} from data limit 2`,
  recursion: (chance: Chance) =>
    chance.one([
      `with recursive r as (select 1 as n union all select n + 1 from r) select ${grown('value', chance)} from r`,
      `with recursive data as (${grown('select', chance)} union ${grown('select', chance)}) select * from data`,
      `with recursive r(n) as (select dogs from data union all select r.n from r, data) select count(*) from r`,
      `with a as materialized (${grown('select', chance)}), b as (select * from a) select * from b, a limit 2`,
    ]),
  'deep nesting': (chance: Chance) => {
    const depth = 2 + chance.number(600)
    return chance.one([
      `select ${'('.repeat(depth)}${grown('value', chance)}${')'.repeat(depth)} from data limit 1`,
      `${'select * from ('.repeat(depth)}select 1${') t'.repeat(depth)}`,
      `select ${'not '.repeat(depth)}true`,
      `select ${'-'.repeat(depth)}1`,
      `select ${'case when true then '.repeat(depth)}1${' end'.repeat(depth)}`,
      `select 1${' + 1'.repeat(depth)}`,
    ])
  },
  'very long': (chance: Chance) =>
    chance.one([
      `select '${'x'.repeat(chance.number(20_000))}' from data limit 1`,
      `select ${'dogs, '.repeat(chance.number(2_000))}1 from data limit 1`,
      `select * from data where dogs in (${'1, '.repeat(chance.number(4_000))}1) limit 1`,
      `select 1 --${'-'.repeat(chance.number(12_000))}`,
    ]),
  'odd letters': (chance: Chance) => spliced(grown('statement', chance), chance, chance.one(oddLetters)),
  comments: (chance: Chance) => grown('statement', chance).replaceAll(' ', () => chance.one(separators)),
  'broken texts': (chance: Chance) => {
    const text = grown('statement', chance)
    const [from, length] = [chance.number(text.length), chance.number(12)]
    return chance.one([
      text.slice(0, from),
      text.slice(0, from) + text.slice(from + length),
      spliced(text, chance, text.slice(from, from + length)),
    ])
  },
  'mixed case and quotes': (chance: Chance) =>
    grown('statement', chance).replace(/\w/g, (letter) => (chance.number(3) === 0 ? letter.toUpperCase() : letter)),
} satisfies Readonly<Record<string, (chance: Chance) => string>>

/** The same texts for the same chance, all kinds in turn. */
export function* generatedSql(chance: Chance, count: number, folder: string): Generator<GeneratedSql> {
  const all = Object.entries(kinds).map(([kind, make]) => ({ kind, make }))
  for (let at = 0; at < count; at += 1) {
    const one = all[at % all.length]
    if (!one) return
    yield { kind: one.kind, text: one.make(chance).replaceAll('@', folder) }
  }
}
