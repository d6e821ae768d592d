import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeResult } from '#test/support/check-result.ts'
import { crawl } from './crawl.ts'
import { type MarkedRequest, markedRequest } from './requests.ts'
import { readRouteTable } from './route-table.ts'
import { openAttackStage } from './stage.ts'
import { requireTool } from './tool.ts'

/**
 * sqlmap (level 3, risk 1) over every route of the table: each parameter of path, query, form and JSON body, and the lines of the head that
 * hold codes. `WEGWEISER_ATTACK_MINUTES` says how long it may take altogether; each route gets its share of what is left.
 */
const minutes = Number(process.env.WEGWEISER_ATTACK_MINUTES ?? 25)
const atOnce = 2
/** Less than this shows nothing; what comes after the end of the time is not tried, and said so. */
const leastShare = 75_000
/** First, where time is short: what searches, filters, pages by key, or asks for a code. */
const first = /^GET \/(?:desk\/inbox|services|api\/v1\/(?:services|cases)|desk\/statistics)$|access$|:number$/
/** Later, because they end the session or the account that the others need, or remove what they look at. */
const ends = /sign-out|\/closing|\/sessions\/|discard|withdrawal|erasure|\/end$/

type Verdict = {
  readonly name: string
  readonly verdict: 'clean' | 'cut' | 'injectable' | 'unreachable' | 'not tried'
  readonly text: string
}

const version = await requireTool('sqlmap', ['--version'])
const stage = await openAttackStage()
try {
  const routes = readRouteTable()
  const players = Object.values(stage.players)
  const starts = [
    '/',
    '/kriens/services/schadensmeldung/apply',
    '/desk/inbox?tab=all',
    '/account',
    '/cases',
    '/gallery',
  ]
  const found = await crawl(stage.program.origin, routes, players, [...starts, `/cases/${stage.caseNumber}`])
  const requests = routes
    .map((route) => markedRequest(route, found.get(`${route.method} ${route.path}`), stage))
    .sort((one, other) => rank(one) - rank(other))
  const began = Date.now()
  const verdicts = await tryAll(requests, began + minutes * 60_000)
  report(requests, verdicts, Math.round((Date.now() - began) / 1000))
} finally {
  await stage.close()
}

function rank({ name }: MarkedRequest): number {
  if (ends.test(name)) return 2
  return first.test(name) ? 0 : 1
}

async function tryAll(requests: readonly MarkedRequest[], until: number): Promise<Verdict[]> {
  const folder = join(stage.folder, 'sqlmap')
  mkdirSync(folder)
  const open = [...requests.entries()]
  const verdicts: Verdict[] = []
  const work = async () => {
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      const [index, request] = next
      if (Date.now() > until) {
        verdicts.push({ name: request.name, verdict: 'not tried', text: '' })
        continue
      }
      const share = ((until - Date.now()) * atOnce) / (open.length + atOnce)
      verdicts.push(await tryOne(request, join(folder, `${index}.txt`), share))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return verdicts
}

function tryOne({ name, text }: MarkedRequest, file: string, bound: number): Promise<Verdict> {
  writeFileSync(file, text)
  const args = ['-r', file, '--batch', '--level=3', '--risk=1', '--dbms=PostgreSQL', '--keep-alive', '--skip-waf']
  const more = [
    '--ignore-code=401',
    '--ignore-redirects',
    `--output-dir=${file}.out`,
    '--disable-coloring',
    '--timeout=30',
  ]
  return new Promise((done) => {
    execFile(
      'sqlmap',
      [...args, ...more],
      { timeout: Math.max(leastShare, bound), killSignal: 'SIGKILL', maxBuffer: 2 ** 26 },
      (error, out) => {
        if (/is vulnerable|appears to be injectable|identified the following injection point/.test(out))
          done({ name, verdict: 'injectable', text: out.slice(-3_000) })
        else if (/all tested parameters do not appear to be injectable/.test(out))
          done({ name, verdict: 'clean', text: '' })
        else done({ name, verdict: error?.killed ? 'cut' : 'unreachable', text: out.slice(-1_000) })
      },
    )
  })
}

function report(requests: readonly MarkedRequest[], verdicts: readonly Verdict[], seconds: number): void {
  const of = (verdict: Verdict['verdict']) => verdicts.filter((one) => one.verdict === verdict)
  const places = requests.reduce((sum, request) => sum + request.places, 0)
  const named = (verdict: Verdict['verdict']) =>
    of(verdict)
      .map(({ name }) => `\`${name}\``)
      .join(', ') || 'none'
  writeResult(
    'sqlmap',
    [
      ['sqlmap', `${version}, level 3, risk 1, PostgreSQL, all techniques`],
      ['time', `${seconds} s of at most ${minutes} minutes, ${atOnce} at once`],
      ['routes of the table', requests.length],
      ['places where something was put (path, query, form, JSON, codes in the head)', places],
      ['routes tested to the end, nothing injectable', of('clean').length],
      ['routes with something injectable', named('injectable')],
      ['routes cut by the time limit: nothing found before that', named('cut')],
      ['routes that sqlmap could not test', named('unreachable')],
      ['routes not tried because the time was over', named('not tried')],
    ],
    'node --import tsx test/attack/sqlmap.ts',
  )
  for (const { name, text } of [...of('injectable'), ...of('unreachable')]) process.stdout.write(`${name}\n${text}\n\n`)
  // A run that tested no route to its end shows nothing.
  if (of('injectable').length > 0 || of('clean').length === 0) process.exitCode = 1
}
