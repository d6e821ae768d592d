import { Parser, type Quad } from 'n3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishExample } from '#test/support/data-sets.ts'
import { parking, publishExample as publishOther } from '#test/support/open-data.ts'
import { openTown, type Town } from '#test/support/town.ts'

let town: Town
let origin: string
beforeAll(async () => {
  town = await openTown()
  ;({ origin } = town.house.kernel.settings)
  await publishExample(town.house.kernel)
  await publishOther(town.house.kernel, parking)
}, 60_000)
afterAll(() => town.close())

/** What is at an address in the end, as a browser or a program that knows Turtle finds it. */
async function follow(address: string, accept: string) {
  let path = address.replace(origin, '')
  for (let step = 0; step < 4; step += 1) {
    const { statusCode, headers, body } = await town.house.app.inject({
      url: path.replace(/#.*/, ''),
      headers: { host: town.host, accept },
    })
    if (statusCode < 300 || statusCode >= 400)
      return { status: statusCode, type: String(headers['content-type']), body }
    path = String(headers.location).replace(origin, '')
  }
  throw new Error(`${address} leads on and on`)
}

const turtle = (text: string): Quad[] => new Parser().parse(text)
const subjects = (quads: readonly Quad[]) => new Set(quads.map(({ subject }) => subject.value))
const described = new Set(['Catalog', 'Dataset', 'DatasetSeries', 'Distribution', 'DataService'])
const rdfType = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'

test.each([
  ['', '/opendata'],
  ['/kriens', '/kriens/opendata'],
])(
  'whatever the catalogue below «%s» calls by an address of ours is there for people and programs',
  async (prefix, page) => {
    const catalogue = `${origin}${prefix}/opendata/catalog`
    const { status, type, body } = await follow(catalogue, 'text/turtle')
    expect([status, type]).toEqual([200, 'text/turtle; charset=utf-8'])
    const quads = turtle(body)
    const kinds = new Map(
      quads
        .filter(({ predicate }) => predicate.value === rdfType)
        .map(({ subject, object }) => [subject.value, object.value.replace(/.*[/#]/, '')]),
    )
    const own = [...subjects(quads)].filter((one) => one.startsWith(origin))
    expect(own).toContain(catalogue)
    expect(own.some((one) => one.endsWith('/opendata/kriens/parkplaetze/plan'))).toBe(true)
    // Several things stand on one page: it is asked once.
    const pages = Map.groupBy(own, (one) => one.replace(/#.*/, ''))
    for (const [address, named] of pages) {
      const shown = await follow(address, 'text/html')
      expect([address, shown.status]).toEqual([address, 200])
      // Besides there are what things are found at: interfaces, pages, other pages of the list; and authorities, which have their own.
      const things = named.filter((one) => described.has(kinds.get(one) ?? ''))
      if (things.length === 0) continue
      expect([address, shown.type]).toEqual([address, 'text/html; charset=utf-8'])
      const told = await follow(address, 'text/turtle')
      expect([address, told.status, told.type]).toEqual([address, 200, 'text/turtle; charset=utf-8'])
      expect([...subjects(turtle(told.body))], address).toEqual(expect.arrayContaining(things))
    }
    const html = await town.house.app.inject({
      url: `${prefix}/opendata/catalog`,
      headers: { host: town.host, accept: 'text/html' },
    })
    expect([html.statusCode, html.headers.vary]).toEqual([303, expect.stringContaining('Accept')])
    expect(html.headers.location).toMatch(new RegExp(`${page}$`))
  },
  60_000,
)

test('who wants rows drawn in a certain way gets the page, whatever else is accepted', async () => {
  const path = '/opendata/kriens/parkplaetze/plaetze'
  const at = (search: string) =>
    town.house.app.inject({ url: path + search, headers: { host: town.host, accept: 'text/turtle' } })
  expect((await at('')).headers.location).toBe(`${origin}/opendata/kriens/parkplaetze.ttl`)
  expect((await at('?view=chart')).statusCode).toBe(200)
})
