import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { LRUCache } from '#kernel/sealing/lru-cache.ts'
import { layoutOf } from '../downloads/line-sql.ts'
import { planByRanks } from '../ranks/plan-by-ranks.ts'
import { listChangesSql } from '../tables/change-sql.ts'
import type { SoughtBox } from '../tables/extent.ts'
import type { FindLayout } from '../tables/layouts.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { missesAmong, unsureSql } from './box-misses.ts'
import { toCell } from './cell-sql.ts'
import { planGroups } from './group-sql.ts'
import type { Files, Order, Outcome, Rows, Statement } from './inside/orders.ts'
import { writePlace } from './page-place.ts'
import { profileOf } from './profile.ts'
import { QueryBusyError, QueryError, QueryLostError, QueryTooHeavyError } from './query-errors.ts'
import { type Held, QueryPool } from './query-pool.ts'
import { type PagePlan, planPage, wholeSql } from './row-sql.ts'
import type { ColumnProfile, RowPage, RowQuery, TableReader } from './table-reader.ts'

type Answer<Kind extends Outcome['kind']> = Extract<Outcome, { kind: Kind }>

const common = { atOnce: 4, waiting: 400, perTable: 100, bytes: 1_200_000_000 }
const mostForeignRows = 32_000
const mostForeignLetters = 10_000
/** Files that are under way at once: whoever reads slowly holds one. */
const mostFiles = 40

/**
 * The one way to the rows of versions. `fileOf` gives the path of a version's Parquet file, `boxesOf` that of the boxes around its rows. Our own queries run in two processes, whole
 * files in one and files of chosen rows in another, strangers' SQL in one of its own with less time and memory; all start when first needed and end with
 * `close`.
 */
