import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '#kernel/db/embedded-server.ts'
import type { Route } from '#kernel/http/route.ts'
import { writeResult } from '#test/support/check-result.ts'
import { type DraftBody, programWithDraft } from '#test/support/drafts.ts'
import { chanceOf, isLarge, seedOfRun } from '#test/support/random.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { allRoutes, ask, makeCase, proveCase } from './attack.ts'
import { type FormPage, families, oddRequest, type Target } from './odd-requests.ts'

let town: Town
// The demo's sign-in service answers here too, so that no route has an excuse for a fault.
beforeAll(async () => {
  const port = await freePort()
  town = await openTown(undefined, `localhost:${port}`)
  await town.house.app.listen({ port, host: '127.0.0.1' })
}, 120_000)
afterAll(() => town.close())

const wanted = isLarge ? 100_000 : 1_000
const atOnce = 4
const saved = {
  kind: 'road',
  is_dangerous: false,
  municipality: 1059,
  place: { text: 'Beispielplatz, beim Brunnen' },
  description: 'Ein Loch im Belag, das bleiben muss',
}
/** Answers that no odd value can be in the place of. */
const lasting = ['kind', 'is_dangerous', 'municipality'] as const
/** Records of the strategy that are there, as its routes name them. */
const luzern = { authority: 'luzern', owner: 'luzern', keeper: 'luzern' }
type Named = Readonly<Record<string, string>>
const steered: readonly [Named, ...Named[]] = [
  { ...luzern, slug: 'beispiel-baugesuche-online' },
  { ...luzern, slug: 'beispiel-baugesuche-online-kredit' },
  { ...luzern, slug: 'fb1' },
  { ...luzern, slug: 'ogd-stadt' },
  { keeper: 'kanton-luzern', authority: 'kanton-luzern', slug: 'vereinbarung-eumzuglu-agglo' },
  // Rosa Beispiel of the demo.
  { ...luzern, slug: 'beispiel-digitales-archiv', id: '1d3d068c-d984-5b2e-a20d-2078adbc3d30' },
]
/** Legitimate ends: what they do is not a loss. */
const ends = /sign-out|\/closing|\/sessions\/:id\/end|\/draft\/discard|\/discard$/

async function formsOfTheServices(): Promise<FormPage[]> {
  const services = await town.query<{ id: string; authority: string }>(
    'select service_id as id, min(authority_id) as authority from egovernment.service_offers group by 1 order by 1',
  )
  const pages: FormPage[] = []
  for (const { id, authority } of services) {
    const { draft } = await programWithDraft(town, { service: id, authority, answers: {}, key: town.key('submitter') })
    pages.push(...draft.pages.map((page) => ({ service: id, page: page.id, fields: page.fields })))
  }
  return pages
}

async function openDraft(): Promise<DraftBody & { cookie: string }> {
  const { draft } = await programWithDraft(town, { answers: saved })
  return { ...draft, cookie: `draft-schadensmeldung=kriens.${draft.id}.${draft.token}` }
}

async function answersOf({ id, token }: DraftBody): Promise<Record<string, unknown>> {
  const answer = await ask(town, { path: `/api/v1/drafts/${id}`, headers: { 'x-draft-token': token } })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json<DraftBody>().answers
}

