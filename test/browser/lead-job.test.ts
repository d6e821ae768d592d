import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { swissDate } from '#kernel/i18n/format.ts'
import { pageSize } from '#modules/egovernment/desk/inbox-queries.ts'
import { damageReport, readAcknowledgement, submissionHeaders } from '#test/support/submissions.ts'
import { next } from './fill.ts'
import { desktop, findBarriers, findOverflow, phone } from './inspect.ts'
import { openStage, type Stage } from './stage.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const newCases = 210
/** Milliseconds within which the server begins to answer with a list, in the middle; many tests may run beside it. */
const quick = 500

let stage: Stage
let numbers: readonly string[]

beforeAll(async () => {
  stage = await openStage({ isSeeded: true })
  numbers = await handInMany(newCases)
  // A third are of another service, a quarter are late, a fifth are in work.
  const { town } = stage
  const change = (set: string, every: number) =>
    town.query(
      `with mine as (select id, row_number() over (order by id) as n from egovernment.cases where number = any ($1))
       update egovernment.cases c set ${set} from mine where mine.id = c.id and mine.n % ${every} = 0`,
      [numbers],
    )
  await change(`service_id = 'hundeanmeldung', subject = 'Hund anmelden'`, 3)
  await change(`due_on = current_date - 4`, 4)
  await change(`status = 'in_progress'`, 5)
})
afterAll(() => stage?.close())

/** Damages reported in Kriens, by a program. */
async function handInMany(count: number): Promise<readonly string[]> {
  const { town } = stage
  const one = async (serial: number) => {
    const headers = submissionHeaders(town.key('clerk', 'kriens'), `lead-${serial}`)
    const answer = await town.visitor().post('/api/v1/submissions', JSON.stringify(damageReport(`${serial}`)), headers)
    return readAcknowledgement(answer.json()).number
  }
  const made: string[] = []
  for (let first = 0; first < count; first += 30)
    made.push(...(await Promise.all(Array.from({ length: Math.min(30, count - first) }, (_, n) => one(first + n)))))
  return made
}

const rows = (page: Page) => page.locator('.desk-rows > li')
const shownNumbers = (page: Page) =>
  rows(page)
    .getByRole('checkbox')
    .evaluateAll((all) => all.map((one) => one.getAttribute('value') ?? ''))

/** Milliseconds from the request of this page to the first byte of its answer. */
const serverTime = (page: Page) =>
  page.evaluate(() => {
    const [entry] = performance.getEntriesByType('navigation')
    return entry instanceof PerformanceNavigationTiming ? entry.responseStart - entry.requestStart : Number.NaN
  })

const leadOfKriens = () => stage.town.signIn({ role: 'lead', authority: 'kriens' })
const middle = (all: readonly number[]) => all.toSorted((one, other) => one - other)[Math.floor(all.length / 2)] ?? 0

async function count(where: string): Promise<number> {
  const [row] = await stage.town.query<{ n: number }>(
    `select count(*)::int as n from egovernment.cases where authority_id = 'kriens' and is_open and ${where}`,
  )
  return row?.n ?? 0
}

test('a lead pages through 200 open cases: each page is short and quick, each case comes once', async () => {
  const { page, complaints } = await stage.open({ ...desktop, as: await leadOfKriens() })
  const open = await count('true')
  expect(open).toBeGreaterThan(200)
  await page.goto('/de/desk/inbox?tab=all')
  const tab = page.locator('a[aria-current="page"]').filter({ hasText: 'Alle offenen' })
  expect(await tab.textContent()).toContain(String(open))
  const seen: string[] = []
  const times: number[] = []
  for (let more = true; more; ) {
    expect(await findOverflow(page)).toEqual([])
    const shown = await shownNumbers(page)
    expect(shown.length).toBeLessThanOrEqual(pageSize)
    seen.push(...shown)
    times.push(await serverTime(page))
    const forward = page.locator('a[rel="next"]')
    more = (await forward.count()) > 0
    if (more) await Promise.all([page.waitForEvent('load'), forward.click()])
  }
  expect([new Set(seen).size, seen.length]).toEqual([open, open])
  await Promise.all([page.waitForEvent('load'), page.locator('a[rel="prev"]').click()])
  expect(await rows(page).count()).toBe(pageSize)
  const told = times.map((time) => Math.round(time)).join(', ')
  process.stdout.write(`inbox of ${open} open cases, ${times.length} pages, server time ${told} ms\n`)
  expect(middle(times)).toBeLessThan(quick)
  expect(complaints).toEqual([])
  await page.context().close()
})

