import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#kernel/db/actor.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { interleave, untilWaiting } from '#test/support/interleave.ts'
import { findInvalidHtml } from '#test/support/invalid-html.ts'
import { damageReport, readAcknowledgement, submissionHeaders } from '#test/support/submissions.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'
import { openWithCode } from '../../../../test/journeys/walk.ts'
import { claimCase } from '../cases/claim-case.ts'
import { eraseAgain } from '../cases/erased-again.ts'
import type { CodeWay } from '../cases/removal.ts'
import { removeParty } from '../cases/remove-party.ts'
import { caseAccess } from '../cases/renew-access-code.ts'
import { staffOf } from '../cases/test-cases.ts'

let town: Town
let clerk: Visitor
beforeAll(async () => {
  town = await openTown()
  clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
})
afterAll(() => town.close())

type Made = { readonly number: string; readonly code: string; readonly email: string }
let serial = 0

const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' }

/** A guest reports a damage in Kriens, with an address of her own. */
async function report(): Promise<Made> {
  serial += 1
  const email = `petra-${serial}@beispielhaft.example`
  const body = { ...damageReport(`removal-${serial}`), contact: { email, language: 'de' } }
  const headers = submissionHeaders(town.key('clerk', 'kriens'), `removal-${serial}`)
  const answer = await town.visitor().post('/api/v1/submissions', JSON.stringify(body), headers)
  const { number, accessCode } = readAcknowledgement(answer.json())
  return { number, code: accessCode, email }
}

/** Somebody with an account takes a case into it by its code. */
async function claim(name: string, made: Made): Promise<Visitor> {
  const visitor = await town.signIn({ name })
  const page = await openWithCode(visitor, made)
  expect((await page.submit('Dieses Geschäft in mein Konto aufnehmen')).text).toContain('Meine Geschäfte')
  return visitor
}

const removalOf = (number: string) => `/desk/cases/${number}/party-removal`
const who = 'Wem entziehen Sie den Zugang?'
const newCode = 'Neuer Zugangscode für die Person, der das Geschäft gehört'
const sees = async (visitor: Visitor, number: string) =>
  (await visitor.open(`/de/cases/${number}`)).heading === 'Schaden melden'
const accountsIn = (page: Page) =>
  [...page.document.querySelectorAll('input[name="party"]')].map((one) => one.closest('label')?.textContent ?? '')

/** The choice that begins with a name. */
function choiceOf(page: Page, name: string): string {
  const labels = [...page.document.querySelectorAll('label')].map((one) => one.textContent?.trim() ?? '')
  return labels.find((one) => one.startsWith(name)) ?? ''
}

test('a clerk takes out who claimed a case with a stolen code: she is out at once, the applicant is told and gets a new code', async () => {
  const made = await report()
  const thief = await claim('Luca Esempio', made)
  const withCode = town.visitor()
  await openWithCode(withCode, made)
  expect([await sees(thief, made.number), await sees(withCode, made.number)]).toEqual([true, true])

  const page = await clerk.open(`/desk/cases/${made.number}`)
  expect(page.text).toContain('Luca Esempio, mit dem Zugangscode aufgenommen am')
  const form = await page.follow('Zugang entfernen')
  expect(await findInvalidHtml(form.html)).toEqual([])
  expect((await form.submit('Zugang entfernen')).status).toBe(422)
  const filled = form.fill({ [newCode]: `Link dazu an ${made.email} senden`, 'Warum?': 'Code entwendet' })
  const done = await filled.submit('Zugang entfernen')
  expect(done.text).toContain('Der Zugang ist entfernt')
  expect(done.text).toContain('Zugang einer Person entfernt, Zugangscodes gesperrt · Karin Beispiel')
  expect(done.text).not.toContain('Luca Esempio')

  expect([await sees(thief, made.number), await sees(withCode, made.number)]).toEqual([false, false])
  expect((await thief.open('/de/cases')).text).not.toContain(made.number)
  const program = await town.visitor().open(`/api/v1/cases/${made.number}`, { 'x-access-code': made.code })
  expect(program.status).toBe(404)
  expect((await openWithCode(town.visitor(), made)).status).toBe(422)
  expect((await filled.submit('Zugang entfernen')).status).toBe(422)

  await town.jobs.drain()
  const mails = await town.mail.to(made.email)
  const subjects = mails.map(({ subject }) => subject)
  expect(subjects).toContain(`Zugang entfernt: ${made.number}`)
  const link = mails
    .find(({ text }) => text.includes('/cases/new-code/'))
    ?.text.match(/\/de\/cases\/new-code\/\S+/)?.[0]
  const applicant = town.visitor()
  const opened = await (await applicant.open(link ?? '')).submit('Neuen Code anzeigen')
  expect(opened.status).toBe(200)
  const own = await applicant.open(`/de/cases/${made.number}`)
  expect(own.text).toContain('Wir haben einer Person den Zugang zu diesem Geschäft entzogen.')

  const audit = await town.query(
    `select e.actor_kind, e.actor_role, e.reason, s.name, cardinality(e.party_ids) as about
     from kernel.audit_entries e left join kernel.staff s on s.id::text = e.actor_id
     where e.action = 'egovernment.case.party_removed'`,
  )
  const entry = { actor_kind: 'staff', actor_role: 'clerk', reason: 'Code entwendet', name: 'Karin Beispiel', about: 1 }
  expect(audit).toEqual([entry])
})

