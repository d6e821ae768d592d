import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTown, type Town } from '#test/support/town.ts'
import { type Ask, ask, cookiesOf, type MadeCase, makeCase, proveCase, tinyPng, upload } from './attack.ts'

let town: Town
let clerk: string
beforeAll(async () => {
  town = await openTown()
  clerk = (await town.signIn({ role: 'clerk', authority: 'kriens' })).cookies()
}, 120_000)
afterAll(() => town.close())

/** The same asked many times at once: how often each status came back. */
async function atOnce(count: number, make: (index: number) => Ask): Promise<Record<number, number>> {
  const answers = await Promise.all(Array.from({ length: count }, (_, index) => ask(town, make(index))))
  const counted: Record<number, number> = {}
  for (const { statusCode } of answers) counted[statusCode] = (counted[statusCode] ?? 0) + 1
  return counted
}

async function count(table: string, { id }: Pick<MadeCase, 'id'>): Promise<number> {
  const [row] = await town.query<{ n: number }>(
    `select count(*)::int as n from egovernment.${table} where case_id = $1`,
    [id],
  )
  return row?.n ?? -1
}

const events = async ({ id }: MadeCase, type: string) =>
  (await town.query(`select 1 from egovernment.case_events where case_id = $1 and type = $2`, [id, type])).length

async function inProgress(): Promise<MadeCase> {
  const made = await makeCase(town)
  expect((await ask(town, { path: `/desk/cases/${made.number}/start`, cookie: clerk, form: {} })).statusCode).toBe(303)
  return made
}

async function askQuestion(made: MadeCase): Promise<string> {
  const form = { text: 'Wie tief?', 'answer_by.day': '10', 'answer_by.month': '12', 'answer_by.year': '2026' }
  const answer = await ask(town, { path: `/desk/cases/${made.number}/questions`, cookie: clerk, form })
  expect(answer.statusCode).toBe(303)
  const [row] = await town.query<{ id: string }>('select id from egovernment.case_questions where case_id = $1', [
    made.id,
  ])
  return row?.id ?? ''
}

test('of fifty who decide a case at once, one does', async () => {
  const made = await inProgress()
  const key = town.key('clerk', 'kriens')
  const answers = await atOnce(50, (index) => ({
    path: `/api/v1/cases/${made.number}/decision`,
    headers: { authorization: `Bearer ${key}` },
    json: { outcome: 'approved', text: `Entscheid ${index}` },
  }))
  expect(answers).toEqual({ 201: 1, 409: 49 })
  expect([await count('case_decisions', made), await events(made, 'decided')]).toEqual([1, 1])
})

test('of fifty answers to a question at once, one counts, and the days are added once', async () => {
  const made = await inProgress()
  const question = await askQuestion(made)
  const holder = await proveCase(town, made)
  // A week, so that the day falls on no weekend.
  await town.query('update egovernment.cases set waiting_since = waiting_since - 7 where id = $1', [made.id])
  const due = () => town.query<{ due_on: string }>('select due_on from egovernment.cases where id = $1', [made.id])
  const [before] = await due()
  const answers = await atOnce(50, (index) => ({
    path: `/cases/${made.number}/questions/${question}`,
    cookie: holder,
    form: { text: `Antwort ${index}` },
  }))
  expect(answers).toEqual({ 303: 1, 409: 49 })
  const [after] = await due()
  expect((Date.parse(String(after?.due_on)) - Date.parse(String(before?.due_on))) / 86_400_000).toBe(7)
  expect(await events(made, 'question_answered')).toBe(1)
})

test('a case that is withdrawn and decided at once is one of both', async () => {
  for (let round = 0; round < 5; round += 1) {
    const made = await inProgress()
    const holder = await proveCase(town, made)
    const key = town.key('clerk', 'kriens')
    const [withdrawn, decided] = await Promise.all([
      ask(town, { path: `/cases/${made.number}/withdrawal`, cookie: holder, form: { reason: '' } }),
      ask(town, {
        path: `/api/v1/cases/${made.number}/decision`,
        headers: { authorization: `Bearer ${key}` },
        json: { outcome: 'approved', text: 'Ja' },
      }),
    ])
    expect([
      [303, 409],
      [409, 201],
    ]).toContainEqual([withdrawn.statusCode, decided.statusCode])
    expect((await count('case_decisions', made)) + (await count('case_withdrawals', made))).toBe(1)
  }
})

const start = '/de/kriens/services/schadensmeldung'

async function readyDraft(): Promise<string> {
  const first = await ask(town, { path: `${start}/apply/kind`, form: { kind: 'road' } })
  const cookie = cookiesOf(first)
  const steps: [string, Record<string, string>][] = [
    ['danger', { is_dangerous: 'no' }],
    ['municipality', { municipality: '1059' }],
    ['place', { 'place.text': 'Beispielplatz' }],
    ['details', { description: 'Ein Loch im Belag' }],
    ['since', {}],
    ['photos', {}],
    ['call-back', {}],
    ['review/contact', { email: 'petra@beispielhaft.example', language: 'de' }],
  ]
  for (const [page, form] of steps)
    expect((await ask(town, { path: `${start}/apply/${page}`, cookie, form })).statusCode, page).toBe(303)
  return cookie
}

const countCases = async () =>
  (await town.query<{ n: number }>('select count(*)::int as n from egovernment.cases'))[0]?.n ?? -1

