import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { cloneDatabase, type TestDatabase, testNow } from '#test/support/test-database.ts'
import { publicActor, systemActor } from '../db/actor.ts'
import { Database } from '../db/database.ts'
import { type Language, languages } from '../i18n/language.ts'
import { type SearchQuery, search } from './search.ts'
import { putSearchDocuments, removeSearchDocuments, type SearchDocument } from './search-documents.ts'
import { createSynonyms } from './synonyms.ts'

let database: Database
let urls: TestDatabase

const synonyms = createSynonyms([{ mean: ['Umzug', 'umziehen'], words: ['zügl*'] }])

function document(id: string, language: Language, parts: Partial<SearchDocument> = {}): SearchDocument {
  return {
    kind: 'service',
    id,
    authorityId: null,
    language,
    title: id,
    summary: '',
    keywords: [],
    body: '',
    facets: [],
    ...parts,
  }
}

const documents: SearchDocument[] = [
  document('umzug', 'de', {
    title: 'Umzug melden',
    summary: 'Wenn Sie umziehen, melden Sie es der Gemeinde.',
    keywords: ['Adressänderung', 'Wegzug/Zuzug'],
    facets: ['life:moving', 'audience:person'],
  }),
  document('umzug', 'fr', {
    title: 'Annoncer un déménagement',
    keywords: ['changement d’adresse'],
    facets: ['life:moving'],
  }),
  document('umzug', 'it', { title: 'Annunciare un trasloco', facets: ['life:moving'] }),
  document('umzug', 'en', { title: 'Report a move', facets: ['life:moving'] }),
  document('lampe', 'de', {
    title: 'Schaden melden',
    keywords: ['Strassenlampe', 'Schlagloch'],
    body: 'Auch für Parkbänke.',
    facets: ['life:living'],
  }),
  document('hund', 'de', { title: 'Hund anmelden', summary: 'Für Halterinnen und Halter.', facets: ['life:animals'] }),
]

beforeAll(async () => {
  urls = await cloneDatabase()
  database = new Database({ connectionString: urls.appUrl, poolSize: 2, clock: fixedClock(testNow) })
  await database.write(systemActor('content'), async (scope) => putSearchDocuments(scope, documents))
})

afterAll(async () => {
  await database.close()
  await urls.drop()
})

function find(text: string, query: Partial<SearchQuery> = {}) {
  return database.read(publicActor, (scope) => search(scope, { text, language: 'de', synonyms, ...query }))
}

const idsOf = async (text: string, query: Partial<SearchQuery> = {}) => (await find(text, query)).map((hit) => hit.id)

describe('a thing is found', () => {
  test.each([
    ['its title', 'Umzug', 'umzug'],
    ['another form of a word', 'Umzüge', 'umzug'],
    ['a whole question', 'Wo kann ich meinen Umzug melden?', 'umzug'],
    ['a synonym', 'zuegle', 'umzug'],
    ['a typing error', 'Umzgu', 'umzug'],
    ['a missing letter', 'Adressänderng', 'umzug'],
    ['a word behind a slash', 'Zuzug', 'umzug'],
    ['an umlaut written out', 'Adressaenderung', 'umzug'],
    ['a part of a compound', 'Lampe', 'lampe'],
    ['a compound of a known word', 'Hundehalterin', 'hund'],
    ['a word of the body', 'Parkbank', 'lampe'],
    ['another language', 'déménager', 'umzug'],
    ['French without accents', 'demenagement', 'umzug'],
    ['English', 'moving', 'umzug'],
  ])('by %s', async (_, text, id) => {
    expect((await idsOf(text))[0]).toBe(id)
  })
})

test('what is shown is in the language asked for, or in German where that is missing', async () => {
  expect(await find('Umzug', { language: 'fr' })).toMatchObject([
    { id: 'umzug', language: 'fr', title: 'Annoncer un déménagement' },
  ])
  expect(
    await find('chien', { language: 'fr', synonyms: createSynonyms([{ mean: ['Hund'], words: ['chien'] }]) }),
  ).toMatchObject([{ id: 'hund', language: 'de', title: 'Hund anmelden' }])
})

