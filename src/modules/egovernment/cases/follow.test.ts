import { expect, test } from 'vitest'
import { uuid } from '#kernel/ids.ts'
import { findInvalidHtml } from '#test/support/invalid-html.ts'
import { startTown, type Town } from '#test/support/town.ts'
import type { Page } from '#test/support/visitor.ts'
import { askApplicant } from './ask-applicant.ts'
import { dayOf } from './case-record.ts'
import { decideCase } from './decide-case.ts'
import { startWork } from './start-work.ts'
import { kriens, staffOf } from './test-cases.ts'

const clerk = staffOf(kriens)

/** A damage report over the API: number, code, and the keys of the case. */
async function report(town: Town, key = 'key-1') {
  const answers = {
    kind: 'road',
    is_dangerous: false,
    municipality: 1059,
    place: { text: 'Beispielplatz' },
    description: 'Ein Loch im Belag',
  }
  const body = {
    service: 'schadensmeldung',
    authority: 'kriens',
    answers,
    contact: { email: 'petra@beispielhaft.example', language: 'de' },
  }
  const page = await town.visitor().post('/api/v1/submissions', JSON.stringify(body), {
    authorization: `Bearer ${town.key('submitter')}`,
    'content-type': 'application/json',
    'idempotency-key': key,
  })
  expect(page.status, page.html).toBe(201)
  const { number, accessCode } = page.json<{ number: string; accessCode: string }>()
  const [row] = await town.query<{ id: string }>('select id from egovernment.cases where number = $1', [number])
  return { number, accessCode, authorityId: kriens, caseId: uuid<'case'>(row?.id ?? '') }
}

async function openCase(town: Town, { number, accessCode }: { number: string; accessCode: string }): Promise<Page> {
  const form = await town.visitor().open(`/de/cases?number=${number}`)
  return form.fill({ Zugangscode: accessCode }).submit('Geschäft öffnen')
}

test('a question is answered on the page, the decision is read there', async () => {
  const town = await startTown()
  const made = await report(town)
  const { database } = town.house.kernel
  await database.write(clerk, (scope) => startWork(scope, made))
  await database.write(clerk, (scope) =>
    askApplicant(scope, town.house.kernel, { ...made, question: 'Vor welchem Haus?', answerBy: dayOf('2026-12-01') }),
  )
  let page = await openCase(town, made)
  expect(page.text).toContain('Vor welchem Haus?')
  expect(page.text).toContain('01.12.2026')
  const blank = await page.fill({ 'Ihre Antwort': '  ' }).submit('Antwort senden')
  expect(blank.status).toBe(422)
  page = await page.fill({ 'Ihre Antwort': 'Vor Nummer 7' }).submit('Antwort senden')
  expect(page.text).toContain('Ihre Antwort ist angekommen')
  expect(page.text).toContain('Vor Nummer 7')

  const decision = {
    outcome: 'rejected',
    text: 'Kein Schaden',
    reasons: 'Nichts gefunden',
    remedies: 'Einsprache (Beispiel)',
  } as const
  await database.write(clerk, (scope) =>
    decideCase(scope, town.house.kernel, { ...made, ...decision, notifiedOn: dayOf('2026-11-23') }),
  )
  page = await openCase(town, made)
  for (const text of ['Abgelehnt', 'Kein Schaden', 'Nichts gefunden', 'Einsprache (Beispiel)', '23.11.2026'])
    expect(page.text).toContain(text)
  expect(page.html).not.toContain('Eingabe zurückziehen')
})

