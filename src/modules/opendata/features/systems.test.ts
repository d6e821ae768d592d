import { afterAll, beforeAll, expect, test } from 'vitest'
import { toLv95, toWgs84 } from '#kernel/authorities/lv95.ts'
import { slug } from '#kernel/ids.ts'
import { treeMetadata } from '#test/support/data-sets.ts'
import { openGate } from '#test/support/open-data.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { bringDataSet } from '../content/bring-data-set.ts'

// Requirements are those of OGC API – Features, Part 2: Coordinate Reference Systems by Reference (18-058r1).

const crs84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84'
const epsg4326 = 'http://www.opengis.net/def/crs/EPSG/0/4326'
const epsg2056 = 'http://www.opengis.net/def/crs/EPSG/0/2056'
const systems = [crs84, epsg4326, epsg2056]

function table(name: string, last: string, columns: readonly (readonly [string, 'integer' | 'number' | 'geometry'])[]) {
  return {
    id: `0199c000-0000-7000-8000-0000000000${last}`,
    slug: name,
    kind: 'table' as const,
    title: { de: name },
    columns: columns.map(([column, type]) => ({
      name: column,
      title: { de: column },
      type,
      role: 'fact' as const,
      isKey: column === 'nr' || column === 'bfs_nr',
    })),
  }
}

const degreesOf = (east: number, north: number) => {
  const { longitude, latitude } = toWgs84({ east, north })
  return [Number(longitude.toFixed(7)), Number(latitude.toFixed(7))]
}
/** Corners of a box of the grid of 10 km; its sides stand more than half a degree askew in degrees. */
const west = 2_666_000
const south = 1_211_000
const inside = [
  [west + 0.02, south + 0.02],
  [west + 9_999.98, south + 0.02],
  [west + 9_999.98, south + 9_999.98],
  [west + 0.02, south + 9_999.98],
] as const
const outside = [
  [west - 0.02, south + 5_000],
  [west + 5_000, south - 0.02],
  [west + 10_000.02, south + 5_000],
  [west + 5_000, south + 10_000.02],
] as const
const around = [...inside, ...outside]

let town: Town
beforeAll(async () => {
  town = await openTown()
  const dataSet = {
    authorityId: slug<'authority'>('emmen'),
    slug: 'geo',
    metadata: {
      ...treeMetadata,
      title: { de: 'Orte' },
      distributions: [
        table('gitter', 'c1', [
          ['nr', 'integer'],
          ['e_koord', 'number'],
          ['n_koord', 'number'],
        ]),
        table('grad', 'c2', [
          ['nr', 'integer'],
          ['lon', 'number'],
          ['lat', 'number'],
        ]),
        table('wege', 'c3', [
          ['nr', 'integer'],
          ['weg', 'geometry'],
        ]),
        table('zahlen', 'c4', [
          ['bfs_nr', 'integer'],
          ['wert', 'integer'],
        ]),
      ],
    },
    rows: new Map([
      ['gitter', [...around.map(([east, north], at) => [at + 1, east, north]), [9, null, null]]],
      ['grad', [...around.map(([east, north], at) => [at + 1, ...degreesOf(east, north)]), [9, null, null]]],
      [
        'wege',
        [
          [
            1,
            {
              type: 'LineString',
              coordinates: [degreesOf(west + 1_000, south - 500), degreesOf(west + 2_000, south + 1)],
            },
          ],
          // Runs by 20 m beside the side in the south, in the box of degrees around it.
          [2, { type: 'LineString', coordinates: [degreesOf(west, south - 20), degreesOf(west + 10_000, south - 20)] }],
          [3, null],
        ],
      ],
      [
        'zahlen',
        [
          [1024, 1],
          [1061, 2],
        ],
      ],
    ]),
  }
  await bringDataSet(town.house.kernel, dataSet, openGate)
}, 60_000)
afterAll(() => town.close())

const base = '/opendata/features'
const items = (name: string) => `${base}/collections/emmen_geo_${name}/items`
type Given = {
  features: {
    id: number
    geometry: { type: string; coordinates: number[] } | null
    properties: { [key: string]: number }
  }[]
  links: { href: string; rel: string }[]
  numberMatched: number
  [name: string]: unknown
}
const ask = (path: string, headers: Record<string, string> = {}) =>
  town.house.app.inject({ url: path, headers: { host: town.host, ...headers } })
async function read(path: string): Promise<Given & { header: unknown }> {
  const answer = await ask(path)
  expect(answer.statusCode, `${path}\n${answer.body.slice(0, 300)}`).toBe(200)
  return { ...answer.json<Given>(), header: answer.headers['content-crs'] }
}
const asked = (name: string, value: string) => `${name}=${encodeURIComponent(value)}`

