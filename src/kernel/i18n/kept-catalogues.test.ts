import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readCatalogues } from './catalogue.ts'
import { findKeptCatalogues, keepCatalogues } from './kept-catalogues.ts'

test('kept texts are those of the files until one of them changes, and nothing stops a start where they cannot be kept', () => {
  const root = mkdtempSync(join(tmpdir(), 'kept-messages-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const [folder, file] = [join(root, 'messages'), join(root, 'messages.json')]
  mkdirSync(folder)
  const write = (de: string) =>
    writeFileSync(join(folder, 'a.yaml'), `lost: { de: "${de}", fr: Code perdu ?, it: Perso?, en: Lost? }`)
  const sources = [{ prefix: 'town', folder }]
  write('Verloren?')
  const found = () => findKeptCatalogues(sources, file)
  expect(found()).toBeUndefined()
  const read = readCatalogues(sources)
  keepCatalogues(sources, read, file)
  expect(found()).toEqual(read)
  expect(findKeptCatalogues([{ prefix: 'city', folder }], file)).toBeUndefined()
  write('Code verloren?')
  expect(found()).toBeUndefined()
  for (const torn of ['', '{', '[]', '{"fingerprint": "x", "texts": {"de": []}}']) {
    writeFileSync(file, torn)
    expect(found(), torn).toBeUndefined()
  }
  expect(() => keepCatalogues(sources, read, join(root, 'not-there/messages.json'))).not.toThrow()
  // Where the last step fails nothing half done is left behind.
  mkdirSync(join(root, 'folder.json'))
  keepCatalogues(sources, read, join(root, 'folder.json'))
  expect(readdirSync(root).sort()).toEqual(['folder.json', 'messages', 'messages.json'])
})
