import { dirname } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { literal, quoted } from '../../query/quoted.ts'
import type { ForeignLayout, NdjsonLayout } from '../../tables/foreign-reading.ts'
import { foreignRowsSql, longestObject, ndjsonSql } from '../../tables/inside/foreign-sql.ts'
import { ColumnWatch } from './column-watch.ts'
import { classes, seeGroups, type Written } from './quick-classes.ts'
import type { RawRow } from './raw-table.ts'
import { isNothing } from './values.ts'

/** What DuckDB saw of one column: how its values are written, how many of each group there are, and all others one by one. */
export type QuickColumn = {
  readonly written: Written | undefined
  readonly counts: readonly number[]
  readonly others: ReadonlyMap<string, number>
  readonly empty: number
  /** Bytes of the longest value. */
  readonly longest: number
}

export type QuickTable = {
  readonly rows: number
  readonly columns: readonly QuickColumn[]
  /** Places of columns where the file itself says that there are texts; undefined where its format does not say that of values. */
  readonly texts: ReadonlySet<number> | undefined
  /** Whether no two rows have the same values in these places, nor nothing in one of them. */
  isUnique(places: readonly number[]): Promise<boolean>
  close(): void
}

/** Values of a column that are written in no way that DuckDB knows, of which each is read by itself. */
const mostOthers = 20_000
const sampleOthers = 2_000

/**
 * Has DuckDB read a large file to see what is in its columns. Undefined where it reads it otherwise than we do, or has not seen enough to tell:
 * whoever asked then reads it value by value.
 */
export async function seeQuickly(
  path: string,
  layout: ForeignLayout,
  sample: readonly RawRow[],
): Promise<QuickTable | undefined> {
  const written: (Written | undefined)[] = []
  for (let at = 0; at < widthOf(layout); at += 1) {
    const guessed = guess(sample.map(({ cells }) => cells[at] ?? null))
    if (guessed === 'any') return undefined
    written.push(guessed)
  }
  const { connection, close } = await connect(path)
  const from = foreignRowsSql(path, layout)
  try {
    const grouped = `(select *, ${written.map(groupSql).join(', ')} from ${from})`
    const [seen = []] = await ask(connection, `select count(*), ${written.map(columnSql).join(', ')} from ${grouped}`)
    const [rows, ...cells] = seen
    const columns: QuickColumn[] = []
    for (const one of written) {
      const length = (one?.groups.length ?? 0) + 3
      columns.push(columnOf(one, Number(rows), cells.splice(0, length)))
    }
    if (columns.some(({ others }) => others.size > mostOthers)) {
      close()
      return undefined
    }
    const texts = layout.kind === 'ndjson' ? await textsOf(connection, path, layout) : undefined
    const uniques = new Map<string, Promise<boolean>>()
    const isUnique = (places: readonly number[]) => {
      const known = uniques.get(places.join()) ?? findUnique(places)
      uniques.set(places.join(), known)
      return known
    }
    const findUnique = async (places: readonly number[]) => {
      const keys = places.map((at) => keySql(columns[at], at))
      const isFilled = places.map((at) => `c${at} is not null`).join(' and ')
      const all = keys.length === 1 ? keys[0] : `(${keys.join(', ')})`
      const [[filled, distinct] = []] = await ask(
        connection,
        `select count(*) filter (where ${isFilled}), count(distinct ${all}) filter (where ${isFilled}) from ${from}`,
      )
      return Number(filled) === Number(rows) && Number(distinct) === Number(rows)
    }
    return { rows: Number(rows), columns, texts, isUnique, close }
  } catch {
    // What DuckDB does not like of it is told better by those who read it line by line.
    close()
    return undefined
  }
}

function widthOf(layout: ForeignLayout): number {
  switch (layout.kind) {
    case 'csv':
      return layout.width
    case 'parquet':
      return layout.columns.length
    case 'ndjson':
      return layout.names.length
  }
}

