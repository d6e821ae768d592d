import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishExample, treeMetadata, treeRows, treesId } from '#test/support/data-sets.ts'
import { openTown, type Town } from '#test/support/town.ts'

// What each action takes and gives: https://docs.ckan.org/en/2.11/api/index.html; of rows: https://docs.ckan.org/en/2.11/maintaining/datastore.html

let town: Town
beforeAll(async () => {
  town = await openTown()
  const { kernel } = town.house
  await publishExample(kernel)
  const second = {
    ...treeMetadata,
    title: { de: 'Bänke am See' },
    description: { de: 'Zum Sitzen (Beispiel).' },
    keywords: { de: ['Bank'] },
    themes: ['REGI' as const],
  }
  await publishExample(kernel, {
    authority: 'horw',
    slug: 'baenke',
    metadata: {
      ...second,
      licence: 'terms_ask',
      distributions: treeMetadata.distributions.map((one) => ({
        ...one,
        id: one.id.replace(/a1$/, 'a2'),
        title: { de: 'Liste' },
      })),
    },
    rows: treeRows(250),
  })
})
afterAll(() => town.close())

type Given = { success: boolean; help: string; result: Record<string, unknown>; error: Record<string, unknown> }

const send = (method: 'GET' | 'POST', path: string, body?: string, headers: Record<string, string> = {}) =>
  town.house.app.inject({
    method,
    url: path,
    headers: { host: town.host, ...headers },
    ...(body !== undefined && { payload: body }),
  })
const get = (path: string) => send('GET', `/api/3/action/${path}`)
/** As ckanapi asks: JSON by POST, under the address without a version. */
const act = async (name: string, parameters: object = {}) => {
  const answer = await send('POST', `/api/action/${name}`, JSON.stringify(parameters), {
    'content-type': 'application/json',
  })
  return { status: answer.statusCode, ...answer.json<Given>() }
}
const rows = async (parameters: object) =>
  (await act('datastore_search', { resource_id: treesId, ...parameters })).result
const column = async (parameters: object) => {
  const { records } = await rows({ ...parameters, fields: ['nr'], records_format: 'lists' })
  return Array.isArray(records) ? records.flat() : records
}

