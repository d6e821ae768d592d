import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTown, type Town } from '#test/support/town.ts'
import { unzip } from '#test/support/unzip.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'
import { exportedTables, notExportedTables } from '../../src/modules/portal/account/data/exported-tables.ts'
import { brokenLamp } from './applications.ts'
import { openWithCode, walk } from './walk.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

const firm = 'Beispiel Velo GmbH'
const start = '/en/kriens/services/schadensmeldung/apply'
const erika = (language: 'de' | 'en' = 'de') => town.signIn({ name: 'Erika Example' }, language)
const luca = (language: 'de' | 'en' = 'de') => town.signIn({ name: 'Luca Esempio' }, language)
const beat = () => town.signIn({ name: 'Beat Beispiel' })

/** Reports a lamp for a firm or for oneself, and gives the number. */
async function report(visitor: Visitor, forWhom: string): Promise<{ number: string; page: Page }> {
  let page = await visitor.open(start)
  expect(page.heading).toBe('Whom do you fill this in for?')
  page = await page.fill({ 'Whom do you fill this in for?': forWhom }).submit('Continue')
  page = await walk(page, brokenLamp, 'Continue')
  if (page.heading === 'Where may we send our answer?') page = await page.submit('Continue')
  expect(page.heading).toBe('Is everything correct?')
  expect(page.text).toContain(forWhom)
  page = await page.submit('Send now')
  expect(page.heading).toBe('Your submission has arrived')
  return { number: page.document.querySelector('dd .case-number')?.textContent ?? '', page }
}

const sees = async (visitor: Visitor, number: string) => {
  const page = await visitor.open(`/de/cases/${number}`)
  return page.path.includes(`/cases/${number}`)
}

test('a firm’s case is handed in by one, read by another, answered by those who may, and gone with the mandate', async () => {
  const filer = await luca('en')
  const { number, page } = await report(filer, firm)
  expect(page.text).toContain('The case belongs to the firm.')
  expect(page.text).not.toContain('Access code')

  const karin = await town.signIn({ role: 'clerk', authority: 'kriens' })
  let desk = await karin.open(`/desk/cases/${number}`)
  expect(desk.text).toContain(firm)
  desk = await desk.submit('Bearbeitung beginnen')
  desk = await (await desk.follow('Rückfrage'))
    .fill({ 'Was möchten Sie wissen?': 'Welche Lampe ist es?' })
    .submit('Rückfrage stellen')

  const reader = await beat()
  const read = await reader.open(`/de/cases/${number}`)
  expect(read.text).toContain('Welche Lampe ist es?')
  expect(read.text).toContain('Ihr Mandat erlaubt Ihnen zu lesen, nicht zu antworten.')
  expect([...read.document.querySelectorAll('main button')].map(({ textContent }) => textContent)).toEqual([])
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const refused = await reader.post(`/de/cases/${number}/withdrawal`, 'reason=', form)
  expect(refused.status).toBe(403)
  const asked = (await (await erika()).open(`/de/cases/${number}`)).document.querySelector('form[action*="questions"]')
  const answered = await reader.post(asked?.getAttribute('action') ?? '', 'text=Die+linke', form)
  expect(answered.status).toBe(403)

  const manager = await erika()
  const own = await manager.open(`/de/cases/${number}`)
  expect((await own.fill({ 'Ihre Antwort': 'Die mittlere.' }).submit('Antwort senden')).text).toContain('Die mittlere.')
  expect(await sees(await town.signIn({ name: 'Mia Muster' }), number)).toBe(false)

  const accesses = await (await beat()).open('/de/account/accesses')
  expect(accesses.text).toContain(number)
  expect(accesses.text).toContain('Kriens, Sachbearbeitung')
  expect(accesses.text).not.toContain('Karin')

  const second = await luca()
  expect(await sees(second, number)).toBe(true)
  const firmPage = await (await (await manager.open('/de/account/mandates')).follow('Mandate verwalten')).submit(
    'Mandat von Luca Esempio beenden',
  )
  expect(firmPage.text).toContain('Gespeichert.')
  for (const session of [filer, second]) {
    expect(await sees(session, number)).toBe(false)
    expect((await session.open('/de/cases')).text).not.toContain(number)
    expect((await session.open('/de/account/accesses')).text).not.toContain(number)
    expect((await session.open(`/de/cases/${number}/receipt`)).status).toBe(404)
  }
  // No new code goes to the address of who handed it in: it would outlive the mandate.
  await (await town.visitor().open('/de/cases/new-code'))
    .fill({ Geschäftsnummer: number, 'E-Mail-Adresse': 'luca.esempio@wegweiser.example' })
    .submit('Link anfordern')
  await town.jobs.drain()
  const mails = await town.mail.to('luca.esempio@wegweiser.example')
  expect(mails.filter(({ text }) => text.includes('new-code'))).toEqual([])
  // Nor does any notice: those are told who represent the firm now.
  const told = async (who: string) => (await town.mail.to(`${who}@wegweiser.example`)).length
  const before = [mails.length, await told('erika.example'), await told('beat.beispiel')]
  const message = await (await karin.open(`/desk/cases/${number}`)).follow('Schreiben')
  expect(message.status).toBe(200)
  await message.fill({ Nachricht: 'Die Lampe ist bestellt.' }).submit('Nachricht senden')
  await town.jobs.drain()
  const [ofLuca = 0, ofErika = 0, ofBeat = 0] = before
  expect([await told('luca.esempio'), await told('erika.example'), await told('beat.beispiel')]).toEqual([
    ofLuca,
    ofErika + 1,
    ofBeat + 1,
  ])
})

