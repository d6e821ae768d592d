import { afterAll, beforeAll, expect, test } from 'vitest'
import { damageReport, readAcknowledgement, submissionHeaders } from '#test/support/submissions.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Visitor } from '#test/support/visitor.ts'
import { photo } from '../../../../test/journeys/attachments.ts'
import { openWithCode } from '../../../../test/journeys/walk.ts'

let town: Town
let clerk: Visitor
beforeAll(async () => {
  town = await openTown()
  clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
})
afterAll(() => town.close())

async function report(serial: string) {
  const headers = submissionHeaders(town.key('clerk', 'kriens'), `offer-${serial}`)
  const answer = await town.visitor().post('/api/v1/submissions', JSON.stringify(damageReport(serial)), headers)
  const { number, accessCode } = readAcknowledgement(answer.json())
  const guest = town.visitor()
  await openWithCode(guest, { number, code: accessCode })
  return { number, guest }
}

const question = 'Beschreiben Sie den Schaden'
const offer = { [question]: 'Ein Loch von zwei Metern', 'Was stimmt nicht?': 'Das Loch ist grösser.' }
const versions = (number: string) =>
  town.query<{ corrected: string; offers: string; status: string }>(
    `select c.status, (select count(*) from egovernment.case_corrections k where k.case_id = c.id) as corrected,
       (select count(*) from egovernment.correction_offers o where o.case_id = c.id) as offers
     from egovernment.cases c where c.number = $1`,
    [number],
  )

test('an applicant offers a correction unasked; a clerk sees it as a task and accepts it, and the earlier version stays', async () => {
  const { number, guest } = await report('a')
  const other = (await report('b')).guest
  const page = await (await guest.open(`/cases/${number}`)).follow('Angaben berichtigen')
  expect((await other.open(page.path)).status).toBe(404)
  const none = await page.fill({ 'Was stimmt nicht?': 'Nichts' }).submit('Berichtigung anbieten')
  expect(none.status).toBe(422)
  expect(none.text).toContain('Sie haben noch keine Angabe geändert.')
  const filled = (await guest.open(page.path)).fill(offer)
  const done = await filled.submit('Berichtigung anbieten')
  expect(done.text).toContain('Ihre Berichtigung ist angekommen.')
  expect(done.text).toContain('angeboten, noch nicht geprüft')
  expect((await filled.submit('Berichtigung anbieten')).status).toBe(409)
  expect(await versions(number)).toEqual([{ status: 'received', corrected: '0', offers: '1' }])

  const stranger = await town.signIn({ role: 'clerk', authority: 'luzern' })
  expect((await stranger.open(`/desk/cases/${number}/correction-offer`)).status).toBe(404)
  const file = await clerk.open(`/desk/cases/${number}`)
  expect(file.text).toContain('Berichtigung angeboten')
  expect(file.text).toContain('Ein Loch von zwei Metern')
  const form = await file.follow('Berichtigung prüfen')
  expect((await form.submit('Entscheid speichern')).status).toBe(422)
  const accept = form.fill({ 'Gelten die neuen Angaben?': 'Annehmen: Die neuen Angaben gelten' })
  expect((await accept.submit('Entscheid speichern')).text).toContain('Über die Berichtigung ist entschieden.')
  expect((await accept.submit('Entscheid speichern')).status).toBe(409)
  expect(await versions(number)).toEqual([{ status: 'received', corrected: '1', offers: '1' }])
  const after = await clerk.open(`/desk/cases/${number}`)
  expect(after.text).toContain('Von der Person angeboten und angenommen')
  expect(after.text).toContain('Loch im Belag, Beispiel a')
  expect((await guest.open(`/cases/${number}`)).text).toContain('angenommen')
  const receipt = await (await guest.open(`/cases/${number}`)).follow('Eingangsbestätigung der Korrektur')
  expect(receipt.bytes.subarray(0, 5).toString()).toBe('%PDF-')
})

test('a clerk refuses with a reason, which the applicant reads; nothing of the case changes', async () => {
  const { number, guest } = await report('c')
  await (await guest.open(`/cases/${number}/correction-offer`)).fill(offer).submit('Berichtigung anbieten')
  const form = await clerk.open(`/desk/cases/${number}/correction-offer`)
  const how = { 'Gelten die neuen Angaben?': 'Ablehnen: Es bleibt bei den bisherigen' }
  expect((await form.fill(how).submit('Entscheid speichern')).status).toBe(422)
  await form.fill({ ...how, 'Warum lehnen Sie ab?': 'Wir haben <b>nachgemessen</b>.' }).submit('Entscheid speichern')
  const page = await guest.open(`/cases/${number}`)
  expect(page.text).toContain('abgelehnt')
  expect(page.text).toContain('Wir haben <b>nachgemessen</b>.')
  expect(await versions(number)).toEqual([{ status: 'received', corrected: '0', offers: '1' }])
  await town.query(`update egovernment.cases set status = 'closed' where number = $1`, [number])
  expect((await guest.open(`/cases/${number}`)).text).not.toContain('Angaben berichtigen')
  expect((await guest.open(`/cases/${number}/correction-offer`)).status).toBe(409)
})

test('where the corrected answers lead elsewhere, the desk says who would be in charge and how to forward', async () => {
  const { number, guest } = await report('d')
  await (await guest.open(`/cases/${number}/correction-offer`)).fill(offer).submit('Berichtigung anbieten')
  await town.query(`update egovernment.correction_offers set elsewhere = 'luzern' where decided_at is null`)
  const page = await clerk.open(`/desk/cases/${number}`)
  expect(page.text).toMatch(/Nach diesen Angaben wäre zuständig: .*Luzern/)
  expect((await page.follow('Weiterleiten')).path).toContain('/forwarding')
})

test('a clerk looks at the photo of an offered correction before she decides; nobody else gets it, and nothing before it is checked', async () => {
  const { number, guest } = await report('e')
  const form = await guest.open(`/cases/${number}/correction-offer`)
  const offered = { 'Was stimmt nicht?': 'Das Foto fehlte.', 'Haben Sie Fotos?': photo('Loch.png') }
  await form.fill(offered).submit('Berichtigung anbieten')
  await town.jobs.drain()
  const page = await clerk.open(`/desk/cases/${number}/correction-offer`)
  expect(page.text).toContain('Dateien, die dazukämen')
  const href = page.document.querySelector('main a[href*="/files/"]')?.getAttribute('href') ?? ''
  const opened = await clerk.open(href)
  expect([opened.status, opened.headers['content-type']]).toEqual([200, 'image/png'])
  expect((await clerk.open(`${href}/pages/1`)).headers['content-type']).toBe('image/webp')
  const stranger = await town.signIn({ role: 'clerk', authority: 'luzern' })
  expect((await stranger.open(href)).status).toBe(404)
  const other = (await report('f')).number
  expect((await clerk.open(href.replace(number, other))).status).toBe(404)

  const state = (to: string) =>
    town.query(`update kernel.stored_files set state = $1 where id = $2`, [to, href.split('/').at(-1)])
  await state('waiting')
  expect((await clerk.open(href)).status).toBe(409)
  expect((await clerk.open(page.path)).html).not.toContain(href)
  await state('clean')
  const answer = {
    'Gelten die neuen Angaben?': 'Ablehnen: Es bleibt bei den bisherigen',
    'Warum lehnen Sie ab?': 'Unscharf',
  }
  await page.fill(answer).submit('Entscheid speichern')
  expect((await clerk.open(href)).status).toBe(404)
})
