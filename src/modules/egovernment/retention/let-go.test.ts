import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '#kernel/clock.ts'
import { damageReport, readAcknowledgement, submissionHeaders } from '#test/support/submissions.ts'
import { testNow } from '#test/support/test-database.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'

const clock = fixedClock(testNow)
let town: Town
let numbers: readonly string[]
beforeAll(async () => {
  town = await openTown(clock)
  const clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  numbers = await Promise.all([...'abcdef'].map((name) => newCase(name)))
  // Five end today, one is still open; a damage is kept for five years.
  for (const number of numbers.slice(0, 5)) {
    await send(clerk, `/desk/cases/${number}/start`, {})
    expect((await send(clerk, `/desk/cases/${number}/closure`, { reason: 'done', text: '' })).text).toContain(
      'abgeschlossen',
    )
  }
  const lead = await town.signIn({ role: 'lead', authority: 'kriens' })
  await send(lead, `/desk/cases/${at(1)}/hold`, { wanted: 'held', text: 'Beschwerde' })
  await send(lead, `/desk/cases/${at(2)}/reopening`, { text: 'Neue Angaben' })
})
afterAll(() => town.close())

const at = (index: number) => numbers[index] ?? ''

async function newCase(name: string): Promise<string> {
  const headers = submissionHeaders(town.key('clerk', 'kriens'), `retention-${name}`)
  const answer = await town.visitor().post('/api/v1/submissions', JSON.stringify(damageReport(name)), headers)
  return readAcknowledgement(answer.json()).number
}

function send(who: Visitor, path: string, values: Record<string, string | readonly string[]>): Promise<Page> {
  const pairs = Object.entries(values).flatMap(([name, value]) => [value].flat().map((one) => [name, `${one}`]))
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return who.post(path, new URLSearchParams(pairs).toString(), headers)
}

const listed = (page: Page) => numbers.filter((number) => page.text.includes(number))

async function idOf(number: string): Promise<string> {
  const [row] = await town.query<{ id: string }>('select id from egovernment.cases where number = $1', [number])
  return row?.id ?? ''
}

