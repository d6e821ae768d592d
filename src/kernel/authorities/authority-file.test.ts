import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AuthorityFileError, parseAuthorityFile, parseHistoryFile, parseUnitKindsFile } from './authority-file.ts'

const folder = join(import.meta.dirname, '../../../content/authorities')
const kinds = parseUnitKindsFile('unit-kinds.yaml', readFileSync(join(folder, 'unit-kinds.yaml'), 'utf8'))

const sound = `
name: { de: Musterdorf }
kind: municipality
code: MUS
bfsNumber: 9999
district: Musterkreis
languages: [de, fr]
theme: { accent: '#224466' }
contact: { postcode: '6000', locality: Musterdorf, email: info@musterdorf.example, example: true }
openingHours: { mo: '08:00-11:45, 13:30-17:00', example: true }
units:
  - { kind: residents, inbox: einwohnerdienste@musterdorf.example, example: true }
  - { kind: civil-status, id: standesamt, name: { de: Standesamt }, inbox: a@musterdorf.example, serves: [musterdorf, nachbardorf], source: Vertrag }
`

test('a file gives the authority and its units; id and name of a unit come from its kind unless given', () => {
  const { authority, units } = parseAuthorityFile('musterdorf', sound, kinds)
  expect(authority).toMatchObject({
    id: 'musterdorf',
    code: 'MUS',
    name: { de: 'Musterdorf' },
    closedOn: null,
    openedOn: null,
  })
  expect(authority.openingHours?.week).toEqual({
    mo: [
      { from: '08:00', to: '11:45' },
      { from: '13:30', to: '17:00' },
    ],
  })
  expect(units[0]).toMatchObject({
    id: 'einwohnerdienste',
    serves: ['musterdorf'],
    source: null,
    name: { fr: 'Contrôle des habitants' },
  })
  expect(units[1]).toMatchObject({
    id: 'standesamt',
    serves: ['musterdorf', 'nachbardorf'],
    source: 'Vertrag',
    name: { de: 'Standesamt' },
  })
})

test.each([
  ['a postcode of three digits', sound.replace("'6000'", "'600'"), 'contact/postcode'],
  ['an unknown field', sound.replace('code:', 'colour: red\ncode:'), 'colour'],
  ['a missing code', sound.replace('code: MUS', ''), 'code'],
  ['a kind of unit that does not exist', sound.replace('kind: residents', 'kind: garden'), 'units/0/kind'],
  ['a day that does not exist', sound.replace('code:', "openedOn: '2026-02-29'\ncode:"), 'openedOn'],
  ['times that do not rise', sound.replace('11:45, 13:30', '13:45, 13:30'), 'openingHours/mo: the times must rise'],
  [
    'a statement without source',
    sound.replace('info@musterdorf.example, example: true', 'info@musterdorf.example'),
    'contact: needs either',
  ],
  [
    'an example with a source',
    sound.replace('source: Vertrag', 'source: Vertrag, example: true'),
    'units/1: needs either',
  ],
  ['the same unit twice', sound.replace('id: standesamt', 'id: einwohnerdienste'), '«einwohnerdienste» is there twice'],
])('%s is refused with its place', (_, yaml, place) => {
  expect(() => parseAuthorityFile('musterdorf', yaml, kinds)).toThrow(AuthorityFileError)
  expect(() => parseAuthorityFile('musterdorf', yaml, kinds)).toThrow(place)
})

test('all faults of a file are told together', () => {
  const yaml = sound.replace('code: MUS', 'code: Mus').replace("'#224466'", 'blue')
  expect(() => parseAuthorityFile('musterdorf', yaml, kinds)).toThrow(/code.*\n.*theme\/accent/)
})

test('a closed municipality existed until the day before its successor took over', () => {
  const yaml =
    "predecessors:\n  altdorf: { name: Altdorf, bfsNumber: 1, code: ALF, district: X, successor: neudorf, on: '2024-03-01' }"
  const { predecessors, successions } = parseHistoryFile('history.yaml', yaml)
  expect(predecessors).toMatchObject([{ id: 'altdorf', closedOn: '2024-02-29' }])
  expect(successions).toEqual([{ from: 'altdorf', to: 'neudorf', on: '2024-03-01' }])
})
