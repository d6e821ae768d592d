import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type Catalogues, findKeptCatalogues, keepCatalogues } from './kept-catalogues.ts'
import { type Language, languages } from './language.ts'
import { createTranslate, type Translate } from './translate.ts'
import { typeset } from './typography.ts'

/** A folder of message files and the first part of their keys: `{ prefix: 'egovernment', folder: '…/messages' }`. */
export type MessageSource = { prefix: string; folder: string }

export class MessageFileError extends Error {
  override name = 'MessageFileError'
}

/**
 * Reads message files: YAML, keys nested, each leaf a map with all four languages.
 *
 *     close:
 *       reason: { de: Grund, fr: Motif, it: Motivo, en: Reason }
 *
 * French texts get their no-break spaces here. Throws when a leaf lacks a language or a key is given twice.
 */
export function readCatalogues(sources: readonly MessageSource[]): Record<Language, Map<string, string>> {
  const catalogues = { de: new Map(), fr: new Map(), it: new Map(), en: new Map() } satisfies Record<
    Language,
    Map<string, string>
  >
  for (const { prefix, folder } of sources) {
    for (const name of readdirSync(folder)
      .filter((file) => file.endsWith('.yaml'))
      .sort()) {
      const file = join(folder, name)
      collect(parse(readFileSync(file, 'utf8')), prefix, file, catalogues)
    }
  }
  return catalogues
}

function collect(node: unknown, key: string, file: string, catalogues: Record<Language, Map<string, string>>): void {
  if (!isRecord(node)) throw new MessageFileError(`${file}: ${key} must hold texts in ${languages.join(', ')}`)
  if (!languages.some((language) => typeof node[language] === 'string')) {
    for (const [part, child] of Object.entries(node)) collect(child, inOnePiece(`${key}.${part}`), file, catalogues)
    return
  }
  for (const language of languages) {
    const text = node[language]
    if (typeof text !== 'string' || text === '')
      throw new MessageFileError(`${file}: ${key} has no text in ${language}`)
    if (catalogues[language].has(key)) throw new MessageFileError(`${file}: ${key} is given twice`)
    catalogues[language].set(key, inOnePiece(typeset(text, language)))
  }
}

/** The same text. What was put together letter by letter stays a chain of its pieces: 180,000 of them, 7 MB, for the reader of YAML. */
function inOnePiece(text: string): string {
  return Buffer.from(text).toString()
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const known = new Map<string, Record<Language, Translate>>()

/** One translator per language over all message files. A process reads them once: they do not change while it runs. `kept`: where they are kept for the next. */
export function createTranslators(sources: readonly MessageSource[], kept?: string): Record<Language, Translate> {
  const key = JSON.stringify(sources)
  const translators = known.get(key) ?? readTranslators(sources, kept)
  known.set(key, translators)
  return translators
}

function readTranslators(sources: readonly MessageSource[], kept: string | undefined): Record<Language, Translate> {
  const catalogues =
    kept === undefined ? readCatalogues(sources) : (findKeptCatalogues(sources, kept) ?? readAndKeep(sources, kept))
  return {
    de: createTranslate('de', catalogues.de),
    fr: createTranslate('fr', catalogues.fr),
    it: createTranslate('it', catalogues.it),
    en: createTranslate('en', catalogues.en),
  }
}

function readAndKeep(sources: readonly MessageSource[], kept: string): Catalogues {
  const catalogues = readCatalogues(sources)
  keepCatalogues(sources, catalogues, kept)
  return catalogues
}
