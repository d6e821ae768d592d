import { afterAll, beforeAll, expect, test } from 'vitest'
import { damageReport, readAcknowledgement, submissionHeaders } from '#test/support/submissions.ts'
import { openTown, type Town } from '#test/support/town.ts'
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
