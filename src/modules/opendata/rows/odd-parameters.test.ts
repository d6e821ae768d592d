import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeResult } from '#test/support/check-result.ts'
import { publishExample, treeMetadata, treeRows, treesId } from '#test/support/data-sets.ts'
import { isLarge, seedOfRun } from '#test/support/random.ts'
import { openTown, type Town } from '#test/support/town.ts'

/** Stands in the rows of another table: no address below asks for that one. */
const marker = 'Zeile-einer-anderen-Tabelle-4711'

let town: Town
beforeAll(async () => {
  town = await openTown()
  await publishExample(town.house.kernel)
  const [table] = treeMetadata.distributions
  if (!table) throw new Error('the trees have no table')
  const distributions = [{ ...table, id: treesId.replace(/a1$/, 'a9') }]
  const rows = treeRows(3).map(([number, _, ...rest]) => [number ?? null, marker, ...rest])
  await publishExample(town.house.kernel, { slug: 'anderes', metadata: { ...treeMetadata, distributions }, rows })
}, 120_000)
afterAll(() => town.close())

const rows = '/api/v1/opendata/datasets/kriens/baeume/liste'
const paths = [
  ...[
    `${rows}/rows`,
    `${rows}/groups`,
    `${rows}/changes`,
    `${rows}/versions`,
    rows,
    '/opendata/kriens/baeume/liste.csv',
  ],
  ...['package_search', 'resource_search', 'tag_list', 'organization_list', 'package_list'].map(
    (one) => `/api/3/action/${one}`,
  ),
  ...[`/api/3/action/datastore_search?resource_id=${treesId}`, `/datastore/dump/${treesId}?`],
  ...[
    `/api/3/action/datastore_search_sql?sql=${encodeURIComponent(`select * from "${treesId}"`)}`,
    '/opendata/features/collections',
  ],
  ...['', '/items', '/items', '/items?', '/items/1'].map(
    (end) => `/opendata/features/collections/kriens_baeume_liste${end}`,
  ),
]
const names = [
  ...[
    'nr',
    'species',
    'height[ge]',
    'planted[in]',
    'planted',
    'planted[lt]',
    'checked',
    'checked[ge]',
    'place',
    '_id',
    'is_protected',
    'height[contains]',
    'q',
    'sort',
    'columns',
  ],
  ...[
    'limit',
    'after',
    'by',
    'measure',
    'from',
    'to',
    'version',
    'at',
    'fq',
    'rows',
    'start',
    'facet.field',
    'fl',
    'query',
    'fields',
  ],
  ...['bbox', 'datetime', 'f', 'sql', 'species[in]', 'crs', '_west', 'boxes'],
  ...['filters', 'distinct', 'plain', 'offset', 'records_format', 'all_fields', 'callback', 'bom', 'format'],
]
const odd = fc.oneof(
  fc.constantFrom(
    '',
    '-1',
    '1e999',
    'NaN',
    '2026-02-31',
    '2025-02-29',
    '2026-02-31T08:00:00Z',
    '{"planted":"2026-04-31"}',
    '0000-01-01',
    '9999-12-31T23:59:59-01:00',
    'true',
    '[',
    '{"nr":{"gt":"x"}}',
    '{"q":1}',
    '["nr"]',
    'nr desc',
    '-nr',
    '*:*',
    'a:[1 TO',
    '"',
  ),
  fc.constantFrom(
    'sum(height)',
    'count',
    'species',
    '%',
    '_',
    '\\',
    "' or true --",
    '\0',
    '9'.repeat(400),
    'name:x',
    '8.2,47,8.4,47.1',
    '8.4,47.1,8.2,47',
    '170,-90,-170,90',
    '1,2,3,4,5,6',
    '2015-03-01',
    '2017-01-01/..',
    '../..',
    'html',
    'select * from information_schema.tables',
    "select * from read_csv('/etc/passwd')",
    'select * from data, data a, data b; drop view data',
    'format:CSV',
    'NOT NOT',
    '((',
    'tags:B*',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => text.isWellFormed()),
  fc.string({ maxLength: 60 }),
  fc.json({ maxDepth: 3 }),
)

