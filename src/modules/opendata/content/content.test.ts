import { join } from 'node:path'
import { expect, test } from 'vitest'
import { languages } from '#kernel/i18n/language.ts'
import { refusedColumns } from '../protection/publishable-columns.ts'
import { holidaysOf, votingSundays } from './calendar.ts'
import { readSeriesFolder } from './content-series.ts'
import { readDataSetFolder } from './read-data-sets.ts'

const dataSets = readDataSetFolder(join(import.meta.dirname, '../../../../content/datasets'))

test('each data set of the content is told in four languages down to the columns and codes, with a source, and may be published', () => {
  expect([...dataSets.keys()]).toEqual([
    'abstimmungssonntage',
    'dienstleistungen',
    'gemeindegrenzen',
    'gemeinden',
    'ruhetage',
    'strategie-auflagen',
    'strategie-berichte',
    'strategie-beteiligungen',
    'strategie-betraege',
    'strategie-eintraege',
    'strategie-entscheide',
    'strategie-halbjahre',
    'strategie-indikatordefinitionen',
    'strategie-indikatoren',
    'strategie-kredite',
    'strategie-kreditsummen',
    'strategie-meilensteine',
    'strategie-mitglieder',
    'strategie-partner',
    'strategie-projekte',
    'strategie-synergien',
    'strategie-verbindungen',
    'strategie-vereinbarungen',
    'strategie-vorstoesse',
  ])
  for (const [slug, { title, description, keywords, sources, contact, distributions }] of dataSets) {
    const columns = distributions.flatMap((one) => one.columns ?? [])
    const codes = columns.flatMap((one) => one.codes ?? [])
    const texts = [
      ...[title, description, keywords, contact.name],
      ...(sources ?? []).map((one) => one.title),
      ...distributions.map((one) => one.title),
      ...columns.flatMap((one) => [one.title, one.description]),
      ...codes.map(({ label }) => label),
    ]
    for (const text of texts) expect(Object.keys(text ?? {})).toEqual([...languages])
    // The services are the platform's own; of the strategy each row has its source.
    expect(sources !== undefined && sources.length > 0).toBe(
      slug !== 'dienstleistungen' && !slug.startsWith('strategie-'),
    )
    expect(columns.length).toBeGreaterThan(1)
    expect(refusedColumns(columns)).toEqual([])
  }
})

test('each series of the content is told in four languages, and its data sets are there', () => {
  const all = readSeriesFolder(join(import.meta.dirname, '../../../../content/series'))
  expect(all.map(({ slug }) => slug)).toEqual(['digitalstrategien', 'gemeinden-und-grenzen'])
  for (const { metadata, dataSets: members } of all) {
    for (const text of [metadata.title, metadata.description, metadata.contact.name])
      expect(Object.keys(text)).toEqual([...languages])
    expect(members.filter((slug) => !dataSets.has(slug))).toEqual([])
  }
})

test('the movable holidays of 2013 are those of the calendar of that year', () => {
  expect(holidaysOf(2013).map(([date]) => date)).toEqual([
    ...['2013-01-01', '2013-03-29', '2013-05-09', '2013-05-30', '2013-08-01'],
    ...['2013-08-15', '2013-11-01', '2013-12-08', '2013-12-25', '2013-12-26'],
  ])
})

test('each holiday has its name among the codes', () => {
  const codes = dataSets.get('ruhetage')?.distributions[0]?.columns?.flatMap((one) => one.codes ?? []) ?? []
  const used = holidaysOf(2026).map(([, code]) => code)
  expect(used.toSorted()).toEqual(codes.map(({ code }) => code).toSorted())
})

test('voting days are Sundays, in order, four a year', () => {
  const dates = votingSundays.map(([date]) => String(date))
  expect(dates.every((date) => new Date(`${date}T00:00:00Z`).getUTCDay() === 0)).toBe(true)
  expect(dates).toEqual(dates.toSorted())
  expect(dates.filter((date) => date.startsWith('2027'))).toHaveLength(4)
})
