import { afterAll, beforeAll, expect, test } from 'vitest'
import { languages } from '#kernel/i18n/language.ts'
import { findInvalidHtml } from '#test/support/invalid-html.ts'
import { damageReport, readAcknowledgement, submissionHeaders } from '#test/support/submissions.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page } from '#test/support/visitor.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(async () => {
  await town.close()
})

let serial = 0

/** Somebody reports a damage in Kriens; gives the number of the case. */
async function newCase(): Promise<string> {
  serial += 1
  const headers = submissionHeaders(town.key('clerk', 'kriens'), `desk-${serial}`)
  const answer = await town.visitor().post('/api/v1/submissions', JSON.stringify(damageReport(`${serial}`)), headers)
  return readAcknowledgement(answer.json()).number
}

const clerk = () => town.signIn({ role: 'clerk', authority: 'kriens' })
const lead = () => town.signIn({ role: 'lead', authority: 'kriens' })
const at = (number: string, noun = '') => `/desk/cases/${number}${noun && `/${noun}`}`

async function postForm(path: string, values: Record<string, string>, who = clerk()): Promise<Page> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return (await who).post(path, new URLSearchParams(values).toString(), headers)
}

const decisionText = {
  'Wie entscheiden Sie?': 'Gutgeheissen',
  Entscheid: 'Das Loch wird gefüllt.\n\nDie Stelle wird gesichert.',
}

test('a clerk finds a new case, takes it over, starts, asks, writes, notes, decides and closes it', async () => {
  const number = await newCase()
  const visitor = await clerk()
  const inbox = await visitor.open('/desk')
  expect(inbox.path).toBe('/desk/inbox')
  expect(inbox.text).toContain(number)
  expect(inbox.text).toContain('in 5 Tagen')

  let page = await inbox.follow('Ohne Namen · Schaden melden')
  page = await visitor.open(at(number))
  expect(page.text).toContain('Loch im Belag')
  page = await page.submit('Übernehmen')
  expect(page.text).toContain('Das Geschäft ist zugeteilt.')
  expect((await visitor.open('/desk/inbox?tab=mine')).text).toContain(number)

  page = await (await visitor.open(at(number))).submit('Bearbeitung beginnen')
  expect(page.text).toContain('In Bearbeitung')

  page = await page.follow('Notiz')
  page = await page.fill({ Notiz: 'Werkhof fragen.\nNochmals <b>hin</b>gehen.' }).submit('Notiz speichern')
  expect(page.text).toContain('Die Notiz ist gespeichert.')
  expect(page.html).toContain('&lt;b>hin')

  page = await (await page.follow('Schreiben')).fill({ Nachricht: 'Wir kommen vorbei.' }).submit('Nachricht senden')
  expect(page.text).toContain('Wir kommen vorbei.')

  page = await (await page.follow('Rückfrage'))
    .fill({ 'Was möchten Sie wissen?': 'Wie tief?' })
    .submit('Rückfrage stellen')
  expect(page.text).toContain('Rückfrage, Antwort bis 06.12.2026')
  expect((await visitor.open('/desk/inbox?tab=waiting')).text).toContain(number)

  page = await (await visitor.open(at(number))).submit('Bearbeitung fortsetzen')
  page = await (await page.follow('Entscheiden')).fill(decisionText).submit('Entscheid prüfen')
  expect(page.text).toContain('20 Tage')
  page = await page.submit('Entscheid unterzeichnen')
  expect(page.text).toContain('Der Entscheid ist unterzeichnet.')
  const letter = await visitor.open(at(number, 'decision.pdf'))
  expect(letter.bytes.subarray(0, 5).toString()).toBe('%PDF-')

  page = await visitor.open(at(number))
  page = await (await page.follow('Abschliessen'))
    .fill({ 'Warum schliessen Sie das Geschäft ab?': 'Erledigt' })
    .submit('Geschäft abschliessen')
  expect(page.text).toContain('Das Geschäft ist abgeschlossen.')
  page = await (await page.follow('Wieder aufnehmen'))
    .fill({ 'Warum nehmen Sie das Geschäft wieder auf?': 'Neue Angaben' })
    .submit('Geschäft wieder aufnehmen')
  expect(page.text).toContain('In Bearbeitung')
})

test('who looked is written down before, with role and reason', async () => {
  const number = await newCase()
  await (await clerk()).open(at(number))
  const entries = await town.query<{ action: string; reason: string; actor_role: string }>(
    `select action, reason, actor_role from kernel.audit_entries e join egovernment.cases c on c.id = e.subject_id
     where c.number = $1 and kind = 'access'`,
    [number],
  )
  expect(entries).toContainEqual({
    action: 'shown:GET /desk/cases/:number',
    reason: 'egovernment.desk.reason.work',
    actor_role: 'clerk',
  })
  const page = await (await lead()).open(at(number))
  expect(page.text).toContain('Sachbearbeitung · Bearbeitung des Geschäfts')
})