test('a manager invites by a link that works once; the mandate covers what it says', async () => {
  const manager = await erika()
  const mandates = await manager.open('/de/account/mandates')
  let page = await (await mandates.follow('Mandate verwalten')).follow('Jemanden einladen')
  page = await page.fill({ 'E-Mail-Adresse': 'kein' }).submit('Einladung senden')
  expect(page.status).toBe(422)
  page = await page
    .fill({
      'E-Mail-Adresse': 'claire.exemple@wegweiser.example',
      Funktion: 'Bauleitung',
      'Was die Person darf': 'Lesen',
      'Wofür das Mandat gilt': 'Nur die gewählten',
      Dienstleistungen: ['Schaden melden'],
    })
    .submit('Einladung senden')
  expect(page.text).toContain('claire.exemple@wegweiser.example')
  const [mail] = await town.mail.to('claire.exemple@wegweiser.example')
  const link = /\/de\/account\/invitations\/[\w-]+/.exec(mail?.text ?? '')?.[0] ?? ''
  expect(mail?.text).toContain(firm)

  expect((await (await beat()).open(link)).path).toContain('/sign-in')
  const claire = await town.signIn({ name: 'Claire Exemple' })
  const invited = await claire.open(link)
  expect(invited.text).toContain('Bauleitung')
  const accepted = await invited.submit('Mandat annehmen')
  expect(accepted.text).toContain(firm)
  expect(accepted.text).toContain('Schaden melden')
  expect((await (await erika()).open(link)).status).toBe(404)

  // She may read and not hand in: nobody asks her for whom it is.
  expect((await claire.open(start)).heading).toBe('What is damaged?')
  const firmId = /\/account\/mandates\/([0-9a-f-]{36})/.exec((await manager.open('/de/account/mandates')).html)?.[1]
  for (const path of ['', '/invitation'])
    expect((await claire.open(`/de/account/mandates/${firmId}${path}`)).status).toBe(404)

  const end = (await manager.open(`/de/account/mandates/${firmId}`)).submit('Mandat von Erika Example (Sie) beenden')
  await expect(end).rejects.toThrow()
  const last = await (await manager.open(`/de/account/mandates/${firmId}`)).submit('Mandat von Erika Example beenden')
  expect(last.status).toBe(409)
  expect(last.text).toContain('Laden Sie zuerst eine andere Person ein')
})

test('staff open the first mandate of a firm, and who accepts it manages', async () => {
  const lead = await town.signIn({ role: 'lead', authority: 'kriens' })
  let page = await (await lead.open('/desk/firms')).fill({ UID: 'CHE-123.456.789' }).submit('Einladung senden')
  expect(page.status).toBe(422)
  page = await page
    .fill({
      'Name der Firma': 'Muster Bau AG',
      UID: 'CHE-123.456.788',
      'E-Mail-Adresse der Person': 'mia.muster@wegweiser.example',
      'Funktion laut Register': 'Präsidentin, Einzelunterschrift',
      'Ich habe Ausweis und Registerauszug gesehen': true,
    })
    .submit('Einladung senden')
  expect(page.text).toContain('Die Einladung ist unterwegs.')
  const mails = await town.mail.to('mia.muster@wegweiser.example')
  const link = /\/account\/invitations\/[\w-]+/.exec(mails.at(-1)?.text ?? '')?.[0] ?? ''
  const mia = await town.signIn({ name: 'Mia Muster' })
  expect((await (await mia.open(link)).submit('Mandat annehmen')).text).toContain('Muster Bau AG, CHE-123.456.788')
  expect((await (await mia.open('/de/account/mandates')).follow('Mandate verwalten')).text).toContain(
    'Mia Muster (Sie)',
  )
  const clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  expect((await clerk.open('/desk/firms')).status).toBe(403)
})

/** Columns that tie a row to a person or to her case. */
const personal = `'^(party_id|by_party_id|identity_id|invited_by|case_id|draft_id|owner_id|subject_id|about_id)$'`

