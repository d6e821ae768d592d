import { systemActor } from '../db/actor.ts'
import type { Database } from '../db/database.ts'
import type { IsoDate } from '../i18n/format.ts'
import { isLanguage, type Language, type LocalText, textIn } from '../i18n/language.ts'
import { type AuthorityId, slug } from '../ids.ts'

export type DirectoryEntry = {
  slug: AuthorityId
  code: string
  name: LocalText
  kind: 'canton' | 'municipality'
  bfsNumber: number
  isClosed: boolean
}

/**
 * The authorities as every request needs them: is this a slug, what is its name? Read once and again when content was imported; 110 small
 * rows that change a few times a year.
 */
export class AuthorityDirectory {
  #entries: ReadonlyMap<string, DirectoryEntry> = new Map()
  #all: readonly DirectoryEntry[] = []
  #municipalities: ReadonlyMap<number, DirectoryEntry> = new Map()
  /** By successor: whom it continues, and from which day. */
  #predecessors: ReadonlyMap<string, readonly { readonly id: AuthorityId; readonly since: string }[]> = new Map()

  async refresh(database: Database): Promise<void> {
    const { rows, successions } = await database.read(systemActor('directory'), async (scope) => ({
      rows: await scope.db
        .selectFrom('kernel.authorities')
        .select(['id', 'code', 'name', 'kind', 'bfs_number', 'closed_on'])
        .orderBy('id')
        .execute(),
      successions: await scope.db
        .selectFrom('kernel.authority_successions')
        .select(['from_id', 'to_id', 'on_date'])
        .orderBy('from_id')
        .execute(),
    }))
    this.#predecessors = Map.groupBy(
      successions.map((row) => ({ id: slug<'authority'>(row.from_id), to: row.to_id, since: row.on_date })),
      ({ to }) => to,
    )
    this.#entries = new Map(
      rows.map((row) => [
        row.id,
        {
          slug: slug<'authority'>(row.id),
          code: row.code,
          name: asLocalText(row.name, row.id),
          kind: row.kind === 'canton' ? 'canton' : 'municipality',
          bfsNumber: row.bfs_number,
          isClosed: row.closed_on !== null,
        },
      ]),
    )
    this.#all = [...this.#entries.values()]
    const municipalities = this.#all.filter(({ kind, isClosed }) => kind === 'municipality' && !isClosed)
    this.#municipalities = new Map(municipalities.map((entry) => [entry.bfsNumber, entry]))
  }

  has(id: string): boolean {
    return this.#entries.has(id)
  }

  find(id: string): DirectoryEntry | undefined {
    return this.#entries.get(id)
  }

  nameOf(id: string, language: Language): string {
    const entry = this.#entries.get(id)
    return entry ? textIn(entry.name, language) : id
  }

  /** All of them; the same list until it is read again. */
  entries(): readonly DirectoryEntry[] {
    return this.#all
  }

  /** Whose work an authority continues on a day, over any number of mergers; itself not included. */
  predecessorsOf(id: AuthorityId, day: IsoDate): readonly AuthorityId[] {
    const found = new Set<AuthorityId>()
    const add = (successor: AuthorityId) => {
      for (const one of this.#predecessors.get(successor) ?? [])
        if (one.since <= day && one.id !== id && !found.has(one.id)) {
          found.add(one.id)
          add(one.id)
        }
    }
    add(id)
    return [...found]
  }

  /** The municipality of today with a number of the federal register. */
  findMunicipality(bfsNumber: number): DirectoryEntry | undefined {
    return this.#municipalities.get(bfsNumber)
  }
}

function asLocalText(value: unknown, fallback: string): LocalText {
  if (typeof value !== 'object' || value === null || !('de' in value) || typeof value.de !== 'string')
    return { de: fallback }
  const texts = Object.entries(value).filter(([language, text]) => isLanguage(language) && typeof text === 'string')
  return { ...Object.fromEntries(texts), de: value.de }
}