test('a message with a file arrives, a blank one comes back', async () => {
  const town = await startTown()
  const made = await report(town)
  const page = await openCase(town, made)
  const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n')
  const sent = await page
    .fill({
      'Ihre Nachricht': 'Es ist grösser geworden',
      'Dateien anhängen': { name: 'Skizze.pdf', type: 'application/pdf', content: pdf },
    })
    .submit('Nachricht senden')
  expect(sent.text).toContain('Es ist grösser geworden')
  expect(sent.text).toContain('Skizze.pdf')
  const download = await sent.follow('Skizze.pdf')
  expect(download.bytes.equals(pdf)).toBe(true)
  const blank = await page.fill({ 'Ihre Nachricht': '', 'Dateien anhängen': '' }).submit('Nachricht senden')
  expect(blank.status).toBe(422)
})

test('the applicant withdraws, and sees who looked at her case', async () => {
  const town = await startTown()
  const made = await report(town)
  const desk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  expect((await desk.open(`/desk/cases/${made.number}`)).status).toBe(200)
  let page = await openCase(town, made)
  expect(page.text).toContain('Kriens, Sachbearbeitung')
  page = await page.submit('Jetzt zurückziehen')
  expect(page.text).toContain('zurückgezogen')
  expect(await town.query('select status from egovernment.cases')).toEqual([{ status: 'withdrawn' }])
})

test('a lost code is renewed by a link in a mail; whether a case exists is told to nobody', async () => {
  const town = await startTown()
  const made = await report(town)
  await town.jobs.drain()
  const ask = async (number: string, email: string) => {
    const page = await town.visitor().open('/de/cases/new-code')
    return page.fill({ Geschäftsnummer: number, 'E-Mail-Adresse': email }).submit('Link anfordern')
  }
  const right = await ask(made.number, 'petra@beispielhaft.example')
  const wrong = await ask('KRI-9999-9999-999', 'petra@beispielhaft.example')
  expect(wrong.text).toBe(right.text)
  await town.jobs.drain()
  const mails = await town.mail.to('petra@beispielhaft.example')
  const path = mails
    .map(({ text }) => /\/(?:[a-z]{2}\/)?cases\/new-code\/[\w-]{43}/.exec(text)?.[0])
    .find((found) => found)
  const link = await town.visitor().open(path ?? '')
  const renewed = await link.submit('Neuen Code anzeigen')
  const code = /(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}/.exec(renewed.text)?.[0] ?? ''
  expect((await link.submit('Neuen Code anzeigen')).status).toBe(404)
  expect((await openCase(town, made)).status).toBe(422)
  expect((await openCase(town, { ...made, accessCode: code })).heading).toBe('Schaden melden')
})

/** Where the last mail about a new code leads the applicant. */
async function codeLink(town: Town): Promise<string> {
  await town.jobs.drain()
  const mails = await town.mail.to('petra@beispielhaft.example')
  const found = mails.flatMap(({ text }) => /\/(?:[a-z]{2}\/)?cases\/new-code\/[\w-]{43}/.exec(text) ?? [])
  return found.at(-1) ?? ''
}

async function subjects(town: Town): Promise<string[]> {
  await town.jobs.drain()
  return (await town.mail.to('petra@beispielhaft.example')).map(({ subject }) => subject)
}

test('a new code shuts out whoever came in with the one before, and the applicant is told', async () => {
  const town = await startTown()
  const made = await report(town)
  const thief = await town.signIn({
    name: town.credentials.people.find(({ authority }) => authority === null)?.name ?? '',
  })
  await (await thief.open('/de/cases'))
    .fill({ Geschäftsnummer: made.number, Zugangscode: made.accessCode })
    .submit('Geschäft öffnen')
  expect((await thief.open(`/de/cases/${made.number}`)).heading).toBe('Schaden melden')

  const applicant = town.visitor()
  await (await applicant.open('/de/cases/new-code'))
    .fill({ Geschäftsnummer: made.number, 'E-Mail-Adresse': 'petra@beispielhaft.example' })
    .submit('Link anfordern')
  await (await applicant.open(await codeLink(town))).submit('Neuen Code anzeigen')
  expect((await applicant.open(`/de/cases/${made.number}`)).heading).toBe('Schaden melden')

  expect((await thief.open(`/de/cases/${made.number}`)).heading).not.toBe('Schaden melden')
  const claim = await thief.post(`/de/cases/${made.number}/claim`, '', {
    'content-type': 'application/x-www-form-urlencoded',
  })
  expect(claim.status).toBe(404)
  expect(await subjects(town)).toContain(`Zugangscode erneuert: ${made.number}`)
})