test('requirements 1 to 4: every collection lists its systems by their addresses, the default among them, and says which is stored', async () => {
  const { collections } = await read(`${base}/collections`)
  const stored = { gitter: epsg2056, grad: crs84, wege: crs84, zahlen: undefined }
  expect(collections).toMatchObject(Object.keys(stored).map((name) => ({ id: `emmen_geo_${name}`, crs: systems })))
  for (const [name, system] of Object.entries(stored)) {
    const collection = await read(`${base}/collections/emmen_geo_${name}`)
    expect([collection.storageCrs, collection.crs]).toEqual([system, systems])
  }
  const { conformsTo } = await read(`${base}/conformance`)
  expect(conformsTo).toContain('http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs')
  // Requirement 5 is of a list for all collections, of which there is none here: nothing points to it.
  expect(JSON.stringify(collections)).not.toContain('#/crs')
})

test('requirements 6 and 10: the description has both parameters where they are taken', async () => {
  const { paths, components } = (await ask(`${base}/api`)).json<{
    paths: Record<string, { get: { parameters: { $ref: string }[]; responses: Record<string, object> } }>
    components: { parameters: Record<string, unknown> }
  }>()
  for (const name of ['crs', 'bbox-crs'])
    expect(components.parameters[name]).toMatchObject({
      name,
      in: 'query',
      required: false,
      style: 'form',
      explode: false,
      schema: { type: 'string', format: 'uri', enum: systems, default: crs84 },
    })
  const of = (path: string) => paths[path]?.get.parameters.map(({ $ref }) => $ref.split('/').at(-1)) ?? []
  expect(of('/collections/{collectionId}/items')).toEqual(expect.arrayContaining(['crs', 'bbox-crs']))
  expect(of('/collections/{collectionId}/items/{featureId}')).toContain('crs')
  expect(of('/collections')).not.toContain('crs')
  expect(paths['/collections/{collectionId}/items']?.get.responses[200]).toHaveProperty('headers.Content-Crs')
})

test.each([
  ['7', `${items('gitter')}?bbox=1,2,3,4&bbox-crs=EPSG:2056`],
  ['7', `${items('gitter')}?bbox-crs=`],
  ['11', `${items('gitter')}?crs=http://www.opengis.net/def/crs/EPSG/0/3857`],
  ['11', `${items('gitter')}/1?crs=2056`],
])('requirement %s: %s is refused, and what there is named', async (_, path) => {
  const answer = await ask(path)
  expect(answer.statusCode).toBe(400)
  const { code, description } = answer.json<{ code: string; description: string }>()
  expect(code).toBe('InvalidParameterValue')
  for (const system of systems) expect(description).toContain(system)
})

test('a system twice, one of a box where there is no box, and a box of a single feature', async () => {
  expect((await ask(`${items('gitter')}?${asked('crs', crs84)}&${asked('crs', crs84)}`)).statusCode).toBe(400)
  expect((await ask(`${items('gitter')}?${asked('bbox-crs', epsg2056)}`)).statusCode).toBe(200)
  expect((await ask(`${items('gitter')}/1?${asked('bbox-crs', epsg2056)}`)).statusCode).toBe(400)
  for (const box of ['2676000,1211000,2666000,1221000', '2666000,1221000,2676000,1211000', '1,2,3', '1e999,0,1,1'])
    expect((await ask(`${items('gitter')}?bbox=${box}&${asked('bbox-crs', epsg2056)}`)).statusCode, box).toBe(400)
})

