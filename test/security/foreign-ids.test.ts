import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTown, type Town } from '#test/support/town.ts'
import { caseNumber } from '../../src/modules/egovernment/cases/case-number.ts'
import {
  type Answered,
  type Ask,
  ask,
  cookiesOf,
  type MadeCase,
  makeCase,
  multipart,
  pdf,
  proveCase,
  tinyPng,
  upload,
} from './attack.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
}, 120_000)
afterAll(() => town.close())

const secretText = 'Geheimniswort-Zwetschge'

type Victim = MadeCase & { fileId: string; questionId: string }
type Attacker = { name: string; cookie?: string; headers?: Record<string, string> }

async function cookieOf(who: Parameters<Town['signIn']>[0]): Promise<string> {
  return (await town.signIn(who)).cookies()
}

/** A case with everything that one could be after: a file, a message, an open question, and where wanted a decision. */
async function makeVictim(wish: { cookie?: string; isDecided?: boolean }): Promise<Victim> {
  const made = await makeCase(town, { ...wish, answers: { description: `Loch, ${secretText}` } })
  const holder = await proveCase(town, made)
  const clerk = await cookieOf({ role: 'clerk', authority: 'kriens' })
  const at = `/desk/cases/${made.number}`
  const file = multipart({ text: `Beilage, ${secretText}` }, [
    { field: 'files', name: `${secretText}.pdf`, type: 'application/pdf', content: pdf(secretText) },
  ])
  const steps: Ask[] = [
    { path: `/cases/${made.number}/messages`, cookie: holder, ...file },
    { path: `${at}/start`, cookie: clerk, form: {} },
    {
      path: `${at}/questions`,
      cookie: clerk,
      form: { text: `Frage, ${secretText}`, 'answer_by.day': '10', 'answer_by.month': '12', 'answer_by.year': '2026' },
    },
  ]
  for (const step of steps) expect((await ask(town, step)).statusCode, step.path).toBe(303)
  if (wish.isDecided) {
    expect((await ask(town, { path: `${at}/start`, cookie: clerk, form: {} })).statusCode).toBe(303)
    const key = town.key('clerk', 'kriens')
    const decided = await ask(town, {
      path: `/api/v1/cases/${made.number}/decision`,
      headers: { authorization: `Bearer ${key}` },
      json: { outcome: 'approved', text: `Ja, ${secretText}` },
    })
    expect(decided.statusCode, decided.body).toBe(201)
  }
  const [row] = await town.query<{ file: string; question: string }>(
    `select (select file_id from egovernment.case_files where case_id = $1 limit 1) as file,
      (select id from egovernment.case_questions where case_id = $1 limit 1) as question`,
    [made.id],
  )
  return { ...made, fileId: row?.file ?? '', questionId: row?.question ?? '' }
}

type Ids = { number: string; fileId: string; questionId: string }
const day = { 'answer_by.day': '10', 'answer_by.month': '12', 'answer_by.year': '2026' }
const decision = {
  outcome: 'approved',
  text: 'Angriff',
  'notified_on.day': '30',
  'notified_on.month': '11',
  'notified_on.year': '2026',
}

/** Everything that one can ask of a case, by number and ids. */
function attempts({ number, fileId, questionId }: Ids): Ask[] {
  const desk = `/desk/cases/${number}`
  const nouns = [
    'messages',
    'notes',
    'questions',
    'closure',
    'reopening',
    'hold',
    'assignment',
    'forwarding',
    'decision',
  ]
  const form = {
    reason: 'done',
    whom: 'authority',
    authority: 'luzern',
    to: 'nobody',
    ...day,
    ...decision,
  }
  return [
    { path: `/cases/${number}` },
    { path: `/cases/${number}/receipt` },
    { path: `/cases/${number}/files/${fileId}` },
    { path: `/cases/${number}/messages`, form: { text: 'Angriff' } },
    { path: `/cases/${number}/questions/${questionId}`, form: { text: 'Angriff' } },
    { path: `/cases/${number}/withdrawal`, form: { reason: 'Angriff' } },
    { path: `/cases/${number}/claim`, form: {} },
    { path: `/api/v1/cases/${number}` },
    { path: `/api/v1/cases/${number}/messages`, json: { text: 'Angriff' } },
    { path: `/api/v1/cases/${number}/decision`, json: { outcome: 'approved', text: 'Angriff' } },
    { path: desk },
    { path: `${desk}/files/${fileId}` },
    { path: `${desk}/decision.pdf` },
    { path: `${desk}/disclosure`, form: { reason: 'Neugier', protected: 'yes' } },
    { path: `${desk}/start`, form: {} },
    { path: `${desk}/decision/preview.pdf`, form: decision },
    ...nouns.flatMap((noun): Ask[] => [{ path: `${desk}/${noun}` }, { path: `${desk}/${noun}`, form }]),
  ]
}

