import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { languages } from '#kernel/i18n/language.ts'
import { problemSchema } from '#modules/egovernment/api/answer-schemas.ts'
import { openApiPath } from '#modules/egovernment/api/openapi.ts'
import { publishExample, treeRows, treesId } from '#test/support/data-sets.ts'
import { programWithDraft } from '#test/support/drafts.ts'
import { damageReport, readAcknowledgement, submissionHeaders } from '#test/support/submissions.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { modules } from '../../src/app.ts'
import { ask, tinyPng, upload } from '../security/attack.ts'

const operations = modules.flatMap(({ api }) => api?.operations ?? [])
const ajv = new Ajv2020({
  strict: false,
  formats: { date: true, 'date-time': true, uri: true, uuid: true, binary: true },
})
let town: Town

beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

test('every route for programs is described, and nothing that is none', () => {
  const routes = modules.flatMap((module) => module.routes(town.house.kernel))
  const there = routes.filter(({ path }) => path.startsWith('/api/v1/')).map(({ method, path }) => `${method} ${path}`)
  expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(there.sort())
})

test('the document is OpenAPI 3.1 in four languages, and each reference leads somewhere', async () => {
  const titles = new Set<string>()
  for (const language of languages) {
    const answer = await ask(town, { path: `/${language}/api/openapi.json` })
    expect(answer.statusCode).toBe(200)
    const document = answer.json<{
      openapi: string
      info: { title: string }
      paths: Record<
        string,
        Record<string, { operationId: string; responses: object; parameters: { name: string; in: string }[] }>
      >
      components: { schemas: object; securitySchemes: object }
    }>()
    expect(document.openapi).toBe('3.1.0')
    titles.add(document.info.title)
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId, parameters }]) => {
        const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
        expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(inPath)
        return `${method} ${path} ${operationId}`
      }),
    )
    expect(described.sort()).toEqual(
      operations.map(({ id, method, path }) => `${method.toLowerCase()} ${openApiPath(path)} ${id}`).sort(),
    )
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)]
    expect(references.length).toBeGreaterThan(10)
    for (const [, name] of references) expect(Object.keys(document.components.schemas)).toContain(name)
  }
  expect(titles.size).toBe(languages.length)
})

test('what the API really answers has the shape that is described', async () => {
  const key = town.key('clerk', 'kriens')
  const photo = await upload(town, 'lampe.png', tinyPng(), 'image/png')
  const report = damageReport('openapi')
  const made = await ask(town, {
    path: '/api/v1/submissions',
    headers: submissionHeaders(town.key('submitter'), 'openapi-1'),
    json: { ...report, answers: { ...report.answers, photos: [{ id: photo }] } },
  })
  const { number, accessCode } = readAcknowledgement(made.json())
  const draft = await programWithDraft(town)
  const browserLink = (await draft.send('POST', '/link')).json<{ url: string }>().url
  const asStaff = { authorization: `Bearer ${key}` }
  const answers: Record<string, Awaited<ReturnType<typeof ask>>> = {
    submission: made,
    authorities: await ask(town, { path: '/api/v1/authorities?limit=3' }),
    services: await ask(town, { path: '/api/v1/services?authority=kriens&limit=200' }),
    service: await ask(town, { path: '/api/v1/services/umzug?authority=kriens' }),
    schema: await ask(town, { path: '/api/v1/services/umzug/schema' }),
    form: await ask(town, { path: '/api/v1/services/umzug/form?lang=it' }),
    message: await ask(town, {
      path: `/api/v1/cases/${number}/messages`,
      headers: { 'x-access-code': accessCode },
      json: { text: 'Danke' },
    }),
    work: await ask(town, { method: 'POST', path: `/api/v1/cases/${number}/work`, headers: asStaff }),
    decision: await ask(town, {
      path: `/api/v1/cases/${number}/decision`,
      headers: asStaff,
      json: { outcome: 'approved', text: 'Die Lampe wird ersetzt.' },
    }),
    case: await ask(town, { path: `/api/v1/cases/${number}`, headers: { 'x-access-code': accessCode } }),
    cases: await ask(town, { path: '/api/v1/cases', headers: asStaff }),
    draft_start: draft.started,
    draft: await draft.send('GET', ''),
    draft_page: await draft.send('PUT', '/pages/danger', { answers: { is_dangerous: false } }, 1),
    draft_answers: await draft.send('PUT', '', { answers: report.answers }, 2),
    draft_link: await draft.send('POST', '/link'),
    draft_handover: await ask(town, { path: '/api/v1/drafts/handover', json: { link: browserLink } }),
    draft_submission: await draft.send('POST', '/submission'),
    draft_discard: await (await programWithDraft(town)).send('DELETE', ''),
    ...(await openDataAnswers()),
    ...(await strategyAnswers()),
  }
  for (const { id, answer } of operations) {
    const given = answers[id]
    if (!given) {
      expect(id).toBe('file')
      continue
    }
    expect(given.statusCode, `${id}: ${given.body.slice(0, 300)}`).toBe(answer.status)
    for (const name of answer.headers ?? []) expect(given.headers, id).toHaveProperty(name.toLowerCase())
    if (!answer.schema) {
      expect(given.body).toBe('')
      continue
    }
    const isRight = ajv.compile(answer.schema)
    expect(isRight(given.json()), `${id}: ${JSON.stringify(isRight.errors)}`).toBe(true)
  }
})

async function strategyAnswers() {
  const base = '/api/v1/strategy'
  return {
    strategy_nodes: await ask(town, { path: `${base}/nodes?kind=focus_area&limit=2` }),
    strategy_edges: await ask(town, { path: `${base}/nodes/luzern/fb4/edges` }),
    strategy_paths: await ask(town, { path: `${base}/paths?from=luzern/m2&to=luzern/fb4` }),
    strategy_indicator: await ask(town, { path: `${base}/indicators/luzern/ogd-stadt` }),
  }
}