export function createTableReader(
  fileOf: (version: TableVersion) => Promise<string>,
  {
    findLayout = async () => undefined,
    boxesOf = () => Promise.reject(new Error('no boxes here')),
    folder = '',
  }: {
    findLayout?: FindLayout
    boxesOf?: (version: TableVersion) => Promise<string>
    /** Where the layouts are. */
    folder?: string
  } = {},
): TableReader {
  const own = new QueryPool({ ...common, processes: 2, milliseconds: 20_000 })
  // A file that breaks off cannot be asked for again, so no page and no choice of rows that takes too much ends the process of whole ones.
  const whole = new QueryPool({ ...common, processes: 1, milliseconds: 20_000 })
  const chosen = new QueryPool({ ...common, processes: 1, milliseconds: 20_000 })
  const foreign = new QueryPool({ ...common, processes: 1, atOnce: 2, waiting: 40, perTable: 10, milliseconds: 5_000 })
  const other = { program: join(import.meta.dirname, '../ranks/inside/rank-process.ts'), folder }
  const ranked = new QueryPool({ ...common, other, processes: 1, milliseconds: 20_000 })
  // Whoever lost her process to a heavy neighbour asks again where she has none.
  const quiet = new QueryPool({ ...common, processes: 1, atOnce: 1, waiting: 40, perTable: 10, milliseconds: 5_000 })
  const pools = [own, whole, chosen, foreign, ranked, quiet]
  const counts = new LRUCache<number>(2_000)
  const besides = new LRUCache<readonly string[]>(200)
  const profiles = new LRUCache<readonly ColumnProfile[]>(100)
  let files = 0

  /** The rows as they are answered from fastest. */
  const filesOf = async (version: TableVersion): Promise<Files> => {
    return { data: (await findLayout(version, 'duckdb')) ?? (await fileOf(version)) }
  }

  const run = async (
    version: TableVersion,
    statements: readonly Statement[],
    hasBox = false,
  ): Promise<readonly Rows[]> => {
    const rowFiles = await filesOf(version)
    const files = hasBox ? { ...rowFiles, boxes: await boxesOf(version) } : rowFiles
    const order: Order = { kind: 'run', files, statements }
    return (await ask(own, version, order, 'rows')).results
  }

  /** Versions never change: what was counted once holds. */
  const countOf = async (version: TableVersion, count: Statement | undefined, hasBox: boolean): Promise<number> => {
    if (!count) return version.rows
    const key = JSON.stringify([version.sha256, count])
    const known = counts.get(key)
    if (known !== undefined) return known
    const [rows] = await run(version, [count], hasBox)
    const counted = Number(rows?.[0]?.[0])
    counts.set(key, counted)
    return counted
  }

  const missesOf = async (version: TableVersion, box: SoughtBox): Promise<readonly string[]> => {
    const unsure = unsureSql(version, box)
    if (!unsure) return []
    const key = JSON.stringify([version.sha256, box])
    const known = besides.get(key)
    if (known) return known
    const [found = []] = await run(version, [unsure], true)
    const made = missesAmong(found, box)
    besides.set(key, made)
    return made
  }

  /** A page with its count, from ranks where they are there and hold all that is asked for. */
  const byRanks = async (version: TableVersion, query: RowQuery, plan: PagePlan) => {
    const order = planByRanks(version, query, plan)
    if (!order) return undefined
    const file = await findLayout(version, 'ranks')
    if (file === undefined) return undefined
    const outcome = await ranked.ask(version.tableId, { ...order, file })
    return outcome.kind === 'unranked' ? undefined : expected(outcome, 'page')
  }

  const byDuckDb = async (version: TableVersion, query: RowQuery, plan: PagePlan) => {
    const hasBox = query.box !== undefined
    const [[found = []], counted] = await Promise.all([
      run(version, [plan.page], hasBox),
      query.counts ? countOf(version, plan.count, hasBox) : null,
    ])
    return { rows: found, total: counted }
  }

  const rows = async (version: TableVersion, query: RowQuery): Promise<RowPage> => {
    const misses = query.box && (await missesOf(version, query.box))
    const plan = planPage(version, { ...query, misses })
    const { rows: raw, total } = (await byRanks(version, query, plan)) ?? (await byDuckDb(version, query, plan))
    const isBack = query.before !== undefined
    const shown = isBack ? raw.slice(0, query.limit).reverse() : raw.slice(0, query.limit)
    const hasMore = raw.length > query.limit
    const width = plan.columns.length
    const placeOf = (row: readonly unknown[]): string => {
      const values = textsOf(row.slice(width))
      return writePlace(plan.sort, query.isDistinct ? { offset: plan.offset + shown.length } : { values })
    }
    const last = isBack || hasMore ? shown.at(-1) : undefined
    const first = (isBack ? hasMore : query.after !== undefined && !query.isDistinct) ? shown[0] : undefined
    return {
      columns: plan.columns,
      rows: shown.map((row) => plan.columns.map(({ type }, at) => toCell(row[at], type))),
      total,
      next: last ? placeOf(last) : null,
      previous: first ? placeOf(first) : null,
    }
  }

  return {
    rows,

    async group(version, query) {
      const { columns, statement, count, sort, isByKey, offset } = planGroups(version, query)
      const [[found = []], total] = await Promise.all([
        run(version, [statement]),
        query.counts ? countOf(version, count, false) : null,
      ])
      const shown = found.slice(0, query.limit)
      const placeAfter = (last: readonly unknown[]) =>
        writePlace(sort, isByKey ? { values: textsOf(last.slice(columns.length)) } : { offset: offset + shown.length })
      const last = found.length > shown.length ? shown.at(-1) : undefined
      return {
        columns: columns.map(({ name }) => name),
        rows: shown.map((row) => columns.map(({ column }, at) => toCell(row[at], column?.type))),
        total,
        next: last ? placeAfter(last) : null,
      }
    },

    async profile(version) {
      const known = profiles.get(version.sha256)
      if (known) return known
      const made = await profileOf(version.columns, (statements) => run(version, statements))
      profiles.set(version.sha256, made)
      return made
    },

    async download(version, format, query = {}) {
      const isChosen =
        (query.filters?.length ?? 0) + (query.sort?.length ?? 0) + (query.offset ?? 0) > 0 ||
        Boolean(query.search) ||
        query.isDistinct === true
      if (format === 'parquet') {
        if (isChosen || query.columns || query.limit !== undefined) throw new QueryError('operator', 'parquet')
        return createReadStream(await fileOf(version))
      }
      const { columns } = wholeSql(version, query, () => '')
      const layout = typeof format === 'function' ? format(columns) : layoutOf(format, columns)
      const { statement } = wholeSql(version, query, layout.line)
      const order: Order = { kind: 'open', files: await filesOf(version), statement, shape: layout.shape }
      if (files >= mostFiles) throw new QueryBusyError()
      files += 1
      return stream((isChosen ? chosen : whole).hold(version.tableId), order, () => {
        files -= 1
      })
    },

    async sql(version, statement) {
      if (statement.length > mostForeignLetters) throw new QueryError('sql', `more than ${mostForeignLetters} letters`)
      const files = { data: await fileOf(version) }
      const order: Order = { kind: 'foreign', files, statement, mostRows: mostForeignRows }
      const { result } = await askBeside({ foreign, quiet }, version, order)
      return { ...result, rows: result.rows.map((row) => row.map(asCell)) }
    },

    async changes(before, after, { limit, after: place }) {
      if (!Number.isSafeInteger(limit) || limit < 1 || limit > 1_000) throw new QueryError('limit', String(limit))
      const { isHere, at } = readChangePlace(place)
      const files: Files = { data: await fileOf(after), before: await fileOf(before) }
      const statement = {
        sql: listChangesSql(before.columns, after.columns),
        values: [String(isHere), at, String(limit + 1)],
      }
      const { results } = await ask(own, after, { kind: 'run', files, statements: [statement] }, 'rows')
      const found = results[0] ?? []
      const shown = found.slice(0, limit).map(([kind, oldRow, newRow]) => ({
        kind: changeKind(kind),
        before: oldRow === null || oldRow === undefined ? null : Number(oldRow),
        after: newRow === null || newRow === undefined ? null : Number(newRow),
      }))
      const end = found.length > limit ? shown.at(-1) : undefined
      return { changes: shown, next: end ? `${end.after === null ? 'r' : 'n'}${end.after ?? end.before}` : null }
    },

    pids: () => pools.flatMap((pool) => pool.pids()),

    async close() {
      for (const pool of pools) pool.close()
    },
  }
}

