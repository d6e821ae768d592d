import { expect, test } from 'vitest'
import type { Feed } from '#kernel/feed.ts'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { columnsOf, monthsToBuild, protectMonth } from './build-feed.ts'

const day = (value: string): IsoDate => {
  if (!isIsoDate(value)) throw new Error(value)
  return value
}
const text = (de: string) => ({ de })
/** As any module can declare one in its manifest. */
const feed: Feed = {
  ...{ id: 'loans', authorityId: 'kriens', title: text('Ausleihen'), description: text('Ausleihen'), purpose: 'test' },
  ...{ keywords: { de: ['Ausleihe'], fr: ['prêt'], it: ['prestito'], en: ['loan'] }, issued: day('2026-11-26') },
  contact: { name: text('Bibliothek'), email: 'bibliothek@kriens.example' },
  measure: { name: 'loans', title: text('Ausleihen'), description: text('Ausleihen') },
  dimensions: [
    { name: 'branch', title: text('Zweigstelle'), description: text('Wo'), role: 'fact' },
    { name: 'age', title: text('Alter'), description: text('Gruppe'), role: 'quasi-identifier' },
  ],
  count: async () => [],
}
const counts = [
  { codes: { branch: 'a', age: 'young' }, count: 30 },
  { codes: { branch: 'a', age: 'old' }, count: 20 },
  { codes: { branch: 'b', age: 'young' }, count: 8 },
  { codes: { branch: 'b', age: 'old' }, count: 2 },
]

test('a feed declared by a module becomes rows with their sums, and nothing of fewer than five', () => {
  const { rows, report } = protectMonth(feed, day('2026-10-01'), counts)
  expect(columnsOf(feed).map(({ name }) => name)).toEqual(['month', 'branch', 'age', 'loans'])
  expect(rows).toContainEqual(['2026-10', null, null, 60])
  expect(rows).toContainEqual(['2026-10', 'a', null, 50])
  expect(rows).toContainEqual(['2026-10', 'b', null, 10])
  expect(rows.every(([, branch, age]) => !(branch === 'b' && age !== null))).toBe(true)
  expect(report.hidden.small).toBe(1)
})

test('what is sensitive is counted from ten on', () => {
  const sensitive: Feed = { ...feed, dimensions: feed.dimensions.map((one) => ({ ...one, role: 'sensitive' })) }
  const { rows, report } = protectMonth(sensitive, day('2026-10-01'), [
    { codes: { branch: 'a', age: 'old' }, count: 9 },
  ])
  expect([rows, report.k]).toEqual([[], 10])
})

test('months are built when they are over, once each', () => {
  expect(monthsToBuild(day('2026-09-14'), day('2026-12-01'), new Set(['2026-10']))).toEqual([
    '2026-09-01',
    '2026-11-01',
  ])
  expect(monthsToBuild(day('2026-11-01'), day('2026-11-30'), new Set())).toEqual([])
})

test('of a whole canton in a month most figures of five and more are shown', () => {
  const all = Array.from({ length: 80 }, (_, place) =>
    Array.from({ length: 40 }, (_, service) => ({
      codes: { branch: `${service}`, age: `${place}` },
      count: ((place * 7 + service * 13) % 23) + 1,
    })),
  ).flat()
  const begun = performance.now()
  const { report } = protectMonth(feed, day('2026-10-01'), all)
  const took = performance.now() - begun
  process.stdout.write(
    `feed: ${all.length} counts of a month protected in ${took.toFixed(0)} ms, ${JSON.stringify(report)}\n`,
  )
  expect(report.shown).toBeGreaterThan(2_000)
})
