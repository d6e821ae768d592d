import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { systemActor } from '#kernel/db/actor.ts'
import { slug } from '#kernel/ids.ts'
import { interleave } from '#test/support/interleave.ts'
import {
  type Acknowledgement,
  damageReport,
  readAcknowledgement,
  submissionHeaders,
} from '#test/support/submissions.ts'
import { testNow } from '#test/support/test-database.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Visitor } from '#test/support/visitor.ts'
import { kriens, staffOf } from '../cases/test-cases.ts'
import type { ServiceDefinition } from '../services/definition/service-definition.ts'
import { importServices } from '../services/import-services.ts'
import { serviceFolder } from '../services/load-service-content.ts'
import { publishDrafts } from '../services/publish-services.ts'
import { checksumOf, readServiceFolder } from '../services/read-service-folder.ts'
import { isAllowed, setRule, yearsKept } from './retention-rules.ts'

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
  const kept = (own?: number) => yearsKept({ retentionYears: 15, retentionRange: { least: 10, most: 20 } }, own)
  expect([kept(), kept(2), kept(12), yearsKept({ retentionYears: 5 }, 2)]).toEqual([15, 15, 12, 5])
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

async function setTerm(years: string): Promise<void> {
  const set = await (await lead.open(rule)).fill({ ...term, Jahre: years }).submit('Frist festlegen')
  expect(set.text).toContain('Die Frist ist festgelegt.')
}

test('a corrected term counts although the last days are being noted by the one before', async () => {
  clock.set(testNow)
  clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  lead = await town.signIn({ role: 'lead', authority: 'kriens' })
  const number = await ended('corrected')
  await setTerm('2')
  const stage = { database: town.house.kernel.database, urls: town.urls }
  const corrected = { authorityId: kriens, serviceId: slug<'service'>('schadensmeldung'), years: 10, source: 'Art. 7' }
  await interleave(stage, [staffOf(kriens, 'lead'), (scope) => setRule(scope, corrected)], () => town.jobs.drain())
  await town.jobs.drain()
  expect(await keptUntil(number)).toBe('2036-11-22')
})

/** Publishes the service anew with other terms. */
async function publish(terms: Pick<ServiceDefinition, 'retentionYears' | 'retentionRange'>): Promise<void> {
  const content = readServiceFolder(serviceFolder)
  const services = content.services.map((service) => {
    if (service.definition.id !== 'schadensmeldung') return service
    const { retentionRange: _, ...rest } = service.definition
    const definition = { ...rest, ...terms }
    return { definition, checksum: checksumOf(definition) }
  })
  await town.house.kernel.database.write(systemActor('content'), async (scope) => {
    await importServices(scope, { ...content, services })
    await publishDrafts(scope)
  })
}

test('a term holds only for cases whose version allows it, and can be ended when none does any more', async () => {
  const { number: under1 } = await report('version-1')
  await setTerm('2')
  await publish({ retentionYears: 12, retentionRange: { least: 10, most: 20, example: true } })
  const under2 = await ended('version-2')
  await clerk.post(`/desk/cases/${under1}/start`, '', urlencoded)
  await clerk.post(`/desk/cases/${under1}/closure`, 'reason=done&text=', urlencoded)
  const both = async () => [await keptUntil(under1), await keptUntil(under2)]
  expect(await both()).toEqual(['2028-11-22', '2038-11-22'])
  await setTerm('15')
  await town.jobs.drain()
  expect(await both()).toEqual(['2031-11-22', '2041-11-22'])

  await publish({ retentionYears: 12 })
  const list = await lead.open('/desk/retention?authority=kriens')
  expect(list.text).toContain('12 Jahre Ihre Frist von 15 Jahren lässt diese Fassung nicht zu')
  const page = await list.follow('Frist festlegen Schaden melden')
  expect(page.text).toContain('Die heutige Fassung der Dienstleistung lässt das nicht zu')
  const body = new URLSearchParams({ years: '15', source: 'Art. 7' }).toString()
  expect((await lead.post(rule, body, urlencoded)).status).toBe(422)
  expect((await page.submit('Wieder wie in der Dienstleistung')).text).toContain('Es gilt wieder die Frist der')
  await town.jobs.drain()
  expect(await both()).toEqual(['2031-11-22', '2038-11-22'])
  expect((await lead.open(rule)).status).toBe(404)
})

test('a term of a service that is not offered any more can still be ended', async () => {
  await publish({ retentionYears: 5, retentionRange: { least: 2, most: 10, example: true } })
  await setTerm('2')
  await town.query(
    `delete from egovernment.service_offers where authority_id = 'kriens' and service_id = 'schadensmeldung'`,
  )
  await town.query('update egovernment.catalogue_revision set revision = gen_random_uuid()')
  const page = await (await lead.open('/desk/retention?authority=kriens')).follow('Frist festlegen Schaden melden')
  expect((await page.submit('Wieder wie in der Dienstleistung')).text).toContain('Es gilt wieder die Frist der')
})
