import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { makeDataFolder, type Program, projectFolder, RunningProcess, removeDataFolder } from '#test/support/process.ts'
import { workDone } from '#test/support/work-done.ts'
import { generateCases } from './generate-cases.ts'
import type { Line } from './line.ts'
import { measure } from './measure.ts'
import { type BenchOptions, readOptions } from './options.ts'
import { openProfiler, profiledEnv } from './profile.ts'
import { describeMachine, printedHead, printedLine, tableOf, writeReport } from './report.ts'
import { scenarios } from './scenarios.ts'
import { openStage, type Stage } from './stage.ts'

const say = (text: string) => process.stdout.write(`${text}\n`)
/** As many as the program itself opens by default. */
const databaseConnections = 12
const longestPublications = 300_000

try {
  const lines = await bench(readOptions(process.argv.slice(2)))
  const broken = lines.filter(({ errors, answers }) => errors > 0 || answers === 0)
  for (const { name, statuses } of broken) say(`Not clean: ${name}, ${JSON.stringify(statuses)}`)
  process.exitCode = broken.length > 0 ? 1 : 0
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}

async function bench(options: BenchOptions): Promise<Line[]> {
  const began = new Date().toISOString()
  const stage = await openStage(options.isProfiled ? profiledEnv : {})
  try {
    await prepare(stage, options)
    const copy = await stage.copyDatabase('bare')
    const program = await stage.start()
    await publicationsDone(stage)
    say(printedHead)
    const frontPage = await (await fetch(program.origin, { headers: { 'accept-language': 'de' } })).text()
    const measured = await measureProgram(stage, program, options)
    await program.stop()
    const ceilings = [show(await bareHttp(frontPage, options)), show(await bareInserts(copy, options))]
    const lines = [...measured, ...ceilings]
    const { outputFolder, ...settings } = options
    const database = await describeDatabase(stage.server.ownerUrl)
    const report = { began, options: settings, machine: describeMachine(), database, lines }
    say(`\nWritten to ${writeReport(report, outputFolder)}`)
    return lines
  } finally {
    await stage.close()
  }
}

/** The first start brings schema and content; then the cases come. */
async function prepare(stage: Stage, { cases }: BenchOptions): Promise<void> {
  say('Preparing a fresh database with the demo content …')
  await (await stage.start()).stop()
  say(`Inventing ${cases} cases …`)
  await generateCases(stage.server.ownerUrl, cases)
}

/** What the platform publishes by itself after a start takes a few seconds of both processors, once; visitors are measured after it. */
async function publicationsDone({ server }: Stage): Promise<void> {
  const began = performance.now()
  await workDone(server.ownerUrl, longestPublications)
  say(`Its own open data is published: waited ${((performance.now() - began) / 1000).toFixed(1)} s.`)
}

async function measureProgram(stage: Stage, program: Program, options: BenchOptions): Promise<Line[]> {
  const loads = await scenarios({
    program,
    credentials: stage.credentials(),
    connections: options.connections,
  })
  const profiler = options.isProfiled ? await openProfiler(program, stage.server.folder) : undefined
  const lines: Line[] = []
  for (const load of loads) {
    const run = () => measure(load, options)
    lines.push(show(await (profiler ? profiler.watch(run) : run())))
  }
  profiler?.close()
  return lines
}

function show(line: Line): Line {
  for (const cells of tableOf([line])) say(printedLine(cells))
  return line
}

async function bareHttp(html: string, options: BenchOptions): Promise<Line> {
  const folder = makeDataFolder()
  const file = join(folder, 'page.html')
  writeFileSync(file, html)
  const server = script('bare-http.ts', [file])
  try {
    const origin = (await server.said(/http:\S+/)).trim()
    const load = { name: 'bare HTTP, a constant page', kind: 'ceiling', origin, expected: 200 } as const
    return await measure({ ...load, pid: server.pid, request: { method: 'GET', path: '/' } }, options)
  } finally {
    await server.kill()
    removeDataFolder(folder)
  }
}

async function bareInserts(
  { ownerUrl, appUrl }: { ownerUrl: string; appUrl: string },
  { seconds }: BenchOptions,
): Promise<Line> {
  const run = script('bare-inserts.ts', [ownerUrl, appUrl, String(seconds), String(databaseConnections)])
  const { code } = await run.end((seconds + 30) * 1000)
  if (code !== 0) throw new Error(`bare inserts failed: ${run.errors}`)
  const figures: Pick<Line, 'perSecond' | 'answers' | 'p50' | 'p99'> = JSON.parse(run.output)
  const name = `bare PostgreSQL, a submission’s rows, ${databaseConnections} connections`
  return { name, kind: 'ceiling', ...figures, errors: 0, statuses: {}, memory: undefined }
}

function script(file: string, args: readonly string[]): RunningProcess {
  const node = join(projectFolder, 'node_modules/.bin/node')
  return new RunningProcess(node, ['--import', 'tsx', join(import.meta.dirname, file), ...args], {})
}

async function describeDatabase(ownerUrl: string): Promise<Record<string, string>> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const names = [
      'server_version',
      'fsync',
      'synchronous_commit',
      'full_page_writes',
      'shared_buffers',
      'data_checksums',
    ]
    const { rows } = await client.query<{ name: string; value: string }>(
      'select name, current_setting(name) as value from pg_settings where name = any ($1) order by name',
      [names],
    )
    const cases = await client.query<{ value: string }>('select count(*)::text as value from egovernment.cases')
    return Object.fromEntries([
      ...rows.map(({ name, value }) => [name, value]),
      ['cases at the end', cases.rows[0]?.value ?? ''],
    ])
  } finally {
    await client.end()
  }
}