test.each(['gitter', 'grad'])(
  'requirements 8 and 9: of «%s» a box is in its system to two centimetres, and without one in degrees',
  async (name) => {
    const ids = async (query: string) => (await read(`${items(name)}?limit=100&${query}`)).features.map(({ id }) => id)
    const grid = `bbox=${west},${south},${west + 10_000},${south + 10_000}&${asked('bbox-crs', epsg2056)}`
    expect(await ids(grid)).toEqual([1, 2, 3, 4, 9])
    expect(await ids(`${grid}&nr[le]=2`)).toEqual([1, 2])
    expect((await read(`${items(name)}?limit=1&${grid}`)).numberMatched).toBe(5)
    const far = `bbox=0,0,1000000,1000000&${asked('bbox-crs', epsg2056)}`
    expect(await ids(far)).toEqual([9])
    const all = `bbox=0,0,9000000,9000000&${asked('bbox-crs', epsg2056)}`
    expect(await ids(all)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    const [x, y] = degreesOf(west, south)
    const near = [(x ?? 0) - 0.001, (y ?? 0) - 0.001, (x ?? 0) + 0.001, (y ?? 0) + 0.001]
    const turnedRound = [near[1], near[0], near[3], near[2]]
    const corner = await ids(`bbox=${near.join(',')}`)
    expect(corner).toEqual([1, 9])
    expect(await ids(`bbox=${near.join(',')}&${asked('bbox-crs', crs84)}`)).toEqual(corner)
    expect(await ids(`bbox=${turnedRound.join(',')}&${asked('bbox-crs', epsg4326)}`)).toEqual(corner)
  },
)

test('requirement 9: lines and areas meet a box of the grid by their own lines', async () => {
  const grid = `bbox=${west},${south},${west + 10_000},${south + 10_000}&${asked('bbox-crs', epsg2056)}`
  const ways = await read(`${items('wege')}?${grid}`)
  expect(ways.features.map(({ id }) => id)).toEqual([1, 3])
  const towns = await read(`${items('zahlen')}?bbox=2665900,1210900,2666100,1211100&${asked('bbox-crs', epsg2056)}`)
  expect(towns.features.map(({ id }) => id)).toEqual([1061])
})

test('requirements 12, 13, 15 and 16: geometries go out in the system that is asked for, in the order of its axes, and the answer says which', async () => {
  for (const name of ['gitter', 'grad']) {
    const [usual, latitudeFirst, grid] = await Promise.all(
      ['', asked('crs', epsg4326), asked('crs', epsg2056)].map((query) => read(`${items(name)}?${query}`)),
    )
    expect([usual?.header, latitudeFirst?.header, grid?.header]).toEqual(systems.map((one) => `<${one}>`))
    for (const [at, [east, north]] of around.entries()) {
      const [x = 0, y = 0] = usual?.features[at]?.geometry?.coordinates ?? []
      expect([x, y]).toEqual(degreesOf(east, north))
      expect(latitudeFirst?.features[at]?.geometry?.coordinates).toEqual([y, x])
      const [gridEast = 0, gridNorth = 0] = grid?.features[at]?.geometry?.coordinates ?? []
      expect(Math.hypot(gridEast - east, gridNorth - north)).toBeLessThan(name === 'gitter' ? 0.001 : 0.02)
      expect(String(gridEast)).toMatch(/^\d{7}(\.\d{1,2})?$/)
    }
    expect(grid?.features.at(-1)?.geometry).toBeNull()
  }
  const line = (await ask(`${items('wege')}/1?${asked('crs', epsg2056)}`)).json<{
    geometry: { coordinates: [number, number][] }
  }>()
  const [start] = line.geometry.coordinates
  expect(Math.hypot((start?.[0] ?? 0) - west - 1_000, (start?.[1] ?? 0) - south + 500)).toBeLessThan(0.02)
  const one = await ask(`${items('gitter')}/1?${asked('crs', epsg2056)}`)
  expect([one.headers['content-crs'], one.headers['access-control-expose-headers']]).toEqual([
    `<${epsg2056}>`,
    expect.stringContaining('Content-Crs'),
  ])
  expect(one.json()).toMatchObject({ geometry: { coordinates: [2_666_000.02, 1_211_000.02] } })
  const outline = await read(`${items('zahlen')}/1061?${asked('crs', epsg2056)}`)
  const { east, north } = toLv95({ longitude: 8.3, latitude: 47.05 })
  const [first] = JSON.stringify(outline.geometry).match(/\d{7}[.\d]*,\d{7}[.\d]*/) ?? []
  const [someEast = 0, someNorth = 0] = (first ?? '').split(',').map(Number)
  expect(Math.hypot(someEast - east, someNorth - north)).toBeLessThan(20_000)
})

test('the system is carried on to the next page, and a page for people is drawn as ever', async () => {
  const seen: number[] = []
  let path: string | undefined =
    `${items('gitter')}?limit=4&${asked('crs', epsg2056)}&${asked('bbox-crs', epsg2056)}&bbox=${west},${south},2700000,1300000`
  while (path !== undefined) {
    const page: Awaited<ReturnType<typeof read>> = await read(path)
    expect(page.header).toBe(`<${epsg2056}>`)
    seen.push(...page.features.map(({ id }) => id))
    const next: string | undefined = page.links.find(({ rel }) => rel === 'next')?.href
    expect(next === undefined || next.includes(asked('crs', epsg2056))).toBe(true)
    path = next?.replace(`http://${town.host}`, '')
  }
  expect(seen).toEqual([1, 2, 3, 4, 7, 8, 9])
  const shown = await ask(`${items('gitter')}?${asked('crs', epsg2056)}`, { accept: 'text/html' })
  expect([shown.statusCode, shown.body.includes('map-point')]).toEqual([200, true])
  expect((await ask(`${base}/collections/emmen_geo_gitter?f=html`)).body).toContain(epsg2056)
})

test('requirement 14: without an arrangement, files are GeoJSON in WGS 84, longitude first (RFC 7946)', async () => {
  const file = (await ask('/opendata/emmen/geo/wege.geojson')).json<Given>()
  expect(JSON.stringify(file)).not.toContain('"crs"')
  expect(JSON.stringify(file.features[1]?.geometry?.coordinates)).toMatch(/^\[\[8\.3\d*,47\.0/)
  expect((await ask(`/opendata/emmen/geo/wege.geojson?${asked('crs', epsg2056)}`)).statusCode).toBe(400)
})
