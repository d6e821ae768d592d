import { slug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { DataSetMetadata } from '#modules/opendata/catalogue/data-set.ts'
import { bringDataSet } from '#modules/opendata/content/bring-data-set.ts'
import type { Cell } from '#modules/opendata/query/table-reader.ts'
import { scarceMetadata } from '#test/conformance/example-data-sets.ts'
import { openGate } from './open-data.ts'

export const treesId = '0199c000-0000-7000-8000-0000000000a1'

const titled = (de: string, en: string) => ({ de, en })

/** Trees of Kriens, as an example: every type of column, one row without anything but its key. */
export const treeMetadata: DataSetMetadata = {
  ...scarceMetadata,
  title: titled('Bäume', 'Trees'),
  description: titled('Bäume an Strassen (Beispiel).', 'Trees along streets (example).'),
  keywords: { de: ['Baum', 'Grün'], en: ['tree'] },
  themes: ['ENVI', 'TRAN'],
  licence: 'terms_by',
  distributions: [
    {
      id: treesId,
      slug: 'liste',
      kind: 'table',
      title: titled('Liste der Bäume', 'List of trees'),
      columns: [
        { name: 'nr', title: titled('Nummer', 'Number'), type: 'integer', role: 'fact', isKey: true },
        { name: 'species', title: titled('Art', 'Species'), type: 'string', role: 'fact' },
        { name: 'height', title: titled('Höhe', 'Height'), type: 'number', role: 'fact', unit: 'm' },
        { name: 'planted', title: titled('Gepflanzt', 'Planted'), type: 'date', role: 'fact' },
        { name: 'checked', title: titled('Geprüft', 'Checked'), type: 'datetime', role: 'fact' },
        { name: 'is_protected', title: titled('Geschützt', 'Protected'), type: 'boolean', role: 'fact' },
        { name: 'place', title: titled('Ort', 'Place'), type: 'geometry', role: 'fact' },
      ],
    },
  ],
}

const species = ['Linde', 'Ahorn', 'Föhre, «Wald»', '=Eiche']

/** Twelve trees by default; the same number gives the same rows. */
export function treeRows(count = 12): Cell[][] {
  return Array.from({ length: count }, (_, at) => [
    at + 1,
    species[at % 4] ?? null,
    at === 11 ? null : 5 + at / 2,
    at === 11 ? null : `20${String(10 + (at % 10)).padStart(2, '0')}-03-01`,
    at === 11 ? null : `2026-11-${String((at % 20) + 1).padStart(2, '0')}T08:00:00Z`,
    at === 11 ? null : at % 2 === 0,
    at === 11 ? null : { type: 'Point', coordinates: [8.25 + (at % 100) / 100, 47 + (at % 7) / 100] },
  ])
}

export type Example = { authority?: string; slug?: string; metadata?: DataSetMetadata; rows?: readonly Cell[][] }

/** Publishes a data set with rows in its only table; once more for a new version. */
export async function publishExample(kernel: Kernel, example: Example = {}): Promise<void> {
  const { authority = 'kriens', slug: name = 'baeume', metadata = treeMetadata, rows = treeRows() } = example
  const tables = metadata.distributions.filter(({ kind }) => kind === 'table')
  await bringDataSet(
    kernel,
    { authorityId: slug(authority), slug: name, metadata, rows: new Map(tables.map((one) => [one.slug, rows])) },
    openGate,
  )
}
