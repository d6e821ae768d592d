import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { fixedClock } from '#kernel/clock.ts'
import { publicActor, systemActor } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import { isLanguage, type Language } from '#kernel/i18n/language.ts'
import { search } from '#kernel/search/search.ts'
import { putSearchDocuments } from '#kernel/search/search-documents.ts'
import { cloneDatabase, type TestDatabase, testNow } from '#test/support/test-database.ts'
import { readServiceFolder } from '../services/read-service-folder.ts'
import { serviceDocuments } from '../services/service-documents.ts'

type Question = { text: string; language: Language; meant: string }

const questions = readQuestions(readFileSync(join(import.meta.dirname, 'queries.yaml'), 'utf8'))
const asked = questions.filter((question) => question.meant !== 'nothing')
const nonsense = questions.filter((question) => question.meant === 'nothing')

let database: Database
let urls: TestDatabase

beforeAll(async () => {
  const { services } = readServiceFolder(join(import.meta.dirname, '../../../../content/services'))
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

const find = ({ text, language }: Question) =>
  database.read(publicActor, (scope) => search(scope, { text, language, kind: 'service', limit: 3 }))

test('there are enough questions for each service to mean something', () => {
  expect(asked.length).toBeGreaterThanOrEqual(60)
  const perService = Map.groupBy(asked, (question) => question.meant)
  for (const [service, list] of perService) expect([service, list.length >= 20]).toEqual([service, true])
})

// With few services every one is among the first three, so the meant one must come first here.
test.each(asked)('«$text» ($language) means $meant', async (question) => {
  expect((await find(question))[0]?.id).toBe(question.meant)
})

test.each(nonsense)('«$text» ($language) means nothing', async (question) => {
  expect((await find(question)).map((hit) => hit.id)).toEqual([])
})

function readQuestions(yaml: string): Question[] {
  const content: unknown = parse(yaml)
  if (typeof content !== 'object' || content === null) throw new TypeError('no questions')
  return Object.entries(content).flatMap(([meant, list]) =>
    (Array.isArray(list) ? list : []).map((one) => readQuestion(one, meant)),
  )
}

function readQuestion(entry: unknown, meant: string): Question {
  if (typeof entry === 'string') return { text: entry, language: 'de', meant }
  if (typeof entry === 'object' && entry !== null && 'text' in entry && 'language' in entry) {
    const { text, language } = entry
    if (typeof text === 'string' && isLanguage(language)) return { text, language, meant }
  }
  throw new TypeError(`no question: ${JSON.stringify(entry)}`)
}