describe('the envelope', () => {
  test('the root says the version (https://docs.ckan.org/en/2.11/api/index.html#api-versions)', async () => {
    expect((await send('GET', '/api/3')).json()).toEqual({ version: 3 })
  })

  test('is the same by address, JSON, form, and JSON that curl calls a form', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const answers = [
      await get('package_show?id=baeume_kriens'),
      await send('POST', '/api/3/action/package_show', '{"id":"baeume_kriens"}', {
        'content-type': 'application/json',
      }),
      await send('POST', '/api/3/action/package_show', 'id=baeume_kriens', form),
      await send('POST', '/api/3/action/package_show', '{"id": "baeume_kriens"}', form),
      await send('POST', '/api/3/action/package_show', `${encodeURIComponent('{"id":"baeume_kriens"}')}=1`, form),
      await send('POST', '/api/3/action/package_show?id=baeume_kriens', '', {}),
    ]
    const [first, ...others] = answers.map((answer) => answer.json<Given>())
    expect(first).toMatchObject({ success: true, result: { name: 'baeume_kriens' } })
    for (const other of others) expect(other).toEqual(first)
  })

  test('JSONP calls a function, and nothing that is none', async () => {
    const answer = await get('site_read?callback=jQuery_1.done')
    expect(answer.headers['content-type']).toBe('application/javascript; charset=utf-8')
    expect(answer.body).toMatch(/^\/\*\*\/jQuery_1\.done\(\{"help":".*","success":true,"result":true\}\);$/)
    expect(answer.headers['cross-origin-resource-policy']).toBe('cross-origin')
    const bad = await get('site_read?callback=alert(1)//')
    expect([bad.statusCode, bad.headers['content-type']]).toEqual([400, 'application/json; charset=utf-8'])
  })

  test('it says what it is, and which version of the interface is spoken', async () => {
    const { result } = (await get('status_show')).json<Given>()
    expect(result).toMatchObject({ ckan_version: '2.11.0', extensions: ['datastore'], locale_default: 'de' })
  })

  test('pages of other sites may ask, with JSON too', async () => {
    const origin = {
      origin: 'https://elsewhere.example',
      'content-type': 'application/json',
      'sec-fetch-site': 'cross-site',
    }
    const answer = await send('POST', '/api/3/action/site_read', '{}', origin)
    expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([200, '*'])
  })

  test.each([
    ['package_show', { id: 'gibt-es-nicht_kriens' }, 404, 'Not Found Error'],
    ['package_show', {}, 409, 'Validation Error'],
    ['package_create', { name: 'x' }, 403, 'Authorization Error'],
    ['package_search', { fq: 'title:(a' }, 400, 'Search Query Error'],
    ['package_search', { sort: 'wrong desc' }, 400, 'Search Query Error'],
    ['package_search', { rows: 'many' }, 409, 'Validation Error'],
    ['resource_show', { id: 'x' }, 404, 'Not Found Error'],
    ['datastore_search', { resource_id: 'x' }, 404, 'Not Found Error'],
    ['help_show', { name: 'constructor' }, 404, 'Not Found Error'],
  ])('%s %o is refused as CKAN refuses it', async (name, parameters, status, type) => {
    const answer = await act(name, parameters)
    expect([answer.status, answer.success, answer.error.__type]).toEqual([status, false, type])
  })

  test.each([
    ['gibt_es_nicht', '{}', 'Bad request - Action name not known: gibt_es_nicht'],
    ['package_show', '{', 'Bad request - JSON Error'],
    ['package_show', '[1]', 'Bad request - JSON Error'],
  ])('%s with %s is no request', async (name, body, expected) => {
    const answer = await send('POST', `/api/3/action/${name}`, body, { 'content-type': 'application/json' })
    expect(answer.statusCode).toBe(400)
    expect(answer.json<string>()).toContain(expected)
  })
})

