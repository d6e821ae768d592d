import { type Language, textIn } from '#kernel/i18n/language.ts'
import { downloadPath } from '../catalogue/addresses.ts'
import type { Distribution, PublishedDataSet } from '../catalogue/data-set.ts'
import type { Column, ColumnType } from '../tables/column.ts'
import type { Surroundings } from './data-set-resource.ts'
import { commonOf } from './schema-org.ts'

/** The context that the specification prints. */
const context = {
  '@language': 'de',
  '@vocab': 'https://schema.org/',
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  cr: 'http://mlcommons.org/croissant/',
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  dct: 'http://purl.org/dc/terms/',
  extract: 'cr:extract',
  field: 'cr:field',
  fileObject: 'cr:fileObject',
  isLiveDataset: 'cr:isLiveDataset',
  key: 'cr:key',
  recordSet: 'cr:recordSet',
  sc: 'https://schema.org/',
  source: 'cr:source',
} as const

const dataTypes: Readonly<Record<ColumnType, string>> = {
  string: 'sc:Text',
  integer: 'sc:Integer',
  number: 'sc:Float',
  boolean: 'sc:Boolean',
  date: 'sc:Date',
  time: 'sc:Time',
  datetime: 'sc:DateTime',
  year: 'sc:Integer',
  geometry: 'sc:Text',
}

/**
 * A data set with the columns of its tables for whoever trains or computes with it (Croissant 1.0, MLCommons 2024,
 * https://docs.mlcommons.org/croissant/docs/croissant-spec.html).
 */
export function croissantOf(dataSet: PublishedDataSet, around: Surroundings, language: Language) {
  const tables = dataSet.metadata.distributions.filter(({ kind }) => kind === 'table')
  return {
    '@context': { ...context, '@language': language },
    '@type': 'sc:Dataset',
    ...commonOf(dataSet, around, language),
    conformsTo: 'http://mlcommons.org/croissant/1.0',
    // The addresses lead to the rows of today: a checksum would be wrong with the next version, so the files are said to change.
    isLiveDataset: true,
    distribution: tables.map((table) => ({
      '@type': 'cr:FileObject',
      '@id': `${table.slug}.csv`,
      name: `${table.slug}.csv`,
      description: textIn(table.title, language),
      encodingFormat: 'text/csv',
      contentUrl: around.origin + downloadPath(dataSet, table.slug, 'csv'),
    })),
    recordSet: tables.map((table) => recordSet(table, language)),
  }
}

function recordSet(table: Distribution, language: Language) {
  const columns = table.columns ?? []
  const keys = columns.filter(({ isKey }) => isKey)
  return {
    '@type': 'cr:RecordSet',
    '@id': table.slug,
    name: table.slug,
    description: textIn(table.title, language),
    ...(keys.length > 0 ? { key: keys.map(({ name }) => ({ '@id': `${table.slug}/${name}` })) } : {}),
    field: columns.map((column) => field(table, column, language)),
  }
}

function field(table: Distribution, column: Column, language: Language) {
  return {
    '@type': 'cr:Field',
    '@id': `${table.slug}/${column.name}`,
    name: column.name,
    description: textIn(column.description ?? column.title, language),
    dataType: dataTypes[column.type],
    source: { fileObject: { '@id': `${table.slug}.csv` }, extract: { column: column.name } },
  }
}
