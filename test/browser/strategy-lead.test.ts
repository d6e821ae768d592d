import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { fill, follow, next, unfold } from './fill.ts'
import { desktop, findOverflow, phone } from './inspect.ts'
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
const project = 'Beispiel: Baugesuche online einreichen'
const day = 86_400_000
/** Over for certain, wherever the test runs. */
const recently = new Date(Date.now() - 2 * day).toISOString().slice(0, 10)
const told = recently.split('-').toReversed().join('.')

/** Chooses in a list with the keyboard: what begins with these letters. */
async function choose(page: Page, field: string, letters: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.type(letters)
}

async function write(page: Page, field: string, text: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.type(text)
}

async function addLine(page: Page, line: Readonly<Record<string, string>>): Promise<void> {
  await unfold(page, 'Zeile hinzufügen')
  await fill(page, line)
  await next(page, 'Speichern')
}

test('whoever leads a project meets a condition, notes what is done, feared and learned, and reports with a rating and its reason', async () => {
  const { page, complaints } = await stage.open({
    ...desktop,
    as: await stage.town.signIn({ role: 'project_lead', authority: 'luzern' }),
  })
  await page.goto(desk)
  const today = page.locator('.cockpit-today')
  expect(await today.textContent()).toContain('Schulungskonzept für die Baubewilligungsstelle vorlegen')
  await follow(page, project)
  await fill(page, { 'Woran man sieht, dass sie erfüllt ist': 'Konzept vom Amt abgenommen' })
  await next(page, 'Als erfüllt festhalten')
  expect(await readMain(page)).toContain('Konzept vom Amt abgenommen')
  const done = { Bezeichnung: 'Zweite Lieferung', Phase: 'Realisierung', Gewicht: '15', Geplant: recently }
  await addLine(page, { ...done, Erreicht: recently })
  expect(await readRow(page, 'Zweite Lieferung')).toEqual(expect.arrayContaining(['Realisierung', '15', told]))

  await follow(page, 'Risiken')
  await addLine(page, {
    Bezeichnung: 'Zu wenige Testpersonen',
    Wahrscheinlichkeit: '3',
    Auswirkung: '4',
    Massnahme: 'Früh anfragen',
    'Zuständige Stelle': 'Baudirektion',
    Stand: 'offen',
  })
  expect(await readRow(page, 'Zu wenige Testpersonen')).toContain('3 × 4 = 12')
  await follow(page, 'Veränderung')
  await addLine(page, {
    Art: 'Gelerntes',
    Bezeichnung: 'Fachstellen schon beim Entwurf beiziehen',
    'Worum es geht': 'Nacharbeit kostete zwei Monate.',
    'Zuständige Stelle': 'Baudirektion',
  })
  expect(await readRow(page, 'Gelerntes')).toContain('Fachstellen schon beim Entwurf beiziehen')

  // The report is written by keyboard alone.
  await follow(page, 'Berichte')
  await tabTo(page, 'summary', 'Bericht schreiben')
  await page.keyboard.press('Enter')
  await choose(page, '#kind', 'Stat')
  const [year = '', month = '', date = ''] = recently.split('-')
  for (const part of [date, month, year]) await write(page, 'input', part)
  await write(page, '#summary', 'Die zweite Lieferung ist da.')
  await choose(page, '#own_rating', 'beob')
  await write(page, '#own_reason', 'Die Reserve ist knapp.')
  await tabTo(page, 'button', 'Bericht speichern')
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
  const report = (await readRow(page, told)).join(' ')
  for (const text of ['Statusbericht', 'Die zweite Lieferung ist da.', 'beobachten Die Reserve ist knapp.'])
    expect(report).toContain(text)
  expect(report).not.toContain('unveränderlich')
  await follow(page, 'Überblick')
  const ratings = await readMain(page)
  // A decision stands once, not among the connections as well.
  expect(ratings.match(/Weiteres Vorgehen \(IS15\)/g)).toHaveLength(1)
  expect(ratings).toContain(`Eigene Einschätzung, ${told}beobachten Die Reserve ist knapp.`)
  // What somebody independent said before stays, with its day.
  expect(ratings).toContain('Unabhängig, 31.10.2026kritisch Ohne Nachtrag reicht der Kredit voraussichtlich nicht')
  await page.goto(desk)
  expect(await today.textContent()).not.toContain('Schulungskonzept für die Baubewilligungsstelle vorlegen')
  expect((await readRow(page, project)).slice(2, 4)).toEqual(['beobachten', 'kritisch 31.10.2026'])
  expect(complaints).toEqual([])
  await page.context().close()
})

test('those who steer decide at the gate with the check list, nobody else does, and everybody reads the decision', async () => {
  const path = `${desk}/projects/beispiel-baugesuche-online?tab=plan`
  const lead = await stage.open({
    ...desktop,
    as: await stage.town.signIn({ role: 'lead', authority: 'luzern' }),
  })
  await lead.page.goto(path)
  expect(await lead.page.getByText('Entscheid festhalten').count()).toBe(0)
  await lead.page.context().close()

  const { page, complaints } = await stage.open({
    ...phone,
    as: await stage.town.signIn({ role: 'strategist', authority: 'luzern' }),
  })
  await page.goto(path)
  expect(await findOverflow(page)).toEqual([])
  await unfold(page, 'Entscheid festhalten: Phasenfreigabe Einführung')
  await fill(page, {
    Entscheid: 'freigegeben',
    'Entschieden durch': 'Strategiegremium',
    'Entschieden am': recently,
    Begründung: 'Beide Lieferungen sind abgenommen.',
  })
  // The check list is not ticked: what she typed stays, and the way leads to what is missing.
  await next(page, 'Entscheid festhalten')
  expect(await readMain(page)).toContain('Die Prüfliste ist nicht vollständig.')
  expect(await findOverflow(page)).toEqual([])
  const checks = page.getByRole('group', { name: 'Prüfliste' }).getByRole('checkbox')
  for (const check of await checks.all()) await check.check()
  await next(page, 'Entscheid festhalten')
  expect(await page.locator('main h1 + p').textContent()).toContain('Einführung')
  await follow(page, 'Öffentliche Seite ansehen')
  expect(await page.locator('.project-path [aria-current=step]').textContent()).toBe('Einführung')
  expect(await readRow(page, 'Phasenfreigabe Einführung')).toContain(told)
  expect(await findOverflow(page)).toEqual([])
  expect(complaints).toEqual([])
  await page.context().close()
})
