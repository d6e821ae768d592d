import { join } from 'node:path'
import { parseHTML } from 'linkedom'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readPdf } from '#kernel/letters/read-pdf.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { dayOf } from '../../src/modules/egovernment/cases/case-record.ts'
import { readDemoContent } from '../../src/modules/egovernment/demo/demo-content.ts'
import { storiesOf } from '../../src/modules/egovernment/demo/demo-stories.ts'
import { Dice } from '../../src/modules/egovernment/demo/dice.ts'
import { type Answered, ask, cookiesOf, multipart, pdf, proveCase } from './attack.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
}, 120_000)
afterAll(() => town.close())

const evil = '"><svg onload=alert(1)>'

/** No element came of it; gives how often it stands there as text. */
function shown(answer: Answered, label: string): number {
  const { document } = parseHTML(answer.body)
  expect(document.querySelectorAll('[onload]').length, label).toBe(0)
  expect(/<svg[^>]*onload/i.test(answer.body), label).toBe(false)
  return answer.body.split('&lt;svg onload=alert(1)').length - 1
}

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** A value with every text replaced that stands at none of the places that refused it. */
function poisoned(value: Json, refused: ReadonlySet<string>, at = ''): Json {
  if (typeof value === 'string') return refused.has(at) ? value : evil
  if (Array.isArray(value)) return value.map((one, index) => poisoned(one, refused, `${at}/${index}`))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, poisoned(one, refused, `${at}/${key}`)]))
}

function paths(value: Json, at = ''): string[] {
  if (typeof value === 'string') return [at]
  if (Array.isArray(value)) return value.flatMap((one, index) => paths(one, `${at}/${index}`))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]) => paths(one, `${at}/${key}`))
}

let serial = 0

/** Hands in a service with markup wherever the form takes it; gives the case and how many texts it took. */
async function handIn(service: string, answers: Json) {
  const refused = new Set<string>()
  const all = paths(answers)
  for (const only of all) {
    // Each place on its own: would it be taken?
    const others = new Set(all.filter((path) => path !== only))
    const answer = await submit(service, poisoned(answers, others))
    if (answer.statusCode !== 201) refused.add(only)
    expect([201, 422], answer.body).toContain(answer.statusCode)
  }
  const answer = await submit(service, poisoned(answers, refused))
  expect(answer.statusCode, `${service}: ${answer.body}`).toBe(201)
  return { ...answer.json<{ number: string; accessCode: string }>(), taken: all.length - refused.size }
}

function submit(service: string, answers: Json) {
  serial += 1
  return ask(town, {
    path: '/api/v1/submissions',
    headers: { 'idempotency-key': `markup-${serial}`, authorization: `Bearer ${town.key('submitter')}` },
    json: { service, authority: 'luzern', answers, contact: { email: 'svg@beispielhaft.example', language: 'de' } },
  })
}

/** True answers to every service, from the stories of the demo. */
function stories(): [string, Json][] {
  const content = readDemoContent(join(import.meta.dirname, '../../content/demo/cases.yaml'))
  const place = content.places.find(({ authority }) => authority === 'luzern')
  if (!place) throw new Error('no place')
  const told = storiesOf(content, place, new Dice(7), dayOf('2026-11-22'))
  const services = [...new Set(told.map(({ serviceId }) => serviceId))]
  return services.flatMap((service): [string, Json][] => {
    const richest = told
      .filter(({ serviceId }) => serviceId === service)
      .toSorted((a, b) => JSON.stringify(b.answers).length - JSON.stringify(a.answers).length)[0]
    return richest
      ? [
          [
            service,
            JSON.parse(JSON.stringify({ ...richest.answers, ...(service === 'umzug' && { declaration: true }) })),
          ],
        ]
      : []
  })
}

