import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { publicActor, systemActor } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import { search } from '#kernel/search/search.ts'
import { putSearchDocuments } from '#kernel/search/search-documents.ts'
import { cloneDatabase, type TestDatabase, testNow } from '#test/support/test-database.ts'
import { readServiceFolder } from '../services/read-service-folder.ts'
import { serviceDocuments } from '../services/service-documents.ts'
import { type Question, readQuestions } from './test-questions.ts'

const tuning = readQuestions('queries')
const heldOut = readQuestions('queries-held-out')
const { services } = readServiceFolder(join(import.meta.dirname, '../../../../content/services'))
const offered = new Set(services.map(({ definition }) => definition.id))

let database: Database
let urls: TestDatabase

beforeAll(async () => {
  urls = await cloneDatabase()
  database = new Database({ connectionString: urls.appUrl, poolSize: 2, clock: fixedClock(testNow) })
  await database.write(systemActor('content'), async (scope) =>
    putSearchDocuments(
      scope,
      services.flatMap(({ definition }) => serviceDocuments(definition)),
    ),
  )
})

afterAll(async () => {
  await database.close()
  await urls.drop()
})

const find = async ({ text, language }: Question) => {
  const hits = await database.read(publicActor, (scope) => search(scope, { text, language, kind: 'service', limit: 3 }))
  return hits.map((hit) => hit.id)
}

const isMeant = ({ meant }: Question) => meant !== 'nothing'

test('there are enough questions for each service to mean something, and none in both halves', () => {
  expect([...tuning, ...heldOut].filter(isMeant).length).toBeGreaterThanOrEqual(240)
  for (const half of [tuning, heldOut]) {
    const perService = Map.groupBy(half.filter(isMeant), ({ meant }) => meant)
    expect(perService.size).toBeGreaterThanOrEqual(16)
    for (const [service, list] of perService) expect([service, list.length >= 10]).toEqual([service, true])
    for (const service of offered) expect([...perService.keys()]).toContain(service)
  }
  const typed = new Set(tuning.map(({ text }) => text.toLowerCase()))
  expect(heldOut.filter(({ text }) => typed.has(text.toLowerCase()))).toEqual([])
})

test.each([
  ['tuning', tuning, 0.95],
  ['held-out', heldOut, 0.9],
] as const)(
  '%s half: what is typed finds the service that is meant among the first three',
  async (name, half, least) => {
    const { share, missed, line } = await score(half)
    process.stdout.write(`finder, ${name} half: ${line}\n`)
    expect(share, missed.join('\n')).toBeGreaterThanOrEqual(least)
  },
)

test.each(tuning.filter((question) => !isMeant(question)))('«$text» ($language) means nothing', async (question) => {
  expect(await find(question)).toEqual([])
})

// A word that resembles one of ours by chance still finds it now and then; more than half of what means nothing must find nothing.
test('of what means nothing in the held-out half, most finds nothing', async () => {
  const nonsense = heldOut.filter((question) => !isMeant(question))
  const found = await Promise.all(nonsense.map(find))
  const empty = found.filter((ids) => ids.length === 0)
  process.stdout.write(`finder, held-out half: ${empty.length} of ${nonsense.length} that mean nothing find nothing\n`)
  expect(empty.length / nonsense.length).toBeGreaterThan(0.5)
})

/** The questions about services that are offered: how many find the one that is meant, and which do not. */
async function score(half: readonly Question[]) {
  const asked = half.filter(({ meant }) => offered.has(meant))
  const found = await Promise.all(asked.map(async (question) => ({ ...question, ids: await find(question) })))
  const first = found.filter(({ ids, meant }) => ids[0] === meant)
  const missed = found.filter(({ ids, meant }) => !ids.includes(meant))
  const percent = (count: number) => `${((100 * count) / asked.length).toFixed(1)} %`
  return {
    share: 1 - missed.length / asked.length,
    missed: missed.map(({ text, language, meant, ids }) => `«${text}» (${language}) means ${meant}, finds ${ids}`),
    line: `${asked.length} questions, ${percent(asked.length - missed.length)} in the first three, ${percent(first.length)} first`,
  }
}
