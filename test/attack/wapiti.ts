import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeResult } from '#test/support/check-result.ts'
import { openRelay } from './relay.ts'
import { openAttackStage, type Player } from './stage.ts'
import { requireTool } from './tool.ts'
import { type Finding, readFindings } from './wapiti-report.ts'
import { openWeakServer } from './weak-server.ts'

/**
 * wapiti crawls the running demo and attacks what it found: as a guest who holds a case, as a resident, a clerk, a data steward, a strategist and an
 * administrator, each within a bound of pages and time. Before, it must find the holes of a server made for it: else it finds nothing anywhere. Fails on a
 * weakness of level medium or above, and on an answer 5xx. With words after the command only visitors whose names hold them come, and no page
 * is kept.
 */
const modules = 'crlf,exec,file,redirect,sql,ssrf,xss,permanentxss,xxe,csp'
/** Not asked, with the reason; the page says so. */
const leftOut =
  'blindsql (sqlmap tries the same with more ways), shellshock (no shell answers here), htaccess and backup (no folder of files is served; unknown paths are 404 for all)'
const crawlSeconds = 45
const secondsPerModule = Number(process.env.WEGWEISER_WAPITI_SECONDS ?? 20)
const medium = 2
/** The other languages are the same pages; these end the session, or belong to the demo's own sign-in service. Its own `-x` is broken. */
const closed = /^\/(?:fr|it|en)(?:\/|$)|sign-out|\/closing|\/sessions\/|^\/demo\/|^\/assets\//
/** What the server with holes must be found to have. */
const holes = [
  'SQL Injection',
  'Cross Site Scripting',
  'Open Redirect',
  'Path Traversal',
  'Server Side Request Forgery',
]

type Scan = {
  readonly name: string
  /** Pages and forms that it found and attacked. */
  readonly found: number
  /** What its requests were answered, by status. */
  readonly answers: ReadonlyMap<number, number>
  readonly weaknesses: Finding[]
  readonly anomalies: Finding[]
  readonly seconds: number
  /** Modules that the time ended before they had tried all that was found. */
  readonly cut: readonly string[]
  readonly problem: string
}
type Visit = {
  readonly name: string
  readonly origin: string
  readonly starts: readonly string[]
  readonly cookie?: string
}

const version = await requireTool('wapiti', ['--version'])
const stage = await openAttackStage()
const weak = await openWeakServer(stage.server.appUrl)
const began = Date.now()
try {
  const { origin } = stage.program
  const control = await scan({ name: 'server with holes', origin: weak.origin, starts: ['/'] })
  const visits: readonly { who: () => Promise<Player>; starts: readonly string[] }[] = [
    {
      who: async () => stage.players.guest,
      starts: [
        '/de/',
        '/de/services?q=hund',
        '/de/kriens/services/schadensmeldung/apply',
        `/de/cases/${stage.caseNumber}`,
        '/de/opendata',
        '/de/opendata/quality',
        '/de/strategy',
        '/de/strategy/projects',
        '/de/strategy/questions?from=luzern/m2&to=luzern/fb4',
      ],
    },
    {
      who: () => stage.signIn('person'),
      starts: ['/de/account', '/de/account/profile', '/de/account/email', '/de/account/mandates'],
    },
    {
      who: () => stage.signIn('clerk'),
      starts: [
        '/de/desk/inbox?tab=all',
        `/de/desk/cases/${stage.caseNumber}`,
        '/de/desk/text-blocks',
        '/de/desk/absences',
        '/de/desk/counter',
      ],
    },
    {
      who: () => stage.signIn('steward'),
      starts: ['/de/desk/opendata', '/de/desk/opendata/sources', '/de/desk/opendata/feeds'],
    },
    {
      who: () => stage.signIn('strategist'),
      starts: [
        '/luzern/desk/strategy',
        '/luzern/desk/strategy/projects/beispiel-baugesuche-online?tab=plan',
        '/luzern/desk/strategy/goals/fb1?find=Smart',
        '/luzern/desk/strategy/indicators/ogd-stadt',
        '/luzern/desk/strategy/credits',
        '/luzern/desk/strategy/synergies',
        '/luzern/desk/strategy/people',
        '/luzern/desk/strategy/planning',
        '/luzern/desk/strategy/parliament',
      ],
    },
    {
      who: () => stage.signIn('admin'),
      starts: ['/de/desk/access', '/de/desk/firms', '/de/desk/statistics', '/de/desk/text-blocks'],
    },
  ]
  const scans: Scan[] = []
  const wanted = process.argv.slice(2).join(' ')
  for (const { who, starts } of visits) {
    const player = await who()
    if (player.name.includes(wanted)) scans.push(await scan({ ...player, origin, starts }))
  }
  report(control, scans)
} finally {
  await weak.close()
  await stage.close()
}