/** An answer without what differs from request to request by its nature. */
function sameness(answer: Answered, ids: Ids): string {
  const names = [ids.number, encodeURIComponent(ids.number), ids.fileId, ids.questionId].filter(Boolean)
  const plain = names.reduce(
    (text, name) => text.replaceAll(name, 'ID'),
    `${answer.headers.location ?? ''}\n${answer.body}`,
  )
  return `${answer.statusCode} ${plain.replaceAll(String(answer.headers['x-request-id']), 'REFERENCE')}`
}

/** What is in the database of cases and drafts, in one line. */
async function standing(): Promise<string> {
  const tables = [
    'cases',
    'case_answers',
    'case_events',
    'case_messages',
    'case_notes',
    'case_files',
    'case_parties',
    'case_decisions',
    'case_closures',
    'case_withdrawals',
    'case_assignments',
    'case_questions',
    'case_corrections',
    'case_participants',
    'case_access_codes',
    'case_mail_links',
    'drafts',
    'draft_links',
  ]
  const hash = createHash('sha256')
  for (const table of tables) {
    const rows = await town.query<{ row: string }>(`select t::text as row from egovernment.${table} t order by 1`)
    hash.update(`${table}\n${rows.map(({ row }) => row).join('\n')}\n`)
  }
  return hash.digest('hex')
}

test('nobody reads or changes a case of others, and it looks as if it were not there', async () => {
  const mia = await cookieOf({ name: 'Mia Muster' })
  const victims = [await makeVictim({}), await makeVictim({ cookie: mia }), await makeVictim({ isDecided: true })]
  const own = await makeCase(town)
  const guest = await proveCase(town, own)
  const beat = await cookieOf({ name: 'Beat Beispiel' })
  const key = (role: string, authority?: string) => ({
    headers: { authorization: `Bearer ${town.key(role, authority)}` },
  })
  const attackers: Attacker[] = [
    { name: 'nobody' },
    { name: 'guest with another case', cookie: guest },
    { name: 'another person', cookie: beat },
    { name: 'another person with another case', cookie: `${beat}; ${guest}` },
    { name: 'clerk of Luzern', cookie: await cookieOf({ role: 'clerk', authority: 'luzern' }) },
    { name: 'lead of Luzern', cookie: await cookieOf({ role: 'lead', authority: 'luzern' }) },
    { name: 'clerk of Malters and Schwarzenberg', cookie: await cookieOf({ role: 'clerk', authority: 'malters' }) },
    { name: 'clerk of the canton', cookie: await cookieOf({ role: 'clerk', authority: 'kanton-luzern' }) },
    { name: 'service owner of Kriens', cookie: await cookieOf({ role: 'service_owner', authority: 'kriens' }) },
    { name: 'key of Luzern', ...key('clerk', 'luzern') },
    { name: 'reading key of Luzern', ...key('reader', 'luzern') },
    { name: 'key for submissions', ...key('submitter') },
    { name: 'wrong code', headers: { 'x-access-code': own.accessCode } },
  ]
  const nothing: Ids = {
    number: caseNumber({ code: 'KRI', serial: 87_654_321 }),
    fileId: '01a20414-f1b7-7353-8e68-5b41049328b4',
    questionId: '01a20414-f1b7-7353-8e68-5b41049328b5',
  }
  const before = await standing()
  let count = 0
  for (const attacker of attackers) {
    for (const prefix of ['', '/fr/kriens']) {
      const as = (one: Ask): Ask => ({
        ...one,
        path: one.path.startsWith('/api/') ? one.path : `${prefix}${one.path}`,
        ...(attacker.cookie ? { cookie: attacker.cookie } : {}),
        headers: { ...one.headers, ...attacker.headers },
      })
      const expected = []
      for (const one of attempts(nothing)) expected.push(sameness(await ask(town, as(one)), nothing))
      for (const victim of victims) {
        for (const [index, one] of attempts(victim).entries()) {
          const answer = await ask(town, as(one))
          count += 1
          const label = `${attacker.name}: ${one.form || one.json ? 'POST' : 'GET'} ${as(one).path}`
          expect(answer.body.includes(secretText), label).toBe(false)
          expect([303, 401, 403, 404, 409, 415, 422, 429], label).toContain(answer.statusCode)
          expect(sameness(answer, victim), label).toBe(expected[index])
        }
      }
    }
  }
  expect(count).toBeGreaterThanOrEqual(2_000)
  expect(await standing()).toBe(before)
}, 180_000)