describe('a day that does not exist is refused by every interface', () => {
  const asked = (column: string, value: string) => {
    const filter = `${column}=${encodeURIComponent(value)}`
    const json = encodeURIComponent(JSON.stringify({ [column.replace(/\[.*/, '')]: value }))
    return [
      ...[`${rows}/rows?${filter}`, `${rows}/groups?${filter}`, `/opendata/kriens/baeume/liste.csv?${filter}`],
      `/opendata/features/collections/kriens_baeume_liste/items?${filter}`,
      ...[`/api/3/action/datastore_search?resource_id=${treesId}&filters=${json}`],
      `/datastore/dump/${treesId}?filters=${json}`,
    ]
  }
  const answersOf = (column: string, value: string) =>
    Promise.all(
      asked(column, value).map(async (url) => {
        const { statusCode } = await town.house.app.inject({ url, headers: { host: town.host } })
        return `${url.replace(/\?.*/, '')}: ${statusCode}`
      }),
    )

  test.each([
    ['planted', '0000-01-01'],
    ['planted', '2026-02-31'],
    ['planted', '2026-02-30'],
    ['planted', '2025-02-29'],
    ['planted[ge]', '2026-04-31'],
    ['planted[in]', '2026-06-31'],
    ['checked', '2026-02-31'],
    ['checked[lt]', '2026-02-31T08:00:00Z'],
    ['checked[ge]', '2026-04-31 08:00:00+02:00'],
    ['checked', '9999-12-31T23:59:59-01:00'],
  ])('%s: %s', async (column, value) => {
    for (const answer of await answersOf(column, value)) expect(answer).toMatch(/: (?:400|409)$/)
  })

  test.each([
    ['planted', '2024-02-29'],
    ['planted', '0001-01-01'],
    ['checked', '2024-02-29T08:00:00+02:00'],
    ['checked', '0001-01-01T00:30:00-01:00'],
  ])('%s: %s exists', async (column, value) => {
    for (const answer of await answersOf(column, value)) expect(answer).toMatch(/: 200$/)
  })
})

test(
  'odd parameters are answered or refused, and never a fault',
  async () => {
    // The marker is found where its table is asked for, so it would be seen.
    const shown = await town.house.app.inject({
      url: '/api/v1/opendata/datasets/kriens/anderes/liste/rows',
      headers: { host: town.host },
    })
    expect(shown.body).toContain(marker)
    const outcomes = new Map<string, number>()
    const count = (path: string, status: number) => {
      const name = `${path.replace(/\?.*/, '').replace(treesId, 'ID')}: ${Math.floor(status / 100)}xx`
      outcomes.set(name, (outcomes.get(name) ?? 0) + 1)
    }
    const seed = isLarge ? seedOfRun() : undefined
    const numRuns = isLarge ? 20_000 : 250
    const began = performance.now()
    const asked = fc.record({
      path: fc.constantFrom(...paths),
      pairs: fc.array(fc.tuple(fc.constantFrom(...names), odd), { maxLength: 4 }),
    })
    await fc.assert(
      fc.asyncProperty(asked, async ({ path, pairs }) => {
        const query = pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')
        const url = `${path}${path.includes('?') ? '&' : '?'}${query}`
        const answer = await town.house.app.inject({ url, headers: { host: town.host } })
        expect(answer.statusCode, `${url}\n${answer.body.slice(0, 300)}`).toBeLessThan(500)
        expect(answer.body.includes(marker) || answer.body.includes('root:x:'), url).toBe(false)
        count(path, answer.statusCode)
      }),
      { numRuns, ...(seed !== undefined && { seed }) },
    )
    if (seed === undefined) return
    writeResult(
      'open-data-parameters',
      [
        ['requests with generated parameters', numRuns],
        ['answers 5xx', 0],
        ['answers with a row of another table', 0],
        ...[...outcomes].toSorted(([one], [other]) => (one < other ? -1 : 1)),
        ['seed', seed],
        ['duration', `${Math.round((performance.now() - began) / 1_000)} s`],
      ],
      'WEGWEISER_LARGE=yes bin/test src/modules/opendata/rows/odd-parameters',
    )
  },
  isLarge ? 3_600_000 : 30_000,
)
