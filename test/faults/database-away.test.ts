import { expect, test } from 'vitest'
import { photo } from '#test/journeys/attachments.ts'
import { openWithCode } from '#test/journeys/walk.ts'
import { openDistantTown } from '#test/support/distant-town.ts'
import { damageReport, readAcknowledgement, submissionHeaders } from '#test/support/submissions.ts'
import type { Town } from '#test/support/town.ts'

const submit = (town: Town, key: string) =>
  town.house.app.inject({
    method: 'POST',
    url: '/api/v1/submissions',
    headers: { ...submissionHeaders(town.key('submitter'), key), host: town.host },
    payload: JSON.stringify(damageReport(key)),
  })

test('while the database is away everybody is told when to come back, and what was typed stays in the page, also beside files', async () => {
  const { town, line } = await openDistantTown()
  const { number, accessCode } = readAcknowledgement((await submit(town, 'before')).json())
  const guest = town.visitor()
  const question = await guest.open('/de/kriens/services/schadensmeldung/apply')
  const own = await openWithCode(town.visitor(), { number, code: accessCode })
  const clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })

  await line.cut()
  for (const path of [
    '/de',
    '/de/services?q=hund',
    '/de/kriens/services/schadensmeldung',
    `/de/cases/${number}`,
    '/de/desk',
  ]) {
    const page = await (path === '/de/desk' ? clerk : own.visitor).open(path)
    expect(page.status, path).toBe(503)
    expect(Number(page.headers['retry-after']), path).toBeGreaterThan(0)
    expect(page.text, path).toContain('Unser Datenspeicher ist gerade nicht erreichbar.')
    expect(page.document.querySelector('main input[readonly]')?.getAttribute('value')).toMatch(
      /^[A-Z0-9]{4}-[A-Z0-9]{4}$/,
    )
  }
  const answered = await question.fill({ 'Was ist beschädigt?': 'Beleuchtung' }).submit('Weiter')
  expect([answered.status, answered.heading]).toEqual([503, 'Bitte später noch einmal'])
  const written = await own
    .fill({ 'Ihre Nachricht': 'Es ist die zweite «Laterne».', 'Dateien anhängen': photo('laterne.png') })
    .submit('Nachricht senden')
  expect(written.status).toBe(503)
  expect(written.document.querySelector('main input[name=text]')?.getAttribute('value')).toBe(
    'Es ist die zweite «Laterne».',
  )
  expect(written.text).toContain('Dateien konnten nicht behalten werden.')
  const refused = await submit(town, 'while-away')
  expect([refused.statusCode, Number(refused.headers['retry-after']) > 0]).toEqual([503, true])
  expect(refused.json()).toMatchObject({ status: 503, code: 'UnavailableError' })
  const ready = await guest.open('/readyz')
  expect([ready.status, ready.json()]).toMatchObject([503, { parts: { database: false, files: true } }])
  expect((await guest.open('/healthz')).status).toBe(200)

  await line.mend()
  expect((await answered.submit('Nochmals senden')).heading).toBe('Kann sich jemand verletzen?')
  expect((await written.submit('Nochmals senden')).text).toContain('Es ist die zweite «Laterne».')
  expect((await submit(town, 'while-away')).statusCode).toBe(201)
  expect((await submit(town, 'before')).json()).toMatchObject({ number, accessCode })
  expect((await clerk.open('/de/desk')).status).toBe(200)
  expect((await guest.open('/readyz')).status).toBe(200)
})