test('every table that holds something about a person is in her export, or it is said why not', async () => {
  const rows = await town.query<{ name: string }>(
    `select distinct table_schema || '.' || table_name as name from information_schema.columns
     where column_name ~ ${personal} and table_schema not in ('jobs', 'public', 'pg_catalog', 'information_schema')
     union select 'kernel.parties' union select 'egovernment.cases' order by 1`,
  )
  const known = [...Object.keys(exportedTables), ...Object.keys(notExportedTables)]
  expect(rows.length).toBeGreaterThan(20)
  expect(rows.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([])
})

test('everything about a person comes in one file, three times a day', async () => {
  const visitor = await erika('en')
  const { number } = await report(visitor, 'For myself')
  const stop = await walk(
    await (await visitor.open('/en/luzern/services/schadensmeldung/apply'))
      .fill({ 'Whom do you fill this in for?': 'For myself' })
      .submit('Continue'),
    brokenLamp.slice(0, 1),
    'Continue',
  )
  expect(stop.status).toBe(200)
  await town.jobs.drain()
  const karin = await town.signIn({ role: 'clerk', authority: 'kriens' })
  await (await karin.open(`/desk/cases/${number}`)).submit('Bearbeitung beginnen')
  const offered = await (await (await visitor.open(`/en/cases/${number}`)).follow('Correct what you entered'))
    .fill({ 'Describe the damage': 'Two lamps hang by their cable.', 'What is not right?': 'There are two of them.' })
    .submit('Offer the correction')
  expect(offered.text).toContain('Your correction has arrived.')

  await (await visitor.open('/en/opendata/subscriptions/for/kriens')).submit('Tell me')
  const page = await visitor.open('/en/account/export')
  const files = unzip((await page.submit('Download the data')).bytes)
  const names = [...files.keys()]
  const text = (name: string) => files.get(name)?.toString('utf8') ?? ''
  const patterns = [...new Set(Object.values(exportedTables))].map((name) => name.replace('NUMBER', number))
  for (const pattern of patterns)
    expect(
      names.some((name) => name.startsWith(pattern)),
      pattern,
    ).toBe(true)
  for (const [name, wanted] of [
    ['data/profile.json', 'erika.example@wegweiser.example'],
    ['data/sessions.json', '"browser"'],
    ['data/mandates.json', firm],
    ['data/drafts.json', 'schadensmeldung'],
    ['data/exports.json', '2026-11-'],
    [`cases/${number}/case.json`, 'The lamp hangs by its cable.'],
    [`cases/${number}/case.json`, '"role": "clerk"'],
    [`cases/${number}/case.json`, 'Two lamps hang by their cable.'],
    [`cases/${number}/case.json`, 'There are two of them.'],
    ['index.html', 'The lamp hangs by its cable.'],
  ] as const)
    expect(text(name), name).toContain(wanted)
  expect(text('data/opendata.json')).toMatch(/"subscriptions": \[\s*\{\s*"authority": "kriens"/)
  const lamp = names.find((name) => name.includes('lamp.png')) ?? ''
  expect(files.get(lamp)?.subarray(1, 4).toString('latin1')).toBe('PNG')
  const all = [...files].filter(([name]) => !name.includes('/files/')).map(([, content]) => content.toString('utf8'))
  expect(all.join()).not.toMatch(/Karin|wrapped|sealed|token_hash/)

  for (const _time of [2, 3]) expect((await page.submit('Download the data')).status).toBe(200)
  expect((await page.submit('Download the data')).status).toBe(429)
})

test('an account is closed: open cases stay reachable by code, and nothing of the account is left', async () => {
  const visitor = await erika('en')
  expect(await town.query('select count(*)::int as count from opendata.subscriptions')).toEqual([{ count: 1 }])
  const [row] = await town.query<{ number: string }>(
    `select number from egovernment.cases where applicant_name = 'Erika Example' limit 1`,
  )
  const page = await visitor.open('/en/account/closing')
  expect(page.text).toContain(row?.number)
  expect(page.text).toContain(`nobody at ${firm} can invite people`)
  const unsure = await page.submit('Close the account')
  expect(unsure.status).toBe(422)
  const closed = await unsure
    .fill({ 'Yes, I want to close my account. This cannot be undone.': true })
    .submit('Close the account')
  expect(closed.heading).toBe('Your account is closed')
  const code = closed.document.querySelector('dd .case-number')?.textContent ?? ''
  expect((await openWithCode(town.visitor(), { number: row?.number ?? '', code })).text).toContain(row?.number)
  expect((await visitor.open('/en/account')).path).toContain('/sign-in')
  const left = await town.query(
    `select 1 from kernel.parties where name = 'Erika Example' union all select 1 from kernel.identities where subject = 'erika-example'
     union all select 1 from egovernment.drafts d where d.submitted_at is null and d.service_id = 'schadensmeldung' and d.authority_id = 'luzern'`,
  )
  expect(left).toEqual([])
  // What she followed, as her export told, goes with her.
  await town.jobs.drain()
  expect(await town.query('select count(*)::int as count from opendata.subscriptions')).toEqual([{ count: 0 }])
  expect(await town.query('select count(*)::int as count from opendata.addressees')).toEqual([{ count: 0 }])
})