test('nobody is left without access: the last one goes only with a new code in the same step', async () => {
  const made = await report()
  // Handed in without an address.
  await town.query(
    `update egovernment.case_parties set sealed_contact = null
     where case_id = (select id from egovernment.cases where number = $1)`,
    [made.number],
  )
  const [erika, luca] = [await claim('Erika Example', made), await claim('Luca Esempio', made)]
  let form = await clerk.open(removalOf(made.number))
  expect(accountsIn(form)).toHaveLength(2)
  expect(form.text).not.toContain('Link dazu an')
  const first = { [newCode]: 'Keinen ausstellen', 'Warum?': 'Versehen' }
  await form.fill({ ...first, [who]: choiceOf(form, 'Luca Esempio') }).submit('Zugang entfernen')
  expect([await sees(erika, made.number), await sees(luca, made.number)]).toEqual([true, false])
  await town.jobs.drain()
  const [{ email = '' } = {}] = await town.query<{ email: string }>(
    `select email from kernel.parties where name = 'Erika Example'`,
  )
  const told = (await town.mail.to(email)).filter(({ subject }) => subject.includes(made.number))
  expect(told.map(({ subject }) => subject)).toEqual([expect.stringContaining(made.number)])

  form = await clerk.open(removalOf(made.number))
  const last = form.fill({ ...first, [who]: choiceOf(form, 'Erika Example') })
  const refused = await last.submit('Zugang entfernen')
  expect([refused.status, await sees(erika, made.number)]).toEqual([409, true])
  expect(refused.text).toContain('Ohne diese Person hätte niemand mehr Zugang')
  const shown = await refused.fill({ [newCode]: 'Hier anzeigen und übergeben' }).submit('Zugang entfernen')
  expect(shown.heading).toBe('Der neue Zugangscode')
  const code = shown.text.match(/[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/)?.[0] ?? ''
  expect(await sees(erika, made.number)).toBe(false)
  expect((await openWithCode(town.visitor(), { ...made, code })).heading).toBe('Schaden melden')
  expect((await clerk.open(removalOf(made.number))).text).toContain('Niemand sieht dieses Geschäft über ein Konto.')
})

test('only the authority in charge takes somebody out, and only out of its own case', async () => {
  const [made, other] = [await report(), await report()]
  await claim('Luca Esempio', made)
  await claim('Luca Esempio', other)
  const foreign = await clerk.open(removalOf(other.number))
  const party = foreign.document.querySelector('input[name="party"]')?.getAttribute('value') ?? ''
  const body = new URLSearchParams({ party, code: 'none', text: 'Versuch' }).toString()
  const post = (visitor: Visitor) => visitor.post(removalOf(made.number), body, urlencoded)
  expect((await post(clerk)).status).toBe(422)
  const luzern = await town.signIn({ role: 'clerk', authority: 'luzern' })
  expect((await luzern.open(removalOf(made.number))).status).toBe(404)
  await town.query(
    `insert into egovernment.case_participants (authority_id, case_id, participant_authority_id, added_at)
     select authority_id, id, 'luzern', now() from egovernment.cases where number = $1`,
    [made.number],
  )
  expect((await luzern.open(`/desk/cases/${made.number}`)).html).not.toContain('party-removal')
  expect([(await luzern.open(removalOf(made.number))).status, (await post(luzern)).status]).toEqual([403, 403])
})

test('an older archive does not bring back who was taken out', async () => {
  const made = await report()
  const luca = await claim('Luca Esempio', made)
  const rowOf = () =>
    town.query<{ id: string; row: string }>(
      `select p.id, to_jsonb(p) as row from egovernment.case_parties p join egovernment.cases c on c.id = p.case_id
       where c.number = $1 and p.party_id is not null`,
      [made.number],
    )
  const [before] = await rowOf()
  const form = await clerk.open(removalOf(made.number))
  const answers = { [who]: choiceOf(form, 'Luca Esempio'), [newCode]: 'Keinen ausstellen', 'Warum?': 'x' }
  await form.fill(answers).submit('Zugang entfernen')
  await town.jobs.drain()
  const folder = join(town.folder, 'erased')
  const lines = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')))
  expect(lines.join('')).toContain(`"kind":"case_party","authorityId":"kriens","subjectId":"${before?.id}"`)

  await town.query(
    `insert into egovernment.case_parties select * from jsonb_populate_record(null::egovernment.case_parties, $1)`,
    [JSON.stringify(before?.row)],
  )
  expect(await sees(luca, made.number)).toBe(true)
  const subject = { authorityId: slug<'authority'>('kriens'), subjectId: before?.id ?? '', kind: 'case_party' }
  await town.house.kernel.database.write(systemActor('erasure'), (scope) => eraseAgain(scope, subject))
  expect(await sees(luca, made.number)).toBe(false)
})

/** Takes the one with an account out of a case; something else happens before the commit. */
async function whileRemoved<Result>(
  { number }: Made,
  code: CodeWay,
  meanwhile: () => Promise<Result>,
): Promise<Result> {
  const kriens = slug<'authority'>('kriens')
  const [row] = await town.query<{ case_id: string; id: string }>(
    `select p.case_id, p.id from egovernment.case_parties p join egovernment.cases c on c.id = p.case_id
     where c.number = $1 and p.party_id is not null`,
    [number],
  )
  const removal = {
    ...{ authorityId: kriens, caseId: uuid<'case'>(row?.case_id ?? ''), partyRowId: row?.id ?? '' },
    ...{ code, reason: 'Code entwendet', by: staffOf(kriens) },
  }
  const stage = { database: town.house.kernel.database, urls: town.urls }
  return interleave(stage, [caseAccess, (scope) => removeParty(scope, removal)], meanwhile)
}

test('who is being taken out cannot take the case in again in the same moment', async () => {
  const made = await report()
  const thief = await claim('Luca Esempio', made)
  await whileRemoved(made, 'none', () => thief.post(`/de/cases/${made.number}/claim`, '', urlencoded))
  expect(await sees(thief, made.number)).toBe(false)

  // The same where her request is a step further already.
  const other = await report()
  await claim('Luca Esempio', other)
  const [known] = await town.query<{ session: string; party: string; case: string }>(
    `select s.id as session, p.party_id as party, s.case_id as case from kernel.sessions s
     join egovernment.cases c on c.id = s.case_id join egovernment.case_parties p on p.case_id = c.id
     where c.number = $1 and p.party_id is not null`,
    [other.number],
  )
  const again = {
    ...{ authorityId: slug<'authority'>('kriens'), caseId: uuid<'case'>(known?.case ?? '') },
    ...{ partyId: uuid<'party'>(known?.party ?? ''), sessionId: known?.session ?? '' },
  }
  const claimed = whileRemoved(other, 'none', () =>
    town.house.kernel.database.write(caseAccess, (scope) => claimCase(scope, again)),
  )
  await expect(claimed).rejects.toMatchObject({ status: 404 })
  expect(await sees(thief, other.number)).toBe(false)
})

test('a code that is being revoked lets nobody in', async () => {
  const made = await report()
  await claim('Luca Esempio', made)
  const browser = town.visitor()
  const form = (await browser.open(`/de/cases/${made.number}`)).fill({ Zugangscode: made.code })
  const opened = await whileRemoved(made, 'none', () => form.submit('Geschäft öffnen'))
  expect([opened.status, await sees(browser, made.number)]).toEqual([422, false])
})

/** Somebody with an account hands a case in, with an address of her own. */
async function reportSignedIn(name: string): Promise<Made> {
  const made = await report()
  await town.query(
    `update egovernment.case_parties set party_id = (select id from kernel.parties where name = $2)
     where case_id = (select id from egovernment.cases where number = $1)`,
    [made.number, name],
  )
  return made
}

async function askForLink({ number, email }: Made): Promise<void> {
  const form = await town.visitor().open('/de/cases/new-code')
  await form.fill({ Geschäftsnummer: number, 'E-Mail-Adresse': email }).submit('Link anfordern')
}

async function lastLink({ email }: Made): Promise<string> {
  await town.jobs.drain()
  const links = (await town.mail.to(email)).flatMap(({ text }) => text.match(/\/de\/cases\/new-code\/\S+/)?.[0] ?? [])
  return links.at(-1) ?? ''
}

/** What comes of a link in a browser that knows nothing of the case. */
async function useLink(link: string): Promise<number> {
  const page = await town.visitor().open(link)
  return (await page.submit('Neuen Code anzeigen')).status
}

test('a link to a new code goes with who is taken out, and with every new code', async () => {
  const own = await reportSignedIn('Luca Esempio')
  await askForLink(own)
  const link = await lastLink(own)
  await whileRemoved(own, 'show', async () => {})
  expect(await useLink(link)).toBe(404)

  const guests = await report()
  await claim('Luca Esempio', guests)
  await askForLink(guests)
  const before = await lastLink(guests)
  await whileRemoved(guests, 'mail', async () => {})
  expect([await useLink(before), await useLink(await lastLink(guests))]).toEqual([404, 200])
})

test('no link to a new code goes to an address whose owner is being taken out', async () => {
  const own = await reportSignedIn('Luca Esempio')
  await askForLink(own)
  await whileRemoved(own, 'show', () => town.jobs.drain())
  expect(await lastLink(own)).toBe('')
})

test('the link that a clerk orders goes out, however often a new code was asked for', async () => {
  const made = await report()
  await claim('Luca Esempio', made)
  for (let times = 0; times < 4; times += 1) {
    await askForLink(made)
    await town.jobs.drain()
  }
  await whileRemoved(made, 'mail', async () => {})
  expect(await useLink(await lastLink(made))).toBe(200)
})

test('who is taken out while she sends a message reads why it was not sent', async () => {
  const made = await report()
  const thief = await claim('Luca Esempio', made)
  const page = await thief.open(`/de/cases/${made.number}`)
  const typed = page.fill({ 'Ihre Nachricht': 'Ich bin noch da.' })
  // Her message waits right before it is written, and she is taken out meanwhile.
  const owner = new Client({ connectionString: town.urls.ownerUrl })
  await owner.connect()
  await owner.query('begin; lock table egovernment.case_messages in share mode')
  const sent = typed.submit('Nachricht senden')
  await untilWaiting(town.urls)
  await whileRemoved(made, 'none', async () => {})
  await owner.query('rollback')
  await owner.end()
  const told = 'Es wurde nichts gesendet'
  expect([(await sent).status, (await sent).text]).toEqual([404, expect.stringContaining(told)])
  const again = await typed.submit('Nachricht senden')
  expect([again.status, again.text]).toEqual([404, expect.stringContaining(told)])
})
