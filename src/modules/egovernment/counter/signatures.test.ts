import { afterAll, beforeAll, expect, test } from 'vitest'
import { pdf } from '#test/journeys/attachments.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'

let town: Town
let clerk: Visitor
beforeAll(async () => {
  town = await openTown()
  clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
})
afterAll(() => town.close())

const answers = {
  'Für wen ist die Sperre?': 'Für mich',
  Vornamen: 'Petra',
  Nachname: 'Beispielhaft',
  Geburtsdatum: '1990-05-17',
  Strasse: 'Beispielplatz',
  Postleitzahl: '6010',
  Ort: 'Kriens',
  'Was soll gesperrt werden?': 'Nur Listen',
  Dauer: 'Bis ich sie aufhebe',
  'Frühere Luzerner Gemeinde informieren': 'Nein',
}

/** A service that asks for a declaration, entered up to the review. */
async function enter(channel: string): Promise<Page> {
  let page = await (await clerk.open('/desk/counter'))
    .fill({ 'Wie kommt die Eingabe?': channel, Dienstleistung: 'Datensperre verlangen' })
    .submit('Formular öffnen')
  page = await page.fill(answers).submit('Weiter zur Prüfung')
  for (let again = 0; again < 3 && !page.path.endsWith('/review'); again += 1)
    page = await page.submit('Weiter zur Prüfung')
  expect(page.path, page.text).toContain('/review')
  return page
}

const how = 'Wie hat sie unterschrieben?'

async function signatureOf(page: Page): Promise<{ way: unknown; files: unknown }> {
  const number = /[A-Z]{3}(?:-\d{1,4}){3,4}/.exec(page.text)?.[0] ?? ''
  const [row] = await town.query<{ way: string; files: string[] | null }>(
    `select detail ->> 'signature' as way, (select array_agg(f.role) from egovernment.case_files f where f.case_id = c.id) as files
     from kernel.audit_entries e join egovernment.cases c on c.id = e.subject_id
     where c.number = $1 and action = 'egovernment.case.entered'`,
    [number],
  )
  return { way: row?.way, files: row?.files }
}

test('of paper that came by post, the paper stays with the authority, which the audit says; nobody signs it on the phone', async () => {
  const review = await enter('Auf Papier')
  expect(review.text).not.toContain('Mündlich')
  expect((await review.submit('Eingabe erfassen')).status).toBe(422)
  const done = await review.fill({ [how]: 'Auf Papier, das Papier liegt bei uns' }).submit('Eingabe erfassen')
  expect(done.heading).toBe('Die Eingabe ist erfasst')
  expect(await signatureOf(done)).toEqual({ way: 'paper_kept', files: null })
  expect((await enter('Am Telefon')).text).not.toContain('Auf Papier, das Papier liegt bei uns')
})

test('at the counter a scan is asked for where it is to be uploaded, and nothing is entered without it', async () => {
  const review = await enter('Am Schalter')
  const missing = await review.fill({ [how]: 'Auf Papier, ich lade den Scan hoch' }).submit('Eingabe erfassen')
  expect(missing.status).toBe(422)
  expect(missing.text).toContain('Wählen Sie den Scan aus.')
  const done = await missing
    .fill({ [how]: 'Auf Papier, ich lade den Scan hoch', 'Scan des unterschriebenen Papiers': pdf('unterschrift.pdf') })
    .submit('Eingabe erfassen')
  expect(done.heading, done.text).toBe('Die Eingabe ist erfasst')
  expect(await signatureOf(done)).toEqual({ way: 'scan', files: ['answer'] })
})
