import { afterAll, beforeAll, expect, test } from 'vitest'
import { slug } from '#kernel/ids.ts'
import { publishExample, treeMetadata } from '#test/support/data-sets.ts'
import { openGate } from '#test/support/open-data.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { bringDataSet } from '../content/bring-data-set.ts'

// Requirements are those of OGC API – Features, Part 1: Core (17-069r4).

type Type = 'integer' | 'number' | 'geometry' | 'year'

/** A table of Emmen; columns whose names end with `*` are its key. */
function table(slug: string, last: string, columns: readonly (readonly [name: string, type: Type])[]) {
  const id = `0199c000-0000-7000-8000-0000000000${last}`
  return {
    id,
    slug,
    kind: 'table' as const,
    title: { de: slug },
    columns: columns.map(([name, type]) => ({
      name: name.replace('*', ''),
      title: { de: name },
      type,
      role: 'fact' as const,
      isKey: name.endsWith('*'),
    })),
  }
}

const hole = [
  [8.01, 47.01],
  [8.01, 47.29],
  [8.29, 47.29],
  [8.29, 47.01],
  [8.01, 47.01],
]
const around = [
  [8, 47],
  [8.3, 47],
  [8.3, 47.3],
  [8, 47.3],
  [8, 47],
]

let town: Town
beforeAll(async () => {
  town = await openTown()
  const { kernel } = town.house
  await publishExample(kernel)
  await bringDataSet(
    kernel,
    {
      authorityId: slug('emmen'),
      slug: 'geo',
      metadata: {
        ...treeMetadata,
        title: { de: 'Orte' },
        distributions: [
          table('stellen', 'b1', [
            ['nr*', 'integer'],
            ['e_koord', 'number'],
            ['n_koord', 'number'],
          ]),
          table('zahlen', 'b2', [
            ['bfs_nr*', 'integer'],
            ['jahr*', 'year'],
            ['wert', 'integer'],
          ]),
          table('wege', 'b3', [
            ['nr*', 'integer'],
            ['weg', 'geometry'],
          ]),
        ],
      },
      rows: new Map([
        [
          'stellen',
          [
            [1, 2_666_000, 1_211_000],
            [2, 2_600_000, 1_200_000],
            [3, null, null],
          ],
        ],
        [
          'zahlen',
          [
            [1024, 2020, 1],
            [1061, 2021, 2],
            [1060, 2021, 3],
            [1037, 2022, 4],
          ],
        ],
        [
          'wege',
          [
            [
              1,
              {
                type: 'LineString',
                coordinates: [
                  [8, 47.3],
                  [8.3, 47],
                ],
              },
            ],
            [2, { type: 'Polygon', coordinates: [around, hole] }],
            [3, null],
          ],
        ],
      ]),
    },
    openGate,
  )
}, 60_000)
afterAll(() => town.close())

const base = '/opendata/features'
const trees = `${base}/collections/kriens_baeume_liste`
type Link = { href: string; rel: string; type: string }
type Given = {
  features: {
    id: number
    geometry: { type: string; coordinates: number[] } | null
    properties: Record<string, unknown>
  }[]
  numberMatched: number
  numberReturned: number
  links: Link[]
  [name: string]: unknown
}
const ask = (path: string, headers: Record<string, string> = {}) =>
  town.house.app.inject({ url: path, headers: { host: town.host, ...headers } })
const read = async (path: string) => {
  const answer = await ask(path)
  expect(answer.statusCode, `${path}\n${answer.body.slice(0, 300)}`).toBe(200)
  return answer.json<Given>()
}
const ids = async (query: string, collection = 'kriens_baeume_liste') => {
  const page = await read(`${base}/collections/${collection}/items?limit=100&${query}`)
  expect([page.numberMatched, page.numberReturned]).toEqual([page.features.length, page.features.length])
  return page.features.map(({ id, properties }) => id ?? properties.nr)
}
const pathOf = (href: string) => href.replace(`http://${town.host}`, '')
const hrefOf = ({ links }: { links: Link[] }, rel: string) =>
  pathOf(links.find((one) => one.rel === rel)?.href ?? 'none')

