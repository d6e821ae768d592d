import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishExample, treesId } from '#test/support/data-sets.ts'
import { isLarge } from '#test/support/random.ts'
import { openTown, type Town } from '#test/support/town.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
  await publishExample(town.house.kernel)
})
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
]
const names = [
  ...[
    'nr',
    'species',
    'height[ge]',
    'planted[in]',
    'checked',
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
  ...['filters', 'distinct', 'plain', 'offset', 'records_format', 'all_fields', 'callback', 'bom', 'format'],
]
const odd = fc.oneof(
  fc.constantFrom(
    '',
    '-1',
    '1e999',
    'NaN',
    '2026-02-31',
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
    'format:CSV',
    'NOT NOT',
    '((',
    'tags:B*',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => text.isWellFormed()),
  fc.string({ maxLength: 60 }),
  fc.json({ maxDepth: 3 }),
)

test(
  'odd parameters are answered or refused, and never a fault',
  async () => {
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
      }),
      { numRuns: isLarge ? 20_000 : 250 },
    )
  },
  isLarge ? 3_600_000 : 30_000,
)
