import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { damageReport, readAcknowledgement, submissionHeaders } from '#test/support/submissions.ts'
import { mother, moveOfFamily, moveOfHome, partner, type Step } from '../journeys/applications.ts'
import { fill, next, walk } from './fill.ts'
import { desktop, findOverflow, phone } from './inspect.ts'
import { tabTo } from './keyboard.ts'
import { openStage, type Stage } from './stage.ts'

vi.setConfig({ testTimeout: 90_000 })

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ isSeeded: true })
})
afterAll(() => stage?.close())

const hole: readonly Step[] = [
  ['Was ist beschädigt?', { 'Was ist beschädigt?': 'Strasse, Trottoir, Velo- oder Fussweg' }],
  ['Kann sich jemand verletzen?', { 'Kann sich jemand verletzen?': 'Nein' }],
  ['In welcher Gemeinde ist der Schaden?', {}],
  ['Wo genau?', { 'Ort in Worten': 'Beispielplatz, beim Brunnen' }],
  ['Was haben Sie gesehen?', { 'Beschreiben Sie den Schaden': 'Ein Loch im Belag.' }],
  ['Wann haben Sie den Schaden zuerst gesehen?', {}],
  ['Haben Sie Fotos?', {}],
  ['Dürfen wir zurückrufen?', {}],
]

const heading = (page: Page) => page.locator('h1').textContent()

test('a guest moves house on a small phone, from the search to the case', async () => {
  const { page, complaints } = await stage.open(phone)
  const fits = async () => expect(await findOverflow(page)).toEqual([])
  await page.goto('/de/')
  await page.getByRole('combobox').fill('zügeln')
  await page.getByRole('combobox').press('Enter')
  await page.getByRole('link', { name: 'Umzug melden' }).first().tap()
  await page.getByLabel('Postleitzahl und Ort oder Gemeinde').fill('6010 Kriens')
  await page.getByLabel('Postleitzahl und Ort oder Gemeinde').press('Enter')
  await page.getByText('Einwohnerdienste').first().waitFor()
  await fits()
  await page.getByRole('link', { name: 'Jetzt beginnen' }).first().tap()
  await walk(page, moveOfHome, fits)

  await enterPerson(page, 'Person 1', mother)
  await next(page, 'Weitere Person hinzufügen')
  await enterPerson(page, 'Person 2', partner)
  await fits()
  await next(page)
  await walk(page, moveOfFamily, fits)
  await page.getByLabel('E-Mail-Adresse').fill('mira@beispielhaft.example')
  await next(page)
  await fits()
  await page.getByRole('checkbox').check()
  await Promise.all([
    page.waitForURL('**/review/sent'),
    page.getByRole('button', { name: 'Jetzt senden' }).locator('visible=true').tap(),
  ])
  await fits()
  const [number = ''] = await page.locator('dd .case-number').allTextContents()
  expect(number).toMatch(/^KRI-/)
  await page.locator(`main a[href$="/cases/${number}"]`).tap()
  await page.waitForURL(`**/cases/${number}`)
  expect(await page.locator('main').textContent()).toContain(number)
  await fits()
  expect(complaints).toEqual([])
  await page.context().close()
})

async function enterPerson(page: Page, group: string, person: typeof mother): Promise<void> {
  const named = (answers: typeof mother) =>
    Object.fromEntries(Object.entries(answers).map(([label, value]) => [`${group} › ${label}`, value]))
  await fill(page, named({ Staatsangehörigkeit: person.Staatsangehörigkeit ?? '' }))
  await next(page)
  await fill(page, named(person))
}

