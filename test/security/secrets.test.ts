import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTown, type Town } from '#test/support/town.ts'
import { ask, cookiesOf, makeCase, multipart, pdf, proveCase } from './attack.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
}, 120_000)
afterAll(() => town.close())

/** Words that stand nowhere else, by where they are planted. */
const planted = {
  description: 'Zwetschgenbaum-7f3a-Beschreibung',
  place: 'Quittenweg-19c2',
  given: 'Xanthippea',
  family: 'Qvistenberg',
  phone: '+41 41 555 77 31',
  email: 'xanthippea.qvistenberg@geheim-beispiel.example',
  ahv: '756.9217.0769.85',
  message: 'Mitteilung-5e1d, AHV 756.1234.5678.97',
  fileName: 'Arztzeugnis-Qvist-88b1.pdf',
  fileText: 'Diagnosewort-Inhalt-42d9',
  answer: 'Antwortwort-31aa',
  question: 'Rueckfragewort-90fe',
  note: 'Aktennotizwort-77cd',
  deskMessage: 'Amtsantwort-61be',
  decision: 'Entscheidwort-2b4c',
  reasons: 'Begruendungswort-8d1e',
  closure: 'Abschlusswort-5a5a',
  withdrawal: 'Rueckzugswort-1c1c',
  feedback: 'Rueckmeldungswort-d00d',
  feedbackMail: 'rueckmeldung@geheim-beispiel.example',
  wrongCode: 'ZZZZ-Y7Y7-X8X8-W9W9',
  search: 'Suchwortqvist',
  query: 'Adresszeilenwort-3c3c',
  path: 'Pfadwort-9e9e',
  agent: 'Browserkennung-4b4b',
  referrer: 'Herkunftswort-6d6d',
  idempotency: 'Wiederholwort-7b7b-geheim',
  wrongKey: `wgw_${'Q7'.repeat(21)}z`,
  wrongSession: `${'S5'.repeat(21)}x`,
  draftText: 'Entwurfswort-0f0f',
  broken: 'Kaputtwort-2e2e',
  token: `${'T9'.repeat(21)}w`,
} as const

/** Columns that hold such things on purpose: lists, letters to people, and what they said to an authority in the open. */
const open = new Set([
  'egovernment.cases.applicant_name',
  'egovernment.case_tokens.token',
  'kernel.mails.to_address',
  'kernel.mails.subject',
  'kernel.mails.body_text',
  'portal.feedback.text',
  'portal.feedback.email',
  'portal.feedback.page',
])

/** Where in the whole database a word stands, as `schema.table.column: word`. */
async function columnsWith(words: readonly string[]): Promise<string[]> {
  const tables = await town.query<{ name: string; from: string; columns: string[] }>(
    `select table_schema || '.' || table_name as name, format('%I.%I', table_schema, table_name) as from,
       array_agg(format('(%L, t.%I::text)', column_name, column_name)) as columns
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE' group by 1, 2`,
  )
  expect(tables.length).toBeGreaterThan(40)
  const found: string[] = []
  for (const { name, from, columns } of tables) {
    const rows = await town.query<{ column: string; word: string }>(
      `select distinct c.column, w.word from ${from} t, lateral (values ${columns.join(', ')}) c ("column", value), unnest($1::text[]) w (word)
       where position(lower(w.word) in lower(c.value)) > 0 or position(encode(convert_to(w.word, 'UTF8'), 'hex') in c.value) > 0`,
      [words],
    )
    found.push(...rows.map(({ column, word }) => `${name}.${column}: ${word}`))
  }
  return found
}