test('requirements 1 to 6, 11 to 15, 19 and 32: everything is reached from where it begins, in both forms', async () => {
  const seen = new Set<string>()
  const waiting = [base]
  while (waiting.length > 0) {
    const path = waiting.shift() ?? ''
    if (seen.has(path)) continue
    seen.add(path)
    const answer = await ask(path)
    expect(answer.statusCode, path).toBe(200)
    if (!String(answer.headers['content-type']).includes('json')) continue
    const {
      links = [],
      collections = [],
      features = [],
    } = answer.json<{ links?: Link[]; collections?: { links: Link[] }[]; features?: { id: number }[] }>()
    const isFirstPage = !path.includes('after=')
    for (const { href, rel, type } of [...links, ...collections.flatMap((one) => one.links)]) {
      expect([typeof rel, typeof type], href).toEqual(['string', 'string'])
      const next = pathOf(href)
      if (!next.startsWith('/') || !isFirstPage) continue
      if (!seen.has(next)) {
        const shown = await ask(next, { accept: type })
        expect([next, String(shown.headers['content-type']).split(';')[0]]).toEqual([next, type.split(';')[0]])
      }
      if (next.includes('/collections/kriens_') || !next.includes('/collections/')) waiting.push(next)
    }
    for (const { id } of features.slice(0, 1)) if (path.includes('kriens_')) waiting.push(`${trees}/items/${id}`)
  }
  expect(seen.size).toBeGreaterThan(15)
  expect([...seen]).toEqual(
    expect.arrayContaining([`${base}/conformance?f=json`, `${trees}/items?f=html`, `${trees}/items/1`]),
  )
}, 20_000)

test('Part 3: the columns that items are filtered by are a JSON Schema, and each of them filters', async () => {
  const { conformsTo, links } = { ...(await read(`${base}/conformance`)), ...(await read(trees)) }
  const filtering = 'http://www.opengis.net/spec/ogcapi-features-3/1.0/conf'
  expect(conformsTo).toEqual(
    expect.arrayContaining([`${filtering}/queryables`, `${filtering}/queryables-query-parameters`]),
  )
  expect(links).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        rel: 'http://www.opengis.net/def/rel/ogc/1.0/queryables',
        href: expect.stringContaining(`${trees}/queryables?f=json`),
        type: 'application/schema+json',
      }),
    ]),
  )
  const answer = await ask(`${trees}/queryables`)
  expect(answer.headers['content-type']).toContain('application/schema+json')
  const schema = answer.json<{ properties: Record<string, unknown> }>()
  expect(schema).toEqual({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: expect.stringMatching(/^http.*\/kriens_baeume_liste\/queryables$/),
    type: 'object',
    title: 'Bäume',
    additionalProperties: false,
    properties: {
      nr: { title: 'Nummer', type: 'integer' },
      species: { title: 'Art', type: 'string' },
      height: { title: 'Höhe', type: 'number', 'x-ogc-unit': 'm' },
      planted: { title: 'Gepflanzt', type: 'string', format: 'date' },
      checked: { title: 'Geprüft', type: 'string', format: 'date-time' },
      is_protected: { title: 'Geschützt', type: 'boolean' },
    },
  })
  const [first] = (await read(`${trees}/items?limit=1`)).features
  for (const name of Object.keys(schema.properties)) {
    const { features } = await read(`${trees}/items?${name}=${encodeURIComponent(String(first?.properties[name]))}`)
    expect(
      features.map(({ id }) => id),
      name,
    ).toContain(1)
  }
  expect((await ask(`${trees}/queryables?wrong=1`)).statusCode).toBe(400)
  expect((await ask(`${trees}/queryables?f=html`)).body).toContain('<code>is_protected</code>')
})

