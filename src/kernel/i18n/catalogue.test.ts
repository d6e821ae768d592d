import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTranslators, MessageFileError, readCatalogues } from './catalogue.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'messages-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

function read(files: Record<string, string>) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return readCatalogues([{ prefix: 'town', folder }])
}

test('keys are the prefix and the way down to the four texts, over all files', () => {
  const catalogues = read({
    'cases.yaml': 'close:\n  reason: { de: Grund, fr: Motif, it: Motivo, en: Reason }',
    'desk.yaml': 'desk: { de: Arbeitsplatz, fr: Poste de travail, it: Postazione di lavoro, en: Desk }',
    'notes.txt': 'not a message file',
  })
  expect([...catalogues.de]).toEqual([
    ['town.close.reason', 'Grund'],
    ['town.desk', 'Arbeitsplatz'],
  ])
  expect(catalogues.it.get('town.close.reason')).toBe('Motivo')
})

test('a list of languages is no text, as long as its entries are texts in all four', () => {
  const language = '{ de: Deutsch, fr: Allemand, it: Tedesco, en: German }'
  const { fr } = read({ 'a.yaml': `language:\n  de: ${language}` })
  expect([...fr]).toEqual([['town.language.de', 'Allemand']])
})

test('French texts get their no-break spaces, the others stay as written', () => {
  const catalogues = read({ 'a.yaml': 'lost: { de: Code verloren?, fr: Code perdu ?, it: Codice perso?, en: Lost? }' })
  expect(catalogues.fr.get('town.lost')).toBe('Code perdu\u202F?')
  expect(catalogues.de.get('town.lost')).toBe('Code verloren?')
})

test.each([
  ['a missing language', 'close: { de: Grund, fr: Motif, it: Motivo }', 'town.close has no text in en'],
  ['an empty text', 'close: { de: Grund, fr: "", it: Motivo, en: Reason }', 'town.close has no text in fr'],
  ['a number for a text', 'close: { de: Grund, fr: 4, it: Motivo, en: Reason }', 'town.close has no text in fr'],
  ['a text where a group belongs', 'close: Grund', 'town.close must hold texts in de, fr, it, en'],
  ['a list', 'close: [Grund]', 'town.close must hold texts in de, fr, it, en'],
  ['an empty file', '', 'town must hold texts in de, fr, it, en'],
])('%s is refused, with file and key', (_what, text, message) => {
  expect(() => read({ 'a.yaml': text })).toThrow(new MessageFileError(`${join(folder, 'a.yaml')}: ${message}`))
})

test('a key given in two files is refused', () => {
  const text = 'close: { de: Grund, fr: Motif, it: Motivo, en: Reason }'
  expect(() => read({ 'a.yaml': text, 'b.yaml': text })).toThrow(
    new MessageFileError(`${join(folder, 'b.yaml')}: town.close is given twice`),
  )
})

test('a translator fills in values and plurals, and refuses what does not exist', () => {
  writeFileSync(
    join(folder, 'a.yaml'),
    `days:
  de: "{count, plural, one {# Tag} other {# Tage}}"
  fr: "{count, plural, one {# jour} other {# jours}}"
  it: "{count, plural, one {# giorno} other {# giorni}}"
  en: "{count, plural, one {# day} other {# days}}"
of: { de: "von «{name}»", fr: "de l’autorité «{name}» :", it: "di «{name}»", en: "of “{name}”" }`,
  )
  const { de, fr, en } = createTranslators([{ prefix: 'town', folder }])
  expect([en('town.days', { count: 1 }), en('town.days', { count: 2 })]).toEqual(['1 day', '2 days'])
  expect(de('town.of', { name: '<b>' })).toBe('von «<b>»')
  expect(fr('town.of', { name: 'Kriens' })).toBe('de l’autorité «\u00A0Kriens\u00A0»\u00A0:')
  expect([de.has('town.days'), de.has('town.hours')]).toEqual([true, false])
  expect(() => de('town.hours')).toThrow('message town.hours is missing in de')
})
