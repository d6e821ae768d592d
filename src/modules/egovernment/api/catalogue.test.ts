import { expect, test } from 'vitest'
import { openPortal, type PortalParts, sharePortal } from '#test/support/portal.ts'
import { asOwner } from '#test/support/test-database.ts'
import { catalogueRoutes } from './catalogue-routes.ts'

type List = { items: Record<string, unknown>[]; total: number; next: string | null }
type Form = {
  pages: { id: string; title: string; fields: { id: string; schema?: unknown }[] }[]
}
type Problem = { status: number; detail: string; errors?: { path: string; parameter: string; message: string }[] }

const parts: PortalParts = {
  routes: catalogueRoutes,
  permissions: { 'egovernment.catalogue.read': ['anyone'] },
  settings: { WEGWEISER_URL: 'http://localhost:8080' },
  furniture: 'content',
}

const shared = sharePortal(parts)

async function ask<Body>(path: string, portal = shared(), language?: string) {
  const headers: Record<string, string> = language === undefined ? {} : { 'accept-language': language }
  const page = await portal.as({ actor: { kind: 'public' } }).open(`/api/v1${path}`, headers)
  return { status: page.status, type: page.headers['content-type'], body: page.json<Body>() }
}

test('the 80 authorities, page by page', async () => {
  const first = await ask<List>('/authorities?limit=50')
  expect(first.body).toMatchObject({ total: 80, next: expect.any(String) })
  const second = await ask<List>(`/authorities?limit=50&after=${first.body.next}`)
  const ids = [...first.body.items, ...second.body.items].map((item) => item.id)
  expect([new Set(ids).size, second.body.next]).toEqual([80, null])
  expect((await ask<List>('/authorities?q=kriens')).body).toEqual({
    items: [
      { id: 'kriens', name: 'Kriens', kind: 'municipality', bfsNumber: 1059, url: 'http://localhost:8080/de/kriens/' },
    ],
    total: 1,
    next: null,
  })
})

test('services by words, life situation, audience and authority, in a language', async () => {
  const moving = await ask<List>('/services?q=z%C3%BCgeln&lang=fr&authority=kriens')
  expect(moving.body.items).toEqual([
    {
      id: 'umzug',
      title: 'Annoncer un déménagement',
      summary: expect.stringContaining('déménagez'),
      authority: 'kriens',
      lifeSituations: ['umziehen-wohnen'],
      audience: ['persons'],
      url: 'http://localhost:8080/fr/kriens/services/umzug',
    },
  ])
  const idsOf = async (search: string) => (await ask<List>(`/services${search}`)).body.items.map((item) => item.id)
  expect(await idsOf('?life=ausweise')).toEqual(expect.arrayContaining(['heimatausweis', 'wohnsitzbestaetigung']))
  expect(await idsOf('?life=ausweise')).not.toContain('umzug')
  expect(await idsOf('?audience=firms')).toContain('schadensmeldung')
  expect(await idsOf('?audience=firms')).not.toContain('umzug')
  expect(await idsOf('?authority=kanton-luzern')).toContain('einzelbewilligung-gastwirtschaft')
  expect(await idsOf('?authority=kanton-luzern')).not.toContain('umzug')
  expect(await idsOf('?q=xyzzy')).toEqual([])
})

test('a long list is read in pages that neither repeat nor miss a service', async () => {
  const all = (await ask<List>('/services')).body
  const seen: unknown[] = []
  let next: string | null = ''
  for (let page = 0; page < Math.ceil(all.total / 2); page += 1) {
    const answer: { body: List } = await ask<List>(`/services?limit=2${next === '' ? '' : `&after=${next}`}`)
    expect(answer.body).toMatchObject({ total: all.total })
    seen.push(...answer.body.items.map((item) => item.id))
    next = answer.body.next
  }
  expect([seen, next]).toEqual([all.items.map((item) => item.id), null])
  expect(all.total).toBe(all.items.length)
})

