import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { treesId } from '#test/support/data-sets.ts'
import type { Town } from '#test/support/town.ts'
import { type Ckan, type Given, openCkan } from './test-ckan.ts'

let town: Town
let send: Ckan['send']
let get: Ckan['get']
let act: Ckan['act']

beforeAll(async () => {
  ;({ town, send, get, act } = await openCkan())
})
afterAll(() => town.close())

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
