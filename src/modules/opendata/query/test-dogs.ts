import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { slug, uuid } from '#kernel/ids.ts'
import { buildTable } from '../tables/build-table.ts'
import type { Column } from '../tables/column.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { writeRows } from '../tables/write-rows.ts'
import { storedTypes } from './cell-sql.ts'
import { createTableReader } from './create-table-reader.ts'
import type { Cell, TableReader } from './table-reader.ts'

export const titled = (name: string) => ({ de: name, fr: name, it: name, en: name })
export const columns: Column[] = [
  { name: 'dog', title: titled('dog'), type: 'string', isKey: true },
  { name: 'weight', title: titled('weight'), type: 'number' },
  { name: 'born', title: titled('born'), type: 'date' },
  { name: 'chip', title: titled('chip'), type: 'integer' },
  { name: 'seen', title: titled('seen'), type: 'datetime' },
  { name: 'is_tame', title: titled('is_tame'), type: 'boolean' },
  { name: 'place', title: titled('place'), type: 'geometry' },
]
export const point = { type: 'Point', coordinates: [8.3, 47.05] }
export const rows: Cell[][] = [
  ['Bello', 12.5, '2020-02-29', '9007199254740993', '2026-11-26T08:00:00Z', true, point],
  ['Ämmi, "die Grosse"', null, '2021-01-01', 5, null, false, null],
  ['=1+1', -3, null, 5, '2026-11-26T09:00:00+01:00', null, null],
  ['', 0.1, '2020-02-29', null, null, true, null],
  [null, 7, '2019-12-31', -5, null, true, null],
]

/** A reader in a folder of its own, a version of a small register of dogs, and what makes others with the same columns. */
export type Dogs = {
  readonly folder: string
  readonly reader: TableReader
  readonly version: TableVersion
  build(name: string, content: readonly (readonly Cell[])[]): Promise<TableVersion>
  close(): Promise<void>
}

export async function openDogs(): Promise<Dogs> {
  const folder = await mkdtemp(join(tmpdir(), 'wegweiser-reader-'))
  const reader = createTableReader(async ({ file }) => join(folder, file))
  const build: Dogs['build'] = (name, content) => buildIn(folder, name, content)
  return {
    ...{ folder, reader, build, version: await build('dogs', rows) },
    close: async () => {
      await reader.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function buildIn(folder: string, name: string, content: readonly (readonly Cell[])[]): Promise<TableVersion> {
  const path = join(folder, `${name}.csv`)
  await writeRows(content, columns, path)
  const made = await buildTable({
    source: { path, format: 'csv' },
    columns: columns.map((one) => ({ name: one.name, type: storedTypes[one.type], isJson: one.type === 'geometry' })),
    folder,
    target: join(folder, name),
  })
  return {
    authorityId: slug('kriens'),
    dataSetId: uuid('00000000-0000-7000-8000-000000000001'),
    tableId: uuid('00000000-0000-7000-8000-000000000002'),
    number: 1,
    file: name,
    sha256: name,
    bytes: 1,
    rows: made.rows,
    columns,
    changes: null,
    note: null,
    madeAt: new Date(0),
    publishedAt: null,
  }
}