test('a case of another authority is not there, and nobody else gets to the desk', async () => {
  const number = await newCase()
  const stranger = await town.signIn({ role: 'clerk', authority: 'luzern' })
  const paths = ['', 'messages', 'notes', 'questions', 'decision', 'closure', 'reopening', 'forwarding', 'decision.pdf']
  for (const noun of paths) {
    expect((await stranger.open(at(number, noun))).status, noun).toBe(404)
    if (noun !== '' && noun !== 'decision.pdf')
      expect((await postForm(at(number, noun), { text: 'x', reason: 'done' }, Promise.resolve(stranger))).status).toBe(
        404,
      )
  }
  expect((await stranger.open(at('KRI-0000-0000-000'))).status).toBe(404)
  expect((await stranger.open('/desk/inbox?tab=all')).text).not.toContain(number)
  expect((await stranger.open('/desk/inbox?q=petra@beispielhaft.example')).text).not.toContain(number)

  const owner = await town.signIn({ role: 'service_owner', authority: 'kriens' })
  expect((await owner.open('/desk')).text).toContain('Für Ihre Rolle liegt hier nichts.')
  for (const path of ['/desk/inbox', at(number), at(number, 'notes')]) expect((await owner.open(path)).status).toBe(403)
  expect((await town.visitor().open('/desk/inbox')).path).toContain('/sign-in/staff')
})

test('only a lead gives a case to somebody else, and keeps it from being erased', async () => {
  const number = await newCase()
  const [karin] = await town.query<{ id: string }>(`select id from kernel.staff where name = 'Karin Beispiel'`)
  const [lukas] = await town.query<{ id: string }>(`select id from kernel.staff where name = 'Lukas Muster'`)
  expect((await postForm(at(number, 'assignment'), { to: lukas?.id ?? '' })).status).toBe(403)
  expect((await (await clerk()).open(at(number, 'assignment'))).status).toBe(403)
  expect((await (await clerk()).open(at(number, 'hold'))).status).toBe(403)

  const head = await lead()
  const page = await (await head.open(at(number, 'assignment')))
    .fill({ 'Wer soll das Geschäft bearbeiten?': 'Karin Beispiel' })
    .submit('Geschäft zuteilen')
  expect(page.text).toContain('Zugeteilt anKarin Beispiel')
  expect(
    (await postForm(at(number, 'assignment'), { to: '0199aaaa-0000-7000-8000-000000000000' }, lead())).status,
  ).toBe(422)
  expect((await (await clerk()).open(`/desk/inbox?tab=all&assigned=${karin?.id}`)).text).toContain(number)

  const held = await (await head.open(at(number, 'hold'))).fill({ Grund: 'Verfahren' }).submit('Bestätigen')
  expect(held.text).toContain('Wird für ein Verfahren aufbewahrt')
})

test('what is wrong stands at its field, and nothing typed is lost', async () => {
  const number = await newCase()
  const visitor = await clerk()
  await postForm(at(number, 'start'), {})
  const page = await (await visitor.open(at(number, 'decision')))
    .fill({
      'Wie entscheiden Sie?': 'Abgelehnt',
      Entscheid: 'Nein, leider nicht.',
      Begründung: '',
      'Frist in Tagen': 'bald',
    })
    .submit('Entscheid prüfen')
  expect(page.status).toBe(422)
  const wrong = [...page.document.querySelectorAll('[aria-invalid=true]')].map((one) => one.getAttribute('id'))
  expect(wrong).toEqual(['reasons', 'remedies_days'])
  expect(page.html).toContain('Nein, leider nicht.')

  const past = await postForm(at(number, 'questions'), {
    text: 'Eine Frage',
    'answer_by.day': '1',
    'answer_by.month': '1',
    'answer_by.year': '2026',
  })
  expect(past.status).toBe(422)
  expect(past.text).toContain('Der Tag ist vorbei.')
  expect(past.html).toContain('Eine Frage')
})

test('nobody signs what nobody looked at, and of two who decide one hears that the other was faster', async () => {
  const number = await newCase()
  await postForm(at(number, 'start'), {})
  const unseen = await postForm(at(number, 'decision'), {
    step: 'sign',
    outcome: 'noted',
    text: 'Zur Kenntnis.',
    'notified.day': '22',
    'notified.month': '11',
    'notified.year': '2026',
  })
  expect(unseen.status).toBe(409)
  expect(unseen.text).toContain('Lesen Sie den Entscheid so, wie er jetzt ist')

  const [one, other] = [await clerk(), await lead()]
  const preview = async (visitor: typeof one) =>
    (await visitor.open(at(number, 'decision'))).fill(decisionText).submit('Entscheid prüfen')
  const [first, second] = [await preview(one), await preview(other)]
  expect((await first.submit('Entscheid unterzeichnen')).status).toBe(200)
  const late = await second.submit('Entscheid unterzeichnen')
  expect(late.status).toBe(409)
  expect(late.text).toContain('In der Zwischenzeit hat sich das Geschäft geändert; sein Stand ist jetzt «Entschieden»')
  expect(late.text).toContain('Das Loch wird gefüllt.')
  const rows = await town.query(
    'select d.id from egovernment.case_decisions d join egovernment.cases c on c.id = d.case_id where c.number = $1',
    [number],
  )
  expect(rows).toHaveLength(1)
})

