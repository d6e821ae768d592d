import { sql } from 'kysely'
import type { WriteScope } from '../db/scope.ts'
import type { Language } from '../i18n/language.ts'
import type { AuthorityId } from '../ids.ts'
import { wordsOf } from './tokens.ts'

/** Something that can be found, in one language. */
export type SearchDocument = {
  kind: string
  id: string
  /** The authority it belongs to; null where it holds for all. */
  authorityId: AuthorityId | null
  language: Language
  title: string
  summary: string
  /** What people call it, besides the title. */
  keywords: readonly string[]
  body: string
  /** What it can be filtered by, such as `life:moving`. */
  facets: readonly string[]
}

const shortestWord = 4
const longestWord = 60

/** Makes documents findable, or findable as they are now. The scope's actor must be the system for `content` or `publishing`. */
export function putSearchDocuments(scope: WriteScope, documents: readonly SearchDocument[]): void {
  if (documents.length === 0) return
  const rows = documents.map((document) => ({
    kind: document.kind,
    id: document.id,
    authority_id: document.authorityId,
    language: document.language,
    title: document.title,
    summary: document.summary,
    keywords: document.keywords.join(' . '),
    body: document.body,
    facets: [...document.facets],
  }))
  scope.write(
    scope.db
      .insertInto('kernel.search_documents')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['kind', 'id', 'authority_id', 'language']).doUpdateSet((row) => ({
          title: row.ref('excluded.title'),
          summary: row.ref('excluded.summary'),
          keywords: row.ref('excluded.keywords'),
          body: row.ref('excluded.body'),
          facets: row.ref('excluded.facets'),
        })),
      ),
  )
  const words = documents.flatMap(({ language, title, keywords }) =>
    wordsOf([title, ...keywords].join(' '))
      .filter((word) => word.length >= shortestWord && word.length <= longestWord)
      .map((word) => ({ language, word })),
  )
  if (words.length === 0) return
  scope.write(
    scope.db
      .insertInto('kernel.search_words')
      .values(words)
      .onConflict((conflict) => conflict.doNothing()),
  )
}

/** Takes something out of the search, in all languages. */
export function removeSearchDocuments(
  scope: WriteScope,
  { kind, id, authorityId }: { kind: string; id: string; authorityId: AuthorityId | null },
): void {
  scope.write(
    scope.db
      .deleteFrom('kernel.search_documents')
      .where('kind', '=', kind)
      .where('id', '=', id)
      .where(sql<boolean>`authority_id is not distinct from ${authorityId}`),
  )
}