test('markup in every text of every service is text in the portal, at the desk, in mails and in letters', async () => {
  const clerk = (await town.signIn({ role: 'clerk', authority: 'luzern' })).cookies()
  const all = stories()
  expect(all.map(([service]) => service).sort()).toEqual(['schadensmeldung', 'umzug', 'wohnsitzbestaetigung'])
  let texts = 0
  for (const [service, answers] of all) {
    const made = await handIn(service, answers)
    texts += made.taken
    expect(made.taken, service).toBeGreaterThan(0)
    const [row] = await town.query<{ id: string; authority_id: string }>(
      'select id, authority_id from egovernment.cases where number = $1',
      [made.number],
    )
    expect(row?.authority_id).toBe('luzern')
    const holder = await proveCase(town, { ...made, id: '', authorityId: '' })
    const desk = `/desk/cases/${made.number}`
    const day = { 'answer_by.day': '10', 'answer_by.month': '12', 'answer_by.year': '2026' }
    const post = async (path: string, cookie: string, form: Record<string, string>) => {
      const answer = await ask(town, { path, cookie, form })
      expect(answer.statusCode, `${path} ${answer.body.slice(0, 200)}`).toBe(303)
    }
    const file = multipart({ text: evil }, [
      { field: 'files', name: `${evil}.pdf`, type: 'application/pdf', content: pdf('x') },
    ])
    expect((await ask(town, { path: `/cases/${made.number}/messages`, cookie: holder, ...file })).statusCode).toBe(303)
    await post(`${desk}/start`, clerk, {})
    await post(`${desk}/notes`, clerk, { text: evil })
    await post(`${desk}/messages`, clerk, { text: evil })
    await post(`${desk}/questions`, clerk, { text: evil, ...day })
    const [question] = await town.query<{ id: string }>(
      'select id from egovernment.case_questions where case_id = $1',
      [row?.id],
    )
    await post(`/cases/${made.number}/questions/${question?.id}`, holder, { text: evil })
    const decided = await ask(town, {
      path: `/api/v1/cases/${made.number}/decision`,
      headers: { authorization: `Bearer ${town.key('clerk', 'luzern')}` },
      json: { outcome: 'rejected', text: evil, reasons: evil, remedies: evil },
    })
    expect(decided.statusCode, decided.body).toBe(201)
    await post(`${desk}/closure`, clerk, { reason: 'done', text: evil })
    await town.query('update egovernment.cases set applicant_name = $1, subject = $1 where number = $2', [
      evil,
      made.number,
    ])

    const portal = await ask(town, { path: `/cases/${made.number}`, cookie: holder })
    expect(shown(portal, `${service} portal`)).toBeGreaterThanOrEqual(8)
    const disclosed = await ask(town, {
      path: `${desk}/disclosure?q=${encodeURIComponent(evil)}`,
      cookie: clerk,
      form: { reason: evil, protected: 'yes' },
    })
    expect(shown(disclosed, `${service} desk`)).toBeGreaterThanOrEqual(8 + made.taken)
    for (const noun of [
      '',
      '/messages',
      '/notes',
      '/questions',
      '/closure',
      '/reopening',
      '/assignment',
      '/forwarding',
      '/decision',
    ])
      shown(await ask(town, { path: `${desk}${noun}`, cookie: clerk }), `${service} ${noun}`)
    expect(shown(await ask(town, { path: '/desk/inbox?tab=all', cookie: clerk }), 'inbox')).toBeGreaterThan(0)

    for (const [path, cookie] of [
      [`${desk}/decision.pdf`, clerk],
      [`/cases/${made.number}/receipt`, holder],
    ] as const) {
      const letter = await ask(town, { path, cookie })
      expect([letter.statusCode, letter.headers['content-type']], `${path} ${letter.body.slice(0, 200)}`).toEqual([
        200,
        'application/pdf',
      ])
      if (path.startsWith('/desk'))
        expect(readPdf(letter.rawPayload).runs.join('').replace(/\s+/g, '')).toContain('"><svgonload=alert(1)>')
    }
    const api = await ask(town, { path: `/api/v1/cases/${made.number}`, headers: { 'x-access-code': made.accessCode } })
    expect(api.headers['content-type']).toBe('application/json; charset=utf-8')
  }
  expect(texts).toBeGreaterThanOrEqual(6)
  await town.jobs.drain()
  const mails = await town.query<{ body: string }>('select subject || body_text as body from kernel.mails')
  expect(mails.length).toBeGreaterThan(5)
  for (const { body } of mails) expect(body).not.toContain('svg onload')
}, 120_000)

