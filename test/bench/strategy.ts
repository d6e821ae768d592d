import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { insertPortfolio, portfolioOf } from '#test/support/portfolio.ts'
import { projectFolder } from '#test/support/process.ts'
import { workDone } from '#test/support/work-done.ts'
import type { Profile } from './line.ts'
import { whole } from './options.ts'
import { openProfiler, profiledEnv } from './profile.ts'
import { describeMachine } from './report.ts'
import { openStage } from './stage.ts'

const say = (text: string) => process.stdout.write(`${text}\n`)

/** What the office that steers opens all day, and the public list; p99 has to stay within 60 ms. */
const pages = [
  '/luzern/desk/strategy',
  '/luzern/desk/strategy?phase=realisation',
  '/luzern/desk/strategy/projects',
  '/luzern/desk/strategy/projects/projekt-0001',
  '/luzern/desk/strategy/projects/projekt-0001?tab=plan',
  '/luzern/desk/strategy/projects/projekt-0001?tab=money',
  '/luzern/desk/strategy/projects/projekt-0001?tab=reports',
  '/luzern/desk/strategy/credits',
  '/luzern/desk/strategy/credits/kredit-0001',
  '/luzern/desk/strategy/roadmap',
  '/luzern/desk/strategy/people',
  '/luzern/desk/strategy/planning',
  '/luzern/desk/strategy/synergies',
  '/luzern/desk/strategy/goals',
  '/luzern/desk/strategy/indicators',
  '/luzern/desk/strategy/parliament',
  '/luzern/desk/strategy/agreements',
  '/de/strategy',
  '/de/strategy/roadmap',
  '/de/strategy/projects',
  '/de/strategy/projects/luzern/projekt-0001',
]

const ceiling = 60
const longestPublications = 300_000

try {
  process.exitCode = await bench()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
  process.exitCode = 1
}

/** Fills a fresh database with an invented portfolio and asks each page one after the other; 1 where a page is slower than it may be. */
async function bench(): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      only: text,
      projects: text,
      years: text,
      times: text,
    },
  })
  const { only = '' } = values
  const projects = whole('projects', values.projects, values.quick ? 40 : 500)
  const years = whole('years', values.years, values.quick ? 2 : 10)
  const times = whole('times', values.times, values.quick ? 20 : 400)
  const stage = await openStage(values.profile ? profiledEnv : {})
  try {
    say('Preparing a fresh database with the demo content …')
    await (await stage.start()).stop()
    say(`Inventing ${projects} projects with ${years} years of months …`)
    await insertPortfolio(stage.server, portfolioOf({ projects, years }))
    const program = await stage.start()
    // A start publishes the portfolio as open data, once, on both processors; pages are measured after it.
    await workDone(stage.server.ownerUrl, longestPublications)
    const steers = stage
      .credentials()
      .people.find(({ role, authority }) => role === 'strategist' && authority === 'luzern')
    if (!steers) throw new Error('nobody steers in Luzern')
    const signedIn = await fetch(new URL(new URL(steers.signInUrl).pathname, program.origin), { redirect: 'manual' })
    const cookie = signedIn.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const profiler = values.profile ? await openProfiler(program, stage.server.folder) : undefined
    say('\npage                                                            p50 ms  p99 ms')
    let slow = 0
    const rows: string[] = []
    for (const path of pages.filter((one) => one.includes(only))) {
      const run = () => measure(new URL(path, program.origin), cookie, times)
      const { taken, profile }: Measured = await (profiler ? profiler.watch(run) : run())
      const [p50, p99] = [at(taken, 0.5), at(taken, 0.99)]
      if (p99 > ceiling) slow += 1
      rows.push(`| ${path} | ${p50.toFixed(1)} | ${p99.toFixed(1)}${p99 > ceiling ? ' ✗' : ''} |`)
      say(`${path.padEnd(62)}${p50.toFixed(1).padStart(8)}${p99.toFixed(1).padStart(8)}`)
      if (profile) say(profileLines(profile))
    }
    profiler?.close()
    await program.stop()
    if (!values.quick && !values.profile && only === '') say(`Written to ${keep({ projects, years, times }, rows)}`)
    return slow === 0 || values.quick ? 0 : 1
  } finally {
    await stage.close()
  }
}

function keep(
  { projects, years, times }: Record<'projects' | 'years' | 'times', number>,
  rows: readonly string[],
): string {
  const day = new Date().toISOString().slice(0, 10)
  const file = join(projectFolder, `docs/reference/benchmarks/${day}-strategy-${projects}-projects.md`)
  const machine = Object.entries(describeMachine()).map(([name, value]) => `- ${name}: ${value}`)
  const lines = [
    `# Strategy, measured on ${day}, ${projects} projects with ${years} years of months`,
    '',
    `Made by \`bin/bench strategy\`: each page ${times} times one after the other, after a tenth as many to warm up. p99 may be ${ceiling} ms; ✗ marks what takes longer. Load, program and database share the machine.`,
    ...['', '| page | p50 ms | p99 ms |', '| --- | ---: | ---: |', ...rows, '', '## Machine', '', ...machine, ''],
  ]
  writeFileSync(file, lines.join('\n'))
  return file
}

function profileLines({ programUser, programSystem, database, shares }: Profile): string {
  const each = `  processor for each answer: program ${(programUser + programSystem).toFixed(1)} ms, database ${database.toFixed(1)} ms`
  return [each, ...shares.map(({ name, share }) => `  ${(share * 100).toFixed(1).padStart(5)} %  ${name}`)].join('\n')
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** How long each answer took, sorted, but for the first tenth, which warms up. */
type Measured = { readonly answers: number; readonly taken: readonly number[]; readonly profile?: Profile }

/** Throws for a page that does not answer as it should. */
async function measure(url: URL, cookie: string, times: number): Promise<Measured> {
  const taken: number[] = []
  const warm = Math.ceil(times / 10)
  for (let index = 0; index < times + warm; index += 1) {
    const began = performance.now()
    const answer = await fetch(url, { headers: { cookie } })
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`${url.pathname} answers ${answer.status}`)
    if (index >= warm) taken.push(performance.now() - began)
  }
  return { answers: times + warm, taken: taken.toSorted((one, other) => one - other) }
}