/** What sorts a row or a group, as a place holds it. */
const textsOf = (cells: readonly unknown[]): (string | null)[] =>
  cells.map((value) => (value === null || value === undefined ? null : String(value)))

async function ask<Kind extends Outcome['kind']>(
  pool: QueryPool,
  { tableId }: TableVersion,
  order: Order,
  kind: Kind,
): Promise<Answer<Kind>> {
  return expected(await pool.ask(tableId, order), kind)
}

/** A stranger's statement; where what ran beside it took its process away, it is asked again in one in which nothing runs beside it. */
async function askBeside(
  { foreign, quiet }: { readonly foreign: QueryPool; readonly quiet: QueryPool },
  { tableId }: TableVersion,
  order: Order,
): Promise<Answer<'foreign'>> {
  const outcome = await foreign.askOnce(tableId, order).catch((error: unknown) => {
    if (!(error instanceof QueryLostError)) throw error
    return quiet.ask(tableId, order)
  })
  return expected(outcome, 'foreign')
}

/** What was asked for, or the fault as an error. */
function expected<Kind extends Outcome['kind']>(outcome: Outcome, kind: Kind): Answer<Kind> {
  if (isOf(outcome, kind)) return outcome
  if (outcome.kind !== 'fault') throw new Error(`a query process answered ${outcome.kind}`)
  if (outcome.why === 'refused') throw new QueryError('sql', outcome.message)
  if (outcome.why === 'large') throw new QueryTooHeavyError(outcome.message)
  if (outcome.why === 'gone') throw new QueryLostError(outcome.message)
  throw new Error(outcome.message)
}

function isOf<Kind extends Outcome['kind']>(outcome: Outcome, kind: Kind): outcome is Answer<Kind> {
  return outcome.kind === kind
}

/** A file piece by piece; one piece is made while the one before is on its way. What was opened is let go however it ends. */
async function stream(held: Held, order: Order, onEnd: () => void): Promise<Readable> {
  try {
    const { stream: id } = expected(await held.ask(order), 'opened')
    const file = Readable.from(piecesOf(held, id), { objectMode: false })
    return file.once('close', () => {
      held.ask({ kind: 'end', stream: id }).catch(() => {})
      onEnd()
    })
  } catch (error) {
    onEnd()
    throw error
  }
}

async function* piecesOf(held: Held, stream: number): AsyncGenerator<Uint8Array> {
  const next = () => {
    const piece = held.ask({ kind: 'next', stream })
    piece.catch(() => {})
    return piece
  }
  let coming = next()
  for (;;) {
    const { bytes } = expected(await coming, 'piece')
    if (!bytes) return
    coming = next()
    yield bytes
  }
}

function asCell(value: unknown) {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return typeof value === 'object' ? { ...value } : String(value)
}

function changeKind(value: unknown): 'added' | 'changed' | 'removed' {
  return value === 'added' || value === 'changed' ? value : 'removed'
}

function readChangePlace(place: string | undefined): { isHere: boolean; at: string } {
  if (place === undefined) return { isHere: false, at: '0' }
  const [, part, at] = /^([rn])(\d{1,15})$/.exec(place) ?? []
  if (at === undefined) throw new QueryError('place', '')
  return { isHere: part === 'n', at }
}
