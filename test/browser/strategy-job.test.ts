import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { fill, follow, next, unfold } from './fill.ts'
import { desktop } from './inspect.ts'
import { tabTo } from './keyboard.ts'
import { readMain, readRow } from './read.ts'
import { openStage, type Stage } from './stage.ts'

vi.setConfig({ testTimeout: 120_000 })

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage?.close())

const desk = '/de/luzern/desk/strategy'
const title = 'Formulare leicht verständlich'
const nextYear = new Date().getFullYear() + 1
const thisMonth = `${String(new Date().getUTCMonth() + 1).padStart(2, '0')}.${new Date().getUTCFullYear()}`

const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim())

async function press(page: Page, selector: string, text: string): Promise<void> {
  await tabTo(page, selector, text)
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
}

async function type(page: Page, field: string, text: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.type(text)
}

/** Looks for something and connects it with what the page is about. */
async function connect(page: Page, other: string, how: Readonly<Record<string, string>>): Promise<void> {
  await fill(page, { 'Womit verbinden? Wort aus dem Namen': other })
  await next(page, 'Suchen')
  await fill(page, { Womit: other, ...how, 'Wer es sagt': 'Fachstelle Digitales', Quelle: 'Beispiel' })
  await next(page, 'Verbinden')
}

test('a strategist enters a project, scores, plans and pays for it, joins it with a goal, and finds it on roadmap and overview', async () => {
  const { page, complaints } = await stage.open({
    ...desktop,
    as: await stage.town.signIn({ role: 'strategist', authority: 'luzern' }),
  })
  await page.goto(desk)
  // The idea is put down by keyboard alone, and leads on to the project it becomes.
  await press(page, 'a', 'Idee einreichen')
  await type(page, '#title', title)
  await type(page, '#text', 'Formulare in Wörtern, die alle kennen.')
  await type(page, '#benefit', 'Wer wenig liest, füllt sie allein aus.')
  await type(page, '#office', 'Fachstelle Digitales')
  await press(page, 'button', 'Einreichen')
  expect(await focused(page)).toContain('Ihre Idee ist bei der Fachstelle.')
  await press(page, 'a', 'Als Projekt weiterbearbeiten')

  await fill(page, {
    'Wer es sieht': 'alle',
    Beginn: `${nextYear}-01-01`,
    Ende: `${nextYear}-12-31`,
    Grösse: 'klein (S)',
    Vorgehen: 'klassisch',
    Budget: '90000',
  })
  await next(page, 'Speichern')
  await follow(page, 'Überblick')
  await unfold(page, 'Bewerten')
  await fill(page, {
    Zukunftswert: '4 · sehr hoch',
    'Nutzen verwaltungsintern': '2 · mittel',
    Ressourceneffizienz: '3 · hoch',
    'Verwaltungsrisiko senken': '2 · mittel',
    'Beitrag zu Legislaturzielen': '4 · sehr hoch',
    Dringlichkeit: '3 · hoch',
    Risikograd: '1 · gering',
    'Strategisches Projekt (Klasse A)': 'ja',
    'Bewertet durch': 'Fachstelle Digitales',
  })
  await next(page, 'Speichern')
  expect(await readMain(page)).toContain('0.5 × (4 + 2 + 3 + 2 + 4) / 5 + 0.3 × 3 + 0.2 × (5 − 1) = 3.20')

  await follow(page, 'Plan und Freigaben')
  await unfold(page, 'Zeile hinzufügen')
  const milestone = { Bezeichnung: 'Texte geprüft', Phase: 'Umsetzung', Gewicht: '60', Geplant: `${nextYear}-06-30` }
  await fill(page, milestone)
  await next(page, 'Speichern')
  expect(await readRow(page, 'Texte geprüft')).toEqual(expect.arrayContaining(['Umsetzung', '60', `30.06.${nextYear}`]))

  await follow(page, 'Geld')
  const money = page.url()
  await follow(page, 'Kredit erfassen')
  await unfold(page, 'Kredit erfassen')
  await fill(page, {
    Kennung: 'leichte-texte',
    Bezeichnung: 'Kredit für leichte Texte',
    'Art des Kredits': 'Sonderkredit',
    Beantragt: '100000',
    Bewilligt: '90000',
    Jahrestranchen: `${nextYear} Investitionsrechnung 90'000`,
    Quelle: 'Beispiel',
  })
  await next(page, 'Erfassen und weiter')
  expect(await readMain(page)).toMatch(/Gekürzt um\s*CHF 10'000\.00/)
  await page.goto(money)
  await follow(page, 'Kredit mit dem Projekt verbinden')
  await connect(page, 'Kredit für leichte Texte', { Verbindung: 'finanziert', Richtung: 'von dort hierher' })
  await page.goto(money)
  await unfold(page, 'Monat erfassen')
  await fill(page, { Monat: thisMonth, Geplant: '20000', Verpflichtet: '15000', Ausgegeben: '5000' })
  await fill(page, { 'Noch erwartet': '10000' })
  await next(page, 'Speichern')
  expect(await readRow(page, thisMonth.slice(3))).toContain("CHF 5'000.00")

  await follow(page, 'Überblick')
  await follow(page, 'Mit einem Ziel, Kredit oder Projekt verbinden')
  await connect(page, 'E-Government', { Verbindung: 'dient' })
  expect(await readMain(page)).toContain(`«${title}» dient «E-Government».`)

  await page.goto(`${desk}/projects`)
  await follow(page, 'Roadmap')
  await fill(page, { Behörde: 'Luzern' })
  await next(page, 'Anzeigen')
  expect(await page.locator('svg.roadmap-picture').textContent()).toContain(title)
  await follow(page, 'Als Tabelle lesen')
  const row = (await readRow(page, title)).join(' ')
  for (const text of [
    'Luzern',
    'E-Government',
    'Idee',
    `31.12.${nextYear}`,
    `Texte geprüft: 30.06.${nextYear}, geplant`,
  ])
    expect(row).toContain(text)
  await follow(page, 'Übersicht')
  const [, phase, own, independent, milestoneDue, ...francs] = await readRow(page, title)
  expect([phase, own, independent, milestoneDue]).toEqual(['Idee', '–', '–', `30.06.${nextYear}`])
  expect(francs).toEqual(["90'000", "5'000", "15'000"])
  expect(complaints).toEqual([])
  await page.context().close()
})

test('the roadmap prints on one sheet of A3, whatever it shows', async () => {
  const { page } = await stage.open(desktop)
  const sheets = async (path: string) => {
    await page.goto(path)
    const pdf = (await page.pdf({ format: 'A3', landscape: true, preferCSSPageSize: true })).toString('latin1')
    return [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map((size) => size.slice(1).map(Number))
  }
  const [long, short] = [1191, 842]
  // Few projects lie across the sheet; many stand on it.
  const [few = [], ...furtherFew] = await sheets('/de/luzern/strategy/roadmap')
  expect([few.map(Math.round), furtherFew]).toEqual([[long, short], []])
  const [many = [], ...furtherMany] = await sheets('/de/strategy/roadmap')
  expect([many.map(Math.round), furtherMany]).toEqual([[short, long], []])
  await page.context().close()
})
