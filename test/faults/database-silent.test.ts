import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { openWithCode } from '#test/journeys/walk.ts'
import { openDistantTown } from '#test/support/distant-town.ts'
import { damageReport, readAcknowledgement, submissionHeaders } from '#test/support/submissions.ts'
import { startTown, type Town } from '#test/support/town.ts'
import type { Page } from '#test/support/visitor.ts'

/** Nobody waits longer for a refusal, in milliseconds: with room for a machine that is busy with other tests. */
const longest = 15_000

const submit = (town: Town, key: string) =>
  town.house.app.inject({
    method: 'POST',
    url: '/api/v1/submissions',
    headers: { ...submissionHeaders(town.key('submitter'), key), host: town.host },
    payload: JSON.stringify(damageReport(key)),
  })

async function timed<Value>(work: Promise<Value>): Promise<{ answer: Value; took: number }> {
  const began = performance.now()
  const answer = await work
  return { answer, took: performance.now() - began }
}

function expectRefusal({ answer, took }: { answer: Page; took: number }, text: string): Page {
  expect([answer.status, Number(answer.headers['retry-after']) > 0, took < longest]).toEqual([503, true, true])
  expect(answer.text).toContain(text)
  return answer
}

test('a database that takes everything and answers nothing: all are told when to come back, soon and then at once; it goes on by itself', {
  timeout: 60_000,
}, async () => {
  const { town, line } = await openDistantTown()
  const { number, accessCode } = readAcknowledgement((await submit(town, 'before')).json())
  const guest = town.visitor('fr')
  const question = await town.visitor().open('/de/kriens/services/schadensmeldung/apply')
  const own = await openWithCode(town.visitor(), { number, code: accessCode })
  const clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })

  line.hush()
  const ready = guest.open('/readyz')
  const [answered, written, page, desk, refused] = await Promise.all([
    timed(question.fill({ 'Was ist beschädigt?': 'Beleuchtung' }).submit('Weiter')),
    timed(own.fill({ 'Ihre Nachricht': 'Es ist die zweite «Laterne».' }).submit('Nachricht senden')),
    timed(guest.open('/fr/kriens/services/schadensmeldung')),
    timed(clerk.open('/de/desk')),
    timed(submit(town, 'while-silent')),
  ])
  const away = 'Unser Datenspeicher ist gerade nicht erreichbar.'
  expectRefusal(desk, away)
  expectRefusal(page, 'Notre base de données n’est pas joignable en ce moment.')
  const typed = expectRefusal(answered, away)
  const message = expectRefusal(written, away)
  expect(message.document.querySelector('main input[name=text]')?.getAttribute('value')).toBe(
    'Es ist die zweite «Laterne».',
  )
  expect([refused.answer.statusCode, refused.took < longest]).toEqual([503, true])
  expect(Number(refused.answer.headers['retry-after'])).toBeGreaterThan(0)
  expect((await ready).json()).toMatchObject({ parts: { database: false, migrations: false, files: true } })
  // It is known by now: nobody waits any more.
  expect((await timed(clerk.open('/de/desk'))).took).toBeLessThan(2_000)
  expect((await guest.open('/readyz')).status).toBe(503)
  expect((await guest.open('/healthz')).status).toBe(200)

  line.speak()
  await expect.poll(async () => (await guest.open('/readyz')).status, { timeout: longest }).toBe(200)
  expect((await typed.submit('Nochmals senden')).heading).toBe('Kann sich jemand verletzen?')
  expect((await message.submit('Nochmals senden')).text).toContain('Es ist die zweite «Laterne».')
  expect((await submit(town, 'while-silent')).statusCode).toBe(201)
  expect((await submit(town, 'before')).json()).toMatchObject({ number, accessCode })
  expect((await clerk.open('/de/desk')).status).toBe(200)
  const said = town.logs.join('\n')
  expect(said).toContain('the database is silent')
  expect(said).toContain('the database answers again')
})

test('what somebody else holds in the database keeps nobody waiting for ever, and only those who need it', {
  timeout: 60_000,
}, async () => {
  const town = await startTown()
  const clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  const holder = new Client({ connectionString: town.urls.ownerUrl })
  await holder.connect()
  onTestFinished(() => holder.end())
  await holder.query('begin')
  await holder.query('lock table kernel.sessions in access exclusive mode')

  const waits = Promise.all([1, 2, 3].map(() => timed(clerk.open('/de/desk'))))
  expect((await town.visitor().open('/de/services')).status).toBe(200)
  expect((await town.visitor().open('/readyz')).status).toBe(200)
  for (const page of await waits) expectRefusal(page, 'Unser Datenspeicher braucht gerade zu lange.')
  await holder.query('rollback')
  expect((await clerk.open('/de/desk')).status).toBe(200)
})
