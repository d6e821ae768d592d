import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { fill, follow, next } from './fill.ts'
import { desktop, findOverflow, phone } from './inspect.ts'
import { openStage, type Stage } from './stage.ts'

vi.setConfig({ testTimeout: 90_000 })

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage?.close())

const file = (rows: string) => ({
  name: 'parkplaetze.csv',
  type: 'text/csv',
  content: new TextEncoder().encode(`Nummer;Strasse;Plätze\n${rows}`),
})
const rows = '1;Dorfweg;12\n2;Bachweg;7\n3;Schulweg;30\n4;Feldweg;9\n'

test('a steward describes a data set, uploads a table, mends what is wrong, and a second person publishes it', async () => {
  const { page, complaints } = await stage.open({
    ...desktop,
    as: await stage.town.signIn({ role: 'data_steward', authority: 'kriens' }),
  })
  await page.goto('/de/desk/opendata')
  await follow(page, 'Datensatz anlegen')
  await fill(page, {
    Kurzname: 'parkplaetze',
    'Titel › Deutsch': 'Parkplätze',
    'Titel › Französisch': 'Places de stationnement',
    'Titel › Italienisch': 'Parcheggi',
    'Titel › Englisch': 'Parking spaces',
    'Beschreibung › Deutsch': 'Öffentliche Parkplätze (Beispiel).',
    'Schlagwörter › Deutsch': 'Parkplatz',
    Themen: ['Verkehr'],
    Aktualisierung: 'jährlich',
    'Kontaktstelle › Deutsch': 'Tiefbau (Beispiel)',
    'E-Mail der Kontaktstelle': 'tiefbau@kriens.example',
  })
  await next(page, 'Speichern')
  await follow(page, 'Daten hinzufügen')
  await fill(page, { 'Was fügen Sie hinzu?': 'Tabelle', Kurzname: 'liste', 'Titel › Deutsch': 'Liste' })
  await next(page, 'Speichern')
  await fill(page, { 'Datei mit den Zeilen': file(rows) })
  await next(page, 'Hochladen und lesen')
  await follow(page, '3 Spalten beschreiben')
  await fill(page, {
    'nummer › Rolle': 'Sachmerkmal',
    'nummer › gehört zum Schlüssel': true,
    'strasse › Rolle': 'Sachmerkmal',
    'plaetze › Rolle': 'Messwert',
    'plaetze › Einheit': 'Plätze',
  })
  await next(page, 'Spalten speichern')
  expect(await page.locator('main').textContent()).toContain('Die Spalten sind gespeichert.')

  // What does not fit is told with its line, and what was there stays.
  await page.goto(page.url().replace(/\/columns.*/, ''))
  await fill(page, { 'Datei mit den neuen Zeilen': file(`${rows}5;Hofweg;viele\n`) })
  await next(page, 'Hochladen und lesen')
  expect(await page.locator('main').textContent()).toContain('«viele» ist keine ganze Zahl.')
  const dataSet = page.url().replace(/\/distributions.*/, '')
  await page.goto(dataSet)
  await next(page, 'Prüfen')
  await next(page, 'Zur Veröffentlichung einreichen')
  expect(await page.getByRole('button', { name: 'Veröffentlichen' }).count()).toBe(0)
  expect(complaints).toEqual([])

  const lead = await stage.open({
    ...desktop,
    as: await stage.town.signIn({ role: 'lead', authority: 'kriens' }),
  })
  await lead.page.goto(dataSet)
  await next(lead.page, 'Veröffentlichen')
  expect(await lead.page.locator('main').textContent()).toContain('Der Datensatz ist veröffentlicht.')
  expect(lead.complaints).toEqual([])
})

test('somebody on a phone finds the table, sorts and filters it, sees it drawn, and takes it along', async () => {
  const { page, complaints } = await stage.open(phone)
  const fits = async () => expect(await findOverflow(page)).toEqual([])
  await page.goto('/de/opendata')
  await page.getByRole('searchbox').fill('parkplatz')
  await Promise.all([page.waitForEvent('load'), page.getByRole('searchbox').press('Enter')])
  await fits()
  await follow(page, 'Parkplätze')
  await fits()
  await follow(page, 'Daten ansehen')
  await fits()
  const places = () => page.locator('.look-table tbody tr > :nth-child(3)').allTextContents()
  const sorting = page.getByRole('columnheader', { name: 'Plätze' }).getByRole('link')
  await Promise.all([page.waitForEvent('load'), sorting.tap()])
  expect(await places()).toEqual(['7', '9', '12', '30'])
  await page.getByText('Filtern').first().click()
  await fill(page, { Plätze: '> 8' })
  await next(page, 'Anwenden')
  expect(await places()).toEqual(['9', '12', '30'])
  await fits()
  await follow(page, 'Diagramm')
  expect(await page.locator('figure h2').textContent()).toContain('Plätze')
  expect(await page.locator('figure svg .chart-text').count()).toBeGreaterThan(2)
  await fits()
  await page.goBack()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).first().click(),
  ])
  expect(download.suggestedFilename()).toMatch(/\.csv$/)
  expect(readFileSync(await download.path(), 'utf8')).toContain('Schulweg')
  expect(complaints).toEqual([])
})
