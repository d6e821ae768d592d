import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { fill, follow, next, unfold } from './fill.ts'
import { findOverflow, phone } from './inspect.ts'
import { readMain, readRow } from './read.ts'
import { openStage, type Stage } from './stage.ts'

vi.setConfig({ testTimeout: 90_000 })

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage?.close())

const project = 'Beispiel: Baugesuche online einreichen'
const credit = 'Beispielkredit «Baugesuche online einreichen»'
const nextYear = new Date().getFullYear() + 1

/** A link within the page's own text, not in the navigation around it. */
async function tap(page: Page, name: string): Promise<void> {
  const link = page.locator('main').getByRole('link', { name, exact: true }).first()
  await Promise.all([page.waitForEvent('load'), link.tap()])
  expect(await findOverflow(page), page.url()).toEqual([])
}

/** What parliament demanded, and that a project of the city fulfils it. */
async function demand(title: string): Promise<void> {
  const strategist = await stage.town.signIn({ role: 'strategist', authority: 'luzern' })
  const form = (await strategist.open('/luzern/desk/strategy/parliament')).fill({
    Art: 'Motion',
    Titel: title,
    Kennung: 'motion-probe',
    'Welches Parlament oder welche Kommission': 'Grosser Stadtrat von Luzern',
    'Zuständige Stelle': 'Baudirektion',
    'Eingereicht oder beschlossen am': '2025-10-01',
    'Fällig am (freiwillig)': `${nextYear}-10-01`,
    Quelle: 'Beispiel',
  })
  const entered = await form.submit('Erfassen')
  const handed = await entered.fill({ 'Neuer Stand': 'überwiesen' }).submit('Stand ändern')
  const proven = await handed.fill({ Nachweis: `${project} (Projekt)` }).submit('Nachweis verbinden')
  expect((await proven.fill({ 'Neuer Stand': 'erfüllt' }).submit('Stand ändern')).status).toBe(200)
}

test('a member of parliament reads on a phone what a motion led to, what its credit bought and what is left, and takes the report along', async () => {
  await demand('Baugesuche ohne Papier')
  const { page, complaints } = await stage.open(phone)
  await page.goto('/de/luzern/')
  await follow(page, 'Digitalstrategie')
  await tap(page, 'Was das Parlament verlangt hat')
  const motion = page.locator('.plain-item', { hasText: 'Baugesuche ohne Papier' })
  const told = await motion.textContent()
  for (const text of ['Motion', 'Grosser Stadtrat von Luzern, 01.10.2025', 'erfüllt', `Fällig am 01.10.${nextYear}`])
    expect(told).toContain(text)
  expect(told).toContain(`${project} (Projekt). Bezahlt aus: ${credit}`)

  await tap(page, credit)
  const books = await readMain(page)
  for (const [what, amount] of [
    ['Beantragt', "720'000"],
    ['Bewilligt', "640'000"],
    ['Gekürzt um', "80'000"],
    ['Ausgegeben', "519'036"],
    ['Verfügbar', "120'964"],
  ])
    expect(books).toContain(`${what}CHF ${amount}.00`)
  const curve = page.locator('.money-curve svg:visible')
  expect((await curve.boundingBox())?.width).toBeGreaterThan(250)
  // Letters are as large as the text around them, nothing is cut off.
  const names = await curve.locator('text').evaluateAll((texts) =>
    texts.map((text) => {
      const { left, right, height } = text.getBoundingClientRect()
      return { isInside: left >= 0 && right <= window.innerWidth, isLegible: height >= 11 }
    }),
  )
  expect(names.length).toBeGreaterThan(6)
  for (const name of names) expect(name).toEqual({ isInside: true, isLegible: true })
  await unfold(page, 'Als Tabelle')
  expect(await readRow(page, 'Februar 2025')).toHaveLength(4)
  expect(await findOverflow(page)).toEqual([])

  await tap(page, 'Wozu dient das?')
  const path = await readMain(page)
  expect(path).toContain(`«${credit}» finanziert «${project}».`)
  expect(path).toContain(`«${project}» dient «E-Government».`)
  expect(path).toContain('Beispiel der Demo, frei erfunden')

  await page.goBack()
  await tap(page, project)
  await tap(page, 'Zum Projekt: Stand, Kosten, Berichte')
  expect(await readMain(page)).toContain(`Bezahlt aus: ${credit}`)
  expect(await readMain(page)).toContain('31.12.2025 und 30.06.2026 nebeneinander')
  expect(await readRow(page, 'Unabhängige Einschätzung')).toEqual([
    'Unabhängige Einschätzung',
    ...['gut', 'beobachten', 'geändert'],
  ])
  expect(await readRow(page, 'Bis dann ausgegeben')).toEqual([
    'Bis dann ausgegeben',
    ...["CHF 271'876.00", "CHF 420'172.00", "+CHF 148'296.00"],
  ])
  const report = page.locator('main').getByRole('link', { name: 'Halbjahresbericht als PDF' })
  const answer = await page.request.get((await report.getAttribute('href')) ?? '')
  expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'application/pdf'])
  expect((await answer.body()).subarray(0, 5).toString()).toBe('%PDF-')
  expect(complaints).toEqual([])
  await page.context().close()
})