test('the letter can be looked at before it is signed', async () => {
  const number = await newCase()
  await postForm(at(number, 'start'), {})
  const words = {
    outcome: 'noted',
    text: 'Zur Kenntnis.',
    'notified.day': '22',
    'notified.month': '11',
    'notified.year': '2026',
  }
  const preview = await postForm(at(number, 'decision/preview.pdf'), words)
  expect(preview.headers['content-type']).toBe('application/pdf')
  expect((await postForm(at(number, 'decision/preview.pdf'), {})).status).toBe(409)
  expect((await (await clerk()).open(at(number, 'decision.pdf'))).status).toBe(404)
})

test('a message goes out with a file, which staff of the case download and others do not', async () => {
  const number = await newCase()
  const visitor = await clerk()
  const file = {
    name: 'plan.pdf',
    type: 'application/pdf',
    content: Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n'),
  }
  const page = await (await visitor.open(at(number, 'messages')))
    .fill({ Nachricht: 'Hier der Plan.', Dateien: file })
    .submit('Nachricht senden')
  expect(page.text).toContain('plan.pdf')
  const link = [...page.document.querySelectorAll('a')]
    .find((one) => one.textContent === 'plan.pdf')
    ?.getAttribute('href')
  const path = link ?? ''
  const got = await visitor.open(path)
  expect(got.headers['content-disposition']).toContain('attachment')
  expect(got.bytes.equals(file.content)).toBe(true)
  const stranger = await town.signIn({ role: 'clerk', authority: 'luzern' })
  expect((await stranger.open(path)).status).toBe(404)
  expect((await visitor.open(at(number, 'files/0199aaaa-0000-7000-8000-000000000000'))).status).toBe(404)
})

test('a case is forwarded to another unit, and to another authority that takes part but does not decide', async () => {
  const number = await newCase()
  const visitor = await clerk()
  const unit = await (await visitor.open(at(number, 'forwarding')))
    .fill({
      'Wohin leiten Sie das Geschäft weiter?': 'An eine andere Abteilung',
      Abteilung: 'Bauamt',
      'Warum?': 'Zuständig',
    })
    .submit('Geschäft weiterleiten')
  expect(unit.text).toContain('AbteilungBauamt')
  const forwarded = await (await visitor.open(at(number, 'forwarding')))
    .fill({ 'Wohin leiten Sie das Geschäft weiter?': 'An eine andere Behörde', Behörde: 'Luzern', 'Warum?': 'Grenze' })
    .submit('Geschäft weiterleiten')
  expect(forwarded.text).toContain('Das Geschäft ist weitergeleitet.')

  const neighbour = await town.signIn({ role: 'clerk', authority: 'luzern' })
  expect((await neighbour.open('/desk/inbox?tab=shared')).text).toContain(number)
  const page = await neighbour.open(at(number))
  expect(page.text).toContain('Geschäft von Kriens: Sie wirken mit.')
  expect((await neighbour.open(at(number, 'decision'))).status).toBe(409)
  expect((await postForm(at(number, 'closure'), { reason: 'done' }, Promise.resolve(neighbour))).status).toBe(403)
  const noted = await (await neighbour.open(at(number, 'notes')))
    .fill({ Notiz: 'Von Luzern' })
    .submit('Notiz speichern')
  expect(noted.text).toContain('Von Luzern')
})

test('a case is found by its number and by words of the address', async () => {
  const number = await newCase()
  const visitor = await clerk()
  const search = (words: string) => visitor.open(`/desk/inbox?q=${encodeURIComponent(words)}`)
  expect((await search(number.toLowerCase().replaceAll('-', ' '))).path).toContain(at(number))
  expect((await search('petra@beispielhaft.example')).text).toContain(number)
  expect((await search('niemand')).text).toContain('Nichts gefunden')
})

test('every page of the desk is valid HTML, in all languages', async () => {
  const number = await newCase()
  await postForm(at(number, 'start'), {})
  const pages = [
    '',
    'messages',
    'notes',
    'questions',
    'decision',
    'closure',
    'forwarding',
    'assignment',
    'hold',
    'reopening',
  ]
  for (const [turn, language] of languages.entries()) {
    const visitor = await town.signIn({ role: 'lead', authority: 'kriens' }, language)
    const paths = [
      ...['new', 'mine', 'due', 'all', 'shared'].map((tab) => `/desk/inbox?tab=${tab}`),
      ...pages.map((noun) => at(number, noun)),
    ]
    for (const [place, path] of paths.entries()) {
      const page = await visitor.open(`/${language}${path}`)
      expect([200, 409], path).toContain(page.status)
      expect(page.document.querySelectorAll('h1'), path).toHaveLength(1)
      // Markup hardly differs between languages: each page is validated in one, in turn.
      if (place % languages.length === turn) expect(await findInvalidHtml(page.html), path).toEqual([])
    }
  }
})
