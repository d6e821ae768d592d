import { afterAll, beforeAll, expect, test } from 'vitest'
import { damageReport, readAcknowledgement, submissionHeaders } from '#test/support/submissions.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { openWithCode, type Sent } from './walk.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

let serial = 0

async function reported(): Promise<Sent> {
  serial += 1
  const headers = submissionHeaders(town.key('clerk', 'kriens'), `case-${serial}`)
  const answer = await town.visitor().post('/api/v1/submissions', JSON.stringify(damageReport(`${serial}`)), headers)
  const { number, accessCode } = readAcknowledgement(answer.json())
  return { number, code: accessCode }
}

const email = 'petra@beispielhaft.example'
const clerk = () => town.signIn({ role: 'clerk', authority: 'kriens' })

test('a clerk takes a case and asks back, the guest answers, the clerk decides, the guest reads it, and it is closed', async () => {
  const sent = await reported()
  const karin = await clerk()
  const inbox = await karin.open('/desk')
  expect(inbox.text).toContain(sent.number)
  let desk = await (await karin.open(`/desk/cases/${sent.number}`)).submit('Übernehmen')
  desk = await desk.submit('Bearbeitung beginnen')
  desk = await (await desk.follow('Rückfrage'))
    .fill({ 'Was möchten Sie wissen?': 'Wie tief ist das Loch?' })
    .submit('Rückfrage stellen')
  expect(desk.text).toContain('Rückfrage, Antwort bis 06.12.2026')

  const petra = town.visitor()
  let own = await openWithCode(petra, sent)
  expect(own.text).toContain('wartet auf Ihre Antwort')
  expect(own.text).toContain('Wie tief ist das Loch?')
  own = await own.fill({ 'Ihre Antwort': '' }).submit('Antwort senden')
  expect(own.status).toBe(422)
  own = await own.fill({ 'Ihre Antwort': 'Etwa zehn Zentimeter.' }).submit('Antwort senden')
  expect(own.text).toContain('Ihre Antwort ist angekommen. Es geht weiter.')

  desk = await karin.open(`/desk/cases/${sent.number}`)
  expect(desk.text).toContain('Etwa zehn Zentimeter.')
  desk = await (await desk.follow('Entscheiden'))
    .fill({ 'Wie entscheiden Sie?': 'Gutgeheissen', Entscheid: 'Das Loch wird diese Woche gefüllt.' })
    .submit('Entscheid prüfen')
  desk = await desk.submit('Entscheid unterzeichnen')
  expect(desk.text).toContain('Der Entscheid ist unterzeichnet.')
  expect((await karin.open(`/desk/cases/${sent.number}/decision.pdf`)).bytes.subarray(0, 5).toString()).toBe('%PDF-')

  await town.jobs.drain()
  const mails = await town.mail.to(email)
  expect(mails.length).toBeGreaterThanOrEqual(3)
  for (const mail of mails) {
    expect(mail.text).toContain(sent.number)
    expect(mail.text).not.toMatch(/Loch|Zentimeter/)
  }
  own = await petra.open(`/de/cases/${sent.number}`)
  expect(own.text).toContain('Gutgeheissen')
  expect(own.text).toContain('Das Loch wird diese Woche gefüllt.')
  expect(own.text).toContain('Kriens, Sachbearbeitung')
  expect(own.text).not.toContain('Karin')

  desk = await (await (await karin.open(`/desk/cases/${sent.number}`)).follow('Abschliessen'))
    .fill({ 'Warum schliessen Sie das Geschäft ab?': 'Erledigt' })
    .submit('Geschäft abschliessen')
  expect(desk.text).toContain('Das Geschäft ist abgeschlossen.')
  own = await petra.open(`/de/cases/${sent.number}`)
  expect(own.text).toContain('abgeschlossen')
  expect([...own.document.querySelectorAll('button')].map((button) => button.textContent)).not.toContain(
    'Jetzt zurückziehen',
  )
})

test('the case of Kriens is to Luzern, and to anybody else, as if it were not there', async () => {
  const sent = await reported()
  const nonsense = 'KRI-0000-0000-000'
  const luzern = await town.signIn({ role: 'clerk', authority: 'luzern' })
  const [real, none] = [await luzern.open(`/desk/cases/${sent.number}`), await luzern.open(`/desk/cases/${nonsense}`)]
  expect([real.status, real.heading]).toEqual([404, none.heading])
  expect(none.status).toBe(404)

  for (const stranger of [town.visitor(), await town.signIn({ name: 'Mia Muster' }), await clerk()]) {
    const [asked, made] = [await stranger.open(`/cases/${sent.number}`), await stranger.open(`/cases/${nonsense}`)]
    expect(asked.text).not.toContain('Loch')
    expect(asked.text).toBe(made.text)
    for (const part of ['receipt', 'files/0199aaaa-0000-7000-8000-000000000000'])
      expect((await stranger.open(`/cases/${sent.number}/${part}`)).status, part).toBe(404)
  }

  const wrong = await openWithCode(town.visitor(), { number: sent.number, code: 'AAAA-AAAA-AAAA-AAAA' })
  const unknown = await openWithCode(town.visitor(), { number: nonsense, code: sent.code })
  expect([wrong.status, unknown.status]).toEqual([422, 422])
  expect(wrong.text).toBe(unknown.text)
})

test('whether a receipt is ours is said to everybody, and nothing else', async () => {
  const { number } = await reported()
  const [row] = await town.query<{ hash: string }>(
    `select encode(content_hash, 'hex') as hash from egovernment.cases where number = $1`,
    [number],
  )
  const form = await town.visitor().open('/receipts')
  const ours = await form.fill({ Geschäftsnummer: number, 'Fingerabdruck (SHA-256)': row?.hash ?? '' }).submit('Prüfen')
  expect(ours.text).toContain('Diese Eingangsbestätigung ist von uns')
  expect(ours.text).not.toContain('Schaden')
  const forged = await form
    .fill({ Geschäftsnummer: number, 'Fingerabdruck (SHA-256)': 'a'.repeat(64) })
    .submit('Prüfen')
  expect(forged.text).toContain('Das passt nicht zusammen')
})
