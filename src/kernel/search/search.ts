import { sql } from 'kysely'
import type { Scope } from '../db/scope.ts'
import { isLanguage, type Language } from '../i18n/language.ts'
import { contentSynonyms, type Synonyms } from './synonyms.ts'
import { type Term, termsOf } from './terms.ts'

export type SearchQuery = {
  /** Anything that somebody typed; at most its first 12 words count. */
  text: string
  /** All languages are searched; this one comes first and is the one that is shown. */
  language: Language
  kind?: string
  /** All of these must hold. */
  facets?: readonly string[]
  /** Only these things. */
  ids?: readonly string[]
  /** Things of this authority besides those that hold for all; without it only the latter. */
  authorityId?: string | undefined
  /** At most 50. */
  limit?: number
  /** The last word is still being typed. */
  isTyping?: boolean
  synonyms?: Synonyms
}

export type SearchHit = {
  kind: string
  id: string
  authorityId: string | null
  /** The language of title and summary: the one asked for, or German where that is missing. */
  language: Language
  title: string
  summary: string
  /** Larger is better; comparable within one answer only. */
  score: number
}

type HitRow = {
  kind: string
  id: string
  authority_id: string | null
  language: string
  title: string
  summary: string
  score: number
}

const mostHits = 50

/**
 * Finds what a text means, best first: by word stems in four languages, synonyms, typing errors and parts of compounds. Never throws
 * because of the text; nothing to find gives an empty list.
 */
export async function search(scope: Scope, query: SearchQuery): Promise<SearchHit[]> {
  const terms = termsOf(query.text, query.synonyms ?? contentSynonyms(), { isTyping: query.isTyping ?? false })
  if (terms.length === 0) return []
  const { rows } = await findDocuments(terms, query).execute(scope.db)
  return rows.map((row) => ({
    kind: row.kind,
    id: row.id,
    authorityId: row.authority_id,
    language: isLanguage(row.language) ? row.language : 'de',
    title: row.title,
    summary: row.summary,
    score: row.score,
  }))
}

// What a match counts by the place it is in, and the least that counts at all. A word in the body says little: it counts alone only when
// no other word of the question is missing. Set by the questions in `queries.yaml` of the finder.
const weights = { title: 1, keywords: 0.9, summary: 0.5, body: 0.25, otherLanguage: 0.85 }
const leastMatch = 0.3
const leastOfBest = 0.25

/**
 * One statement. `near`: known words that resemble a word of the question (typing error), hold it, or are a part of it, each with a factor.
 * `wanted`: what to look for, per language. `hit`: the best match of each word in each thing. A word that hits few things says more.
 */
function findDocuments(terms: readonly Term[], query: SearchQuery) {
  const wordCount = new Set(terms.map((term) => term.position)).size
  return sql<HitRow>`
    with asked as materialized (
      select t.* from jsonb_to_recordset(${JSON.stringify(terms)}::jsonb) as t(position int, factor float8, as_typed boolean, anywhere text, in_title text,
        in_keywords text, in_summary text, near text, parts text[], swapped text[])
    ),
    language as (select tag, kernel.search_config(tag) as config from unnest(array['de', 'fr', 'it', 'en']) as tag),
    comparable as materialized (
      select position, near, parts, swapped from asked
      where near is not null and not exists (select from language where numnode(to_tsquery(config, '''' || near || '''')) = 0)
    ),
    similar_word as (
      select c.position, w.language, w.word,
        case
          when kernel.levenshtein_less_equal(w.word, c.near, 2) <= case when length(c.near) < 8 then 1 else 2 end then 0.8
          when kernel.similarity(w.word, c.near) >= 0.45 then 0.8 * kernel.similarity(w.word, c.near)
          when length(c.near) >= 6 and left(w.word, 2) = left(c.near, 2) and kernel.levenshtein_less_equal(w.word, c.near, 2) <= 2 then 0.6
        end as factor
      from comparable c join kernel.search_words w on w.word operator(kernel.%) c.near
      union all
      select c.position, w.language, w.word, 0.4 + 0.4 * length(c.near) / length(w.word)
      from comparable c join kernel.search_words w on w.word like '%' || c.near || '%'
      union all
      select c.position, w.language, w.word, 0.2 + 0.6 * length(w.word) / length(c.near)
      from comparable c join kernel.search_words w on w.word = any(c.parts)
      union all
      select c.position, w.language, w.word, 0.8
      from comparable c join kernel.search_words w on w.word = any(c.swapped)
    ),
    near as (
      select position, language, word, max(factor) as factor,
        row_number() over (partition by position order by max(factor) desc, word) as rank
      from similar_word where factor is not null
      group by position, language, word
    ),
    wanted as materialized (
      select a.position, l.tag as language, a.factor, to_tsquery(c.config, a.anywhere) as anywhere, to_tsquery(c.config, a.in_title) as in_title,
        to_tsquery(c.config, a.in_keywords) as in_keywords, to_tsquery(c.config, a.in_summary) as in_summary
      from asked a cross join language l
        cross join lateral (select case when a.as_typed then 'pg_catalog.simple'::regconfig else l.config end as config) c
      where a.factor < 1 or a.as_typed or numnode(to_tsquery(kernel.search_config(${query.language}), a.anywhere)) > 0
      union all
      select n.position, n.language, n.factor, to_tsquery(l.config, n.word), to_tsquery(l.config, n.word || ':A'),
        to_tsquery(l.config, n.word || ':AB'), to_tsquery(l.config, n.word || ':ABC')
      from near n join language l on l.tag = n.language where n.rank <= 12
    ),
    hit as (
      select d.kind, d.id, d.authority_id, w.position, max(
        w.factor
        * case
            when d.vector @@ w.in_title then ${weights.title}::float8
            when d.vector @@ w.in_keywords then ${weights.keywords}::float8
            when d.vector @@ w.in_summary then ${weights.summary}::float8
            else ${weights.body}::float8
          end
        * case when d.language = ${query.language} then 1 else ${weights.otherLanguage}::float8 end) as score
      from wanted w join kernel.search_documents d on d.language = w.language and d.vector @@ w.anywhere
      where (${query.kind ?? null}::text is null or d.kind = ${query.kind ?? null}::text)
        and (${query.ids ?? null}::text[] is null or d.id = any(${query.ids ?? null}::text[]))
        and (d.authority_id is null or d.authority_id = ${query.authorityId ?? null}::text)
        and d.facets @> ${query.facets ?? []}::text[]
      group by d.kind, d.id, d.authority_id, w.position
    ),
    rarity as (select position, 1 / (1 + ln(count(*)::float8)) as weight from hit group by position),
    scored as (
      select kind, id, authority_id, sum(score * weight) as score, max(sum(score * weight)) over () as best
      from hit join rarity using (position)
      group by kind, id, authority_id
      having max(score) >= ${leastMatch}::float8 or (max(score) >= ${weights.body * weights.otherLanguage}::float8 and count(*) = ${wordCount})
    )
    select s.kind, s.id, s.authority_id, shown.language, shown.title, shown.summary, s.score
    from scored s cross join lateral (
      select d.language, d.title, d.summary from kernel.search_documents d
      where d.kind = s.kind and d.id = s.id and d.authority_id is not distinct from s.authority_id
      order by d.language = ${query.language} desc, d.language = 'de' desc, d.language
      limit 1
    ) as shown
    where s.score >= s.best * ${leastOfBest}::float8
    order by s.score desc, s.kind, s.id
    limit ${Math.min(Math.max(query.limit ?? 20, 1), mostHits)}`
}
