import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeResult } from '#test/support/check-result.ts'
import { crawl } from './crawl.ts'
import { type NamedPlace, namedPlaces } from './named-places.ts'
import { openRelay } from './relay.ts'
import { plainStatus, requestText, type StarredRequest } from './request-text.ts'
import { markedRequest } from './requests.ts'
import { readRouteTable } from './route-table.ts'
import { runSqlmap, type Verdict } from './run-sqlmap.ts'
import { type AttackStage, openAttackStage } from './stage.ts'
import { requireTool } from './tool.ts'
import { openWeakServer } from './weak-server.ts'

/**
 * sqlmap in three parts. First a server with a hole, on the same PostgreSQL, where it must find it: else it finds nothing anywhere. Then the
 * named places at level 3, each of which must be accepted by the program as it is and be tested to its end, without being refused as too many.
 * Then every route of the table at level 1, as far as `WEGWEISER_ATTACK_MINUTES` reach; what was cut or not tried is said.
 * With words after the command only places and routes whose names hold them are tried, and no page is kept.
 */
const minutes = Number(process.env.WEGWEISER_ATTACK_MINUTES ?? 25)
const words = process.argv.slice(2).join(' ')
const wanted = ({ name }: { readonly name: string }) => name.includes(words)
const atOnce = 2
const perPlace = 600_000
const perRoute = 120_000
/** Later, because they end the session or the account that the others need, or remove what they look at. */
const ends = /^DELETE|sign-out|\/closing|\/sessions\/|disabling|discard|withdrawal|erasure|revocation|removal|\/end$/

type Tried = {
  readonly name: string
  /** What the request is answered as it is. */
  readonly status: number
  /** What the requests of the test were answered, by status. */
  readonly answers: ReadonlyMap<number, number>
  /** Whether SQL is what it is asked in. */
  readonly isInvited: boolean
  readonly verdict: Verdict['verdict'] | 'not tried'
  readonly places: number
  readonly text: string
}

const version = await requireTool('sqlmap', ['--version'])
const stage = await openAttackStage()
const weak = await openWeakServer(stage.server.appUrl)
const began = Date.now()
try {
  const control = { method: 'GET', path: '/search?q=kriens*', headers: [] }
  const [hole] = await tryAll(weak.origin, [{ name: 'control', request: control }], {
    level: 3,
    milliseconds: perPlace,
  })
  const places = (await namedPlaces(stage)).filter(wanted)
  const named = await tryAll(stage.program.origin, places, { level: 3, milliseconds: perPlace })
  const routes = await tryAll(stage.program.origin, (await routeRequests(stage)).filter(wanted), {
    level: 1,
    milliseconds: perRoute,
    until: Date.now() + minutes * 60_000,
  })
  report(hole, named, routes)
} finally {
  await weak.close()
  await stage.close()
}

async function routeRequests(at: AttackStage) {
  const routes = readRouteTable()
  const starts = [
    '/',
    '/kriens/services/schadensmeldung/apply',
    '/desk/inbox?tab=all',
    '/account',
    '/cases',
    '/gallery',
    '/opendata',
    '/desk/opendata',
    '/strategy',
    '/luzern/desk/strategy',
    '/luzern/desk/strategy/projects',
    '/luzern/desk/strategy/planning',
  ]
  const found = await crawl(at.program.origin, routes, Object.values(at.players), [
    ...starts,
    `/cases/${at.caseNumber}`,
  ])
  return routes
    .map((route) => markedRequest(route, found.get(`${route.method} ${route.path}`), at))
    .sort((one, other) => place(one) - place(other))
}

/** Routes that know no parameter, and are tried with one of others, come after those that do. */
function place({ name, request }: { readonly name: string; readonly request: StarredRequest }): number {
  if (ends.test(name)) return 2
  return /[?&]q=a\*&text=b\*$/.test(request.path) || request.body === 'q=a*&text=b*' ? 1 : 0
}

type Limits = { readonly level: number; readonly milliseconds: number; readonly until?: number }

