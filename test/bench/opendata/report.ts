import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CatalogueLine } from './measure-catalogue.ts'
import type { ExportLine } from './measure-export.ts'
import type { KindLine, Times } from './measure-kind.ts'
import type { LoadLine } from './measure-loads.ts'

export type OpenDataReport = {
  readonly began: string
  readonly rows: number
  readonly seconds: number
  readonly isQuick: boolean
  readonly machine: Readonly<Record<string, string>>
  readonly kinds: readonly KindLine[]
  readonly export: { readonly line: ExportLine; readonly bare: Readonly<Record<string, number>> }
  readonly loads: readonly LoadLine[]
  readonly bareLoads: Readonly<Record<string, number>>
  readonly catalogue: readonly CatalogueLine[]
}

const short = (value: number) => (value >= 100 ? String(Math.round(value)) : value.toFixed(1))
const pair = (times: Times | undefined) => (times ? `${short(times.p50)} / ${short(times.p95)}` : '')

const head = ['what', 'may take', 'p50 / p95 ms', '8 at once', 'a second', 'PostgreSQL', 'SQLite', 'compared', 'errors']

function cellsOf({ name, target, alone, together, bare, compared, errors }: KindLine): string[] {
  const isMet = target === null || alone.p95 <= target
  return [
    ...[name, target === null ? '' : `${target} ms`, `${pair(alone)}${isMet ? '' : ' ✗'}`, pair(together)],
    ...[short(together.perSecond), pair(bare.PostgreSQL), pair(bare.SQLite), String(compared), String(errors.length)],
  ]
}

const printed = ([name = '', ...rest]: readonly string[]) =>
  `${name.padEnd(50)}${rest.map((cell) => cell.padStart(16)).join('')}`

export const printedKindHead = printed(head)
export const printedKind = (line: KindLine): string => printed(cellsOf(line))

/** Writes raw output and page side by side; gives the path of the page. */
export function writeOpenDataReport(report: OpenDataReport, folder: string): string {
  const name = `${report.began.slice(0, 10)}-opendata-${report.rows}-rows${report.isQuick ? '-quick' : ''}`
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`)
  const file = join(folder, `${name}.md`)
  writeFileSync(file, pageOf(report, `${name}.json`))
  return file
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
const tableOf = (names: readonly string[], lines: readonly (readonly string[])[]) => [
  row(names),
  row(names.map((_, at) => (at === 0 ? '---' : '---:'))),
  ...lines.map(row),
]

function pageOf(report: OpenDataReport, rawFile: string): string {
  const { line, bare } = report.export
  return [
    `# Open data, measured on ${report.began.slice(0, 10)}, ${report.rows} rows`,
    '',
    `Made by \`bin/bench opendata\`${report.isQuick ? ' --quick, which shows that everything works; the figures mean little' : ''}: ${report.seconds} seconds for each column of a line, load, program and databases on one machine. Raw output: [${rawFile}](${rawFile}).`,
    '',
    '## Pages of rows, over HTTP',
    '',
    ...tableOf(head, report.kinds.map(cellsOf)),
    '',
    'Each question is another one: filters, columns, order and place in the table are drawn with a seed; sixty are asked before the measurement. Counts of a filter and groups are remembered by version, as versions never change, and are found again only where the same question is drawn twice. ✗ marks what took longer than it may. PostgreSQL and SQLite hold the same rows with the indexes named in `test/bench/opendata/bare-databases.ts` and are asked for page and count directly, one after the other: without HTTP, JSON, permissions or policies. «Compared» counts answers held against theirs; a difference is an error.',
    '',
    '## Export',
    '',
    ...tableOf(
      ['what', 'rows', 'MB', 'MB a second', 'first byte ms', 'MiB before', 'MiB at most', 'MiB after', 'errors'],
      [
        [
          ...[
            line.name,
            String(line.rows),
            short(line.megabytes),
            short(line.megabytesPerSecond),
            short(line.firstByte),
          ],
          ...[short(line.memory.before), short(line.memory.peak), short(line.memory.after), String(line.errors.length)],
        ],
      ],
    ),
    '',
    `The middle one of ${line.turns} exports, each of other rows. Memory is that of the program and all its processes over all of them. The same rows as lines from ${Object.entries(
      bare,
    )
      .map(([name, speed]) => `${name}: ${short(speed)} MB a second`)
      .join(', ')}.`,
    '',
    '## Loading',
    '',
    ...tableOf(
      ['format', 'rows', 'read s', 'stored s', 'together s', 'MB as Parquet'],
      report.loads.map(({ format, rows, read, stored, bytes }) => [
        ...[
          format,
          String(rows),
          short(read / 1e3),
          short(stored / 1e3),
          short((read + stored) / 1e3),
          short(bytes / 1e6),
        ],
      ]),
    ),
    '',
    `From the file of a stranger to a version: read, typed, keys checked, written as Parquet, compared with the version before where there is one, with checksum. ${report.rows} rows with their indexes: ${Object.entries(
      report.bareLoads,
    )
      .map(([name, milliseconds]) => `${name} ${short(milliseconds / 1e3)} s`)
      .join(', ')}.`,
    '',
    '## Catalogue',
    '',
    ...tableOf(
      [
        'format',
        'data sets',
        'pages',
        'MB',
        'packed MB',
        'first time ms',
        'after a start, packed ms',
        'as it is ms',
        'again ms',
        'errors',
      ],
      report.catalogue.map(({ format, dataSets, pages, megabytes, packed, first, coldPacked, cold, warm, errors }) => [
        ...[
          format,
          String(dataSets),
          String(pages),
          short(megabytes),
          short(packed),
          short(first),
          short(coldPacked),
          short(cold),
          short(warm),
          String(errors.length),
        ],
      ]),
    ),
    '',
    'All pages one after the other, each time by a program that has just started: when nobody has asked for them since something was published, and when somebody has (pages are kept as files): packed with gzip, as harvesters ask for them, and as they are; until the last byte, without unpacking. «Again» is the same program once more.',
    '',
    '## Machine',
    '',
    ...Object.entries(report.machine).map(([name, value]) => `- ${name}: ${value}`),
    '',
  ].join('\n')
}
