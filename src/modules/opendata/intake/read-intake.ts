import { createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ProcessQueue } from '#kernel/files/process-queue.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { Column } from '../tables/column.ts'
import type { RowSource } from '../tables/store-version.ts'
import { tablesOf } from '../tables/tables.ts'
import { formatOf } from './format-of.ts'
import type {
  FoundColumn,
  IntakeFault,
  IntakeFormat,
  IntakeLimits,
  IntakeOptions,
  IntakeReport,
  WantedColumn,
} from './inside/order.ts'
import { runIntake } from './run-intake.ts'

export type IntakeInput = {
  /** The bytes of the file, as they come. */
  readonly content: AsyncIterable<Uint8Array>
  /** What it is called; its ending helps to tell what it is. */
  readonly name: string
  /** Who brought it, so that nobody takes all places. */
  readonly sender?: string
  /** Said by whoever brings it, where the file was read wrongly by itself. */
  readonly options?: IntakeOptions
  /** Whether its rows are wanted as CSV of ours, however large it is. */
  readonly isPlain?: boolean
  /** The columns as they should be; those of the file where nothing is said. */
  readonly columns?: readonly Column[]
  /** What the file calls each column, by its name, where neither name nor title say so. */
  readonly headings?: Readonly<Record<string, string>>
}

export type Intake = IntakeReport & {
  /** As they were given, else as they were found: with the heading as their title and without role. */
  readonly columns: readonly Column[]
  /** The rows for `storeVersion` together with `columns`, until `close`; undefined where there is any fault. */
  readonly source: RowSource | undefined
  close(): Promise<void>
}

const mostBytes = 1_000_000_000
/** From how many bytes a file is read by way of DuckDB; below it nobody waits. */
const largeBytes: Partial<Record<IntakeFormat, number>> = {
  csv: 8_000_000,
  tsv: 8_000_000,
  ndjson: 8_000_000,
  parquet: 1_000_000,
}

export const intakeLimits: IntakeLimits = {
  ...{ rows: 20_000_000, columns: 500, cell: 5_000_000, faults: 100, sample: 20 },
  // As for files of people (ASVS 5.2.3).
  ...{ unpacked: 100_000_000, ratio: 100, entries: 1_000, whole: 200_000_000 },
}

const queue = new ProcessQueue({ atOnce: 2, waiting: 20, perSender: 4 })

/**
 * Reads the table in a file of a stranger: CSV and TSV of any delimiter and encoding, XLSX, ODS, JSON, NDJSON, GeoJSON, TopoJSON, Parquet. Values are read
 * as people write them in Switzerland (1'234.50, 31.12.2025, ja). Whatever is wrong is in `faults`, by line and column, at most a hundred of them, and
 * `faultCount` says how many there are; it does not throw for anything in the file, only `QueueFullError` (503) where too many are read just now.
 *
 *     const intake = await readIntake(kernel, { content, name: 'einwohner.csv', columns })
 *     try {
 *       if (intake.source) await storeVersion(kernel, actor, { ...table, columns: intake.columns, source: intake.source })
 *     } finally {
 *       await intake.close()
 *     }
 */
export async function readIntake(kernel: Kernel, input: IntakeInput): Promise<Intake> {
  return readInFolder(await tablesOf(kernel).cache.workFolder(), input)
}

/** The same with a folder of its own, which goes with `close`. */
export async function readInFolder(folder: string, input: IntakeInput): Promise<Intake> {
  const close = () => rm(folder, { recursive: true, force: true })
  try {
    return await queue.run({ sender: input.sender, isUrgent: true }, () => read(input, folder, close))
  } catch (error) {
    await close()
    throw error
  }
}

async function read(input: IntakeInput, folder: string, close: () => Promise<void>): Promise<Intake> {
  const [path, target] = [join(folder, 'file'), join(folder, 'rows.csv')]
  const { options = {}, columns } = input
  if (!(await keep(input.content, path))) return refused({ ...whole, kind: 'too_large' }, input, close)
  const format = options.format ?? (await formatOf(path, input.name))
  if (format === 'old') return refused({ ...whole, kind: 'old_excel' }, input, close)
  const outcome = await runIntake(
    {
      path,
      format,
      isLarge: input.isPlain !== true && (await stat(path)).size >= (largeBytes[format] ?? Number.POSITIVE_INFINITY),
      options,
      limits: intakeLimits,
      ...(columns && { columns: columns.map((one) => wanted(one, input.headings)) }),
    },
    target,
  )
  if (outcome.kind === 'fault') return refused(outcome.fault, input, close)
  const { report } = outcome
  const { reading } = report
  const source: RowSource = { kind: 'file', path: reading ? path : target, format: 'csv', ...(reading && { reading }) }
  return {
    ...report,
    columns: columns ?? report.found.map(asColumn),
    source: report.faultCount === 0 ? source : undefined,
    close,
  }
}

const whole = { line: 0, column: null, value: null }

function refused(
  fault: IntakeFault,
  { columns = [], options, headings }: IntakeInput,
  close: () => Promise<void>,
): Intake {
  return {
    ...{ format: options?.format ?? 'csv', encoding: null, delimiter: null, sheets: [], sheet: null, headingLine: 0 },
    ...{ found: [], unused: [], rows: 0, sample: [], faults: [fault], faultCount: 1 },
    ...{ columns, headings: headings ?? {}, source: undefined, close },
  }
}

/** Gives false where it is more than may be. */
async function keep(content: AsyncIterable<Uint8Array>, path: string): Promise<boolean> {
  let bytes = 0
  const tooLarge = new Error('too large')
  const counted = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.length
      done(bytes > mostBytes ? tooLarge : null, chunk)
    },
  })
  try {
    await pipeline(Readable.from(content, { objectMode: false }), counted, createWriteStream(path, { mode: 0o600 }))
    return true
  } catch (error) {
    if (error !== tooLarge) throw error
    return false
  }
}

function asColumn({ heading, name, type, isKey, isRequired, reference }: FoundColumn): Column {
  const title = heading.trim().slice(0, 200)
  return {
    ...{ name, title: { de: title === '' ? name : title }, type },
    ...(isKey && { isKey }),
    ...(isRequired && { isRequired }),
    ...(reference && { reference }),
  }
}

function wanted(
  { name, title, type, isKey, isRequired, ...rest }: Column,
  headings: IntakeInput['headings'],
): WantedColumn {
  const named = headings?.[name]
  const titles = Object.values(title).filter((text) => text !== undefined)
  return {
    ...{ name, type, headings: named === undefined ? titles : [named] },
    ...(isKey !== undefined && { isKey }),
    ...(isRequired !== undefined && { isRequired }),
    ...(rest.constraints && { constraints: rest.constraints }),
    ...(rest.constraints?.isListed && rest.codes && { codes: rest.codes }),
  }
}