test('with a case of one’s own one reaches neither files nor questions of another', async () => {
  const victim = await makeVictim({})
  const own = await makeCase(town)
  const guest = await proveCase(town, own)
  const luzern = await makeLuzernCase()
  const clerk = await cookieOf({ role: 'clerk', authority: 'luzern' })
  const before = await standing()
  const tries: Ask[] = [
    { path: `/cases/${own.number}/files/${victim.fileId}`, cookie: guest },
    { path: `/cases/${own.number}/questions/${victim.questionId}`, cookie: guest, form: { text: 'Angriff' } },
    { path: `/desk/cases/${luzern}/files/${victim.fileId}`, cookie: clerk },
  ]
  for (const one of tries) {
    const answer = await ask(town, one)
    expect([404, 409], one.path).toContain(answer.statusCode)
    expect(answer.body).not.toContain(secretText)
  }
  expect(await standing()).toBe(before)
})

async function makeLuzernCase(): Promise<string> {
  const answer = await ask(town, {
    path: '/api/v1/submissions',
    headers: { 'idempotency-key': 'luzern-1' },
    json: {
      service: 'schadensmeldung',
      authority: 'luzern',
      answers: {
        kind: 'road',
        is_dangerous: false,
        municipality: 1061,
        place: { text: 'Beispiel' },
        description: 'Ein Loch im Belag',
      },
    },
  })
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json<{ number: string }>().number
}

test('a file that belongs to a case or a draft cannot be handed in again by somebody else', async () => {
  const victim = await makeVictim({})
  const loose = await upload(town, 'Foto.png', tinyPng(), 'image/png')
  const first = await makeCase(town, { answers: { photos: [loose] } })
  expect(first.number).toMatch(/^KRI-/)
  const before = await standing()
  for (const id of [victim.fileId, loose, '01a20414-f1b7-7353-8e68-5b41049328b4', 'x', '']) {
    const stolen = makeCase(town, { answers: { photos: [id] } })
    await expect(stolen, id).rejects.toThrow(/^422/)
  }
  expect(await standing()).toBe(before)
})

const start = '/de/kriens/services/schadensmeldung/apply'

/** A draft of somebody, with a secret in it; gives the cookie that holds it. */
async function makeDraft(cookie: string): Promise<{ holds: string; id: string; token: string }> {
  const answer = await ask(town, { path: `${start}/kind`, cookie, form: { kind: 'road' } })
  expect(answer.statusCode, answer.body).toBe(303)
  const holds = cookiesOf(answer)
  const [, id = '', token = ''] = /draft-schadensmeldung=kriens\.([\w-]{36})\.([\w-]{43})/.exec(holds) ?? []
  const joined = [cookie, holds].filter(Boolean).join('; ')
  for (const [page, form] of [
    ['danger', { is_dangerous: 'no' }],
    ['municipality', { municipality: '1059' }],
    ['place', { 'place.text': secretText }],
  ] as const)
    expect((await ask(town, { path: `${start}/${page}`, cookie: joined, form })).statusCode, page).toBe(303)
  return { holds, id, token }
}

test('a draft opens to its browser and its person, to nobody else', async () => {
  const mia = await cookieOf({ name: 'Mia Muster' })
  const beat = await cookieOf({ name: 'Beat Beispiel' })
  const victim = await makeDraft(mia)
  const own = await makeDraft(beat)
  const pages = ['apply', 'apply/place', 'apply/review', 'apply/review/contact', 'apply/review/sent', 'draft']
  const read = (cookie: string, page: string) =>
    ask(town, { path: `/de/kriens/services/schadensmeldung/${page}`, cookie })
  expect((await read(mia, 'apply/place')).body).toContain(secretText)
  await town.query(`update egovernment.drafts set updated_at = updated_at - interval '1 second' where id = $1`, [
    victim.id,
  ])

  const handle = (authority: string, id: string, token: string) => `draft-schadensmeldung=${authority}.${id}.${token}`
  const tries = [
    handle('kriens', victim.id, own.token),
    handle('luzern', victim.id, victim.token),
    handle('kriens', victim.id, 'A'.repeat(43)),
    handle('kriens', victim.id.toUpperCase(), own.token),
    handle('kriens', own.id, victim.token),
    // Even the true handle opens nothing in the browser of somebody else who is signed in.
    `${beat}; ${victim.holds}`,
  ]
  const before = await standing()
  for (const cookie of tries) {
    for (const page of pages) {
      const answer = await read(cookie, page)
      expect(answer.body.includes(victim.id), page).toBe(false)
      if (cookie !== tries.at(-1)) expect(answer.body.includes(secretText), `${cookie} ${page}`).toBe(false)
    }
    for (const path of ['draft/discard', 'draft/link', 'apply/review'])
      if (cookie !== tries.at(-1))
        expect(
          (await ask(town, { path: `/de/kriens/services/schadensmeldung/${path}`, cookie, form: {} })).statusCode,
        ).toBeLessThan(500)
  }
  expect(await standing()).toBe(before)
})