test('the applicant is told when somebody takes her case into an account', async () => {
  const town = await startTown()
  const made = await report(town)
  const anna = await town.signIn({
    name: town.credentials.people.find(({ authority }) => authority === null)?.name ?? '',
  })
  const page = await (await anna.open('/de/cases'))
    .fill({ Geschäftsnummer: made.number, Zugangscode: made.accessCode })
    .submit('Geschäft öffnen')
  await page.submit('Dieses Geschäft in mein Konto aufnehmen')
  expect(await subjects(town)).toContain(`Geschäft in ein Konto aufgenommen: ${made.number}`)
})

test('a guest case is claimed after sign-in and then listed', async () => {
  const town = await startTown()
  const made = await report(town)
  const person = town.credentials.people.find(({ authority }) => authority === null)
  const anna = await town.signIn({ name: person?.name ?? '' })
  let page = await anna.open('/de/cases')
  expect(page.heading).toBe('Meine Geschäfte')
  expect(page.text).toContain('Hier ist noch nichts')
  page = await page.fill({ Geschäftsnummer: made.number, Zugangscode: made.accessCode }).submit('Geschäft öffnen')
  page = await page.submit('Dieses Geschäft in mein Konto aufnehmen')
  expect(page.text).toContain('Meine Geschäfte')
  const elsewhere = await town.signIn({ name: person?.name ?? '' })
  expect((await elsewhere.open('/de/cases')).text).toContain(made.number)
  expect((await elsewhere.open(`/de/cases/${made.number}`)).heading).toBe('Schaden melden')
})

test('what is somebody else’s and what is not there look the same, for reading and for acting', async () => {
  const town = await startTown()
  const [mine, other] = [await report(town), await report(town, 'key-2')]
  const page = await openCase(town, mine)
  expect(page.heading).toBe('Schaden melden')
  const visitor = town.visitor()
  await (await visitor.open(`/de/cases?number=${mine.number}`))
    .fill({ Zugangscode: mine.accessCode })
    .submit('Geschäft öffnen')
  for (const number of [other.number, 'KRI-9999-9999-999', 'nonsense']) {
    expect((await visitor.open(`/de/cases/${number}`)).heading).toBe('Geschäft verfolgen')
    for (const path of ['messages', 'withdrawal', 'claim', 'questions/x']) {
      const answer = await visitor.post(`/de/cases/${number}/${path}`, 'text=Hallo', {
        'content-type': 'application/x-www-form-urlencoded',
      })
      expect([answer.status, path]).toEqual([404, path])
    }
    for (const path of ['receipt', 'files/019c0000-0000-7000-8000-000000000001'])
      expect((await visitor.open(`/de/cases/${number}/${path}`)).status).toBe(404)
  }
})

test('the pages are valid HTML in every language', async () => {
  const town = await startTown()
  const made = await report(town)
  const visitor = town.visitor()
  await (await visitor.open(`/de/cases?number=${made.number}`))
    .fill({ Zugangscode: made.accessCode })
    .submit('Geschäft öffnen')
  for (const language of ['de', 'fr', 'it', 'en']) {
    for (const path of [
      '/cases',
      `/cases/${made.number}`,
      '/cases/new-code',
      '/receipts',
      '/cases/confirmation/x',
      '/kriens/services/schadensmeldung/apply',
    ]) {
      const page = await visitor.open(`/${language}${path}`)
      expect(page.status, path).toBe(200)
      expect(await findInvalidHtml(page.html), path).toEqual([])
    }
  }
})
