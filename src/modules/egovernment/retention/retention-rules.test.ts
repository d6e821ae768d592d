import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import {
  type Acknowledgement,
  damageReport,
  readAcknowledgement,
  submissionHeaders,
} from '#test/support/submissions.ts'
import { testNow } from '#test/support/test-database.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Visitor } from '#test/support/visitor.ts'
import { isAllowed } from './retention-rules.ts'

const clock = fixedClock(testNow)
let town: Town
let clerk: Visitor
let lead: Visitor
beforeAll(async () => {
  town = await openTown(clock)
  clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  lead = await town.signIn({ role: 'lead', authority: 'kriens' })
})
afterAll(() => town.close())

const rule = '/desk/retention/rules/schadensmeldung?authority=kriens'
const term = { Jahre: '2', Rechtsgrundlage: 'Archivreglement Kriens, Art. 7 (Beispiel)' }

const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' }

async function report(serial: string): Promise<Acknowledgement> {
  const headers = submissionHeaders(town.key('clerk', 'kriens'), `rule-${serial}`)
  const answer = await town.visitor().post('/api/v1/submissions', JSON.stringify(damageReport(serial)), headers)
  return readAcknowledgement(answer.json())
}

/** A damage that was reported and closed today. */
async function ended(serial: string): Promise<string> {
  const { number } = await report(serial)
  await clerk.post(`/desk/cases/${number}/start`, '', urlencoded)
  await clerk.post(`/desk/cases/${number}/closure`, 'reason=done&text=', urlencoded)
  return number
}

async function keptUntil(number: string): Promise<string | null | undefined> {
  const [row] = await town.query<{ kept_until: string | null }>(
    `select kept_until::text from egovernment.cases where number = $1`,
    [number],
  )
  return row?.kept_until
}

test('a service leaves it to the authorities only within its range', () => {
  expect(isAllowed({}, 5)).toBe(false)
  const allowed = [1, 2, 10, 11].map((years) => isAllowed({ retentionRange: { least: 2, most: 10 } }, years))
  expect(allowed).toEqual([false, true, true, false])
})

test('a lead sets another term with its legal source: it holds for what ended before and after, and erasing obeys', async () => {
  const before = await ended('before')
  const toWithdraw = await report('withdrawn')
  expect(await keptUntil(before)).toBe('2031-11-22')
  const list = await lead.open('/desk/retention?authority=kriens')
  const form = await list.follow('Frist festlegen Schaden melden')
  expect(form.text).toContain('Ihre Behörde darf 2 bis 10 Jahre festlegen')
  for (const wrong of [{ Jahre: '1' }, { Jahre: '11' }, { Rechtsgrundlage: '' }, { Rechtsgrundlage: 'x'.repeat(301) }])
    expect((await form.fill({ ...term, ...wrong }).submit('Frist festlegen')).status).toBe(422)
  const set = await form.fill(term).submit('Frist festlegen')
  expect(set.text).toContain('Die Frist ist festgelegt.')
  expect(set.text).toContain('2 Jahre (statt 5: Archivreglement Kriens, Art. 7 (Beispiel))')
  // Until it is worked out anew nothing can be let go.
  expect(await keptUntil(before)).toBeNull()
  await town.jobs.drain()
  const after = await ended('after')
  expect([await keptUntil(before), await keptUntil(after)]).toEqual(['2028-11-22', '2028-11-22'])
  // What an applicant withdraws is kept by the rule as well.
  const page = await town.visitor().open(`/de/cases?number=${toWithdraw.number}`)
  const opened = await page.fill({ Zugangscode: toWithdraw.accessCode }).submit('Geschäft öffnen')
  expect((await opened.submit('Jetzt zurückziehen')).status).toBe(200)
  await town.jobs.drain()
  expect(await keptUntil(toWithdraw.number)).toBe('2028-11-22')

  clock.set('2028-11-23T12:00:00Z')
  clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  expect((await clerk.open('/desk/retention')).text).toContain(before)
  lead = await town.signIn({ role: 'lead', authority: 'kriens' })
  await (await lead.open(rule)).fill({ ...term, Jahre: '10' }).submit('Frist festlegen')
  await town.jobs.drain()
  expect(await keptUntil(before)).toBe('2036-11-22')
  expect((await clerk.open('/desk/retention')).text).not.toContain(before)
  const inForce = await lead.open(rule)
  expect(inForce.text).toContain('Wieder wie in der Dienstleistung')
  const back = await lead.post(rule.replace('?', '/end?'), '', urlencoded)
  expect(back.text).toContain('Es gilt wieder die Frist der Dienstleistung.')
  await town.jobs.drain()
  expect(await keptUntil(before)).toBe('2031-11-22')

  const audit = await town.query<{ action: string; reason: string | null; years: string | null }>(
    `select action, reason, detail->>'years' as years from kernel.audit_entries
     where action like 'egovernment.retention.rule%' order by id`,
  )
  expect(audit.map(({ action, years }) => [action.split('.').at(-1), years])).toEqual([
    ['rule_set', '2'],
    ['rule_set', '10'],
    ['rule_ended', null],
  ])
  expect(audit[0]?.reason).toBe(term.Rechtsgrundlage)
})

test('a term is set by who leads the authority, for its own cases and where the service allows it', async () => {
  expect((await clerk.open(rule)).status).toBe(403)
  const stranger = await town.signIn({ role: 'lead', authority: 'luzern' })
  expect((await stranger.open(rule)).status).toBe(404)
  expect((await lead.open('/desk/retention/rules/hundeanmeldung?authority=kriens')).status).toBe(404)
  expect((await lead.open('/desk/retention/rules/nonsense?authority=kriens')).status).toBe(404)
  const list = await clerk.open('/desk/retention')
  expect(list.text).not.toContain('Frist festlegen')
})