async function tryAll(
  origin: string,
  requests: readonly NamedPlace[],
  { level, milliseconds, until = Number.POSITIVE_INFINITY }: Limits,
): Promise<Tried[]> {
  const folder = join(stage.folder, `sqlmap-${level}-${new URL(origin).port}`)
  mkdirSync(folder)
  const open = [...requests.entries()]
  const tried: Tried[] = []
  const work = async () => {
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      const [index, { name, request, takesSql }] = next
      if (Date.now() > until) {
        tried.push({ name, status: 0, answers: new Map(), isInvited: false, verdict: 'not tried', places: 0, text: '' })
        continue
      }
      await stayIn()
      const relay = await openRelay(origin)
      const status = await plainStatus(relay.origin, request)
      const file = join(folder, `${index}.txt`)
      const run = () => runSqlmap(file, requestText(relay.origin, request), { level, milliseconds })
      const first = await run()
      // What can be injected can be so again; what sqlmap took for it by chance, from answers that a busy machine gave unlike each other, cannot.
      const verdict = first.verdict === 'injectable' ? await run() : first
      await relay.close()
      tried.push({ name, status, answers: relay.answers, isInvited: takesSql === true, ...verdict })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return tried
}

/** Nobody is signed out for having done nothing while others were tried. */
async function stayIn(): Promise<void> {
  for (const { cookie } of Object.values(stage.players))
    await (await fetch(`${stage.program.origin}/cases`, { headers: { cookie } })).arrayBuffer()
}

function report(hole: Tried | undefined, named: readonly Tried[], routes: readonly Tried[]): void {
  const isControlFound = hole?.verdict === 'injectable'
  const shown = named.filter(
    (one) => isHarmless(one) && one.status < 400 && !one.answers.has(429) && !hasFault(one.answers),
  )
  const names = (list: readonly Tried[]) => list.map(({ name }) => `\`${name}\``).join(', ') || 'none'
  const of = (verdict: Tried['verdict']) => routes.filter((one) => one.verdict === verdict)
  const clean = of('clean')
  const faulty = routes.filter(({ answers }) => hasFault(answers))
  const requests = [...named, ...routes].flatMap(({ answers }) => [...answers.values()])
  const accepted = clean.filter(({ status }) => status < 400)
  const rows: readonly (readonly [string, string | number])[] = [
    ['sqlmap', `${version}, PostgreSQL, techniques BEUST, risk 1`],
    ['time', `${Math.round((Date.now() - began) / 1000)} s, ${atOnce} at once; routes have ${minutes} min`],
    ['control: a server with a hole, on the same PostgreSQL', isControlFound ? 'found injectable' : 'NOT FOUND'],
    ['requests sent to the program', requests.reduce((sum, count) => sum + count, 0)],
    ['named places, level 3', named.length],
    ['of them accepted as they are, tested to the end, not injectable', shown.length],
    ['named places that are not', names(named.filter((one) => !shown.includes(one)))],
    ['asked in SQL by design: sqlmap finds no server behind it', names(shown.filter(({ isInvited }) => isInvited))],
    ['the named places', names(named)],
    ['routes of the table, level 1, with every parameter known of them', routes.length],
    ['routes tested to the end, not injectable', clean.length],
    ['of them routes that accept the request as it is (2xx, 3xx)', accepted.length],
    ['of them routes that refuse it before or after looking at it (4xx)', clean.length - accepted.length],
    ['places tested on these routes', clean.reduce((sum, { places }) => sum + places, 0)],
    ['routes with something injectable', names(of('injectable'))],
    ['routes that answered a fault (5xx) on the way', names(faulty)],
    ['routes cut by the time limit: nothing found before that', names(of('cut'))],
    ['routes that sqlmap could not test', names(of('unreachable'))],
    ['routes not tried because the time was over', names(of('not tried'))],
  ]
  if (words === '') writeResult('sqlmap', rows, 'node --import tsx test/attack/sqlmap.ts')
  else process.stdout.write(`${rows.map((row) => row.join(': ')).join('\n')}\n`)
  const bad = [...named.filter((one) => !shown.includes(one)), ...of('injectable'), ...faulty]
  if (!isControlFound) process.stdout.write(`The control was not found injectable.\n${hole?.text}\n`)
  for (const { name, status, answers, verdict, text } of [...bad, ...of('unreachable')])
    process.stdout.write(`${name} (${status}): ${verdict}, ${JSON.stringify([...answers])}\n${text}\n\n`)
  if (!isControlFound || bad.length > 0) process.exitCode = 1
}

/** Not injectable; or asked in SQL, and sqlmap found no server behind it that it knows. */
function isHarmless({ verdict, isInvited, text }: Tried): boolean {
  if (!isInvited) return verdict === 'clean'
  return verdict === 'clean' || (verdict === 'injectable' && /not able to fingerprint the back-end/.test(text))
}

function hasFault(answers: ReadonlyMap<number, number>): boolean {
  return [...answers.keys()].some((status) => status >= 500)
}
