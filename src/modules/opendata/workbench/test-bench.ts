import { onTestFinished, vi } from 'vitest'
import type { Town } from '#test/support/town.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'
import { tablesOf } from '../tables/tables.ts'

/** A file as it is uploaded. */
export const csv = (text: string) => ({
  name: 'parkplaetze.csv',
  type: 'text/csv',
  content: new TextEncoder().encode(text),
})
export const rows = 'Nummer;Strasse;Plätze\n1;Dorfweg;12\n2;Bachweg;7\n3;Schulweg;30\n'

/** A data set of the authority whose steward opens it, with everything that is needed said. */
export async function beginDataSet(town: Town, steward: Visitor, slug: string): Promise<Page> {
  const page = await steward.open('/desk/opendata/new')
  const filled = page.fill({
    Kurzname: slug,
    'Titel › Deutsch': 'Parkplätze',
    'Titel › Französisch': 'Places de stationnement',
    'Titel › Italienisch': 'Parcheggi',
    'Titel › Englisch': 'Parking spaces',
    'Beschreibung › Deutsch': 'Öffentliche Parkplätze (Beispiel).',
    'Schlagwörter › Deutsch': 'Parkplatz\nVerkehr',
    Themen: ['Verkehr'],
    Aktualisierung: 'jährlich',
    'Kontaktstelle › Deutsch': 'Tiefbau (Beispiel)',
    'E-Mail der Kontaktstelle': 'tiefbau@kriens.example',
    Zeitraum: '1.1.2025 – 31.12.2025\n2026-01-01',
    Gebiet: 'Kriens\nHorw',
    Quellen: `Zählung vor Ort | Comptage | ${town.house.kernel.settings.origin}/zaehlung`,
  })
  return filled.submit('Speichern')
}

/** A table in it, read from a file. */
export async function addTable(page: Page, file = rows, name = 'liste'): Promise<Page> {
  const form = await page.follow('Daten hinzufügen')
  const added = await form
    .fill({ 'Was fügen Sie hinzu?': 'Tabelle', Kurzname: name, 'Titel › Deutsch': 'Liste' })
    .submit('Speichern')
  return added.fill({ 'Datei mit den Zeilen': csv(file) }).submit('Hochladen und lesen')
}

/** Every column of such rows with its role. */
export async function classColumns(page: Page): Promise<Page> {
  const columns = await page.follow('3 Spalten beschreiben')
  return columns
    .fill({
      'nummer › Rolle': 'Sachmerkmal',
      'nummer › gehört zum Schlüssel': true,
      'strasse › Rolle': 'Sachmerkmal',
      'plaetze › Rolle': 'Messwert',
      'plaetze › Einheit': 'Plätze',
    })
    .submit('Spalten speichern')
}

export const idOf = (page: Page) => /opendata\/([0-9a-f-]{36})/.exec(page.path)?.[1] ?? ''

/** The page of the data set from one of its tables. */
export const back = (page: Page) => page.visitor.open(page.path.replace(/\/distributions.*/, ''))

/** How many connections to the database were held, each time when work began that may take minutes: such work has a folder of its own. */
export function watchConnections(town: Town): readonly number[] {
  const { database } = town.house.kernel
  const { cache } = tablesOf(town.house.kernel)
  const workFolder = cache.workFolder.bind(cache)
  const held: number[] = []
  const spy = vi.spyOn(cache, 'workFolder').mockImplementation(() => {
    const { total, idle } = database.connections()
    held.push(total - idle)
    return workFolder()
  })
  onTestFinished(() => {
    spy.mockRestore()
  })
  return held
}
