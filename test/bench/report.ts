import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { projectFolder } from '#test/support/process.ts'
import type { Line, Profile } from './line.ts'
import type { BenchOptions } from './options.ts'

export type Report = {
  readonly began: string
  readonly options: Omit<BenchOptions, 'outputFolder'>
  readonly machine: Readonly<Record<string, string>>
  readonly database: Readonly<Record<string, string>>
  readonly lines: readonly Line[]
}

/** What one has to know of the machine to compare figures. */
export function describeMachine(): Record<string, string> {
  const [first] = cpus()
  return {
    processor: `${cpus().length} × ${first?.model.trim() ?? 'unknown'}`,
    memory: `${Math.round(totalmem() / 1024 ** 3)} GiB`,
    system: `${type()} ${execFileSync('uname', ['-r'], { encoding: 'utf8' }).trim()}`,
    node: process.version,
    commit: commitOf(),
  }
}

function commitOf(): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: projectFolder, encoding: 'utf8' }).trim()
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', 'src') === '' ? '' : ' with local changes'}`
  } catch {
    return 'unknown'
  }
}

const head = ['what', 'a second', 'p50 ms', 'p99 ms', 'answers', 'errors', 'memory MiB']

/** The rows of the table: the program's lines, then the ceilings. */
export function tableOf(lines: readonly Line[]): string[][] {
  return lines.map((line) => [
    line.kind === 'ceiling' ? `*ceiling:* ${line.name}` : line.name,
    rounded(line.perSecond),
    rounded(line.p50),
    rounded(line.p99),
    String(line.answers),
    String(line.errors),
    line.memory === undefined ? '' : rounded(line.memory),
  ])
}

function rounded(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Math.round(value * 10) / 10)
}

/** The table as lines for the screen. */
export function printedLine(cells: readonly string[]): string {
  const [name = '', ...figures] = cells
  return `${name.replaceAll('*', '').padEnd(58)}${figures.map((figure) => figure.padStart(10)).join('')}`
}

export const printedHead = printedLine(head)

/** Writes raw output and table side by side; gives the path of the table. */
export function writeReport(report: Report, folder: string): string {
  const { cases, isQuick, isProfiled } = report.options
  const name = `${report.began.slice(0, 10)}-${cases}-cases${isQuick ? '-quick' : ''}${isProfiled ? '-profile' : ''}`
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`)
  const file = join(folder, `${name}.md`)
  writeFileSync(file, markdownOf(report, `${name}.json`))
  return file
}

function profileOf(name: string, { programUser, programSystem, database, shares }: Profile): string[] {
  const each = (milliseconds: number) => `${milliseconds.toFixed(2)} ms`
  return [
    `## Where the time goes: ${name}`,
    '',
    `Processor for each answer: program ${each(programUser)} of its own and ${each(programSystem)} in the kernel, database ${each(database)}. Of the program’s busy time:`,
    '',
    ...shares.map((one) => `- ${(one.share * 100).toFixed(1)} % ${one.name}`),
    '',
  ]
}

function markdownOf({ began, options, machine, database, lines }: Report, rawFile: string): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const list = (values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([name, value]) => `- ${name}: ${value}`)
  return [
    `# Measured on ${began.slice(0, 10)}, ${options.cases} cases`,
    '',
    `Made by \`bin/bench\`${options.isQuick ? ' --quick, which shows that everything works; the figures mean little' : ''}: ${options.connections} connections, ${options.seconds} seconds for each line, all on one machine: load, program with worker, and database share its processors. Raw output: [${rawFile}](${rawFile}).`,
    '',
    row(head),
    row(head.map((_, index) => (index === 0 ? '---' : '---:'))),
    ...tableOf(lines).map(row),
    '',
    'Ceilings are measured in the same run, with the program stopped: bare HTTP answers the front page’s bytes as a constant; bare PostgreSQL inserts the rows of a submission without policies, HTTP, form, sealing or worker.',
    '',
    ...lines.flatMap(({ name, profile }) => (profile ? profileOf(name, profile) : [])),
    '## Machine',
    '',
    ...list(machine),
    '',
    '## Database',
    '',
    ...list(database),
    '',
  ].join('\n')
}
