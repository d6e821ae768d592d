import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Route } from '#kernel/http/route.ts'
import { writeResult } from '#test/support/check-result.ts'
import { testHost } from '#test/support/furnished.ts'
import { withoutRateLimits } from '#test/support/process.ts'
import { type Chance, chanceOf, isLarge, seedOfRun } from '#test/support/random.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { type Answered, type Ask, allRoutes, ask, makeCase, proveCase } from './attack.ts'
import { foreignRequest, type Names, nothingLike, spellings, type Way, ways } from './foreign-requests.ts'
import { plantVictims, secret, type Victims } from './victims.ts'

let town: Town
beforeAll(async () => {
  town = await openTown(undefined, testHost, withoutRateLimits)
}, 120_000)
afterAll(() => town.close())

const atOnce = 8
/** What every request leaves behind by its nature: sessions seen, limits counted, refusals recorded. */
const restless = /^kernel\.(?:sessions|sign_ins|audit_\w+|outbox|handled|facts|passkey_challenges)$|access_attempts$/

type Who = {
  readonly name: string
  readonly cookie?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Tries these routes only: nothing else opens to the role. */
  readonly at?: RegExp
}

const as = (who: Who, one: Ask): Ask => ({
  ...one,
  ...(who.cookie === undefined ? {} : { cookie: who.cookie }),
  headers: { ...one.headers, ...who.headers },
})

const keyOf = (role: string, authority?: string) => ({ authorization: `Bearer ${town.key(role, authority)}` })

async function attackers(): Promise<Who[]> {
  const cookie = async (who: Parameters<Town['signIn']>[0]) => (await town.signIn(who)).cookies()
  const few: Who[] = [
    { name: 'guest with a case of her own', cookie: await proveCase(town, await makeCase(town)) },
    { name: 'another person', cookie: await cookie({ name: 'Beat Beispiel' }) },
    { name: 'clerk of Luzern', cookie: await cookie({ role: 'clerk', authority: 'luzern' }) },
    { name: 'key of Luzern', headers: keyOf('clerk', 'luzern') },
    {
      name: 'strategist of Luzern',
      cookie: await cookie({ role: 'strategist', authority: 'luzern' }),
      at: /\/strategy\//,
    },
    {
      name: 'project lead of Luzern',
      cookie: await cookie({ role: 'project_lead', authority: 'luzern' }),
      at: /\/strategy\//,
    },
  ]
  if (!isLarge) return few
  return [
    ...few,
    { name: 'nobody' },
    { name: 'lead of Luzern', cookie: await cookie({ role: 'lead', authority: 'luzern' }) },
    { name: 'clerk of Malters', cookie: await cookie({ role: 'clerk', authority: 'malters' }) },
    { name: 'clerk of the canton', cookie: await cookie({ role: 'clerk', authority: 'kanton-luzern' }) },
    {
      name: 'data steward of Luzern',
      cookie: await cookie({ role: 'data_steward', authority: 'luzern' }),
      at: /\/opendata\//,
    },
    { name: 'key for submissions', headers: keyOf('submitter') },
  ]
}

/** Whose the case is, for a route: whoever may see it there. */
function ownerOf({ path }: Route, victims: Victims, index: number): Who {
  if (path.startsWith('/api/')) return { name: 'key of Kriens', headers: keyOf('clerk', 'kriens') }
  if (path.startsWith('/desk')) return { name: 'clerk of Kriens', cookie: victims.clerk }
  return { name: 'owner', cookie: index === 0 ? victims.guest : victims.mia }
}