describe('the catalogue', () => {
  test('names, organizations, groups, tags and licences are listed', async () => {
    const names = (await act('package_list')).result
    expect(names).toEqual(expect.arrayContaining(['baenke_horw', 'baeume_kriens']))
    expect((await send('GET', '/kriens/api/3/action/package_list')).json<Given>().result).toEqual(['baeume_kriens'])
    const organizations = await act('organization_list', { all_fields: true, sort: 'package_count desc', limit: 100 })
    expect(organizations.result).toHaveLength(80)
    expect(organizations.result[0]).toHaveProperty('package_count')
    expect((await act('organization_list', { organizations: ['horw', 'kriens'] })).result).toEqual(['horw', 'kriens'])
    const horw = await act('organization_show', { id: 'horw', include_datasets: true })
    expect(horw.result).toMatchObject({ package_count: 1, packages: [{ name: 'baenke_horw' }] })
    expect((await act('group_list')).result).toContain('envi')
    expect((await act('group_show', { id: 'regi', include_datasets: true })).result.packages).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'baenke_horw' })]),
    )
    expect((await act('organization_autocomplete', { q: 'Horw' })).result).toEqual([
      { id: expect.any(String), name: 'horw', title: expect.objectContaining({ de: expect.stringContaining('Horw') }) },
    ])
    expect((await act('group_autocomplete', { q: 'umw', limit: 1 })).result).toMatchObject([{ name: 'envi' }])
    expect((await act('group_package_show', { id: 'regi' })).result).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'baenke_horw' })]),
    )
    expect((await act('group_package_show', { id: 'gibt-es-nicht' })).status).toBe(404)
    expect((await act('tag_list', { query: 'ban' })).result).toContain('Bank')
    expect((await act('tag_show', { id: 'Bank', include_datasets: 'true' })).result.package_count).toBe(1)
    expect((await act('license_list')).result).toMatchObject([
      { id: 'terms_open', od_conformance: 'approved' },
      { id: 'terms_by' },
      { id: 'terms_ask', od_conformance: 'rejected' },
      { id: 'terms_by_ask' },
    ])
  })

  test('what happened is listed', async () => {
    const [newest] = Object.values((await act('package_activity_list', { id: 'baenke_horw' })).result)
    expect(newest).toMatchObject({ activity_type: 'new package', data: { package: { name: 'baenke_horw' } } })
    expect((await act('recently_changed_packages_activity_list', { limit: 2 })).result).toHaveLength(2)
  })

  const found = async (parameters: object) => {
    const { result } = await act('package_search', { fl: ['name'], ...parameters })
    return Array.isArray(result.results) ? result.results.map(({ name }) => name) : result
  }
  const ours = 'organization:(kriens OR horw)'

  test.each([
    [{ q: 'Bäume', fq: ours }, ['baeume_kriens']],
    [{ q: 'trees', fq: ours }, ['baeume_kriens']],
    [{ q: 'bäume OR bänke', fq: ours, sort: 'name asc' }, ['baenke_horw', 'baeume_kriens']],
    [{ q: '((("', fq: ours, sort: 'name asc' }, ['baenke_horw', 'baeume_kriens']],
    [{ fq: `${ours} AND NOT tags:Baum` }, ['baenke_horw']],
    [{ fq: `${ours} -groups:envi` }, ['baenke_horw']],
    [{ fq_list: [ours, 'license_id:terms_ask'] }, ['baenke_horw']],
    [{ fq: `${ours} +res_format:geojson +tags:B*`, sort: 'name desc' }, ['baeume_kriens', 'baenke_horw']],
    [{ q: 'title:Bän* OR name:baeu*', fq: ours, sort: 'name asc' }, ['baenke_horw', 'baeume_kriens']],
    [
      { fq: `${ours} AND metadata_modified:[2026-01-01T00:00:00Z TO *]`, sort: 'name asc' },
      ['baenke_horw', 'baeume_kriens'],
    ],
    [{ fq: `${ours} AND metadata_modified:[NOW+1DAY TO *]` }, []],
    [{ fq: `${ours} AND keywords_en:tree` }, ['baeume_kriens']],
    [{ fq: `${ours} AND state:active AND type:dataset AND extras_unknown:x` }, []],
    [{ q: 'identifier:"baeume@kriens"' }, ['baeume_kriens']],
    [{ fq: ours, rows: 1, start: 1, sort: 'name asc' }, ['baeume_kriens']],
    [{ fq: ours, rows: 0 }, []],
  ])('%o finds %o', async (parameters, expected) => {
    expect(await found(parameters)).toEqual(expected)
  })

  test('values are counted', async () => {
    const { result } = await act('package_search', {
      fq: ours,
      rows: 0,
      'facet.field': ['organization', 'groups', 'tags', 'wrong'],
    })
    expect(result).toMatchObject({
      count: 2,
      facets: {
        organization: { horw: 1, kriens: 1 },
        groups: { envi: 1, tran: 1, regi: 1 },
        tags: { Bank: 1, Baum: 1 },
        wrong: {},
      },
      search_facets: {
        organization: {
          title: 'organization',
          items: [{ name: 'horw', display_name: 'Horw', count: 1 }, { name: 'kriens' }],
        },
      },
    })
    const byAddress = await get(
      `package_search?fq=${encodeURIComponent(ours)}&rows=0&facet.field=["license_id"]&facet.limit=1`,
    )
    expect(byAddress.json<Given>().result.facets).toEqual({ license_id: { terms_ask: 1 } })
  })

  test('resources are found by format and name', async () => {
    const { result } = await act('resource_search', { query: ['format:csv', 'name:liste'] })
    expect(result.count).toBeGreaterThanOrEqual(2)
    expect((await act('resource_search', { query: `id:${treesId}` })).result).toMatchObject({
      count: 1,
      results: [{ id: treesId }],
    })
    expect((await act('resource_search', { query: 'wrong' })).status).toBe(409)
    expect((await act('package_autocomplete', { q: 'Bän' })).result).toMatchObject([{ name: 'baenke_horw' }])
  })
})

/** Each action is said at https://docs.ckan.org/en/2.11/api/index.html under this anchor. */
const anchored = (name: string) => `#ckan.logic.action.get.${name}`