test('what people entrust to the house is in no log line, and in the database only sealed', async () => {
  const secrets: string[] = [...Object.values(planted), '756.1234.5678.97']
  const agent = { 'user-agent': planted.agent, referer: `http://${town.host}/${planted.referrer}` }
  const must = async (status: number, one: Parameters<typeof ask>[1]) => {
    const answer = await ask(town, { ...one, headers: { ...agent, ...one.headers } })
    expect(answer.statusCode, `${one.path} ${answer.body.slice(0, 300)}`).toBe(status)
    return answer
  }
  // A case with a file, handed in over the API.
  const made = await makeCase(town, {
    key: town.key('submitter'),
    email: planted.email,
    answers: {
      description: `${planted.description}, ${planted.ahv}`,
      place: { text: planted.place },
      caller: { given: planted.given, family: planted.family },
      phone: planted.phone,
    },
  })
  const body = { service: 'schadensmeldung', authority: 'kriens', answers: {} }
  await must(422, { path: '/api/v1/submissions', json: body, headers: { 'idempotency-key': planted.idempotency } })
  const holder = await proveCase(town, made)
  const clerk = (await town.signIn({ role: 'clerk', authority: 'kriens' })).cookies()
  const desk = `/desk/cases/${made.number}`
  const file = multipart({ text: planted.message }, [
    { field: 'files', name: planted.fileName, type: 'application/pdf', content: pdf(planted.fileText) },
  ])
  const day = { 'answer_by.day': '10', 'answer_by.month': '12', 'answer_by.year': '2026' }
  await must(303, { path: `/cases/${made.number}/messages`, cookie: holder, ...file, headers: file.headers })
  await must(303, { path: `${desk}/start`, cookie: clerk, form: {} })
  await must(303, { path: `${desk}/notes`, cookie: clerk, form: { text: planted.note } })
  await must(303, { path: `${desk}/messages`, cookie: clerk, form: { text: planted.deskMessage } })
  await must(303, { path: `${desk}/questions`, cookie: clerk, form: { text: planted.question, ...day } })
  const [question] = await town.query<{ id: string }>('select id from egovernment.case_questions')
  await must(303, {
    path: `/cases/${made.number}/questions/${question?.id}`,
    cookie: holder,
    form: { text: planted.answer },
  })
  await must(201, {
    path: `/api/v1/cases/${made.number}/decision`,
    headers: { authorization: `Bearer ${town.key('clerk', 'kriens')}` },
    json: { outcome: 'rejected', text: planted.decision, reasons: planted.reasons, remedies: 'Einsprache (Beispiel)' },
  })
  await must(303, { path: `${desk}/closure`, cookie: clerk, form: { reason: 'done', text: planted.closure } })
  await must(200, { path: `${desk}?q=${planted.search}`, cookie: clerk })
  await must(200, { path: `/desk/inbox?tab=all&q=${planted.search}`, cookie: clerk })
  await must(200, { path: `${desk}/decision.pdf`, cookie: clerk })
  const withdrawn = await makeCase(town)
  const other = await proveCase(town, withdrawn)
  await must(303, {
    path: `/cases/${withdrawn.number}/withdrawal`,
    cookie: other,
    form: { reason: planted.withdrawal },
  })

  // What is mistyped, guessed, searched for and broken.
  await must(422, { path: '/cases/access', form: { number: made.number, code: planted.wrongCode } })
  await must(404, { path: `/api/v1/cases/${made.number}`, headers: { 'x-access-code': planted.wrongCode } })
  await must(401, { path: '/api/v1/cases', headers: { authorization: `Bearer ${planted.wrongKey}` } })
  await must(303, { path: '/account', cookie: `session=${planted.wrongSession}; case=${planted.wrongSession}` })
  await must(200, { path: `/services?q=${planted.query}` })
  await must(404, { path: `/${planted.path}?x=${planted.query}` })
  await must(400, { path: `/services?q=${planted.query}%C3` })
  await must(400, {
    path: '/api/v1/submissions',
    json: `{"${planted.broken}`,
    headers: { 'idempotency-key': planted.idempotency },
  })
  await must(303, {
    path: '/de/kriens/accessibility/feedback',
    form: { text: planted.feedback, email: planted.feedbackMail, page: '' },
  })
  const start = '/de/kriens/services/schadensmeldung'
  const draft = cookiesOf(await must(303, { path: `${start}/apply/kind`, form: { kind: 'road' } }))
  await must(303, { path: `${start}/apply/danger`, cookie: draft, form: { is_dangerous: 'no' } })
  await must(303, { path: `${start}/apply/municipality`, cookie: draft, form: { municipality: '1059' } })
  await must(303, { path: `${start}/apply/place`, cookie: draft, form: { 'place.text': planted.draftText } })
  await must(200, { path: `${start}/draft/link`, cookie: draft, form: { email: planted.email } })
  await must(200, { path: '/cases/new-code', form: { number: made.number, email: planted.email } })
  await town.jobs.drain()

  // Keys that the house itself gave out.
  const mails = (await town.mail.to(planted.email)).map(({ text }) => text).join('\n')
  const tokens = [/new-code\/([\w-]{43})/, /draft\/([\w-]{43})/].map((pattern) => pattern.exec(mails)?.[1] ?? 'missing')
  expect(tokens).not.toContain('missing')
  const cookieTokens = [holder, other, clerk, draft].flatMap((line) => line.match(/[\w-]{43}/g) ?? [])
  expect(cookieTokens.length).toBeGreaterThanOrEqual(4)
  secrets.push(
    made.accessCode,
    withdrawn.accessCode,
    ...tokens,
    ...cookieTokens,
    town.key('submitter'),
    town.key('clerk', 'kriens'),
  )
  const signIn = town.credentials.people.map(({ signInUrl }) => signInUrl.split('/').at(-1) ?? '')
  secrets.push(...signIn)

  // Addresses that are keys themselves, asked for in every way, and as where somebody came from.
  const confirmation = /confirmation\/([\w-]{43})/.exec(mails)?.[1] ?? planted.token
  const kept = '0198a3b2-7c11-7abc-8def-00000000cafe'
  const begun = await must(201, {
    method: 'POST',
    path: '/de/kriens/uploads',
    headers: {
      'tus-resumable': '1.0.0',
      'upload-length': '50',
      'upload-metadata': `filename ${Buffer.from(planted.fileName).toString('base64')}`,
    },
  })
  const uploadPath = String(begun.headers.location)
  const uploadToken = uploadPath.split('/').at(-1) ?? 'missing'
  secrets.push(uploadToken, confirmation, kept, Buffer.from(planted.fileName).toString('base64'))
  const from = (path: string) => ({ referer: `http://${town.host}${path}` })
  const part = (offset: number, body: string) => ({
    method: 'PATCH' as const,
    path: uploadPath,
    body,
    headers: {
      ...{ 'tus-resumable': '1.0.0', 'content-type': 'application/offset+octet-stream', 'upload-offset': `${offset}` },
      ...from(uploadPath),
    },
  })
  await must(409, part(7, planted.fileText))
  await must(413, part(0, planted.fileText.repeat(9)))
  await must(204, part(0, planted.fileText))
  const lost = vi.spyOn(town.house.kernel.files, 'put').mockRejectedValue(new TypeError('the disk is gone'))
  await must(500, part(planted.fileText.length, 'x'))
  lost.mockRestore()
  await must(200, { path: uploadPath, headers: from(uploadPath) })
  await must(405, { method: 'PUT', path: uploadPath, body: 'x', headers: { 'content-type': 'text/plain' } })
  await must(404, { path: `${uploadPath}/${planted.path}` })
  await must(404, { path: `/uploads/${planted.token}`, headers: from(`/sign-in/kept/${kept}`) })
  await must(404, { path: `/sign-in/kept/${kept}`, cookie: clerk })
  for (const path of [
    `/cases/new-code/${planted.token}`,
    `/cases/confirmation/${confirmation}`,
    `${start}/draft/${planted.token}`,
    `/account/invitations/${planted.token}`,
    `/demo/sign-in/${planted.token}`,
  ]) {
    const shown = await ask(town, { path, headers: { ...agent, ...from(path) } })
    expect(shown.statusCode, path).toBeLessThan(500)
    const sent = await ask(town, { path, form: { x: planted.query }, headers: { ...agent, ...from(path) } })
    expect(sent.statusCode, path).toBeLessThan(500)
    // Whoever then tells us something from that page does not hand over its key.
    await must(303, {
      path: '/de/kriens/accessibility/feedback',
      form: { text: planted.feedback, email: planted.feedbackMail, page: '' },
      headers: from(path),
    })
  }
  expect((await ask(town, { path: uploadPath })).headers['referrer-policy']).toBe('same-origin')
  await must(204, { method: 'DELETE', path: uploadPath, headers: from(uploadPath) })

  // Faults, with all of it in their hands.
  const fault = vi.spyOn(town.house.kernel.files, 'put').mockRejectedValue(new TypeError('the disk is on fire'))
  await must(500, { path: `/cases/${made.number}/messages`, cookie: holder, ...file, headers: file.headers })
  fault.mockRestore()
  const letters = vi.spyOn(town.house.kernel.letters, 'renderLetter').mockRejectedValue(new TypeError('no ink'))
  await must(500, { path: `/cases/${made.number}/receipt?q=${planted.query}`, cookie: holder })
  letters.mockRestore()
  await town.query(
    "alter table egovernment.case_messages add constraint no_more check (at < now() - interval '100 years') not valid",
  )
  await must(500, { path: `/cases/${made.number}/messages`, cookie: holder, form: { text: planted.message } })
  await must(500, {
    path: `/api/v1/cases/${made.number}/messages`,
    headers: { 'x-access-code': made.accessCode },
    json: { text: planted.message },
  })
  await town.query('alter table egovernment.case_messages drop constraint no_more')

  town.house.kernel.log.flush()
  const lines = town.logs.join('\n')
  expect(town.logs.length).toBeGreaterThan(40)
  expect(lines.match(/"fault"/g)?.length).toBeGreaterThanOrEqual(4)
  expect(secrets.length).toBeGreaterThan(60)
  expect(secrets.filter((secret) => lines.includes(secret) || lines.includes(encodeURIComponent(secret)))).toEqual([])
  expect(lines).not.toMatch(/756[.\d]{10,}|"Bearer|KRI-\d{4}/)
  expect(await town.house.kernel.metrics.text()).not.toMatch(/KRI-|Qvist|geheim/)

  const stored = await columnsWith(secrets)
  // The search finds what stands there on purpose, and nothing beside it.
  expect(stored).toContain(`kernel.mails.to_address: ${planted.email}`)
  expect(stored).toContain(`egovernment.cases.applicant_name: ${planted.family}`)
  expect(stored.filter((one) => !open.has(one.split(':')[0] ?? ''))).toEqual([])
}, 120_000)
