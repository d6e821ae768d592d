import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'
import { openWithCode } from '../../../../test/journeys/walk.ts'

let town: Town
let clerk: Visitor
beforeAll(async () => {
  town = await openTown()
  clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
})
afterAll(() => town.close())

const damage = {
  'Was ist beschädigt?': 'Strasse, Trottoir, Velo- oder Fussweg',
  'Kann sich jemand verletzen?': 'Nein',
  'Ort in Worten': 'Beispielplatz 3',
  'Beschreiben Sie den Schaden': 'Ein Loch im Belag',
}

async function begin(who: Visitor, channel: string, service = 'Schaden melden'): Promise<Page> {
  const page = await who.open('/desk/counter')
  return page
    .fill({ 'Wie kommt die Eingabe?': channel, Dienstleistung: service, 'Sprache der Person': 'Französisch' })
    .submit('Formular öffnen')
}

const codeOn = (page: Page) => /(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}/.exec(page.text)?.[0] ?? ''
const numberOn = (page: Page) => /[A-Z]{3}(?:-\d{1,4}){3,4}/.exec(page.text)?.[0] ?? ''

test('a clerk enters a damage for somebody on the phone, on one page and by the same rules, and hands over number and code', async () => {
  let page = await begin(clerk, 'Am Telefon')
  expect(page.heading).toBe('Schaden melden')
  page = await page.submit('Weiter zur Prüfung')
  expect(page.status).toBe(422)
  expect(page.text).toContain('Was ist beschädigt?')

  page = await page.fill({ ...damage, 'E-Mail-Adresse der Person': 'petra@' }).submit('Weiter zur Prüfung')
  expect(page.text).toContain('Loch im Belag')
  // What an answer opens is asked before anything is taken.
  page = await page.fill({ 'E-Mail-Adresse der Person': '' }).submit('Weiter zur Prüfung')
  expect(page.heading).toBe('Schaden melden')
  expect(page.text).toContain('Stimmt alles? Fragen Sie die Person.')
  expect(page.text).toContain('Keine: Antwort per Post')
  const review = page
  page = await review.submit('Eingabe erfassen')
  expect(page.heading).toBe('Die Eingabe ist erfasst')
  const [number, code] = [numberOn(page), codeOn(page)]

  const again = await review.submit('Eingabe erfassen')
  expect(numberOn(again)).toBe(number)
  const rows = await town.query<Record<string, unknown>>(
    `select c.channel, c.language, c.authority_id, p.channel as party_channel, p.sealed_contact, e.params, e.staff_id is not null as has_staff
     from egovernment.cases c join egovernment.case_parties p on p.case_id = c.id join egovernment.case_events e on e.case_id = c.id
     where c.number = $1`,
    [number],
  )
  expect(rows).toEqual([
    {
      ...{ channel: 'phone', party_channel: 'phone', language: 'fr', authority_id: 'kriens' },
      ...{ sealed_contact: null, params: { channel: 'phone' }, has_staff: true },
    },
  ])
  const audit = await town.query<Record<string, unknown>>(
    `select actor_kind, detail from kernel.audit_entries e join egovernment.cases c on c.id = e.subject_id
     where c.number = $1 and action = 'egovernment.case.entered'`,
    [number],
  )
  expect(audit).toEqual([{ actor_kind: 'staff', detail: { channel: 'phone', signature: 'none' } }])

  const receipt = await page.follow('Eingangsbestätigung mit Code (PDF)')
  expect(receipt.bytes.subarray(0, 5).toString()).toBe('%PDF-')
  expect((await page.follow('Geschäft öffnen')).text).toContain('am Telefon. Für die Person erfasst von')

  const petra = town.visitor()
  await openWithCode(petra, { number, code })
  expect((await petra.open(`/de/cases/${number}`)).text).toContain('Wir haben Ihre Eingabe am Telefon für Sie erfasst.')
  const mia = await town.signIn({ name: 'Mia Muster' })
  await openWithCode(mia, { number, code })
  const claimed = await (await mia.open(`/cases/${number}`)).submit('Dieses Geschäft in mein Konto aufnehmen')
  expect(claimed.text).toContain('Das Geschäft steht jetzt unter «Meine Geschäfte».')
})

test('nobody else opens an entry, and only what the authority offers is begun', async () => {
  const page = await begin(clerk, 'Am Schalter')
  const lead = await town.signIn({ role: 'lead', authority: 'kriens' })
  for (const step of ['', '/review', '/sent', '/receipt']) {
    const path = `${page.path}${step}`
    expect((await lead.open(path)).status, path).toBe(404)
    expect((await town.visitor().open(path)).path).toContain('/sign-in/staff')
  }
  const foreign = new URLSearchParams({ channel: 'counter', service: 'luzern/schadensmeldung', language: 'de' })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  expect((await clerk.post('/desk/counter', foreign.toString(), headers)).status).toBe(422)
  expect((await clerk.open(`${page.path}/review`)).path).toBe(page.path)
  expect((await clerk.open(`${page.path}/sent`)).status).toBe(404)
  expect((await clerk.open('/desk/counter')).text).toContain('Angefangene Eingaben')
  expect((await page.submit('Eingabe verwerfen')).text).toContain('Die angefangene Eingabe ist verworfen.')
  expect((await clerk.open(page.path)).status).toBe(404)
})

test('a fault while a case is entered leaves neither the case nor half of its trail', async () => {
  let page = await begin(clerk, 'Am Telefon')
  page = await page.fill(damage).submit('Weiter zur Prüfung')
  const counts = `select (select count(*)::int from egovernment.cases) as cases,
    (select count(*)::int from kernel.audit_entries where action = 'egovernment.case.entered') as entries`
  const before = await town.query(counts)
  await town.query(
    `alter table kernel.audit_entries add constraint no_entry check (action <> 'egovernment.case.entered') not valid`,
  )
  try {
    expect((await page.submit('Eingabe erfassen')).status).toBe(500)
  } finally {
    await town.query('alter table kernel.audit_entries drop constraint no_entry')
  }
  expect(await town.query(counts)).toEqual(before)
  expect((await page.submit('Eingabe erfassen')).heading).toBe('Die Eingabe ist erfasst')
})