test('exactly what is due is listed, from the Swiss day after its last; then two people let it go', async () => {
  // 22.11.2026 and five years: kept to the end of 22.11.2031 in Switzerland, where midnight comes an hour before.
  clock.set('2031-11-22T22:59:00Z')
  let clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  expect(listed(await clerk.open('/desk/retention'))).toEqual([])
  clock.set('2031-11-22T23:01:00Z')
  clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  expect(listed(await clerk.open('/desk/retention'))).toEqual([at(0), at(3), at(4)])
  clock.set('2036-11-22T12:00:00Z')
  clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  const page = await clerk.open('/desk/retention')
  expect(page.text).toMatch(/Schaden melden\s*[\d.]+\s*5\sJahre/)
  expect(listed(page)).toEqual([at(0), at(3), at(4)])
  expect(page.text).toContain('22.11.2031')
  expect(page.text).not.toContain('Petra')

  const [first, second, held] = [await idOf(at(0)), await idOf(at(3)), await idOf(at(1))]
  const chosen = { case: [first, second], reason: 'Aufbewahrung vorbei', appraisal: 'not_worthy' }
  // Not before the archive was asked and has answered.
  expect((await send(clerk, '/desk/retention/proposals', chosen)).status).toBe(409)
  expect((await send(clerk, '/desk/retention/appraisals', chosen)).status).toBe(409)
  expect((await send(clerk, '/desk/retention/offers', { case: [first, held] })).status).toBe(409)
  expect((await send(clerk, '/desk/retention/offers', { case: [] })).status).toBe(409)
  expect((await send(clerk, '/desk/retention/offers', chosen)).text).toContain('angeboten, noch nicht bewertet')
  const early = await send(clerk, '/desk/retention/proposals', chosen)
  expect(early.status).toBe(409)
  expect(early.text).toContain('Das Archiv hat noch nicht alle markierten Geschäfte bewertet.')
  expect((await send(clerk, '/desk/retention/appraisals', { ...chosen, appraisal: '' })).status).toBe(422)
  expect((await send(clerk, '/desk/retention/appraisals', chosen)).text).toContain('bewertet als nicht archivwürdig')
  expect((await send(clerk, '/desk/retention/proposals', { ...chosen, reason: '' })).status).toBe(422)
  expect((await send(clerk, '/desk/retention/proposals', chosen)).text).toContain('Die Löschung ist vorgeschlagen.')
  expect((await send(clerk, '/desk/retention/proposals', chosen)).status).toBe(409)

  const [row] = await town.query<{ id: string }>('select id from egovernment.erasure_proposals')
  const batch = `/desk/retention/proposals/${row?.id}`
  const lead = await town.signIn({ role: 'lead', authority: 'kriens' })
  const stranger = await town.signIn({ role: 'lead', authority: 'luzern' })
  expect((await stranger.open(batch)).status).toBe(404)
  expect((await send(stranger, `${batch}/confirmation`, {})).status).toBe(404)
  expect((await send(stranger, `${batch}/refusal`, {})).status).toBe(404)
  expect((await send(stranger, '/desk/retention/offers?authority=kriens', chosen)).status).toBe(409)
  expect((await send(clerk, `${batch}/confirmation`, {})).status).toBe(403)
  expect(await stateOf(first)).toBe('here')

  // Held at the last moment: the batch leaves it alone.
  await send(lead, `/desk/cases/${at(3)}/hold`, { wanted: 'held', text: 'Doch noch gebraucht' })
  clock.advance(16 * 60_000)
  expect((await send(lead, `${batch}/confirmation`, {})).text).toContain('Bitte melden Sie sich noch einmal an')
  expect(await stateOf(first)).toBe('here')
  const fresh = await town.signIn({ role: 'lead', authority: 'kriens' })
  expect((await send(fresh, `${batch}/confirmation`, {})).text).toContain('Bestätigt')
  expect((await send(fresh, `${batch}/confirmation`, {})).status).toBe(409)
  await town.jobs.drain()
  expect([await stateOf(first), await stateOf(second)]).toEqual(['erased', 'here'])
  const after = await fresh.open(batch)
  expect(after.text).toContain(at(0))
  expect(after.text).toContain('gelöscht')
  expect(after.text).toContain('nicht gelöscht')
  expect(listed(await fresh.open('/desk/retention'))).toEqual([at(4)])

  const ledger = join(town.folder, 'erased')
  const lines = await Promise.all((await readdir(ledger)).map((name) => readFile(join(ledger, name), 'utf8')))
  expect(lines.join('')).toContain(first)
  expect(lines.join('')).not.toContain(second)
  const audit = await town.query<{ action: string }>(
    `select action from kernel.audit_entries where action like 'egovernment.archive.%' or action like 'egovernment.erasure.%' order by id`,
  )
  expect(audit.map(({ action }) => action)).toEqual(
    ['archive.offered', 'archive.appraised', 'erasure.proposed', 'erasure.confirmed'].map(
      (one) => `egovernment.${one}`,
    ),
  )
})

test('whoever proposed a batch does not confirm it, but takes it back', async () => {
  const lead = await town.signIn({ role: 'lead', authority: 'kriens' })
  const chosen = { case: await idOf(at(4)), reason: 'Aufbewahrung vorbei', appraisal: 'taken_over' }
  for (const step of ['offers', 'appraisals', 'proposals'])
    expect((await send(lead, `/desk/retention/${step}`, chosen)).status).toBe(200)
  const [row] = await town.query<{ id: string }>(
    'select id from egovernment.erasure_proposals where decided_at is null',
  )
  const batch = `/desk/retention/proposals/${row?.id}`
  const page = await lead.open(batch)
  expect(page.text).toContain('Eine andere Person mit Leitung muss den Vorschlag bestätigen.')
  expect(page.html).not.toContain('/confirmation')
  const refused = await send(lead, `${batch}/confirmation`, {})
  expect(refused.status).toBe(403)
  expect((await page.submit('Vorschlag zurücknehmen')).text).toContain('Nichts wird gelöscht.')
  await town.jobs.drain()
  expect(await stateOf(chosen.case)).toBe('here')
  expect(listed(await lead.open('/desk/retention'))).toEqual([at(4)])
})

async function stateOf(id: string): Promise<string | undefined> {
  const [row] = await town.query<{ state: string }>(
    `select case when erased_at is null then 'here' else 'erased' end as state from egovernment.cases where id = $1`,
    [id],
  )
  return row?.state
}
