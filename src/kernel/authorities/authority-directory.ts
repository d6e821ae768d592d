import { systemActor } from '../db/actor.ts'
import type { Database } from '../db/database.ts'
import { isLanguage, type Language, type LocalText, textIn } from '../i18n/language.ts'

export type DirectoryEntry = { slug: string; code: string; name: LocalText; isClosed: boolean }

/**
 * The authorities as every request needs them: is this a slug, what is its name? Read once and again when content was imported; 110 small
 * rows that change a few times a year.
 */
export class AuthorityDirectory {
  #entries: ReadonlyMap<string, DirectoryEntry> = new Map()

  async refresh(database: Database): Promise<void> {
    const rows = await database.read(systemActor('directory'), (scope) =>
      scope.db.selectFrom('kernel.authorities').select(['id', 'code', 'name', 'closed_on']).orderBy('id').execute(),
    )
    this.#entries = new Map(
      rows.map((row) => [
        row.id,
        { slug: row.id, code: row.code, name: asLocalText(row.name, row.id), isClosed: row.closed_on !== null },
      ]),
    )
  }

  has(slug: string): boolean {
    return this.#entries.has(slug)
  }

  find(slug: string): DirectoryEntry | undefined {
    return this.#entries.get(slug)
  }

  nameOf(slug: string, language: Language): string {
    const entry = this.#entries.get(slug)
    return entry ? textIn(entry.name, language) : slug
  }

  entries(): DirectoryEntry[] {
    return [...this.#entries.values()]
  }
}

function asLocalText(value: unknown, fallback: string): LocalText {
  if (typeof value !== 'object' || value === null || !('de' in value) || typeof value.de !== 'string')
    return { de: fallback }
  const texts = Object.entries(value).filter(([language, text]) => isLanguage(language) && typeof text === 'string')
  return { ...Object.fromEntries(texts), de: value.de }
}