test('she narrows the list down by links, the address says how, and gives several cases to a clerk in one step', async () => {
  const { page, complaints } = await stage.open({ ...desktop, as: await leadOfKriens() })
  await page.goto('/de/desk/inbox?tab=all')
  const narrow = async (by: string, to: string | RegExp) => {
    await page.getByText('Eingrenzen', { exact: true }).click()
    const group = page.getByRole('navigation', { name: `Eingrenzen nach ${by}` })
    await Promise.all([page.waitForEvent('load'), group.getByRole('link', { name: to }).click()])
  }
  await narrow('Dienstleistung', /^Hund/)
  await narrow('Zugeteilt an', /^Niemand/)
  await narrow('Fällig', /^Überfällig/)
  const { searchParams } = new URL(page.url())
  expect(Object.fromEntries(searchParams)).toEqual({
    ...{ tab: 'all', service: 'hundeanmeldung', assigned: 'nobody', due: 'overdue' },
  })
  const overdue = `service_id = 'hundeanmeldung' and assigned_to is null and due_on < current_date`
  const before = await count(`${overdue} and status <> 'waiting_for_applicant'`)
  expect(await rows(page).count()).toBe(before)
  expect(before).toBeGreaterThan(5)

  const chosen = (await shownNumbers(page)).slice(0, 5)
  for (const number of chosen) await page.getByRole('checkbox', { name: `${number} markieren` }).check()
  await page.getByLabel('Markierte zuteilen an').selectOption({ label: 'Karin Beispiel' })
  await next(page, 'Zuteilen')
  await page.getByText('5 Geschäfte sind zugeteilt.').waitFor()
  expect(new URL(page.url()).searchParams.get('due')).toBe('overdue')
  expect(await rows(page).count()).toBe(before - chosen.length)
  const given = await stage.town.query<{ number: string }>(
    `select c.number from egovernment.cases c join kernel.staff s on s.id = c.assigned_to
     where s.name = 'Karin Beispiel' and c.number = any ($1)`,
    [chosen],
  )
  expect(given).toHaveLength(chosen.length)
  expect(await findBarriers(page)).toEqual([])

  // Karin is away: her deputy, here the lead herself, sees her cases under her name, and so does the choice for the next ones.
  await page.goto('/de/desk/absences')
  await page.getByLabel('Wer').selectOption({ label: 'Karin Beispiel' })
  await page.getByLabel('Stellvertretung').selectOption({ label: 'Lukas Muster' })
  await enterDays(page)
  await next(page, 'Eintragen')
  await page.getByText('Die Abwesenheit ist eingetragen.').waitFor()
  await page.goto('/de/desk/inbox?tab=mine')
  const mine = await shownNumbers(page)
  expect(mine).toEqual(expect.arrayContaining([...chosen]))
  expect(await page.getByText('Stellvertretung für Karin Beispiel').count()).toBeGreaterThanOrEqual(chosen.length)
  await page.goto('/de/desk/inbox?tab=all&assigned=nobody')
  const [number = ''] = await shownNumbers(page)
  await page.getByRole('checkbox', { name: `${number} markieren` }).check()
  await page.getByLabel('Markierte zuteilen an').selectOption({ index: await karinIn(page) })
  await next(page, 'Zuteilen')
  expect(await page.locator('h1').textContent()).toContain('Karin Beispiel')
  await next(page, 'Lukas Muster zuteilen')
  await page.getByText('1 Geschäft ist zugeteilt.').waitFor()
  expect(complaints).toEqual([])
  await page.context().close()
})

