import { Parser, type Quad } from 'n3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { systemActor } from '#kernel/db/actor.ts'
import { freePort } from '#kernel/db/embedded-server.ts'
import { expand } from '#modules/opendata/dcat/resource.ts'
import { publishExample } from '#test/support/data-sets.ts'
import { testNow } from '#test/support/test-database.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { areShapesHere, readShapes, readVocabularies, shapesFiles } from './official-shapes.ts'
import { linesOf, parseJsonLd } from './same-graph.ts'
import { parseRdfXml, validate } from './shapes.ts'

/** What a harvester gets over HTTP: what the platform itself publishes at its start, and one data set of a municipality. */
if (!areShapesHere)
  process.stdout.write(
    'the catalogue as it is served is not checked by the shapes of others: ../shared/data is not here\n',
  )

let town: Town
beforeAll(async () => {
  const port = await freePort()
  town = await openTown(fixedClock(testNow), `localhost:${port}`)
  await town.house.kernel.database.write(systemActor('opendata'), async (scope) => {
    scope.enqueue('opendata.bring_content', { payload: {} })
  })
  await town.jobs.drain()
  await publishExample(town.house.kernel)
  await town.house.app.listen({ port, host: '127.0.0.1' })
}, 120_000)
afterAll(() => town.close())

const formats = {
  rdf: { mediaType: 'application/rdf+xml', parse: parseRdfXml },
  ttl: { mediaType: 'text/turtle', parse: async (text: string): Promise<Quad[]> => new Parser().parse(text) },
  jsonld: { mediaType: 'application/ld+json', parse: parseJsonLd },
} as const

/** All pages of a catalogue, as their links lead from one to the next. */
async function harvest(path: string, ending: keyof typeof formats): Promise<Quad[]> {
  const { mediaType, parse } = formats[ending]
  const all: Quad[] = []
  const seen = new Set<string>()
  let next: string | undefined = `http://${town.host}${path}/catalog.${ending}`
  while (next !== undefined && !seen.has(next)) {
    seen.add(next)
    const answer: Response = await fetch(next, { headers: { accept: mediaType } })
    expect([next, answer.status, answer.headers.get('content-type')]).toEqual([
      next,
      200,
      `${mediaType}; charset=utf-8`,
    ])
    const quads: Quad[] = await parse(await answer.text())
    all.push(...quads)
    next = quads.find(({ predicate }) => predicate.value === expand('hydra:next'))?.object.value
  }
  return all
}

/** What is said without where pages are, whose addresses have the ending of their format. */
const withoutPaging = (quads: readonly Quad[]) => linesOf(quads).filter((line) => !line.includes('?page='))

const dataSetsIn = (quads: readonly Quad[]) =>
  new Set(quads.filter(({ predicate }) => predicate.value === expand('dcat:dataset')).map(({ object }) => object.value))

const catalogues = [
  ['the whole canton', '/opendata', 10],
  ['one authority', '/kanton-luzern/opendata', 9],
  ['a municipality', '/kriens/opendata', 1],
] as const

test.each(catalogues)(
  'the catalogue of %s says the same in every format, page after page',
  async (_whose, path, least) => {
    const rdf = await harvest(path, 'rdf')
    expect(dataSetsIn(rdf).size).toBeGreaterThanOrEqual(least)
    const said = withoutPaging(rdf)
    expect(withoutPaging(await harvest(path, 'ttl'))).toEqual(said)
    expect(withoutPaging(await harvest(path, 'jsonld'))).toEqual(said)
  },
)

test.runIf(areShapesHere).each(catalogues)(
  'the shapes of others find no violation in the catalogue of %s',
  async (_whose, path) => {
    const data = await harvest(path, 'rdf')
    const own = new Set(data.map(({ subject }) => subject.value))
    const known = await readVocabularies()
    for (const file of shapesFiles) {
      const found = await validate(readShapes(file), data, known)
      const violations = found.filter(({ focus, severity }) => severity === 'Violation' && own.has(focus))
      expect([file, ...violations]).toEqual([file])
    }
  },
  300_000,
)