test('requirements 16 and 18: a collection says where and when it is, the same in the list as alone', async () => {
  const { collections } = await read(`${base}/collections`)
  expect(collections).toMatchObject([
    { id: 'emmen_geo_stellen', title: 'Orte – stellen' },
    { id: 'emmen_geo_zahlen' },
    { id: 'emmen_geo_wege' },
    { id: 'kriens_baeume_liste' },
  ])
  const one = await read(trees)
  expect(one).toMatchObject({
    title: 'Bäume',
    storageCrs: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84',
    extent: {
      spatial: { bbox: [[8.25, 47, 8.35, 47.06]] },
      temporal: { interval: [['2010-03-01T00:00:00Z', '2019-03-01T23:59:59Z']] },
    },
  })
  const { links: _, ...said } = one
  expect(Array.isArray(collections) && collections[3]).toMatchObject(said)
  expect(one.links.find(({ rel }) => rel === 'license')?.href).toContain('terms_by')
  const areas = await read(`${base}/collections/emmen_geo_zahlen`)
  expect(areas).toMatchObject({
    extent: { temporal: { interval: [['2020-01-01T00:00:00Z', '2022-12-31T23:59:59Z']] } },
  })
  expect(areas).toHaveProperty('extent.spatial.bbox')
  expect(areas).not.toHaveProperty('storageCrs')
})

test('the prefix of an authority shows its own collections alone', async () => {
  const { collections } = await read(`/fr/kriens${base}/collections`)
  expect(collections).toMatchObject([
    {
      id: 'kriens_baeume_liste',
      links: [{ href: `http://${town.host}/fr/kriens${trees}?f=json` }, {}, {}, {}, {}, {}, {}, {}, {}],
    },
  ])
  expect((await ask(`/kriens${base}/collections/emmen_geo_wege`)).statusCode).toBe(404)
})

test('requirement 23: features that meet the box, and those without a place', async () => {
  expect(await ids('bbox=8.26,47.01,8.28,47.03')).toEqual([2, 3, 4, 12])
  expect(await ids('bbox=8.26,47.01,100,8.28,47.03,900')).toEqual([2, 3, 4, 12])
  expect(await ids('bbox=8.26,47.01,8.28,47.03&species=Ahorn')).toEqual([2])
  expect(await ids('bbox=170,-90,-170,90')).toEqual([12])
  expect(await ids('bbox=8.3,47.04,8.4,47.07', 'emmen_geo_stellen')).toEqual([1, 3])
  // The line runs by in a distance, and the box lies in the hole.
  expect(await ids('bbox=8.02,47.02,8.1,47.1', 'emmen_geo_wege')).toEqual([3])
  expect(await ids('bbox=8.1,47.1,8.2,47.2', 'emmen_geo_wege')).toEqual([1, 3])
  expect(await ids('bbox=8.2,47.2,8.5,47.5', 'emmen_geo_wege')).toEqual([2, 3])
  const areas = await read(`${base}/collections/emmen_geo_zahlen/items?bbox=8.29,47.04,8.32,47.06`)
  // Littau is a part of the city today and has no outline of its own any more.
  expect(areas.features.map(({ properties, geometry }) => [properties.bfs_nr, geometry?.type])).toEqual([
    [1061, 'MultiPolygon'],
    [1060, undefined],
  ])
})

test('requirement 10: places go out in WGS 84, longitude first', async () => {
  const { features } = await read(`${base}/collections/emmen_geo_stellen/items`)
  const [, second, third] = features
  // Bern, the origin of the Swiss grid: swisstopo, «Näherungsformeln», 2016.
  expect(second?.geometry?.coordinates[0]).toBeCloseTo(7.438632, 5)
  expect(second?.geometry?.coordinates[1]).toBeCloseTo(46.951083, 5)
  expect(third?.geometry).toBeNull()
})

test.each([
  ['datetime=2015-03-01', [6, 12]],
  ['datetime=2017-01-01/..', [8, 9, 10, 12]],
  ['datetime=../2010-12-31T00:00:00Z', [1, 11, 12]],
  ['species=Linde&height[lt]=8', [1, 5]],
  ['is_protected=true&datetime=2018-01-01/2019-12-31', [9]],
])('requirements 25 and 26: %s gives %o', async (query, expected) => expect(await ids(query)).toEqual(expected))