test('what is typed into a form comes back as text, page by page', async () => {
  const names = [
    'kind',
    'is_dangerous',
    'municipality',
    'place.text',
    'place.east',
    'description',
    'lamp_number',
    'seen_on.day',
    'seen_on.month',
    'seen_on.year',
    'photos.kept',
    'caller.given',
    'caller.family',
    'phone',
    'email',
    'language',
    'number',
    'code',
    'text',
    'page',
    'hash',
    'q',
    'place',
  ]
  const form = Object.fromEntries(names.map((name) => [name, evil]))
  const draft = cookiesOf(
    await ask(town, { path: '/de/kriens/services/schadensmeldung/apply/kind', form: { kind: 'road' } }),
  )
  const start = '/de/kriens/services/schadensmeldung'
  for (const [page, body] of [
    ['danger', { is_dangerous: 'no' }],
    ['municipality', { municipality: '1059' }],
    ['place', { 'place.text': evil }],
    ['details', { description: `${evil} ${evil}` }],
    ['since', {}],
    ['photos', {}],
    ['call-back', {}],
  ] as const)
    expect((await ask(town, { path: `${start}/apply/${page}`, cookie: draft, form: body })).statusCode, page).toBe(303)
  let count = 0
  for (const page of [
    'kind',
    'danger',
    'municipality',
    'place',
    'details',
    'since',
    'photos',
    'call-back',
    'review/contact',
    'review',
  ])
    for (const body of [undefined, form])
      count += shown(
        await ask(town, { path: `${start}/apply/${page}`, cookie: draft, ...(body ? { form: body } : {}) }),
        page,
      )
  for (const path of [
    '/cases/access',
    '/receipts',
    '/accessibility/feedback',
    '/kriens/services/schadensmeldung/place',
  ])
    count += shown(await ask(town, { path, form }), path)
  for (const path of [
    '/services',
    '/cases',
    '/accessibility',
    '/mailbox',
    '/sign-in',
    '/services/schadensmeldung/place',
    '/account',
    '/',
  ])
    count += shown(
      await ask(town, {
        path: `${path}?${new URLSearchParams({ ...form, address: evil, next: `/${evil}`, notice: evil })}`,
      }),
      path,
    )
  expect(count).toBeGreaterThan(15)
})

test('names of people, staff and feedback are text wherever they stand', async () => {
  await town.query('update kernel.parties set name = $1, given_name = $1, family_name = $1', [evil])
  await town.query('update kernel.staff set name = $1', [evil])
  await ask(town, { path: '/de/luzern/accessibility/feedback', form: { text: evil, page: evil } })
  const mia = (await town.signIn({ name: 'Mia Muster' })).cookies()
  const lead = (await town.signIn({ role: 'lead', authority: 'luzern' })).cookies()
  const [row] = await town.query<{ number: string }>(
    `select number from egovernment.cases where authority_id = 'luzern' and status <> 'closed' limit 1`,
  )
  let count = 0
  for (const [path, cookie] of [
    ['/account', mia],
    ['/', mia],
    ['/cases', mia],
    ['/kriens/services/schadensmeldung/apply/call-back', mia],
    ['/account', lead],
    ['/desk/inbox', lead],
    ['/desk/feedback', lead],
    [`/desk/cases/${row?.number}`, lead],
    [`/desk/cases/${row?.number}/assignment`, lead],
  ] as const) {
    count += shown(await ask(town, { path, cookie }), path)
  }
  expect(count).toBeGreaterThan(8)
})
