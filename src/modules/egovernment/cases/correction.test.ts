import { afterAll, beforeAll, expect, test } from 'vitest'
import { damageReport, readAcknowledgement, submissionHeaders } from '#test/support/submissions.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Visitor } from '#test/support/visitor.ts'
import { photo } from '../../../../test/journeys/attachments.ts'
import { openWithCode } from '../../../../test/journeys/walk.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

async function report(serial: string) {
  const headers = submissionHeaders(town.key('clerk', 'kriens'), `correction-${serial}`)
  const answer = await town.visitor().post('/api/v1/submissions', JSON.stringify(damageReport(serial)), headers)
  const { number, accessCode } = readAcknowledgement(answer.json())
  const guest = town.visitor()
  await openWithCode(guest, { number, code: accessCode })
  return { number, guest }
}

const question = 'Beschreiben Sie den Schaden'

test('a clerk asks for a correction, the guest makes it once, and the desk shows before and after', async () => {
  const clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  const { number, guest } = await report('a')
  const other = (await report('b')).guest
  const form = await clerk.open(`/desk/cases/${number}/corrections`)
  expect((await form.fill({ 'Was stimmt nicht?': 'x' }).submit('Korrektur verlangen')).status).toBe(422)
  const asked = await form
    .fill({ 'Welche Angaben soll die Person korrigieren?': [question], 'Was stimmt nicht?': 'Wie gross ist das Loch?' })
    .submit('Korrektur verlangen')
  expect(asked.text).toContain('Die Korrektur ist verlangt.')

  const seen = await guest.open(`/cases/${number}`)
  expect(seen.text).toContain('Wie gross ist das Loch?')
  const page = await seen.follow('Angaben korrigieren')
  expect(page.text).toContain(question)
  expect(page.text).not.toContain('Kann sich jemand verletzen?')
  expect((await other.open(page.path)).status).toBe(404)
  const stranger = await town.signIn({ role: 'clerk', authority: 'luzern' })
  expect((await stranger.open(`/desk/cases/${number}/corrections`)).status).toBe(404)

  const filled = page.fill({ [question]: 'Ein Loch von zwei Metern' })
  const done = await filled.submit('Korrektur senden')
  expect(done.text).toContain('Ihre Korrektur ist angekommen.')
  expect((await filled.submit('Korrektur senden')).status).toBe(409)

  const file = await clerk.open(`/desk/cases/${number}`)
  expect(file.text).toContain('Loch im Belag, Beispiel a')
  expect(file.text).toContain('Ein Loch von zwei Metern')
  const rows = await town.query<{ status: string; differs: boolean; authority_id: string; count: string }>(
    `select c.status, c.authority_id, k.content_hash <> c.content_hash as differs, count(*) over () as count
     from egovernment.cases c join egovernment.case_corrections k on k.case_id = c.id where c.number = $1`,
    [number],
  )
  expect(rows).toEqual([{ status: 'in_progress', authority_id: 'kriens', differs: true, count: '1' }])
  const receipt = await (await guest.open(`/cases/${number}`)).follow('Eingangsbestätigung der Korrektur')
  expect(receipt.bytes.subarray(0, 5).toString()).toBe('%PDF-')
})

const photos = 'Haben Sie Fotos?'

/** What stands in a case, and for which question or message. */
const filesOf = (number: string) =>
  town.query<{ file_id: string; role: string; field: string | null }>(
    `select f.file_id, f.role, f.field from egovernment.case_files f join egovernment.cases c on c.id = f.case_id
     where c.number = $1`,
    [number],
  )

/** All that was attached to a case, whether it stands in it or not. */
const storedFor = (number: string) =>
  town.query<{ id: string }>(
    `select f.id from kernel.stored_files f join egovernment.cases c on c.id = f.owner_id where c.number = $1`,
    [number],
  )

async function askFor(clerk: Visitor, number: string, questions: readonly string[]): Promise<void> {
  const form = await clerk.open(`/desk/cases/${number}/corrections`)
  await form
    .fill({ 'Welche Angaben soll die Person korrigieren?': questions, 'Was stimmt nicht?': 'Bitte mit Foto.' })
    .submit('Korrektur verlangen')
}

test('a photo that came with a correction in which something was wrong goes with the next try', async () => {
  const clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  const { number, guest } = await report('c')
  await askFor(clerk, number, [question, photos])
  let page = await (await guest.open(`/cases/${number}`)).follow('Angaben korrigieren')
  page = await page.fill({ [question]: '', [photos]: photo('Loch.png') }).submit('Korrektur senden')
  expect(page.status).toBe(422)
  expect(page.text).toContain('Loch.png')
  page = await page.fill({ [question]: '' }).submit('Korrektur senden')
  expect(page.text).toContain('Loch.png')
  page = await page.fill({ [question]: 'Ein grosses Loch' }).submit('Korrektur senden')
  expect(page.text).toContain('Ihre Korrektur ist angekommen.')
  expect(page.text).toContain('Loch.png')
  expect(await filesOf(number)).toMatchObject([{ role: 'answer', field: 'photos' }])
})

test('a photo that was taken out again does not go with the correction', async () => {
  const clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  const { number, guest } = await report('d')
  await askFor(clerk, number, [question, photos])
  let page = await (await guest.open(`/cases/${number}`)).follow('Angaben korrigieren')
  page = await page.fill({ [question]: '', [photos]: photo('Loch.png') }).submit('Korrektur senden')
  page = await page.fill({ [question]: 'Ein Loch' }).submit('Entfernen Loch.png')
  expect(page.text).not.toContain('Loch.png')
  page = await page.submit('Korrektur senden')
  expect(page.text).toContain('Ihre Korrektur ist angekommen.')
  expect(await filesOf(number)).toEqual([])
})

test('no correction takes along what the authority has not sent, nor what lies in another case', async () => {
  const clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  const [{ number, guest }, other] = [await report('e'), await report('f')]
  for (const one of [number, other.number]) await askFor(clerk, one, [question, photos])
  const writing = await clerk.open(`/desk/cases/${number}/messages`)
  const unsent = await writing.fill({ Dateien: photo('intern.png') }).submit('Nachricht senden')
  let begun = await (await other.guest.open(`/cases/${other.number}`)).follow('Angaben korrigieren')
  begun = await begun.fill({ [question]: '', [photos]: photo('fremd.png') }).submit('Korrektur senden')
  const proofs = [unsent, begun].flatMap((page) =>
    [...page.document.querySelectorAll('input[name="kept"], input[name="unsent"]')].map(
      (input) => input.getAttribute('value') ?? '',
    ),
  )
  const ids = [...(await storedFor(number)), ...(await storedFor(other.number))].map(({ id }) => id)
  expect([proofs.length, ids.length]).toEqual([2, 2])

  const page = await (await guest.open(`/cases/${number}`)).follow('Angaben korrigieren')
  const body = new URLSearchParams([
    ...[...proofs, ...ids].map((proof) => ['unsent', proof]),
    ...[
      ['photos.kept', ids.join(' ')],
      ['description', ''],
    ],
  ])
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const again = await guest.post(page.path, body.toString(), form)
  expect(again.status).toBe(422)
  expect(again.html).not.toMatch(/intern\.png|fremd\.png/)
  body.set('description', 'Ein Loch')
  expect((await guest.post(page.path, body.toString(), form)).text).toContain('Ihre Korrektur ist angekommen.')
  expect(await filesOf(number)).toEqual([])
})
