import { Type } from 'typebox'
import { validatorOf } from '#kernel/validator.ts'
import { percentile } from '../line.ts'
import { ask } from './ask.ts'
import type { BareDatabase } from './bare-databases.ts'
import { type Kind, type Question, randomOf } from './questions.ts'

export type Times = {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly answers: number
  readonly perSecond: number
}

export type KindLine = {
  readonly name: string
  readonly target: number | null
  /** One after the other, and eight at once. */
  readonly alone: Times
  readonly together: Times
  readonly bare: Readonly<Record<string, Times>>
  readonly compared: number
  readonly errors: readonly string[]
}

const fewAtOnce = 8

/** Asks questions of a kind, each another one, for some seconds; then the same of the bare databases, and compares what they say. */
export async function measureKind(
  kind: Kind,
  { origin, seconds, databases }: { origin: string; seconds: number; databases: readonly BareDatabase[] },
): Promise<KindLine> {
  const errors: string[] = []
  const answers: { question: Question; body: Buffer }[] = []
  const once = (random: (below: number) => number) => async () => {
    const question = kind.ask(random)
    const { status, body, milliseconds } = await ask(origin, question.path)
    if (status !== 200) errors.push(`${status} ${question.path}`)
    if (answers.length < 60) answers.push({ question, body })
    return milliseconds
  }
  // What is remembered of a table for good is made first, as it is after a day.
  const warm = randomOf(`${kind.name} warm`)
  for (let turn = 0; turn < 60; turn += 1) await once(warm)()
  answers.length = 0
  const alone = await timesOf(seconds, 1, once(randomOf(kind.name)))
  const together = await timesOf(seconds, fewAtOnce, once(randomOf(`${kind.name}, together`)))
  const bare: Record<string, Times> = {}
  for (const database of databases) {
    const random = randomOf(kind.name)
    bare[database.name] = await timesOf(seconds / 2, 1, async () => {
      const { select, count } = kind.ask(random)
      const began = performance.now()
      await database.query(select)
      if (count !== undefined) await database.query(count)
      return performance.now() - began
    })
  }
  let compared = 0
  for (const { question, body } of answers)
    for (const database of databases) {
      compared += 1
      const [ours, theirs] = [readAnswer(body, kind), await readBare(database, question, kind)]
      if (!isSame(ours, theirs)) errors.push(`${database.name} says otherwise: ${question.path}`)
    }
  return { name: kind.name, target: kind.target, alone, together, bare, compared, errors }
}

async function timesOf(seconds: number, connections: number, once: () => Promise<number>): Promise<Times> {
  const times: number[] = []
  const began = performance.now()
  const until = began + seconds * 1_000
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < until) times.push(await once())
    }),
  )
  return {
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
    answers: times.length,
    perSecond: (times.length * 1_000) / (performance.now() - began),
  }
}

type Said = { readonly total: number | null; readonly cells: readonly (readonly (string | number | null)[])[] }

const row = Type.Record(Type.String(), Type.Unknown())
const isRows = validatorOf(
  Type.Object({ items: Type.Array(row), total: Type.Optional(Type.Union([Type.Integer(), Type.Null()])) }),
)
const isRecords = validatorOf(Type.Object({ result: Type.Object({ records: Type.Array(row), total: Type.Integer() }) }))

function readAnswer(body: Buffer, kind: Kind): Said {
  const said: unknown = JSON.parse(body.toString('utf8'))
  if (isRecords(said)) return { total: said.result.total, cells: said.result.records.map(({ nr }) => [plain(nr)]) }
  if (!isRows(said)) throw new TypeError('an answer of another shape')
  if (kind.isGroup) return { total: null, cells: said.items.map((item) => Object.values(item).map(plain)) }
  return { total: said.total ?? null, cells: said.items.map(({ nr, ...rest }) => [plain(nr ?? rest._id)]) }
}

async function readBare(database: BareDatabase, { select, count }: Question, kind: Kind): Promise<Said> {
  const rows = await database.query(select)
  const total = count === undefined ? null : Number((await database.query(count))[0]?.n)
  if (kind.isGroup) return { total: null, cells: rows.map((one) => Object.values(one).map(plain)) }
  return { total, cells: rows.slice(0, 100).map(({ nr }) => [plain(nr)]) }
}

/** Figures that come as text are figures. */
function plain(value: unknown): string | number | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return value
  const text = String(value)
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}

/** The same cells; sums of decimals as far as the order of adding lets them be. */
function isSame(one: Said, other: Said): boolean {
  return (
    one.total === other.total &&
    one.cells.length === other.cells.length &&
    one.cells.every((cells, at) => cells.every((cell, place) => isNear(cell, other.cells[at]?.[place] ?? null)))
  )
}

function isNear(one: string | number | null, other: string | number | null): boolean {
  if (typeof one !== 'number' || typeof other !== 'number') return one === other
  return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one))
}