describe('what CKAN documents besides', () => {
  const baeume = { id: 'baeume_kriens' }
  test.each<[anchor: string, parameters: object, result: unknown]>([
    [
      anchored('status_show'),
      {},
      expect.objectContaining({
        ckan_version: '2.11.0',
        site_title: 'Wegweiser · Offene Daten',
        site_url: 'http://wegweiser.test',
        locale_default: 'de',
        extensions: ['datastore'],
      }),
    ],
    [anchored('help_show'), { name: 'package_list' }, expect.stringContaining('Names of the data sets')],
    [
      anchored('resource_show'),
      { id: treesId },
      expect.objectContaining({
        id: treesId,
        format: 'CSV',
        datastore_active: true,
        name: expect.objectContaining({ de: 'Liste der Bäume', en: 'List of trees' }),
        url: 'http://wegweiser.test/opendata/kriens/baeume/liste.csv',
      }),
    ],
    [
      anchored('current_package_list_with_resources'),
      { limit: 100 },
      expect.arrayContaining([
        expect.objectContaining({ name: 'baeume_kriens', resources: [expect.objectContaining({ id: treesId })] }),
      ]),
    ],
    [anchored('current_package_list_with_resources'), { limit: 1, offset: 100_000 }, []],
    [
      anchored('tag_search'),
      { query: 'BAN', limit: 1 },
      { count: expect.any(Number), results: [expect.objectContaining({ name: expect.stringMatching(/ban/i) })] },
    ],
    [anchored('tag_search'), { query: 'gibt es nicht' }, { count: 0, results: [] }],
    [anchored('tag_search'), {}, { count: 0, results: [] }],
    [anchored('tag_autocomplete'), { query: 'Bank' }, expect.arrayContaining(['Bank'])],
    [anchored('tag_autocomplete'), {}, []],
    [anchored('format_autocomplete'), { q: 'cs' }, ['csv']],
    [anchored('format_autocomplete'), { q: 's', limit: 1 }, [expect.stringContaining('s')]],
    [anchored('format_autocomplete'), {}, []],
    [anchored('resource_view_list'), { id: treesId }, []],
    [anchored('package_relationships_list'), baeume, []],
    [anchored('package_relationships_list'), { ...baeume, id2: 'baenke_horw', rel: 'depends_on' }, []],
    [anchored('group_list_authz'), {}, []],
    [anchored('organization_list_for_user'), { permission: 'read' }, []],
  ])('%s %o', async (anchor, parameters, result) => {
    const name = anchor.replace(/.*\./, '')
    const answer = await act(name, parameters)
    expect([answer.status, answer.result]).toEqual([200, result])
    expect((await act('help_show', { name })).result).toMatch(/\w+/)
  })

  test.each([
    ['resource_view_list', { id: 'gibt-es-nicht' }, 404, 'Not Found Error'],
    ['resource_view_list', {}, 409, 'Validation Error'],
    ['resource_view_show', { id: treesId }, 404, 'Not Found Error'],
    ['resource_view_show', {}, 409, 'Validation Error'],
    ['package_relationships_list', { id: 'gibt-es-nicht_kriens' }, 404, 'Not Found Error'],
    ['package_relationships_list', { id: 'baeume_kriens', id2: 'gibt-es-nicht_kriens' }, 404, 'Not Found Error'],
  ])('%s %o is refused as CKAN refuses it', async (name, parameters, status, type) => {
    const answer = await act(name, parameters)
    expect([answer.status, answer.error.__type]).toEqual([status, type])
  })

  test('pages of current_package_list_with_resources follow each other', async () => {
    const names = async (parameters: object) => {
      const { result } = await act('current_package_list_with_resources', parameters)
      return Array.isArray(result) ? result.map(({ name }) => name) : []
    }
    const all = await names({ limit: 100 })
    expect([...(await names({ limit: 2 })), ...(await names({ limit: 98, offset: 2 }))]).toEqual(all)
    expect(all).toEqual(expect.arrayContaining(['baenke_horw', 'baeume_kriens']))
  })
})

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