test('requirements 21, 27 to 31: pages follow each other to the end', async () => {
  const seen: number[] = []
  let path = `${trees}/items?limit=5&bbox=8,47,9,48`
  while (path !== 'none') {
    const page = await read(path)
    expect(page).toMatchObject({ type: 'FeatureCollection', numberMatched: 12, numberReturned: page.features.length })
    expect(page.timeStamp).toMatch(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/)
    expect(page.features.length).toBeLessThanOrEqual(5)
    seen.push(...page.features.map(({ id }) => id))
    path = hrefOf(page, 'next')
  }
  expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  expect(await ids('')).toEqual(seen)
})

test('requirements 32 to 34: one feature by its key', async () => {
  const answer = await ask(`${trees}/items/3`)
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/geo+json;charset=utf-8'])
  expect(answer.json()).toMatchObject({
    type: 'Feature',
    id: 3,
    geometry: { type: 'Point', coordinates: [8.27, 47.02] },
    properties: { nr: 3, species: 'Föhre, «Wald»' },
  })
  expect(new Set(answer.json<Given>().links.map(({ rel }) => rel))).toEqual(
    new Set(['self', 'alternate', 'collection']),
  )
  expect(answer.json()).not.toHaveProperty('properties.place')
})

test.each([
  [`${trees}/items?bbox=1,2,3`, 400],
  [`${trees}/items?datetime=soon`, 400],
  [`${trees}/items?limit=0`, 400],
  [`${trees}/items?after=x`, 400],
  [`${trees}/items?height=tall`, 400],
  [`${trees}/items?wrong=1`, 400],
  [`${base}?wrong=1`, 400],
  [`${base}/collections?after=x`, 400],
  [`${base}?f=xml`, 400],
  [`${trees}/items/999`, 404],
  [`${trees}/items/none`, 404],
  [`${base}/collections/none/items`, 404],
])('requirements 8 and 9: %s is refused with %i', async (path, status) => {
  const answer = await ask(path)
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([status, 'application/json; charset=utf-8'])
  expect(answer.json()).toEqual({ code: expect.stringMatching(/\w/), description: expect.stringMatching(/\w/) })
})

test('what one has is not sent again, pages of other sites may read, and browsers get pages', async () => {
  const first = await ask(`${trees}/items`)
  expect(first.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'content-type': 'application/geo+json;charset=utf-8',
  })
  const again = await ask(`${trees}/items`, { 'if-none-match': String(first.headers.etag) })
  expect([again.statusCode, again.body]).toEqual([304, ''])
  expect((await ask(`${trees}/items?limit=2`, { 'if-none-match': String(first.headers.etag) })).statusCode).toBe(200)
  const shown = await ask(`${trees}/items`, { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' })
  expect(shown.headers['content-type']).toContain('text/html')
  expect(shown.body).toContain('map-point')
  expect(shown.body).toContain('12 Objekte passen')
  const refused = await ask(`${trees}/items?limit=0`, { accept: 'text/html' })
  expect([refused.statusCode, refused.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8'])
})

test('requirement «oas30»: the description names every path and parameter that there is', async () => {
  const answer = await ask(`${base}/api`)
  expect(answer.headers['content-type']).toBe('application/vnd.oai.openapi+json;version=3.0;charset=utf-8')
  const { openapi, paths, components, servers } = answer.json<{
    openapi: string
    paths: Record<string, { get: { parameters: { $ref: string }[]; responses: Record<string, unknown> } }>
    components: Record<string, Record<string, unknown>>
    servers: { url: string }[]
  }>()
  expect(openapi).toMatch(/^3\.0\./)
  const described = Object.keys(paths).map((path) => new URL(servers[0]?.url ?? '').pathname + path)
  const served = town.house.app.servedRoutes.filter((path) => path.startsWith(base))
  const named = (path: string) => path.replace('{collectionId}', ':collection').replace('{featureId}', ':feature')
  expect(new Set(served)).toEqual(new Set([base, ...described.map(named)]))
  const refs = [...answer.body.matchAll(/"#\/components\/(\w+)\/([\w-]+)"/g)]
  for (const [, kind = '', name = ''] of refs) expect(components[kind], `${kind}/${name}`).toHaveProperty(name)
  expect(refs.length).toBeGreaterThan(40)
})