test('one service: as it is published, and as an authority offers it', async () => {
  const portal = await openPortal(parts)
  await asOwner(
    portal.urls,
    `update egovernment.service_offers set overrides = $1 where authority_id = 'kriens' and service_id = 'umzug'`,
    [JSON.stringify({ fee: { text: { de: 'CHF 7.50' }, rappen: 750, example: true } })],
  )
  const general = await ask<Record<string, unknown>>('/services/umzug', portal)
  expect(general.body).toMatchObject({
    id: 'umzug',
    authority: null,
    version: 1,
    language: 'de',
    fee: { rappen: 0, isExample: true },
  })
  const local = await ask<Record<string, unknown>>('/services/umzug?authority=kriens&lang=en', portal)
  expect(local.body).toMatchObject({
    title: 'Report a move',
    authority: 'kriens',
    fee: { text: 'CHF 7.50', rappen: 750 },
  })
  expect(local.body.schema).toBe('http://localhost:8080/api/v1/services/umzug/schema?authority=kriens&lang=en')
})

test('the schema of the answers is JSON Schema 2020-12', async () => {
  const schema = await ask<Record<string, unknown>>('/services/umzug/schema?authority=kriens')
  expect(schema.type).toBe('application/schema+json; charset=utf-8')
  expect(schema.body).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' })
  expect(schema.body.properties).toHaveProperty('from_where')
})

test('schema and form come in the language of the request, or the one that is named', async () => {
  const inFrench = await ask<Form>('/services/schadensmeldung/form?authority=kriens&lang=fr')
  const accepted = await ask<Form>('/services/schadensmeldung/form?authority=kriens', undefined, 'fr-CH,fr;q=0.9')
  expect(accepted.body).toEqual(inFrench.body)
  expect(inFrench.body).toMatchObject({ service: 'schadensmeldung', language: 'fr', title: 'Signaler un dommage' })
  const [first] = inFrench.body.pages
  expect(first).toMatchObject({ id: 'kind', title: expect.stringContaining('endommagé') })
  expect(first?.fields[0]).toMatchObject({ id: 'kind', type: 'choice', required: true })
  const schema = await ask<{ title: string; properties: Record<string, unknown> }>(
    '/services/schadensmeldung/schema?authority=kriens',
    undefined,
    'fr',
  )
  expect(schema.body.title).toBe('Signaler un dommage')
  expect(schema.body.properties.kind).toEqual(first?.fields[0]?.schema)
})

const refused: [path: string, status: number][] = [
  ['/services/zauberei', 404],
  ['/services/UMZUG', 404],
  ['/services/umzug?authority=kanton-luzern', 404],
  ['/services/umzug/schema?authority=kanton-luzern', 404],
  ['/services?foo=1', 400],
  ['/services?q=a&q=b', 400],
  ['/services?lang=rm', 422],
  ['/services?authority=atlantis', 422],
  ['/services?authority=littau', 422],
  ['/services?life=zaubern', 422],
  ['/services?audience=cats', 422],
  ['/services?limit=0', 422],
  ['/services?limit=201', 422],
  ['/services?limit=1e2', 422],
  [`/services?q=${'a'.repeat(201)}`, 422],
  ['/authorities?limit=-1', 422],
  ['/authorities?lang=xx', 422],
]

test('what cannot be answered is a problem that says what is wrong', async () => {
  for (const [path, status] of refused) {
    const answer = await ask<Problem>(path)
    expect([path, answer.status, answer.type]).toEqual([path, status, 'application/problem+json; charset=utf-8'])
    expect(answer.body).toMatchObject({ status, detail: expect.any(String) })
  }
})

test('a refused value is named with what would do', async () => {
  const { body } = await ask<Problem>('/services?lang=rm&audience=cats')
  expect(body.errors).toEqual([
    { path: '/lang', parameter: 'lang', message: '«rm» geht nicht für «lang». Möglich: de, fr, it, en.' },
    { path: '/audience', parameter: 'audience', message: '«cats» geht nicht für «audience». Möglich: persons, firms.' },
  ])
})