test('a clerk signs in, takes a case, decides it and closes it, at the desk', async () => {
  const headers = submissionHeaders(stage.town.key('clerk', 'kriens'), 'browser-desk')
  const answer = await stage.town.visitor().post('/api/v1/submissions', JSON.stringify(damageReport('desk')), headers)
  const { number } = readAcknowledgement(answer.json())
  const { page, complaints } = await stage.open(desktop)
  await page.goto('/de/sign-in')
  await page.getByRole('link', { name: 'Am Arbeitsplatz anmelden' }).click()
  await page.getByRole('button', { name: 'Als Karin Beispiel anmelden' }).click()
  await page.waitForURL('**/desk/inbox**')
  await page.goto(`/de/desk/cases/${number}`)
  await page.getByText('Weiteres', { exact: true }).click()
  await next(page, 'Übernehmen')
  await next(page, 'Bearbeitung beginnen')
  await page.goto(`/de/desk/cases/${number}/messages`)
  await page.getByLabel('Textbaustein').selectOption({ label: 'Eingang verdanken' })
  await page.getByRole('button', { name: 'Einfügen' }).click()
  await page.getByText('Der Text ist eingefügt.').waitFor({ state: 'attached' })
  expect(await page.getByRole('textbox', { name: 'Nachricht' }).inputValue()).toContain(number)
  await page.goto(`/de/desk/cases/${number}`)
  await page.getByRole('link', { name: 'Entscheiden' }).click()
  await fill(page, { 'Wie entscheiden Sie?': 'Gutgeheissen', Entscheid: 'Das Loch wird gefüllt.' })
  await next(page, 'Entscheid prüfen')
  await next(page, 'Entscheid unterzeichnen')
  await page.goto(`/de/desk/cases/${number}`)
  await page.getByRole('link', { name: 'Abschliessen' }).click()
  await page.getByRole('radio').first().check()
  await next(page, 'Geschäft abschliessen')
  expect(await page.locator('main').textContent()).toContain('Abgeschlossen')
  expect(complaints).toEqual([])
  await page.context().close()
})

test('a clerk goes through the list by single keys, and lands on what was done', async () => {
  const { page } = await stage.open({ ...desktop, as: await stage.town.signIn({ role: 'clerk', authority: 'kriens' }) })
  await page.goto('/de/desk/inbox?tab=all')
  const rows = page.locator('.desk-rows > li')
  const links = await rows.locator('a').evaluateAll((all) => all.map((link) => link.getAttribute('href')))
  const here = () => page.evaluate(() => document.activeElement?.getAttribute('href'))
  expect(links.length).toBeGreaterThan(2)

  await page.keyboard.press('?')
  await page.getByRole('dialog').getByText('Nächstes Geschäft').waitFor()
  await page.keyboard.press('Escape')
  expect(await page.locator('dialog[open]').count()).toBe(0)

  for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key)
  expect(await here()).toBe(links[1])
  await page.keyboard.press('x')
  expect(await rows.nth(1).getByRole('checkbox').isChecked()).toBe(true)
  await page.keyboard.press('a')
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SELECT')
  await page.keyboard.press('j')
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SELECT')
  await rows.nth(0).locator('a').focus()
  await Promise.all([page.waitForURL('**/desk/cases/**'), page.keyboard.press('o')])

  await page.goto(`${new URL(page.url()).pathname}/notes`)
  await tabTo(page, 'textarea')
  await page.keyboard.type('Rückruf am Montag.')
  await tabTo(page, 'button', 'Notiz speichern')
  await Promise.all([page.waitForURL(/#done$/), page.keyboard.press('Enter')])
  expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Die Notiz ist gespeichert.')
  await page.context().close()
})

test('a damage is reported with the keyboard alone, and one always sees where one is', async () => {
  const { page } = await stage.open(desktop)
  await page.goto('/de/kriens/services/schadensmeldung/apply')
  await tabTo(page, 'input[type=radio]')
  await page.keyboard.press('Space')
  await pressNext(page)
  await tabTo(page, 'input[type=radio]')
  await page.keyboard.press('ArrowDown')
  await pressNext(page)
  await pressNext(page)
  await tabTo(page, 'input[name="place.text"]')
  await page.keyboard.type('Beispielplatz')
  await pressNext(page)
  await tabTo(page, 'textarea')
  await page.keyboard.type('Ein Loch im Belag.')
  await pressNext(page)
  expect(await heading(page)).toContain('Wann haben Sie den Schaden zuerst gesehen?')
  for (let step = 0; step < 4; step += 1) await pressNext(page)
  expect(await heading(page)).toContain('Stimmt alles?')
  await tabTo(page, 'button', 'Jetzt senden')
  await Promise.all([page.waitForURL('**/review/sent'), page.keyboard.press('Enter')])
  await page.context().close()
})

async function pressNext(page: Page): Promise<void> {
  await tabTo(page, 'button', 'Weiter')
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
}

test('without JavaScript the whole form works too', async () => {
  const { page } = await stage.open({ ...phone, javaScriptEnabled: false })
  await page.goto('/de/kriens/services/schadensmeldung/apply')
  await walk(page, hole, async () => {})
  await next(page)
  await next(page, 'Jetzt senden')
  expect(page.url()).toMatch(/\/review\/sent$/)
  expect(await page.locator('dd .case-number').first().textContent()).toMatch(/^KRI-/)
  await page.context().close()
})