test('a resident reads on a phone without script what the city wants, what is new, one project, and where a figure comes from', async () => {
  const { page, complaints } = await stage.open({ ...phone, javaScriptEnabled: false })
  await page.goto('/de/luzern/')
  await follow(page, 'Digitalstrategie')
  expect(await findOverflow(page)).toEqual([])
  const aims = page.locator('section', { hasText: 'Was wir wollen' }).getByRole('link')
  expect(await aims.allTextContents()).toEqual(expect.arrayContaining(['E-Government', 'Open Government Data']))
  expect(await readMain(page)).toContain('Halbjahresbericht als PDF')

  // A figure stands with its source, and figures that contradict each other stand side by side.
  const costs = page.locator('li', { hasText: "14'381'500 Franken" }).last()
  expect(await costs.textContent()).toContain('Stadt Luzern, Kommunikation: «Wegweisend werden')
  expect(await readMain(page)).toContain("knapp 13'500'000 Franken")

  await fill(page, { 'Seit welchem Tag': 'gestern' })
  await next(page, 'Anzeigen')
  expect(await page.locator('#since').getAttribute('aria-invalid')).toBe('true')
  await fill(page, { 'Seit welchem Tag': '1.5.2019' })
  await next(page, 'Anzeigen')
  const news = page.locator('section', { has: page.locator('#news') })
  expect(await news.textContent()).toContain('Mehr als 30 Neuigkeiten, die neusten zuerst.')
  await fill(page, { 'Seit welchem Tag': '1.9.2026' })
  await next(page, 'Anzeigen')
  expect(await news.textContent()).toContain('15.09.2026 Beispiel: Freie Parkplätze anzeigen')
  expect(await news.textContent()).not.toContain('31.07.2026')
  expect(await findOverflow(page)).toEqual([])

  await page.locator('main').getByRole('link', { name: 'Datensätze der Stadt auf opendata.swiss' }).first().tap()
  await page.waitForURL('**/indicators/luzern/ogd-stadt')
  expect(await readMain(page)).toMatch(/41 Datensätze/)
  expect(await page.locator('main a[href^="https://"]').count()).toBeGreaterThan(0)
  expect(await findOverflow(page)).toEqual([])

  await page.goto('/de/luzern/strategy')
  await tap(page, 'Projekte')
  await tap(page, 'Beispiel: Online-Schalter der Stadt')
  const told = await readMain(page)
  for (const text of ['Bevölkerung und Firmen sparen Wege', 'Die Ummeldung geht ohne Gang an den Schalter.'])
    expect(told).toContain(text)
  expect(await page.locator('.project-path [aria-current=step]').textContent()).toBe('Umsetzung')
  await tap(page, 'Umzug melden')
  expect(await page.locator('h1').textContent()).toBe('Umzug melden')
  expect(complaints).toEqual([])
  await page.context().close()
})