test(
  'generated odd requests to every route never give a fault and never lose a draft',
  async () => {
    const seed = seedOfRun()
    const chance = chanceOf(seed)
    const began = Date.now()
    const [aimedAt, beside, replaced] = [await openDraft(), await openDraft(), await openDraft()]
    const forms = await formsOfTheServices()
    expect(new Set(forms.map(({ service }) => service)).size).toBeGreaterThanOrEqual(15)
    const made = await makeCase(town)
    const holder = `${await proveCase(town, made)}; ${aimedAt.cookie}`
    const person = `${(await town.signIn({ name: 'Mia Muster' })).cookies()}; ${aimedAt.cookie}`
    const clerk = (await town.signIn({ role: 'clerk', authority: 'kriens' })).cookies()
    const steward = (await town.signIn({ role: 'data_steward', authority: 'kriens' })).cookies()
    const strategist = (await town.signIn({ role: 'strategist', authority: 'luzern' })).cookies()
    const cookieFor = ({ path }: Route) => {
      if (path.startsWith('/desk/strategy')) return strategist
      if (path.startsWith('/desk/opendata')) return steward
      if (path.startsWith('/desk')) return clerk
      return /^\/(?:account|session|mailbox)/.test(path) ? person : holder
    }
    const routes = allRoutes(town).filter(
      ({ path, method }) => !ends.test(path) && !(method === 'DELETE' && path.includes(':draft')),
    )
    const statuses = new Map<string, number>()
    let sent = 0
    const sendNext = async () => {
      const index = sent
      sent += 1
      const route = routes[index % routes.length]
      const family = families[(index + Math.floor(index / routes.length)) % families.length]
      // By chance, not by index: with the number of routes it would give each route the same few pages again and again.
      const form = forms[chance.number(forms.length)]
      if (!route || !family || !form) throw new Error('nothing to send')
      const id =
        route.path.startsWith('/services') || route.path.startsWith('/api/v1/services') ? form.service : undefined
      // A program may replace its draft where it says that it knows, as an odd `If-Match: *` does as well; where it names an old version,
      // nothing is replaced.
      const mayReplace = family === 'odd heads' || chance.number(2) === 0
      const [draft, version] = mayReplace ? [replaced, '*'] : [aimedAt, '"999"']
      const byProgram = { draft, headers: { 'x-draft-token': draft.token, 'if-match': version } }
      const target: Target = {
        route,
        cookie: cookieFor(route),
        headers: route.path.startsWith('/api/v1/drafts') ? byProgram.headers : {},
        values: {
          ...{ number: made.number, draft: byProgram.draft.id, page: form.page },
          ...(route.path.includes('/strategy/') ? chance.one(steered) : {}),
          ...(id ? { id } : {}),
        },
        // Half of the requests to pages of forms go to the draft that was begun.
        form:
          chance.number(2) === 0
            ? form
            : (forms.find(({ page, service }) => service === 'schadensmeldung' && page === 'kind') ?? form),
      }
      const one = oddRequest(target, family, chance)
      const label = `seed ${seed}, request ${index}, ${family}: ${route.method} ${one.path.slice(0, 200)} ${JSON.stringify(one.form ?? one.json ?? one.headers).slice(0, 300)}`
      const answer = await ask(town, one)
      expect(answer.statusCode, `${label}\n${answer.body.slice(0, 300)}`).toBeLessThan(500)
      if (String(answer.headers['content-type']).startsWith('text/html'))
        expect(/<svg onload|<script>alert/.test(answer.body), label).toBe(false)
      const line = `${family}, ${String(answer.statusCode)[0]}xx`
      statuses.set(line, (statuses.get(line) ?? 0) + 1)
    }
    const work = async () => {
      while (sent < wanted) await sendNext()
    }
    await Promise.all(Array.from({ length: atOnce }, work))

    expect(sent).toBeGreaterThanOrEqual(wanted)
    expect(await answersOf(beside)).toMatchObject(saved)
    expect(await answersOf(replaced)).toBeDefined()
    const left = await answersOf(aimedAt)
    for (const name of lasting) expect(left[name], name).toBe(saved[name])
    expect(left.place, JSON.stringify(left)).toBeDefined()
    expect(String(left.description), JSON.stringify(left)).not.toBe('')
    if (isLarge)
      writeResult(
        'odd-requests',
        [
          ['requests', sent],
          ['routes', routes.length],
          ['pages of forms', forms.length],
          ['answers 5xx', 0],
          ['drafts lost', 0],
          ...[...statuses].sort(([one], [other]) => one.localeCompare(other)),
          ['seed', seed],
          ['duration', `${Math.round((Date.now() - began) / 1000)} s`],
          ['commit', execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()],
        ],
        'WEGWEISER_LARGE=yes bin/test test/security/generated-requests',
      )
  },
  isLarge ? 3_600_000 : 60_000,
)