/** How many rows each table has and what is in them, apart from when a key was last used, which attackers do to their own. */
async function standing(): Promise<Record<string, string>> {
  const tables = await town.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname in ('kernel', 'egovernment', 'portal', 'opendata', 'strategy') order by 1`,
  )
  const state: Record<string, string> = {}
  for (const { name } of tables) {
    if (restless.test(name)) continue
    const row = `(to_jsonb(t) - 'last_used_on')::text`
    const [found] = await town.query<{ rows: string; hash: string }>(
      `select count(*) as rows, md5(string_agg(${row}, ',' order by ${row})) as hash from ${name} t`,
    )
    state[name] = `${found?.rows} rows, ${found?.hash}`
  }
  return state
}

/** An answer without the names that were asked for and what differs from request to request by its nature. */
function sameness(answer: Answered, names: Names): string {
  const text = `${answer.headers.location ?? ''}\n${answer.body}`
  const plain = [...spellings(names), String(answer.headers['x-request-id'])].reduce(
    (all, name) => all.replaceAll(name, 'NAME').replaceAll(encodeURIComponent(name), 'NAME'),
    text,
  )
  return `${answer.statusCode} ${plain}`
}

/** The records that are tried at a route: the cases with what is in them, and ids of every other kind. */
function namesFor({ at }: Who, { path }: Route, { cases, ids, steering }: Victims, chance: Chance): Names[] {
  if (/\/strategy\//.test(path)) {
    const one = () => steering[chance.number(steering.length)] ?? ''
    // Who steers elsewhere gets furthest: she tries them all.
    const own = isLarge ? (at ? steering : [one(), one()]) : [one()]
    return own.map((id) => ({ number: cases[0]?.number ?? '', id }))
  }
  if (!/:(?!number|page)\w+/.test(path)) return cases.map(({ number, file }) => ({ number, id: file }))
  const within = cases.flatMap(({ number, file, question }) => [file, question].map((id) => ({ number, id })))
  const others = Array.from({ length: isLarge ? 4 : 1 }, () => ({
    number: cases[chance.number(cases.length)]?.number ?? '',
    id: ids[chance.number(ids.length)] ?? '',
  }))
  if (path.includes(':number')) return [...(isLarge ? within : within.slice(0, 1)), ...others]
  return others
}

type Attempt = { readonly who: Who; readonly route: Route; readonly way: Way; readonly names: Names }

/** Every attacker at every route with a record in the address: in every way, or in a small run in one by chance. */
function attemptsOf(who: readonly Who[], routes: readonly Route[], victims: Victims, chance: Chance): Attempt[] {
  return who.flatMap((attacker) =>
    routes.flatMap((route) => {
      if (attacker.at?.test(route.path) === false) return []
      const own = isLarge ? ways : [ways[chance.number(ways.length)] ?? 'plain']
      return own.flatMap((way) =>
        namesFor(attacker, route, victims, chance).map((names) => ({ who: attacker, route, way, names })),
      )
    }),
  )
}

async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const open = [...items]
  const worker = async () => {
    for (let next = open.pop(); next !== undefined; next = open.pop()) await work(next)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

async function switchPoliciesOff(): Promise<void> {
  const client = new Client({ connectionString: town.urls.adminUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ off: string }>(
      `select format('alter table %s disable row level security', c.oid::regclass) as off from pg_class c where c.relrowsecurity`,
    )
    for (const { off } of rows) await client.query(off)
  } finally {
    await client.end()
  }
}

test(
  'no route shows or changes a record of somebody else, and it looks as if there were none',
  async () => {
    const began = Date.now()
    const chance = chanceOf(seedOfRun())
    const victims = await plantVictims(town, isLarge ? 4 : 1)
    const who = await attackers()
    const routes = allRoutes(town).filter(
      ({ path }) => /:(?!page)\w+/.test(path) && !/^\/(?:api\/v1\/)?services|^\/demo/.test(path),
    )
    const attempts = attemptsOf(who, routes, victims, chance)
    const before = await standing()

    const missing = new Map<string, Promise<string>>()
    const answerToNothing = ({ who: attacker, route, way, names }: Attempt): Promise<string> => {
      const nothing = nothingLike(names)
      const key = `${attacker.name} ${route.method} ${route.path} ${way} ${nothing.id}`
      const known =
        missing.get(key) ??
        ask(town, as(attacker, foreignRequest(route, nothing, way))).then((answer) => sameness(answer, nothing))
      missing.set(key, known)
      return known
    }
    const statuses = new Map<string, number>()
    const bad: string[] = []
    await inParallel(attempts, async (attempt) => {
      const one = as(attempt.who, foreignRequest(attempt.route, attempt.names, attempt.way))
      const [answer, expected] = [await ask(town, one), await answerToNothing(attempt)]
      const label = `${attempt.who.name}, ${attempt.way}: ${attempt.route.method} ${one.path} ${answer.statusCode}`
      const line = `${attempt.who.name}, ${answer.statusCode}`
      statuses.set(line, (statuses.get(line) ?? 0) + 1)
      if (answer.statusCode >= 500) bad.push(`fault: ${label}`)
      if (answer.body.includes(secret)) bad.push(`shown: ${label}`)
      if (sameness(answer, attempt.names) !== expected) bad.push(`told apart: ${label}`)
    })
    expect(bad).toEqual([])
    expect(await standing()).toEqual(before)

    // The same requests of those whose it is: they are answered otherwise, and see it. So an attacker who got through would be noticed.
    const ofCases = routes.filter(({ method, path }) => method === 'GET' && /:number/.test(path))
    let seen = 0
    for (const route of ofCases) {
      for (const [index, { number, file }] of victims.cases.entries()) {
        const answer = await ask(
          town,
          as(ownerOf(route, victims, index), foreignRequest(route, { number, id: file }, 'plain')),
        )
        if (answer.body.includes(secret)) seen += 1
      }
    }
    const noticed: string[] = []
    for (const { number, question } of victims.cases)
      for (const route of routes.filter(({ method, path }) => method === 'POST' && /:number/.test(path))) {
        const owner = ownerOf(route, victims, number === victims.cases[0]?.number ? 0 : 1)
        const answer = await ask(town, as(owner, foreignRequest(route, { number, id: question }, 'plain')))
        if (![401, 403, 404].includes(answer.statusCode)) noticed.push(`${route.path} ${answer.statusCode}`)
      }
    const strategist = (await town.signIn({ role: 'strategist', authority: 'kriens' })).cookies()
    const ofSteering = routes.filter(({ method, path }) => method === 'GET' && path.startsWith('/desk/strategy/'))
    let steeringSeen = 0
    for (const route of ofSteering)
      for (const id of victims.steering.slice(0, 6)) {
        const own = { name: 'strategist of Kriens', cookie: strategist }
        const answer = await ask(town, as(own, foreignRequest(route, { number: 'KRI', id }, 'plain')))
        if (answer.body.includes(secret)) steeringSeen += 1
      }
    expect(steeringSeen).toBeGreaterThanOrEqual(5)
    expect(seen).toBeGreaterThanOrEqual(10)
    expect(noticed.length).toBeGreaterThanOrEqual(20)

    // With the policies off, the very same requests of the attackers get through.
    await switchPoliciesOff()
    let through = 0
    await inParallel(attempts.slice(0, 2_000), async ({ who: attacker, route, way, names }) => {
      if (route.method !== 'GET') return
      const answer = await ask(town, as(attacker, foreignRequest(route, names, way)))
      if (answer.body.includes(secret)) through += 1
    })
    expect(through).toBeGreaterThan(0)

    expect(attempts.length).toBeGreaterThanOrEqual(isLarge ? 10_000 : 400)
    if (isLarge)
      writeResult(
        'isolation-requests',
        [
          ['attempts (attacker × route × record × way)', attempts.length],
          ['of them showed a word of somebody else', 0],
          ['of them answered otherwise than for a record that does not exist', 0],
          ['of them answered with a fault', 0],
          ['tables whose rows changed', `0 of ${Object.keys(before).length}`],
          ['routes with a record in the address', routes.length],
          [
            'foreign records',
            `${victims.cases.length} cases with file and question, ${victims.ids.length} ids of every table that has some, ${victims.steering.length} records of the strategy`,
          ],
          ['ways', ways.join(', ')],
          ['control: the owners read their secret with the same requests', seen],
          ['control: a strategist of Kriens reads it with the same requests', steeringSeen],
          ['control: the owners are let in where they write with the same requests', noticed.length],
          ['control: of 2,000 of these attempts, those that read once the policies are off', through],
          ...[...statuses].sort(([one], [other]) => one.localeCompare(other)),
          ['duration', `${Math.round((Date.now() - began) / 1000)} s`],
        ],
        'WEGWEISER_LARGE=yes bin/test test/security/foreign-attempts',
      )
  },
  isLarge ? 1_800_000 : 60_000,
)