/** Today and a week, as the clock of the town says. */
async function enterDays(page: Page): Promise<void> {
  const today = stage.town.clock.now()
  const later = new Date(today.getTime() + 7 * 86_400_000)
  for (const [name, day] of [
    ['Erster Tag', today],
    ['Letzter Tag', later],
  ] as const) {
    const parts = swissDate(day).split('-').toReversed()
    const group = page.getByRole('group', { name })
    for (const [index, part] of parts.entries()) await group.getByRole('textbox').nth(index).fill(part)
  }
}

/** The place of Karin among those whom cases can go to: while she is away her name says so. */
const karinIn = (page: Page) =>
  page
    .getByLabel('Markierte zuteilen an')
    .locator('option')
    .evaluateAll((all) => all.findIndex((one) => one.textContent?.includes('Karin Beispiel')))

test('what a clerk proposed to erase is confirmed by the lead, with four eyes; the team’s figures name nobody', async () => {
  const { town } = stage
  const ended = numbers.at(-1) ?? ''
  await town.query(
    `update egovernment.cases set status = 'closed', kept_until = current_date - 1, service_id = 'schadensmeldung'
     where number = $1`,
    [ended],
  )
  const clerk = await town.signIn({ role: 'clerk', authority: 'kriens' })
  const list = await clerk.open('/desk/retention')
  expect(list.text).toContain(ended)
  const id = list.document.querySelector('input[name="case"]')?.getAttribute('value') ?? ''
  const values = { case: id, appraisal: 'not_worthy', reason: 'Frist vorbei' }
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  for (const step of ['offers', 'appraisals', 'proposals']) {
    const done = await clerk.post(`/desk/retention/${step}`, new URLSearchParams(values).toString(), headers)
    expect(done.status).toBe(200)
  }

  const { page, complaints } = await stage.open({ ...desktop, as: await leadOfKriens() })
  await page.goto('/de/desk/retention')
  await page.getByRole('link', { name: /Karin Beispiel/ }).click()
  await page.getByText('Frist vorbei').waitFor()
  await next(page, 'Löschung bestätigen')
  await page.getByText('Bestätigt: Die Geschäfte werden gelöscht.').waitFor()
  await town.jobs.drain()
  const [row] = await town.query<{ erased_at: Date | null }>(
    `select erased_at from egovernment.cases where number = $1`,
    [ended],
  )
  expect(row?.erased_at).not.toBeNull()

  await page.goto('/de/desk/statistics')
  const figures = (await page.locator('main').textContent()) ?? ''
  expect(figures).toContain('Hund anmelden')
  for (const name of ['Karin', 'Lukas', 'Petra']) expect(figures).not.toContain(name)
  expect(await serverTime(page)).toBeLessThan(2 * quick)
  expect(await findBarriers(page)).toEqual([])
  expect(complaints).toEqual([])
  await page.context().close()
})

test('all of it fits a small phone', async () => {
  const { page, complaints } = await stage.open({ ...phone, as: await leadOfKriens() })
  for (const path of [
    '/desk/inbox?tab=all',
    '/desk/inbox?tab=all&service=hundeanmeldung&assigned=nobody&due=overdue',
    '/desk/inbox?tab=mine',
    '/desk/absences',
    '/desk/statistics',
    '/desk/retention',
  ]) {
    await page.goto(`/de${path}`)
    for (const more of await page.locator('main details > summary').all()) await more.click()
    expect(await findOverflow(page), path).toEqual([])
    expect(await findBarriers(page), path).toEqual([])
  }
  expect(complaints).toEqual([])
  await page.context().close()
})
