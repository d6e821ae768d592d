import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findPlaces, loadPlaces, municipalitiesOf, PlacesFileError, postcodeMatchesLocality } from './places.ts'

const places = loadPlaces(join(import.meta.dirname, '../../../content/places/localities.yaml'))
const names = (query: string, limit?: number) =>
  findPlaces(places, query, limit).map((place) => `${place.postcode} ${place.locality}`)

test('a locality is found by postcode, by name, by both, and by their beginnings', () => {
  for (const query of ['6010', 'Kriens', 'kriens', '6010 Kriens', 'Kriens 6010', '6010 kri', ' 6010  '])
    expect(names(query)).toContain('6010 Kriens')
  expect(names('601', 20)).toEqual(expect.arrayContaining(['6010 Kriens', '6017 Ruswil']))
  expect(names('')).toEqual([])
  expect(names('6010 Luzern')).toEqual([])
  expect(names('Zürich')).toEqual([])
})

test('umlauts, abbreviations and the canton in the name do not matter', () => {
  for (const query of ['Römerswil', 'roemerswil', 'ROMERSWIL', 'Römerswil LU'])
    expect(names(query)).toEqual(['6027 Römerswil LU'])
  expect(names('Hergiswil bei Willisau')).toEqual(['6133 Hergiswil b. Willisau'])
  expect(names('Sankt Urban')).toEqual(['4915 St. Urban'])
})

test('names that begin with the words come first', () => {
  expect(names('willisau')).toEqual(['6130 Willisau', '6133 Hergiswil b. Willisau'])
  expect(names('l', 3)).toHaveLength(3)
})

test('where a locality lies in several municipalities all are given, the largest first', () => {
  expect(municipalitiesOf(places, '6010', 'Kriens').map((share) => share.bfsNumber)).toEqual([1059])
  expect(municipalitiesOf(places, '6016', 'Hellbühl').map((share) => share.bfsNumber)).toEqual([1093, 1062, 1098, 1061])
  expect(municipalitiesOf(places, '6010', 'Luzern')).toEqual([])
})

test('a postcode that does not belong to the locality is seen', () => {
  expect(postcodeMatchesLocality(places, '6166', 'Hasle')).toBe(true)
  expect(postcodeMatchesLocality(places, '6166', 'Hasle LU')).toBe(true)
  expect(postcodeMatchesLocality(places, '6166', 'Has')).toBe(false)
  expect(postcodeMatchesLocality(places, '6010', 'Luzern')).toBe(false)
})

test('a faulty file names the line', () => {
  const file = join(tmpdir(), `localities-${process.pid}.yaml`)
  writeFileSync(
    file,
    "localities:\n  - { postcode: '6010', name: Kriens, shares: { 1059: 100 } }\n  - { postcode: 601, name: Kriens, shares: {} }\n",
  )
  expect(() => loadPlaces(file)).toThrow(PlacesFileError)
  expect(() => loadPlaces(file)).toThrow('locality 2')
})

test('the localities are those of the directory they come from', () => {
  const source = join(import.meta.dirname, '../../../../shared/data/places/lu-ortschaften.csv')
  if (!existsSync(source)) {
    process.stdout.write('localities not compared: ../shared/data is not here\n')
    return
  }
  const rows = readFileSync(source, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(';'))
  const expected = rows.map(
    ([name, postcode, , , , bfs, , share]) => `${postcode} ${name} ${bfs} ${Number.parseFloat(share ?? '')}`,
  )
  const own = places.flatMap((place) =>
    place.shares.map((share) => `${place.postcode} ${place.locality} ${share.bfsNumber} ${share.percent}`),
  )
  expect(own.sort()).toEqual(expected.sort())
})