/** The columns of NDJSON with any text in quotes. Throws where an object has another field or none, or what only DuckDB takes for JSON. */
async function textsOf(connection: DuckDBConnection, path: string, layout: NdjsonLayout): Promise<ReadonlySet<number>> {
  const [[isOdd, found] = []] = await ask(
    connection,
    `select bool_or(len(names) = 0 or isOdd), to_json(list_distinct(flatten(list(distinct names))))::varchar from (
      select json_keys(json) as names, regexp_matches(json::varchar, ${literal(String.raw`,[ \t\r]*[}\]]`)}) as isOdd
      from read_ndjson_objects(${literal(path)}, maximum_object_size = ${longestObject}))`,
  )
  const names: readonly string[] = JSON.parse(String(found))
  if (isOdd !== false || names.some((name) => !layout.names.includes(name))) throw new Error('read line by line')
  const isText = layout.names.map((name) => {
    const json = `${quoted(name)}::varchar`
    return `coalesce(bool_or(starts_with(${json}, '"') and ${json} <> '""'), false)`
  })
  const [areTexts = []] = await ask(connection, `select ${isText.join(', ')} from ${ndjsonSql(path, layout)}`)
  return new Set(areTexts.flatMap((one, at) => (one === true ? [at] : [])))
}

/** A column's values as the watch that reads all of them sees them. */
export function watchOf({ written, counts, others, empty }: QuickColumn): ColumnWatch {
  const watch = new ColumnWatch()
  watch.see(null, empty)
  if (written) seeGroups(watch, written, counts)
  for (const [text, count] of others) watch.see(text, count)
  return watch
}

/** Whether any value stands for none. */
export const hasNothing = ({ others }: QuickColumn): boolean => [...others.keys()].some(isNothing)

/** In which way most values are written; undefined where few different ones are; `any` where nobody can say. */
function guess(cells: readonly (string | null)[]): Written | undefined | 'any' {
  const filled = cells.flatMap((cell) => (cell === null ? [] : [cell]))
  const written = classes.find(({ looks }) => filled.filter((cell) => looks.test(cell)).length > filled.length / 2)
  const others = filled.filter((cell) => !written?.looks.test(cell))
  return new Set(others).size > sampleOthers ? 'any' : written
}

/** In which group of its class each value of a column is, found once for all that is asked of it; null where it is not of that class. */
function groupSql(written: Written | undefined, at: number): string {
  const cell = `c${at}`
  const groups = (written?.groups ?? []).map(({ sql }, group) => `when ${sql(cell)} then ${group}`)
  const isWritten = written ? `coalesce(${written.sql(cell)}, false)` : 'false'
  return `case when not ${isWritten} then null ${groups.join(' ')} end::tinyint as g${at}`
}

function columnSql(written: Written | undefined, at: number): string {
  const cell = `c${at}`
  const groups = (written?.groups ?? []).map((_, group) => `count(*) filter (where g${at} = ${group})`)
  const others = `to_json(histogram(${cell}) filter (where ${cell} is not null and g${at} is null))::varchar`
  return [`count(${cell})`, `max(strlen(${cell}))`, others, ...groups].join(', ')
}

function columnOf(
  written: Written | undefined,
  rows: number,
  [filled, longest, others, ...counts]: readonly unknown[],
): QuickColumn {
  const each: readonly [string, unknown][] = Object.entries(JSON.parse(String(others ?? '{}')) ?? {})
  return {
    ...{ written, counts: counts.map(Number), empty: rows - Number(filled), longest: Number(longest ?? 0) },
    others: new Map(each.map(([text, count]) => [text, Number(count)])),
  }
}

/** Numbers are told apart faster than texts. */
function keySql(column: QuickColumn | undefined, at: number): string {
  const areNumbers = column?.written?.name === 'integer' && column.others.size === 0
  return areNumbers ? `try_cast(c${at} as bigint)` : `c${at}`
}

async function connect(path: string): Promise<{ connection: DuckDBConnection; close: () => void }> {
  const folder = dirname(path)
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    memory_limit: '700MB',
    temp_directory: folder,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  await connection.run(`set allowed_directories = [${literal(folder)}]`)
  await connection.run("set timezone = 'UTC'")
  await connection.run('set enable_external_access = false')
  await connection.run('set lock_configuration = true')
  const close = () => {
    connection.closeSync()
    instance.closeSync()
  }
  return { connection, close }
}

async function ask(connection: DuckDBConnection, statement: string): Promise<unknown[][]> {
  return (await connection.runAndReadAll(statement)).getRowsJS()
}