test('a match in the title comes before one in the keywords, that before the text', async () => {
  await database.write(systemActor('content'), async (scope) =>
    putSearchDocuments(scope, [
      document('c', 'de', { kind: 'rank', title: 'Drei', body: 'Brunnen' }),
      document('b', 'de', { kind: 'rank', title: 'Zwei', keywords: ['Brunnen'] }),
      document('a', 'de', { kind: 'rank', title: 'Brunnen' }),
      document('d', 'de', { kind: 'rank', title: 'Vier', summary: 'Ein Brunnen.' }),
    ]),
  )
  expect(await idsOf('Brunnen', { kind: 'rank' })).toEqual(['a', 'b', 'd', 'c'])
})

test.each(['', '   ', 'xqzwv', 'asdfghjkl qwertz', '???', '& | !', 'der die das', "';--"])(
  'nothing is found by «%s»',
  async (text) => {
    expect(await find(text)).toEqual([])
  },
)

test('filters hold: kind, facets, ids', async () => {
  expect(await idsOf('melden', { facets: ['life:moving'] })).toEqual(['umzug'])
  expect(await idsOf('melden', { facets: ['life:moving', 'audience:person'] })).toEqual(['umzug'])
  expect(await idsOf('melden', { facets: ['life:moving', 'audience:firm'] })).toEqual([])
  expect(await idsOf('melden', { ids: ['lampe'] })).toEqual(['lampe'])
  expect(await idsOf('melden', { kind: 'dataset' })).toEqual([])
})

test('while somebody types, the beginning of a word is enough', async () => {
  expect(await idsOf('Stras', { isTyping: true })).toEqual(['lampe'])
  expect(await idsOf('umz', { isTyping: true })).toEqual(['umzug'])
  expect(await idsOf('umz')).toEqual([])
  expect(await idsOf('zu', { isTyping: true })).toEqual(['umzug'])
  expect(await idsOf('Adressänderun', { isTyping: true })).toEqual(['umzug'])
})

test('putting a document again replaces it; a removed one is gone', async () => {
  const put = (title: string) =>
    database.write(systemActor('publishing'), async (scope) =>
      putSearchDocuments(scope, [document('brief', 'de', { title })]),
    )
  await put('Abstimmungsbrief')
  await put('Wahlzettel')
  expect(await idsOf('Abstimmungsbrief')).toEqual([])
  expect(await idsOf('Wahlzettel')).toEqual(['brief'])
  await database.write(systemActor('publishing'), async (scope) =>
    removeSearchDocuments(scope, { kind: 'service', id: 'brief', authorityId: null }),
  )
  expect(await idsOf('Wahlzettel')).toEqual([])
})

test('only what publishes writes', async () => {
  const write = () => database.write(publicActor, async (scope) => putSearchDocuments(scope, [document('x', 'de')]))
  await expect(write()).rejects.toThrow(/row-level security/)
})

test('anything can be typed: no fault, and a quick answer', { timeout: 60_000 }, async () => {
  const longest = Array.from({ length: 12 }, (_, index) => `bundesgerichtsentscheid${index}`)
    .join(' ')
    .repeat(30)
  const started = performance.now()
  for (const text of [longest, 'a'.repeat(10_000), "'".repeat(10_000), 'ß'.repeat(10_000), '\u0000'.repeat(10_000)])
    await find(text)
  expect(performance.now() - started).toBeLessThan(5_000)
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.string({
          unit: fc.constantFrom(
            "'",
            '"',
            '&',
            '|',
            '!',
            ':',
            '*',
            '(',
            ')',
            '<->',
            '\\',
            '%',
            '_',
            ' ',
            'umzug',
            'A',
            '\ud800',
          ),
        }),
      ),
      fc.constantFrom(...languages),
      fc.boolean(),
      async (text, language, isTyping) => {
        const hits = await find(text, { language, isTyping })
        for (const hit of hits) expect(hit.score).toBeGreaterThan(0)
      },
    ),
    { numRuns: 150 },
  )
})

test('the index on the words is used although the table has a policy', async () => {
  const plan = await database.read(publicActor, async (scope) => {
    await sql`set local enable_seqscan = off`.execute(scope.db)
    return sql<{ 'QUERY PLAN': string }>`explain select id from kernel.search_documents
      where vector @@ to_tsquery('kernel.german', 'umzug')`.execute(scope.db)
  })
  expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('search_documents_vector')
})
