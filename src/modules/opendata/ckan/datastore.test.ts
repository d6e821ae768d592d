import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { treesId } from '#test/support/data-sets.ts'
import type { Town } from '#test/support/town.ts'
import { type Ckan, type Given, openCkan } from './test-ckan.ts'

let town: Town
let send: Ckan['send']
let act: Ckan['act']
let rows: Ckan['rows']
let column: Ckan['column']

beforeAll(async () => {
  ;({ town, send, act, rows, column } = await openCkan())
})
afterAll(() => town.close())

describe('rows', () => {
  test('come with their columns, number, links and the place of the next page', async () => {
    const result = await rows({ limit: 2 })
    expect(result).toMatchObject({
      resource_id: treesId,
      limit: 2,
      offset: 0,
      total: 12,
      total_was_estimated: false,
      fields: [
        { id: '_id', type: 'int' },
        { id: 'nr', type: 'int8', info: { label: 'Nummer' } },
        { id: 'species', type: 'text' },
        { id: 'height', type: 'numeric' },
        { id: 'planted', type: 'date' },
        { id: 'checked', type: 'timestamp' },
        { id: 'is_protected', type: 'bool' },
        { id: 'place', type: 'json' },
      ],
      next_page: { _id: { gt: 2 } },
    })
    expect(Array.isArray(result.records) && result.records[0]).toEqual({
      _id: 1,
      nr: 1,
      species: 'Linde',
      height: 5,
      planted: '2010-03-01',
      checked: '2026-11-01T08:00:00Z',
      is_protected: true,
      place: { type: 'Point', coordinates: [8.25, 47] },
    })
    expect(await column({ filters: result.next_page, limit: 2 })).toEqual([3, 4])
  })

  test('are followed page by page by their links', async () => {
    const seen: unknown[] = []
    let path: string | undefined =
      `/api/3/action/datastore_search?resource_id=${treesId}&limit=5&fields=nr&records_format=lists&filters={"is_protected":[true,false]}`
    for (let page = 0; page < 4 && path !== undefined; page += 1) {
      type Page = { result: { records: unknown[][]; _links: { next: string } } }
      const given: Page = (await send('GET', path)).json<Page>()
      seen.push(...given.result.records.flat())
      path = given.result.records.length > 0 ? given.result._links.next : undefined
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  })

  test.each([
    [{ filters: { species: 'Linde' } }, [1, 5, 9]],
    [{ filters: { species: ['Linde', 'Ahorn'], is_protected: false } }, [2, 6, 10]],
    [{ filters: { height: 5.5 } }, [2]],
    [{ filters: { height: null } }, [12]],
    [{ filters: { height: { gte: 9.5, lt: 10.5 } } }, [10, 11]],
    [{ filters: '{"nr": {"in": [3, 4]}}' }, [3, 4]],
    [{ q: 'föhre' }, [3, 7, 11]],
    [{ q: { species: 'lin', planted: '2010' } }, [1]],
    [{ q: '{"species": "lin"}', limit: 1 }, [1]],
    [{ q: 'lin:* & 2014', plain: false }, [5]],
    [{ sort: 'height desc', limit: 2 }, [11, 10]],
    [{ sort: ['species asc', 'nr desc'], limit: 2 }, [12, 8]],
    [{ sort: 'height desc nulls first, nr', limit: 2 }, [12, 11]],
    [{ sort: 'height NULLS FIRST', limit: 3, offset: 1 }, [1, 2, 3]],
    [{ sort: 'height desc nulls last', limit: 1 }, [11]],
    [{ limit: 2, offset: 9 }, [10, 11]],
    [{ limit: 0 }, []],
  ])('%o gives %o', async (parameters, expected) => {
    expect(await column(parameters)).toEqual(expected)
  })

  test('distinct ones are counted as such', async () => {
    expect(await rows({ fields: 'species', distinct: true, sort: 'species' })).toMatchObject({
      total: 4,
      records: [{ species: '=Eiche' }, { species: 'Ahorn' }, { species: 'Föhre, «Wald»' }, { species: 'Linde' }],
    })
  })

  test('come as lists, CSV and TSV too', async () => {
    const some = { fields: ['nr', 'species', 'height'], filters: { nr: [3, 12] }, include_total: false }
    expect(await rows({ ...some, records_format: 'csv' })).toMatchObject({
      records: `3,"Föhre, «Wald»",6\r\n12,=Eiche,\r\n`,
    })
    expect(await rows({ ...some, records_format: 'tsv' })).toMatchObject({
      records: `3\t"Föhre, «Wald»"\t6\r\n12\t=Eiche\t\r\n`,
    })
    expect(await rows(some)).not.toHaveProperty('total')
  })

  test.each([
    [{ filters: { wrong: 1 } }, { filters: ['field "wrong" not in table'] }],
    [{ fields: ['wrong'] }, { fields: ['field "wrong" not in table'] }],
    [{ sort: 'wrong' }, { sort: ['field "wrong" not in table'] }],
    [{ sort: 'nr; drop table' }, { sort: ['not understood: nr; drop table'] }],
    [{ filters: '{' }, { filters: ['Cannot parse JSON'] }],
    [{ filters: { nr: 'tall' } }, { query: [expect.any(String)] }],
    [{ limit: -1 }, { limit: ['Must be a natural number'] }],
    [{ limit: 'ten' }, { limit: ['Invalid integer'] }],
    [{ records_format: 'yaml' }, { records_format: [expect.any(String)] }],
    [{ wrong: 1 }, { __junk: ['The input field wrong was not expected.'] }],
    [{ q: 'a | b', plain: false }, { q: [expect.any(String)] }],
  ])('%o is a validation error', async (parameters, error) => {
    const answer = await act('datastore_search', { resource_id: treesId, ...parameters })
    expect([answer.status, answer.error]).toEqual([409, { __type: 'Validation Error', ...error }])
  })

  test('the tables there are, are listed', async () => {
    const { result } = await act('datastore_search', { resource_id: '_table_metadata', limit: 1000 })
    const names = Array.isArray(result.records) ? result.records.map(({ name }) => name) : []
    expect(names).toEqual(expect.arrayContaining([treesId, treesId.replace(/a1$/, 'a2')]))
    expect(result).toMatchObject({
      total: names.length,
      fields: [{ id: '_id' }, { id: 'name' }, {}, { id: 'alias_of' }],
    })
    const own = await send('GET', '/kriens/api/3/action/datastore_search?resource_id=_table_metadata')
    expect(own.json<Given>().result).toMatchObject({ total: 1, records: [{ name: treesId, alias_of: null }] })
  })

  test('a table is described', async () => {
    expect((await act('datastore_info', { id: treesId })).result).toMatchObject({
      meta: { id: treesId, count: 12, version: 1 },
      fields: [{ id: 'nr', type: 'int8', schema: { uidx: true } }, {}, {}, {}, {}, {}, {}],
    })
  })
})

describe('SQL', () => {
  const ask = (sql: string) => act('datastore_search_sql', { sql })
  test('reads the table that it names by its id', async () => {
    const { result } = await ask(
      `SELECT species, count(*) AS n FROM "${treesId}" WHERE species <> '"x" Ahorn' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1`,
    )
    expect(result).toMatchObject({
      records: [{ species: '=Eiche', n: 3 }],
      fields: [
        { id: 'species', type: 'text' },
        { id: 'n', type: 'int8' },
      ],
    })
    expect((await ask(`select "${treesId}".nr from "${treesId}" where nr = 2`)).result.records).toEqual([{ nr: 2 }])
  })

  test.each([
    'select 1',
    `select * from "${treesId}" a, "${treesId.replace(/a1$/, 'a2')}" b`,
    `select * from "${treesId}"; select 1`,
    `delete from "${treesId}"`,
    `select * from read_csv('/etc/passwd'), "${treesId}"`,
    `select wrong from "${treesId}"`,
  ])('%s is refused', async (sql) => {
    const answer = await ask(sql)
    expect([answer.status, answer.error.__type]).toEqual([409, 'Validation Error'])
    expect(answer.error.query).toEqual([expect.any(String)])
  })

  test('says why not in one language, and calls the table as it was called', async () => {
    const other = await ask(`select * from "${treesId}", orte`)
    expect(other.error.query).toEqual([`This query is not run: the only table here is called "${treesId}"`])
    const unbound = await ask(`select orte.nr from "${treesId}"`)
    expect(unbound.error.query).toEqual(['This query is not run: Binder Error: Referenced table "orte" not found!'])
  })

  test('says what was asked and why not where clients look for it', async () => {
    const sql = `select wrong from "${treesId}"`
    const { error } = await ask(sql)
    expect(error).toMatchObject({ query: [expect.any(String)], info: { statement: [sql], orig: error.query } })
  })

  test('has an end', async () => {
    expect((await ask(`select '${'x'.repeat(10_000)}' from "${treesId}"`)).status).toBe(409)
  })
})
