import { percentile } from '../line.ts'
import { ask } from './ask.ts'
import type { BareDatabase } from './bare-databases.ts'
import { randomFrom } from './generate-rows.ts'
import { watchMemory } from './memory.ts'

export type ExportLine = {
  readonly name: string
  readonly rows: number
  readonly turns: number
  readonly megabytes: number
  /** Of the middle turn, from the question to the last byte. */
  readonly megabytesPerSecond: number
  readonly firstByte: number
  /** MiB of the program and all its processes. */
  readonly memory: { readonly before: number; readonly peak: number; readonly after: number }
  readonly errors: readonly string[]
}

/** Rows as CSV, each time others, so that none comes from a file nearby; and what a bare database gives as lines made by hand. */
export async function measureExport(
  { origin, pid, total, databases }: { origin: string; pid: number; total: number; databases: readonly BareDatabase[] },
  rows = Math.min(100_000, Math.floor(total / 2)),
): Promise<{ line: ExportLine; bare: Readonly<Record<string, number>> }> {
  const random = randomFrom(11)
  const [turns, errors]: [{ speed: number; firstByte: number; bytes: number }[], string[]] = [[], []]
  const memory = await watchMemory(pid, async () => {
    for (let turn = 0; turn < 20; turn += 1) {
      const from = random(total - rows)
      const path = `/opendata/kriens/messreihe/zeilen.csv?nr[gt]=${from}&nr[le]=${from + rows}`
      const { status, body, milliseconds, firstByte } = await ask(origin, path)
      const lines = body.reduce((sum, byte) => sum + (byte === 10 ? 1 : 0), 0) - 1
      if (status !== 200 || lines !== rows) errors.push(`${status}, ${lines} rows: ${path}`)
      turns.push({ speed: body.length / 1_000 / milliseconds, firstByte, bytes: body.length })
    }
  })
  const bare: Record<string, number> = {}
  for (const database of databases) {
    const began = performance.now()
    const found = await database.query(`select * from zeilen where nr > 1000 and nr <= ${1_000 + rows} order by nr`)
    const text = found.map((row) => Object.values(row).join(',')).join('\r\n')
    bare[database.name] = Buffer.byteLength(text) / 1_000 / (performance.now() - began)
  }
  const middle = (of: (turn: (typeof turns)[number]) => number) => percentile(turns.map(of), 0.5)
  const line = {
    ...{
      name: 'export as CSV',
      rows,
      turns: turns.length,
      megabytes: middle(({ bytes }) => bytes) / 1e6,
      memory,
      errors,
    },
    ...{ megabytesPerSecond: middle(({ speed }) => speed), firstByte: middle(({ firstByte }) => firstByte) },
  }
  return { line, bare }
}
