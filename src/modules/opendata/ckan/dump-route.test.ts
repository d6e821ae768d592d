import { get } from 'node:http'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { publishExample, treeMetadata, treeRows, treesId } from '#test/support/data-sets.ts'
import { openTown, type Town } from '#test/support/town.ts'

/**
 * What each test is taken from: D is https://docs.ckan.org/en/2.11/maintaining/datastore.html#dump, B, W and T are `blueprint.py`,
 * `writer.py` and `tests/test_dump.py` of https://github.com/ckan/ckan/tree/ckan-2.11.0/ckanext/datastore.
 */
let town: Town
beforeAll(async () => {
  town = await openTown()
  await publishExample(town.house.kernel)
})
afterAll(() => town.close())

const ask = (path: string) => town.house.app.inject({ url: path, headers: { host: town.host } })
const dump = (query = '') => ask(`/datastore/dump/${treesId}${query}`)
const lines = async (query: string) => (await dump(query)).body.split('\r\n').slice(0, -1)
const numbers = async (query: string) => (await lines(`?fields=nr&${query}`)).slice(1).map(Number)

test('the whole table is CSV with the number of each row in front, under the name of its id (D; T: test_dump_basic)', async () => {
  const { headers, body } = await dump()
  expect(headers['content-type']).toContain('text/csv; charset=utf-8')
  expect(headers['content-disposition']).toContain(`filename="${treesId}.csv"`)
  expect(body.split('\r\n')).toHaveLength(14)
  expect(body).toMatch(/^_id,nr,species,height,planted,checked,is_protected,place\r\n1,1,Linde,5\.0,/)
})

test('so many rows from a certain one on (D: limit, offset; T: test_dump_limit)', async () => {
  expect(await numbers('limit=2')).toEqual([1, 2])
  expect(await numbers('limit=2&offset=3')).toEqual([4, 5])
  expect(await numbers('offset=10')).toEqual([11, 12])
  expect(await lines('?fields=nr&limit=0')).toEqual(['nr'])
  expect(await numbers('offset=99')).toEqual([])
})

test('columns as they are named and in that order, without the number of the row (T: test_dump_q_and_fields)', async () => {
  expect(await lines('?q=föhre&fields=species,nr&limit=1')).toEqual(['species,nr', '"Föhre, «Wald»",3'])
  expect(await lines('?fields=_id,nr&limit=1')).toEqual(['_id,nr', '1,1'])
})

test('rows by values, words and order, as a search finds them (B: dump_schema)', async () => {
  expect(await numbers('filters={"nr":[2,3]}&sort=nr desc')).toEqual([3, 2])
  expect(await numbers('q=ahorn')).toEqual([2, 6, 10])
  expect(await numbers('q={"species":"lin"}&limit=1&offset=1')).toEqual([5])
  expect(await numbers('q=lin:*%26 2014&plain=false')).toEqual([5])
  expect(await numbers('sort=height desc nulls first&limit=2')).toEqual([12, 11])
})

test('each different row once (B: distinct)', async () => {
  const all = await lines('?fields=species&distinct=true&sort=species')
  expect(all).toEqual(['species', '=Eiche', 'Ahorn', '"Föhre, «Wald»"', 'Linde'])
  expect(await lines('?fields=species&distinct=true&limit=1&offset=1')).toEqual(['species', 'Ahorn'])
  expect(await lines('?distinct=true')).toHaveLength(13)
})

test('TSV, and the three bytes by which spreadsheets know UTF-8 (D: bom; T: test_dump_tsv)', async () => {
  const { headers, body } = await dump('?bom=true&format=tsv&fields=_id,nr&limit=1')
  expect(headers['content-type']).toContain('text/tab-separated-values')
  expect(headers['content-disposition']).toContain(`filename="${treesId}.tsv"`)
  expect(body).toBe('\ufeff_id\tnr\r\n1\t1\r\n')
  for (const format of ['json', 'xml'])
    expect((await dump(`?bom=1&format=${format}&limit=1`)).body.startsWith('\ufeff')).toBe(true)
})