test('a draft that is sent fifty times at once is one case', async () => {
  const cookie = await readyDraft()
  const before = await countCases()
  const answers = await atOnce(50, () => ({ path: `${start}/apply/review`, cookie, form: {} }))
  expect(
    Object.keys(answers).every((status) => status === '303' || status === '409'),
    JSON.stringify(answers),
  ).toBe(true)
  expect(answers[303]).toBeGreaterThan(0)
  expect(await countCases()).toBe(before + 1)
})

test('of fifty who save the same page at once, what one saved is not lost unseen', async () => {
  const cookie = await readyDraft()
  const [draft] = await town.query<{ id: string; revision: number }>(
    'select id, revision from egovernment.drafts order by created_at desc, id desc limit 1',
  )
  const answers = await atOnce(50, (index) => ({
    path: `${start}/apply/details`,
    cookie,
    form: { description: `Ein Loch im Belag, ${index}` },
  }))
  expect(
    Object.keys(answers).every((status) => status === '303' || status === '409'),
    JSON.stringify(answers),
  ).toBe(true)
  const [after] = await town.query<{ revision: number }>('select revision from egovernment.drafts where id = $1', [
    draft?.id,
  ])
  expect(after?.revision).toBe((draft?.revision ?? 0) + (answers[303] ?? 0))
})

test('a link to another device and a link to a new code each work once, however many use them at once', async () => {
  const cookie = await readyDraft()
  await ask(town, { path: `${start}/draft/link`, cookie, form: { email: 'rennen@beispielhaft.example' } })
  const made = await makeCase(town, { key: town.key('submitter'), email: 'rennen@beispielhaft.example' })
  await ask(town, { path: '/cases/new-code', form: { number: made.number, email: 'rennen@beispielhaft.example' } })
  await town.jobs.drain()
  const text = (await town.mail.to('rennen@beispielhaft.example')).map((mail) => mail.text).join('\n')
  const draftToken = /\/draft\/([\w-]{43})/.exec(text)?.[1]
  const codeToken = /\/new-code\/([\w-]{43})/.exec(text)?.[1]
  expect(await atOnce(50, () => ({ path: `${start}/draft/${draftToken}`, form: {} }))).toEqual({ 303: 1, 404: 49 })
  expect(await atOnce(50, () => ({ path: `/cases/new-code/${codeToken}`, form: {} }))).toEqual({ 200: 1, 404: 49 })
  const codes = await town.query(
    'select 1 from egovernment.case_access_codes where case_id = $1 and revoked_at is null',
    [made.id],
  )
  expect(codes).toHaveLength(1)
})

test('asking fifty times at once for a new code sends three mails at most', async () => {
  const made = await makeCase(town, { key: town.key('submitter'), email: 'viele@beispielhaft.example' })
  await atOnce(50, () => ({
    path: '/cases/new-code',
    form: { number: made.number, email: 'viele@beispielhaft.example' },
  }))
  await town.jobs.drain()
  const mails = await town.mail.to('viele@beispielhaft.example')
  expect(mails.filter(({ text }) => text.includes('/new-code/')).length).toBeLessThanOrEqual(3)
})

test('a case that is claimed fifty times at once is one’s own once', async () => {
  const made = await makeCase(town)
  const mia = (await town.signIn({ name: 'Mia Muster' })).cookies()
  const cookie = await proveCase(town, made, mia)
  expect(await atOnce(50, () => ({ path: `/cases/${made.number}/claim`, cookie, form: {} }))).toEqual({ 303: 50 })
  const own = await town.query('select 1 from egovernment.case_parties where case_id = $1 and party_id is not null', [
    made.id,
  ])
  expect([own.length, await events(made, 'claimed')]).toEqual([1, 1])
})

test('one key of idempotency with fifty bodies at once makes one case; the others are told', async () => {
  const before = await countCases()
  const answers = await atOnce(50, (index) => ({
    path: '/api/v1/submissions',
    headers: { 'idempotency-key': 'race', authorization: `Bearer ${town.key('submitter')}` },
    json: {
      service: 'schadensmeldung',
      authority: 'kriens',
      answers: {
        kind: 'road',
        is_dangerous: false,
        municipality: 1059,
        place: { text: 'Ort' },
        description: `Ein Loch im Belag, ${index % 2}`,
      },
    },
  }))
  expect(answers).toEqual({ 201: 25, 422: 25 })
  expect(await countCases()).toBe(before + 1)
})

test('a file handed in with many cases at once belongs to one of them', async () => {
  const photo = await upload(town, 'Foto.png', tinyPng(), 'image/png')
  const made = await Promise.allSettled(
    Array.from({ length: 20 }, () => makeCase(town, { answers: { photos: [photo] } })),
  )
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const one of made) if (one.status === 'rejected') expect(String(one.reason)).toMatch(/422/)
  expect(await town.query('select 1 from egovernment.case_files where file_id = $1', [photo])).toHaveLength(1)
})

test('guesses of a code at once are all counted', async () => {
  const made = await makeCase(town)
  const guess = () =>
    town.house.app.inject({
      method: 'POST',
      url: '/cases/access',
      remoteAddress: '192.0.2.77',
      headers: { host: town.host, 'content-type': 'application/x-www-form-urlencoded' },
      payload: `number=${made.number}&code=AAAA-AAAA-AAAA-AAAA`,
    })
  const answers = await Promise.all(Array.from({ length: 40 }, guess))
  expect(answers.filter(({ statusCode }) => statusCode === 422)).toHaveLength(5)
  expect(answers.filter(({ statusCode }) => statusCode === 429)).toHaveLength(35)
})
