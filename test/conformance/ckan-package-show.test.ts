import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishExample, treeMetadata, treesId } from '#test/support/data-sets.ts'
import { openTown, type Town } from '#test/support/town.ts'

// A whole answer of opendata.swiss, recorded in 2020 (`../shared/data/ogd/SOURCES.md`): what its clients hold on to.
const file = join(import.meta.dirname, '../../../shared/data/ogd/catalogues/ckan-package_show-opendata-swiss-2020.json')
const isThere = existsSync(file)

let town: Town
beforeAll(async () => {
  town = await openTown()
  const [table] = treeMetadata.distributions
  if (!table) throw new Error('no table')
  const link = {
    id: '0199c000-0000-7000-8000-0000000000b1',
    slug: 'karte',
    kind: 'link',
    title: { de: 'Karte' },
  } as const
  await publishExample(town.house.kernel, {
    metadata: {
      ...treeMetadata,
      temporal: [{ from: '2020-01-01' }],
      modified: '2026-11-01',
      landingPage: 'https://example.ch/baeume',
      relations: [{ title: { de: 'Gesetz' }, url: 'https://example.ch/gesetz' }],
      distributions: [
        table,
        { ...link, url: 'https://example.ch/karte.pdf', format: 'PDF', mediaType: 'application/pdf' },
      ],
    },
  })
})
afterAll(() => town.close())

/** What a value is made of: objects by their fields, lists by their first entry. What says nothing fits everything. */
function differences(recorded: unknown, own: unknown, path: string): string[] {
  if (isEmpty(recorded)) return []
  if (own === undefined) return [`${path} is missing`]
  if (own === null || own === '') return []
  if (Array.isArray(recorded)) {
    if (!Array.isArray(own)) return [`${path} is no list`]
    return own.length === 0 ? [] : differences(recorded[0], own[0], `${path}[]`)
  }
  if (isObject(recorded)) {
    if (!isObject(own)) return [`${path} is no object`]
    return Object.entries(recorded).flatMap(([name, value]) =>
      name in own ? differences(value, own[name], `${path}.${name}`) : [`${path}.${name} is missing`],
    )
  }
  return typeof recorded === typeof own ? [] : [`${path} is a ${typeof own}, not a ${typeof recorded}`]
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isEmpty = (value: unknown): boolean =>
  value === null || (Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0)

const show = async (id: string) => {
  const url = `/api/3/action/package_show?id=${id}`
  return (await town.house.app.inject({ url, headers: { host: town.host } })).json<Record<string, unknown>>()
}

test('package_show has every field of the recorded one, made of the same', async () => {
  if (!isThere) {
    process.stdout.write('package_show is not compared: the recorded answer is not here\n')
    return
  }
  const recorded: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const own = await show('baeume_kriens')
  expect(differences(recorded, own, 'answer')).toEqual([])
  const empty = isObject(recorded) && isObject(recorded.result) ? Object.keys(recorded.result) : []
  expect(empty.length).toBeGreaterThan(40)
  expect(empty.filter((name) => !isObject(own.result) || !(name in own.result))).toEqual([])
})

test('the comparison finds what is missing or other', () => {
  expect(differences({ a: 1, b: [{ c: 'x' }] }, { a: '1', b: [{}] }, 'at')).toEqual([
    'at.a is a string, not a number',
    'at.b[].c is missing',
  ])
})

test('what is said of a data set is there', async () => {
  const { result, help } = await show('baeume@kriens')
  expect(help).toBe(`http://${town.host}/api/3/action/help_show?name=package_show`)
  expect(result).toMatchObject({
    name: 'baeume_kriens',
    identifier: 'baeume@kriens',
    title: { de: 'Bäume', fr: '', it: '', en: 'Trees' },
    license_id: 'terms_by',
    isopen: true,
    owner_org: 'kriens',
    organization: { name: 'kriens', political_level: 'commune', package_count: 1 },
    groups: [{ name: 'envi' }, { name: 'tran' }],
    num_tags: 2,
    tags: [{ name: 'Baum' }, { name: 'Grün' }],
    temporals: [{ start_date: '2020-01-01T00:00:00', end_date: null }],
    resources: [
      {
        id: treesId,
        format: 'CSV',
        datastore_active: true,
        url: `http://${town.host}/opendata/kriens/baeume/liste.csv`,
        rights: 'NonCommercialAllowed-CommercialAllowed-ReferenceRequired',
        downloads: expect.arrayContaining([
          { format: 'GEOJSON', url: `http://${town.host}/opendata/kriens/baeume/liste.geojson` },
        ]),
      },
      { format: 'PDF', url: 'https://example.ch/karte.pdf', datastore_active: false, mimetype: 'application/pdf' },
    ],
  })
})