/** Of a table that has two versions. */
async function openDataAnswers() {
  await publishExample(town.house.kernel, { rows: treeRows(3) })
  await publishExample(town.house.kernel)
  const base = '/api/v1/opendata/datasets'
  const table = `${base}/kriens/baeume/liste`
  return {
    data_sets: await ask(town, { path: `${base}?limit=2` }),
    data_set: await ask(town, { path: `${base}/kriens/baeume` }),
    table: await ask(town, { path: table }),
    rows: await ask(town, { path: `${table}/rows?limit=2` }),
    groups: await ask(town, { path: `${table}/groups?by=species` }),
    versions: await ask(town, { path: `${table}/versions` }),
    changes: await ask(town, { path: `${table}/changes` }),
    sql: await ask(town, { path: `${table}/sql`, json: { sql: 'select count(*) as n from data' } }),
    ...(await pushAnswers()),
  }
}

async function pushAnswers() {
  await town.query(`update opendata.data_sets set origin = 'steward' where slug = 'baeume'`)
  const headers = { authorization: `Bearer ${town.key('data_steward', 'kriens')}` }
  const path = `/api/v1/opendata/tables/${treesId}/rows`
  const tree = { nr: 1, species: 'Linde', height: 2, planted: null, checked: null, is_protected: true, place: null }
  return {
    replace_rows: await ask(town, { method: 'PUT', path, headers, json: [tree] }),
    add_rows: await ask(town, { path, headers, json: [{ ...tree, nr: 2 }] }),
  }
}

test('whatever is refused has the shape of a problem, and a status that is described', async () => {
  const isProblem = ajv.compile(problemSchema)
  const draft = await programWithDraft(town)
  const refused: readonly [id: string, answer: ReturnType<typeof ask>][] = [
    ['services', ask(town, { path: '/api/v1/services?lang=rm' })],
    ['services', ask(town, { path: '/api/v1/services?sort=x' })],
    ['authorities', ask(town, { path: '/api/v1/authorities?limit=0' })],
    ['service', ask(town, { path: '/api/v1/services/none' })],
    ['file', ask(town, { path: '/api/v1/files', json: {} })],
    ['submission', ask(town, { path: '/api/v1/submissions', json: {} })],
    [
      'submission',
      ask(town, { path: '/api/v1/submissions', body: '{', headers: { 'content-type': 'application/json' } }),
    ],
    ['draft_start', ask(town, { path: '/api/v1/drafts', json: { answers: [] } })],
    ['draft', ask(town, { path: `/api/v1/drafts/${draft.draft.id}` })],
    ['draft_answers', draft.send('PUT', '', { answers: {} })],
    ['draft_answers', draft.send('PUT', '', { answers: {} }, 9)],
    ['draft_submission', draft.send('POST', '/submission')],
    ['draft_handover', ask(town, { path: '/api/v1/drafts/handover', json: { link: 'x' } })],
    ['case', ask(town, { path: '/api/v1/cases/none' })],
    ['case', ask(town, { path: '/api/v1/cases/none', headers: { 'x-access-code': 'AAAA-AAAA-AAAA-AAAA' } })],
    ['cases', ask(town, { path: '/api/v1/cases' })],
    ['decision', ask(town, { path: '/api/v1/cases/none/decision', json: {} })],
    ['rows', ask(town, { path: '/api/v1/opendata/datasets/kriens/baeume/none/rows' })],
    ['data_sets', ask(town, { path: '/api/v1/opendata/datasets?wrong=1' })],
    ['strategy_nodes', ask(town, { path: '/api/v1/strategy/nodes?kind=x' })],
    ['strategy_paths', ask(town, { path: '/api/v1/strategy/paths' })],
    ['strategy_edges', ask(town, { path: '/api/v1/strategy/nodes/luzern/none/edges' })],
    ['sql', ask(town, { path: '/api/v1/opendata/datasets/kriens/baeume/liste/sql', json: { sql: 1 } })],
    ['add_rows', ask(town, { path: `/api/v1/opendata/tables/${treesId}/rows`, json: [] })],
    [
      'replace_rows',
      ask(town, {
        ...{ method: 'PUT', path: `/api/v1/opendata/tables/${treesId}/rows`, json: [{ nr: 'x' }] },
        headers: { authorization: `Bearer ${town.key('data_steward', 'kriens')}` },
      }),
    ],
  ]
  for (const [id, asked] of refused) {
    const answer = await asked
    const { refusals } = operations.find((operation) => operation.id === id) ?? { refusals: [] }
    expect(refusals, `${id} ${answer.body}`).toContain(answer.statusCode)
    expect(answer.headers['content-type'], id).toBe('application/problem+json; charset=utf-8')
    expect(isProblem(answer.json()), `${id} ${answer.body}`).toBe(true)
  }
})

test('people read it as a page, with every operation and a line to try', async () => {
  const page = await town.visitor('en').open('/en/api/reference')
  for (const { method, path } of operations) expect(page.text).toContain(`${method} ${openApiPath(path)}`)
  expect(page.text).toContain('X-Access-Code: CODE')
  for (const { id } of operations) expect(page.document.querySelector(`h3#${id}`), id).not.toBeNull()
  const targets = [...page.document.querySelectorAll('main a[href^="#"]')].map(
    (link) => link.getAttribute('href') ?? '',
  )
  for (const target of targets) expect(page.document.querySelector(target), target).not.toBeNull()
})
