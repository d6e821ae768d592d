import { v7 } from 'uuid'
import { jsonb } from '#kernel/db/jsonb.ts'
import { slug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { DataSetMetadata } from '#modules/opendata/catalogue/data-set.ts'
import { fingerprintOf } from '#modules/opendata/catalogue/publish-data-set.ts'
import { readBench } from '#modules/opendata/catalogue/workbench.ts'
import { bringDataSet, type Gate } from '#modules/opendata/content/bring-data-set.ts'
import type { Cell } from '#modules/opendata/query/table-reader.ts'

/** A gate that finds everything fit, for tests that begin after it. */
export const openGate: Gate = async (scope, key) => {
  await scope.db
    .insertInto('opendata.gate_reports')
    .values({
      authority_id: key.authorityId,
      data_set_id: key.id,
      id: v7(),
      made_at: scope.now(),
      is_fit: true,
      findings: jsonb([]),
      fingerprint: await fingerprintOf(scope, await readBench(scope, key)),
    })
    .execute()
}

type Example = {
  readonly authority: string
  readonly name: string
  readonly metadata: DataSetMetadata
  readonly rows: Readonly<Record<string, readonly (readonly Cell[])[]>>
}

/** Publishes a data set with its rows, as the platform does; again with other rows, it gets a new version. */
export async function publishExample(kernel: Kernel, { authority, name, metadata, rows }: Example): Promise<void> {
  const brought = {
    authorityId: slug<'authority'>(authority),
    slug: name,
    metadata,
    rows: new Map(Object.entries(rows)),
  }
  await bringDataSet(kernel, brought, openGate)
}

const example: Omit<DataSetMetadata, 'title' | 'distributions'> = {
  description: {
    de: 'Zahlen zum Ausprobieren, frei erfunden.',
    fr: 'Des chiffres inventés pour essayer.',
    it: 'Cifre inventate per provare.',
    en: 'Invented figures to try out.',
  },
  keywords: { de: ['Beispiel'] },
  themes: ['SOCI'],
  frequency: 'ANNUAL',
  licence: 'terms_by',
  rights: 'CC-BY-4.0',
  contact: { name: { de: 'Fachstelle (Beispiel)' }, email: 'daten@beispiel.example' },
  issued: '2026-01-15',
  temporal: [{ from: '2020-01-01', to: '2025-12-31' }],
  spatial: ['kanton-luzern'],
  sources: [{ title: { de: 'Frei erfunden' }, url: 'https://beispiel.example/erfunden' }],
}

const id = (number: number) => `0199c000-0000-7000-8000-${String(number).padStart(12, '0')}`

/** Numbers of municipalities of today and, last, of one that has merged since (Littau, part of Luzern). */
const numbers = [1024, 1030, 1054, 1058, 1059, 1061, 1063, 1081, 1103, 1151, 1060]

/** By municipality and year: drawn as a line over the years, and as a map. */
export const population: Example = {
  authority: 'kanton-luzern',
  name: 'bevoelkerung',
  metadata: {
    ...example,
    title: {
      de: 'Bevölkerung nach Gemeinde',
      fr: 'Population par commune',
      it: 'Popolazione per Comune',
      en: 'Population by municipality',
    },
    keywords: { de: ['Einwohner', 'Bevölkerung'], fr: ['habitants'], it: ['abitanti'], en: ['inhabitants'] },
    distributions: [
      {
        id: id(301),
        slug: 'bestand',
        kind: 'table',
        title: {
          de: 'Bestand am Jahresende',
          fr: 'Effectif en fin d’année',
          it: 'Effettivo a fine anno',
          en: 'At the end of the year',
        },
        columns: [
          {
            name: 'gemeinde',
            title: { de: 'Gemeinde', fr: 'Commune', it: 'Comune', en: 'Municipality' },
            type: 'integer',
            role: 'fact',
            isKey: true,
            reference: 'bfs-municipality',
          },
          {
            name: 'jahr',
            title: { de: 'Jahr', fr: 'Année', it: 'Anno', en: 'Year' },
            type: 'year',
            role: 'fact',
            isKey: true,
          },
          {
            name: 'einwohner',
            title: { de: 'Einwohner', fr: 'Habitants', it: 'Abitanti', en: 'Inhabitants' },
            type: 'integer',
            role: 'measure',
            unit: 'Personen',
          },
        ],
      },
    ],
  },
  rows: {
    bestand: numbers.flatMap((number, at) =>
      [2020, 2021, 2022, 2023, 2024, 2025].map((year) => [
        number,
        year,
        900 + at * 2_400 + (year - 2020) * 37 * (at % 4),
      ]),
    ),
  },
}

const kinds = ['blau', 'weiss', 'behindert', 'taxi']

/** Places with a point each, and codes: drawn as bars and as points. */
export const parking: Example = {
  authority: 'kriens',
  name: 'parkplaetze',
  metadata: {
    ...example,
    title: { de: 'Parkplätze', fr: 'Places de parc', it: 'Parcheggi', en: 'Parking spaces' },
    keywords: { de: ['Parkplatz', 'Auto'] },
    themes: ['TRAN'],
    frequency: 'IRREG',
    licence: 'terms_open',
    spatial: ['kriens'],
    distributions: [
      {
        id: id(311),
        slug: 'plaetze',
        kind: 'table',
        title: { de: 'Alle Parkplätze' },
        columns: [
          { name: 'nummer', title: { de: 'Nummer' }, type: 'integer', role: 'fact', isKey: true },
          {
            name: 'art',
            title: { de: 'Art' },
            type: 'string',
            role: 'fact',
            codes: [
              { code: 'blau', label: { de: 'Blaue Zone' } },
              { code: 'weiss', label: { de: 'Weisse Zone' } },
              { code: 'behindert', label: { de: 'Für Menschen mit Behinderung' } },
              { code: 'taxi', label: { de: 'Taxi <Standplatz> & "Halt"' } },
            ],
          },
          { name: 'felder', title: { de: 'Felder' }, type: 'integer', role: 'measure' },
          { name: 'erfasst', title: { de: 'Erfasst am' }, type: 'date', role: 'fact' },
          { name: 'ort', title: { de: 'Ort' }, type: 'geometry', role: 'fact' },
        ],
      },
      {
        id: id(312),
        slug: 'plan',
        kind: 'link',
        title: { de: 'Plan' },
        format: 'PDF',
        url: 'https://kriens.example/plan.pdf',
      },
    ],
  },
  rows: {
    plaetze: Array.from({ length: 130 }, (_, at) => [
      at + 1,
      kinds[(at * at) % kinds.length] ?? 'blau',
      1 + ((at * 7) % 12),
      `2026-${String(1 + (at % 12)).padStart(2, '0')}-15`,
      { type: 'Point', coordinates: [8.26 + ((at * 13) % 50) / 1_000, 47.02 + ((at * 29) % 40) / 1_500] },
    ]),
  },
}

/** Both examples, the first of them with a second version. */
export async function publishExamples(kernel: Kernel): Promise<void> {
  await publishExample(kernel, population)
  await publishExample(kernel, { ...population, rows: { bestand: secondVersion } })
  await publishExample(kernel, parking)
}

/** A row fewer, one with another value, and one more. */
export const secondVersion: Example['rows'][string] = [
  [1024, 2020, 950],
  ...(population.rows.bestand ?? []).slice(2),
  [1024, 2026, 1_200],
]