async function scan({ name, origin: target, starts, cookie }: Visit): Promise<Scan> {
  const relay = await openRelay(target, closed)
  const { origin, answers } = relay
  const folder = join(stage.folder, `wapiti-${name.replaceAll(/\W+/g, '-')}`)
  const [config, file] = [join(folder, 'config'), join(folder, 'report.json')]
  mkdirSync(config, { recursive: true })
  // Its lists of products would be fetched from elsewhere; nothing here needs them.
  writeFileSync(join(config, 'apps.json'), '{}')
  const [first = '/', ...others] = starts
  const heads = [
    // It says that it reads Brotli and does not: it would see no link at all.
    'Accept-Encoding: identity',
    'Sec-Fetch-Site: same-origin',
    ...(cookie === undefined ? [] : [`Cookie: ${cookie}`]),
  ]
  const args = [
    ...['-u', `${origin}${first}`, '--scope', 'domain', '-m', modules, '-d', '3', '-v', '1', '-t', '20'],
    ...others.flatMap((path) => ['-s', `${origin}${path}`]),
    ...heads.flatMap((head) => ['-H', head]),
    ...['--max-links-per-page', '40', '--max-files-per-dir', '12', '--max-scan-time', String(crawlSeconds)],
    ...['--max-attack-time', String(secondsPerModule), '--max-parameters', '30', '--endpoint', `${weak.origin}/`],
    ...[
      '--flush-session',
      '--store-session',
      folder,
      '--store-config',
      config,
      '-f',
      'json',
      '-o',
      file,
      '--no-bugreport',
    ],
  ]
  const start = Date.now()
  const out = await run(args)
  await relay.close()
  const found = Number(/Wapiti found (\d+) URLs and forms/.exec(out)?.[1] ?? 0)
  const seconds = Math.round((Date.now() - start) / 1000)
  const cut = [...out.matchAll(/Max attack time was reached for module (\w+)/g)].map(([, module = '']) => module)
  const seen = { name, found, answers, seconds, cut }
  try {
    return { ...seen, problem: '', ...readFindings(JSON.parse(readFileSync(file, 'utf8'))) }
  } catch (error) {
    const problem = `${error instanceof Error ? error.message : 'no report'}\n${out.slice(-2_000)}`
    return { ...seen, problem, weaknesses: [], anomalies: [] }
  }
}

function run(args: readonly string[]): Promise<string> {
  const modulesCount = modules.split(',').length
  const timeout = (crawlSeconds + modulesCount * (secondsPerModule + 30)) * 1000
  return new Promise((done) => {
    const child = execFile(
      'wapiti',
      [...args],
      { timeout, killSignal: 'SIGKILL', maxBuffer: 2 ** 26 },
      (_error, out, err) => done(`${out}\n${err}`),
    )
    child.stdin?.end()
  })
}

function report(control: Scan, scans: readonly Scan[]): void {
  // wapiti calls some of these holes low; in our program each of them counts.
  const counts = ({ kind, level }: Finding) => level >= medium || holes.includes(kind)
  const missed = holes.filter((hole) => !control.weaknesses.some(({ kind }) => kind === hole))
  const serious = scans.flatMap(({ name, weaknesses }) => weaknesses.filter(counts).map((one) => ({ name, ...one })))
  const sumOf = ({ answers }: Scan, from: number) =>
    [...answers].reduce((sum, [status, count]) => sum + (status >= from ? count : 0), 0)
  const faulty = scans.filter((one) => sumOf(one, 500) > 0)
  const low = scans.flatMap(({ weaknesses }) => weaknesses.filter((one) => !counts(one)))
  const slow = scans.flatMap(({ anomalies }) => anomalies.filter(({ kind }) => kind !== 'Internal Server Error'))
  const idle = scans.filter(({ found, problem }) => found < 10 || problem !== '')
  const rows: readonly (readonly [string, string | number])[] = [
    ['wapiti', `${version}, modules ${modules}`],
    ['modules left out', leftOut],
    [
      'time',
      `${Math.round((Date.now() - began) / 1000)} s; each module at most ${secondsPerModule} s per visitor, after at most ${crawlSeconds} s of looking for pages`,
    ],
    [
      'control: holes of a server made for it',
      `${holes.length - missed.length} of ${holes.length} found (${holes.join(', ')})`,
    ],
    ...scans.map((one): [string, string] => [
      `as ${one.name}`,
      `${one.found} pages and forms found, ${sumOf(one, 0)} requests (${sumOf(one, 400)} refused with 4xx), ${one.seconds} s; cut by the time: ${one.cut.join(', ') || 'none'}`,
    ]),
    ['weaknesses medium or above, or of the kinds of the control', serious.length],
    ['weaknesses below', [...new Set(low.map(({ kind }) => kind))].join(', ') || 'none'],
    ['answers 5xx', scans.reduce((sum, one) => sum + sumOf(one, 500), 0)],
    ['other anomalies (time-outs)', slow.length],
  ]
  if (process.argv.length < 3) writeResult('wapiti', rows, 'node --import tsx test/attack/wapiti.ts')
  else process.stdout.write(`${rows.map((row) => row.join(': ')).join('\n')}\n`)
  for (const one of missed) process.stdout.write(`Not found in the server with holes: ${one}\n`)
  for (const { name, found, problem } of idle) process.stdout.write(`As ${name}: ${found} pages. ${problem}\n`)
  for (const one of [...serious, ...scans.flatMap(({ anomalies }) => anomalies)])
    process.stdout.write(`${JSON.stringify(one)}\n`)
  if (control.problem !== '') process.stdout.write(`${control.problem}\n`)
  if (missed.length + serious.length + faulty.length + idle.length > 0) process.exitCode = 1
}
