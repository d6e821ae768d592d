import { chmodSync, mkdirSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Program, projectFolder } from '#test/support/process.ts'
import { ask, hangUp } from './opendata/ask.ts'
import { type BareDatabase, openPostgres, openSqlite } from './opendata/bare-databases.ts'
import { writeBenchCsv } from './opendata/generate-rows.ts'
import { type CatalogueLine, measureCatalogue } from './opendata/measure-catalogue.ts'
import { measureExport } from './opendata/measure-export.ts'
import { type KindLine, measureKind } from './opendata/measure-kind.ts'
import { measureLoads } from './opendata/measure-loads.ts'
import { fillCatalogue, loadFile, publishBench, withKernel } from './opendata/prepare.ts'
import { firstPaths, type KnownRow, kindsOf } from './opendata/questions.ts'
import { type OpenDataReport, printedKind, printedKindHead, writeOpenDataReport } from './opendata/report.ts'
import { whole } from './options.ts'
import { describeMachine } from './report.ts'
import { openStage, type Stage } from './stage.ts'

const say = (text: string) => process.stdout.write(`${text}\n`)
const dataSetsPerPage = 100

type Options = {
  readonly isQuick: boolean
  readonly rows: number
  readonly large: number
  readonly dataSets: number
  readonly seconds: number
  /** Only lines whose name has this in it; nothing but pages of rows then. */
  readonly only: string | undefined
  readonly outputFolder: string
}

try {
  process.exitCode = await bench(readOptions())
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
  process.exitCode = 1
}

function readOptions(): Options {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      rows: text,
      large: text,
      seconds: text,
      only: text,
      output: text,
    },
  })
  const isQuick = values.quick
  return {
    isQuick,
    rows: whole('rows', values.rows, isQuick ? 20_000 : 1_000_000),
    large: whole('large', values.large, isQuick ? 20_000 : 5_000_000),
    dataSets: isQuick ? 200 : 1_000,
    seconds: whole('seconds', values.seconds, isQuick ? 1 : 4),
    only: values.only,
    outputFolder: resolve(projectFolder, values.output ?? 'docs/reference/benchmarks'),
  }
}

async function bench(options: Options): Promise<number> {
  const began = new Date().toISOString()
  const stage = await openStage()
  const databases: BareDatabase[] = []
  try {
    const folder = join(stage.dataFolder, 'bench')
    mkdirSync(folder)
    const csv = join(folder, 'rows.csv')
    say('Preparing a fresh database with the demo content …')
    await (await stage.start()).stop()
    say(`Inventing ${options.rows} rows, and keeping them three times …`)
    await writeBenchCsv(csv, options.rows)
    chmodSync(csv, 0o644)
    databases.push(await openPostgres(stage.server.adminUrl, csv), await openSqlite(join(folder, 'rows.sqlite'), csv))
    const home = { dataFolder: stage.dataFolder, appUrl: stage.server.appUrl }
    await withKernel(home, async (kernel) => {
      await loadFile(kernel, csv, 'csv')
      await publishBench(kernel)
    })
    const { kinds, export: exported } = await measureRows(stage, databases, options)
    if (options.only !== undefined) return codeOf(kinds)
    const catalogue = await measureCatalogues(stage, options.dataSets)
    const bareLoads = Object.fromEntries(databases.map(({ name, loadedIn }) => [name, loadedIn]))
    for (const database of databases.splice(0)) await database.close()
    const loads = await withKernel(home, (kernel) => measureLoads(kernel, { ...options, folder, say }))
    const { isQuick, rows, seconds } = options
    const report: OpenDataReport = {
      ...{
        began,
        rows,
        seconds,
        isQuick,
        machine: describeMachine(),
        kinds,
        export: exported,
        loads,
        bareLoads,
        catalogue,
      },
    }
    say(`\nWritten to ${writeOpenDataReport(report, options.outputFolder)}`)
    return codeOf([...kinds, exported.line, ...catalogue])
  } finally {
    hangUp()
    for (const database of databases) await database.close()
    await stage.close()
  }
}

async function measureRows(stage: Stage, databases: readonly BareDatabase[], { rows, seconds, only = '' }: Options) {
  const program = await stage.start()
  const { origin, pid } = program
  try {
    const known = await readKnown(databases, rows)
    if (rows >= 50_000) await layOut(origin, stage.dataFolder)
    say(`\n${printedKindHead}`)
    const kinds: KindLine[] = []
    for (const kind of kindsOf(known, rows).filter(({ name }) => name.includes(only))) {
      const line = await measureKind(kind, { origin, seconds, databases })
      say(printedKind(line))
      kinds.push(line)
    }
    const exported = await measureExport({ origin, pid, total: rows, databases })
    const { megabytesPerSecond, memory } = exported.line
    say(
      `Export: ${megabytesPerSecond.toFixed(1)} MB a second, MiB ${Object.values(memory).map(Math.round).join(' → ')}`,
    )
    return { kinds, export: exported }
  } finally {
    await program.stop()
    hangUp()
  }
}

/** Waits until the table is laid out, as it is a minute after it was first asked for. */
async function layOut(origin: string, dataFolder: string): Promise<void> {
  const began = performance.now()
  for (const path of firstPaths) await ask(origin, path)
  const isThere = () => {
    const names = readdirSync(join(dataFolder, 'cache/opendata'))
    return ['.duckdb', '.ranks'].every((ending) => names.some((name) => name.endsWith(ending)))
  }
  while (!isThere() && performance.now() - began < 180_000) await setTimeout(200)
  if (!isThere()) throw new Error('the table is not laid out after three minutes')
  say(`Laid out after ${Math.round((performance.now() - began) / 1_000)} s`)
}

/** Rows all over the table, with their values as text. */
async function readKnown(databases: readonly BareDatabase[], rows: number): Promise<KnownRow[]> {
  const numbers = Array.from({ length: 400 }, (_, at) => 1 + Math.floor((at * rows) / 400))
  const columns = ['nr', 'betrag', 'strasse', 'datum', 'kategorie', 'anzahl', 'erfasst']
  const texts = columns.map((name) => `${name}::text as ${name}`).join(', ')
  const found = await databases[0]?.query(`select ${texts} from zeilen where nr in (${numbers.join(', ')})`)
  return (found ?? []).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)])),
  )
}

async function measureCatalogues(stage: Stage, dataSets: number): Promise<CatalogueLine[]> {
  await fillCatalogue(stage.server.ownerUrl, dataSets)
  const lines: CatalogueLine[] = []
  let program: Program | undefined
  const stop = async () => {
    await program?.stop()
    hangUp()
  }
  try {
    for (const format of ['rdf', 'ttl', 'jsonld']) {
      const start = async () => {
        await stop()
        program = await stage.start()
        return program
      }
      const line = await measureCatalogue(start, format, Math.ceil(dataSets / dataSetsPerPage))
      const [first, packed, cold, warm] = [line.first, line.coldPacked, line.cold, line.warm].map(Math.round)
      say(
        `Catalogue as ${format}: ${first} ms for the first time, after a start ${packed} ms packed and ${cold} ms as it is, ${warm} ms again`,
      )
      lines.push(line)
    }
    return lines
  } finally {
    await stop()
  }
}

function codeOf(lines: readonly { readonly name?: string; readonly errors: readonly string[] }[]): number {
  const errors = lines.flatMap((line) => line.errors)
  for (const error of errors.slice(0, 20)) say(`Not clean: ${error}`)
  return errors.length > 0 ? 1 : 0
}