test('JSON: the columns, then each row as a list on a line (W: json_writer; T: test_dump_json)', async () => {
  const { headers, body } = await dump(
    '?format=json&fields=_id,species,height,is_protected,place&filters={"nr":[3,12]}',
  )
  expect(headers['content-type']).toContain('application/json')
  expect(headers['content-disposition']).toContain(`filename="${treesId}.json"`)
  expect(body).toMatch(/^\{\n {2}"fields": \[\{"id":"_id","type":"int"\},/)
  expect(body.split('\n').slice(3)).toEqual([
    '    [3,"Föhre, «Wald»",6.0,true,{"type":"Point","coordinates":[8.27,47.02]}],',
    '    [12,"=Eiche",null,null,null]',
    ']}',
    '',
  ])
  expect(JSON.parse(body)).toMatchObject({
    fields: [{ id: '_id' }, { id: 'species', type: 'text' }, { type: 'numeric' }, { type: 'bool' }, { type: 'json' }],
  })
  expect((await dump('?format=json&limit=0')).json()).toMatchObject({ records: [] })
})

test('XML: rows with their number, nothing as nil, parts by their keys (W: xml_writer; T: test_dump_xml)', async () => {
  const { headers, body } = await dump('?format=xml&fields=_id,species,height,is_protected,place&filters={"nr":[3,12]}')
  expect(headers['content-type']).toContain('text/xml')
  expect(headers['content-disposition']).toContain(`filename="${treesId}.xml"`)
  expect(body).toBe(
    [
      '<data xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
      '<row _id="3"><species>Föhre, «Wald»</species><height>6</height><is_protected>True</is_protected>' +
        '<place><value key="type">Point</value><value key="coordinates"><value key="0">8.27</value><value key="1">47.02</value></value></place></row>',
      '<row _id="12"><species>=Eiche</species><height xsi:nil="true" /><is_protected xsi:nil="true" /><place xsi:nil="true" /></row>',
      '</data>',
      '',
    ].join('\n'),
  )
  expect((await dump('?format=xml&fields=nr&limit=1')).body).toContain('\n<row><nr>1</nr></row>\n')
})

test('what is stored is said exactly, and a file for a spreadsheet has no formula in it', async () => {
  const oaks = 'fields=species&filters={"species":"=Eiche"}&limit=1'
  for (const format of ['csv', 'tsv']) {
    expect(await lines(`?${oaks}&format=${format}`)).toEqual(['species', '=Eiche'])
    expect(await lines(`?${oaks}&format=${format}&bom=true`)).toEqual(['\ufeffspecies', "'=Eiche"])
  }
})

test('a format that there is not is refused with those there are', async () => {
  const answer = await dump('?format=xlsx')
  expect(answer.statusCode).toBe(400)
  expect(answer.body).toContain('Das Format «xlsx» gibt es hier nicht. Es gibt: csv, tsv, json, xml.')
})

test.each(['limit=many', 'offset=-1', 'filters=[1]', 'filters={"wrong":1}', 'fields=wrong', 'sort=wrong'])(
  '%s cannot be meant (B: 400)',
  async (query) => {
    expect((await dump(`?${query}`)).statusCode).toBe(400)
  },
)

test('what is not there is not there (T: test_dump_does_not_exist_raises_404)', async () => {
  expect((await ask('/datastore/dump/does-not-exist')).statusCode).toBe(404)
})

test('lines end at line feeds alone: what other programs take for the end of one may stand in a cell', async () => {
  const word = 'ein\u2028zwei\u2029drei\u0085vier\rfünf'
  const [first = [], ...rest] = treeRows()
  await publishExample(town.house.kernel, { rows: [first.with(1, word), ...rest] })
  const { body } = await dump('?format=xml&fields=species&limit=2')
  expect(body).toContain(
    `<row><species>${word.replace('\r', '&#13;')}</species></row>\n<row><species>Ahorn</species></row>\n</data>`,
  )
  await publishExample(town.house.kernel)
})

/** More than may be under way at once. */
const many = Array.from({ length: 41 }, (_, at) => at)

// Each from an address of its own: so many are more than one may ask in a minute.
test.each([
  ['json', '192.0.2.1'],
  ['xml', '192.0.2.2'],
  ['xml&bom=true', '192.0.2.3'],
])('who asks for the head of %s alone holds no file', async (format, remoteAddress) => {
  const url = `/datastore/dump/${treesId}?format=${format}`
  const head = () => town.house.app.inject({ method: 'HEAD', url, remoteAddress, headers: { host: town.host } })
  const answers = await Promise.all(many.map(head))
  expect(answers.map(({ statusCode, body }) => [statusCode, body])).toEqual(many.map(() => [200, '']))
  expect((await dump()).statusCode).toBe(200)
})

test('who goes away in the middle of a file leaves none open', async () => {
  const [table] = treeMetadata.distributions
  if (!table) throw new Error('no table')
  const id = treesId.replace(/a1$/, 'b1')
  const metadata = { ...treeMetadata, distributions: [{ ...table, id }] }
  await publishExample(town.house.kernel, { slug: 'viele-baeume', metadata, rows: treeRows(8_000) })
  await town.house.app.listen({ port: 0, host: '127.0.0.1' })
  const address = town.house.app.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const goAway = (format: string) =>
    new Promise<void>((gone) => {
      const path = `/datastore/dump/${id}?format=${format}`
      const asked = get({ host: '127.0.0.1', localAddress: '127.0.0.2', port, path, headers: { host: town.host } })
      asked.once('response', (answer) => answer.once('data', () => asked.destroy()))
      asked.once('close', gone).once('error', () => {})
    })
  for (const at of many) await goAway(at % 2 ? 'xml' : 'xml&bom=true')
  await vi.waitFor(async () => expect((await dump()).statusCode).toBe(200), { interval: 20 })
}, 20_000)