test('guessed, foreign and misused links lead nowhere', async () => {
  const made = await makeCase(town, { key: town.key('submitter') })
  await ask(town, { path: '/cases/new-code', form: { number: made.number, email: 'petra@beispielhaft.example' } })
  await town.jobs.drain()
  const [mail] = await town.query<{ text: string }>(
    `select body_text as text from kernel.mails where about_id = $1 and body_text like '%new-code/%' limit 1`,
    [made.id],
  )
  const token = /new-code\/([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? ''
  expect(token).toHaveLength(43)
  const draft = await makeDraft('')
  const before = await standing()
  const guesses = [
    'A'.repeat(43),
    token.slice(0, 42),
    `${token.slice(0, 42)}!`,
    token.toLowerCase(),
    `${token}A`,
    draft.token,
    '%00',
    "'--",
  ]
  for (const guess of guesses) {
    for (const path of [
      '/cases/new-code',
      '/cases/confirmation',
      '/services/schadensmeldung/draft',
      '/services/umzug/draft',
    ])
      expect((await ask(town, { path: `${path}/${guess}`, form: {} })).statusCode, `${path} ${guess}`).toBe(404)
  }
  // A link to a new code confirms no address and opens no draft.
  expect((await ask(town, { path: `/cases/confirmation/${token}`, form: {} })).statusCode).toBe(404)
  expect((await ask(town, { path: `/services/schadensmeldung/draft/${token}`, form: {} })).statusCode).toBe(404)
  // Looking at the link uses nothing up: mail programs do that.
  expect((await ask(town, { path: `/cases/new-code/${token}` })).statusCode).toBe(200)
  expect(await standing()).toBe(before)
})

test('one ends only one’s own sessions, and answers only feedback to one’s own authority', async () => {
  const [mia, beat] = [await cookieOf({ name: 'Mia Muster' }), await cookieOf({ name: 'Beat Beispiel' })]
  const karin = await cookieOf({ role: 'clerk', authority: 'kriens' })
  const sessions = await town.query<{ id: string }>('select id from kernel.sessions where ended_at is null')
  for (const { id } of sessions) await ask(town, { path: `/account/sessions/${id}/end`, cookie: beat, form: {} })
  const isIn = async (cookie: string) => (await ask(town, { path: '/account', cookie })).statusCode === 200
  expect([await isIn(mia), await isIn(karin), await isIn(beat)]).toEqual([true, true, false])

  await ask(town, { path: '/de/kriens/accessibility/feedback', form: { text: secretText } })
  const [given] = await town.query<{ id: string }>('select id from portal.feedback')
  const foreign = await cookieOf({ role: 'clerk', authority: 'luzern' })
  const answer = await ask(town, { path: `/desk/feedback/${given?.id}/answer`, cookie: foreign, form: {} })
  expect([403, 404]).toContain(answer.statusCode)
  expect((await ask(town, { path: '/desk/feedback', cookie: foreign })).body).not.toContain(secretText)
  expect(await town.query('select answered_at from portal.feedback')).toEqual([{ answered_at: null }])
})

test('lists show one’s own and nothing else, whatever one asks for', async () => {
  const mia = await cookieOf({ name: 'Mia Muster' })
  const victim = await makeVictim({ cookie: mia })
  const luzern = await cookieOf({ role: 'clerk', authority: 'luzern' })
  const key = { authorization: `Bearer ${town.key('clerk', 'luzern')}` }
  const tabs = ['new', 'mine', 'due', 'waiting', 'all', 'shared']
  const words = ['', 'Mia', 'Muster', 'mia.muster@wegweiser.example', victim.number, '%', '_', "' or 1=1 --"]
  for (const tab of tabs) {
    for (const q of words) {
      const search = new URLSearchParams({ tab, q, authority: 'kriens' })
      const answer = await ask(town, { path: `/desk/inbox?${search}`, cookie: luzern })
      expect(
        answer.body.replaceAll(`value="${victim.number}"`, '').includes(`/desk/cases/${victim.number}`) &&
          answer.statusCode === 200,
        `${search}`,
      ).toBe(false)
    }
  }
  for (const query of ['authority=kriens', 'authority=kriens&status=in_progress', 'authority=kriens&limit=200', '']) {
    const answer = await ask(town, { path: `/api/v1/cases?${query}`, headers: key })
    expect(answer.body).not.toContain(victim.number)
  }
  const beat = await cookieOf({ name: 'Beat Beispiel' })
  expect((await ask(town, { path: '/cases', cookie: beat })).body).not.toContain(victim.number)
  expect((await ask(town, { path: '/cases', cookie: mia })).body).toContain(victim.number)
})

test('staff reach cases through the desk only, where role, second factor and reason are asked for', async () => {
  const made = await makeVictim({})
  for (const role of [
    'clerk',
    'lead',
    'service_owner',
    'data_steward',
    'engineer',
    'strategist',
    'project_lead',
    'admin',
  ]) {
    const cookie = await cookieOf({ role, authority: role === 'project_lead' ? 'luzern' : 'kriens' })
    for (const one of [
      { path: `/api/v1/cases/${made.number}` },
      { path: '/api/v1/cases?authority=kriens' },
      { path: `/api/v1/cases/${made.number}/messages`, json: { text: 'Angriff' } },
      { path: `/api/v1/cases/${made.number}/decision`, json: { outcome: 'approved', text: 'Angriff' } },
    ])
      expect((await ask(town, { ...one, cookie })).statusCode, `${role} ${one.path}`).toBe(403)
  }
})

test('one key of idempotency is each sender’s own', async () => {
  const [mia, beat] = [await cookieOf({ name: 'Mia Muster' }), await cookieOf({ name: 'Beat Beispiel' })]
  const answers = {
    kind: 'road',
    is_dangerous: false,
    municipality: 1059,
    place: { text: 'Ort' },
    description: 'Ein Loch im Belag, immer gleich',
  }
  const json = { service: 'schadensmeldung', authority: 'kriens', answers }
  const numbers = []
  const senders: Record<string, string>[] = [
    { cookie: mia },
    { cookie: beat },
    {},
    { authorization: `Bearer ${town.key('submitter')}` },
  ]
  for (const headers of senders) {
    const answer = await ask(town, {
      path: '/api/v1/submissions',
      json,
      headers: { ...headers, 'idempotency-key': 'same' },
    })
    expect(answer.statusCode).toBe(201)
    numbers.push(answer.json<{ number: string }>().number)
  }
  expect(new Set(numbers).size).toBe(4)
})

test('documents of another unit’s case open to those who said why, for half an hour, under that reason', async () => {
  const made = await makeVictim({ isDecided: true })
  await town.query('update egovernment.cases set assigned_to = null where id = $1', [made.id])
  const [unit] = await town.query<{ id: string }>(
    `select id from kernel.units where authority_id = 'kriens' and id <> (select unit_id from egovernment.cases where id = $1) limit 1`,
    [made.id],
  )
  const cookie = await cookieOf({ role: 'clerk', authority: 'kriens' })
  const [role] = await town.query<{ id: string }>(
    `update kernel.staff_roles set unit_id = $1 where authority_id = 'kriens' and role = 'clerk'
       and staff_id = (select staff_id from kernel.sessions where kind = 'staff' order by id desc limit 1) returning id`,
    [unit?.id],
  )
  const desk = `/desk/cases/${made.number}`
  const documents = [`${desk}/decision.pdf`, `${desk}/files/${made.fileId}`]
  const statuses = () => Promise.all(documents.map(async (path) => (await ask(town, { path, cookie })).statusCode))
  expect(await statuses()).toEqual([303, 303])
  const asked = await ask(town, { path: desk, cookie })
  expect(asked.body).not.toContain(secretText)
  await ask(town, { path: `${desk}/disclosure`, cookie, form: { reason: 'Vertretung am Schalter' } })
  expect(await statuses()).toEqual([200, 200])
  const reasons = await town.query<{ reason: string }>(
    `select reason from kernel.audit_entries where subject_id = $1 and kind = 'access' and action ~ 'pdf|file' order by id desc limit 2`,
    [made.id],
  )
  expect(reasons.map(({ reason }) => reason)).toEqual(['Vertretung am Schalter', 'Vertretung am Schalter'])
  town.clock.advance(31 * 60_000)
  await town.query(`update kernel.sessions set last_seen_at = $1`, [town.clock.now()])
  expect(await statuses()).toEqual([303, 303])
  await town.query('update kernel.staff_roles set unit_id = null where id = $1', [role?.id])
})
