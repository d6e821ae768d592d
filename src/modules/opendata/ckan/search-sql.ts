import { type RawBuilder, sql } from 'kysely'
import type { Language } from '#kernel/i18n/language.ts'
import { isUuid } from '#kernel/ids.ts'
import { wordsOf } from '../finder/find-data-sets.ts'
import { badSearch } from './action-error.ts'
import { readPackageName } from './package-name.ts'
import type { SearchNode } from './search-query.ts'

type Condition = RawBuilder<boolean>
type Term = Extract<SearchNode, { kind: 'term' }>

const yes: Condition = sql<boolean>`true`
const no: Condition = sql<boolean>`false`

/** Lists of values that a data set has, by the name of CKAN's field: the column, what stands before a value there, and how a value is written. */
export const valueFields: Readonly<
  Record<string, { column: 'facets' | 'tags'; prefix: string; inward: (value: string) => string }>
> = {
  organization: { column: 'facets', prefix: 'authority:', inward: asIs },
  owner_org: { column: 'facets', prefix: 'authority:', inward: asIs },
  groups: { column: 'facets', prefix: 'theme:', inward: upper },
  res_format: { column: 'facets', prefix: 'format:', inward: upper },
  license_id: { column: 'facets', prefix: 'licence:', inward: asIs },
  accrual_periodicity: { column: 'facets', prefix: 'frequency:', inward: (value) => upper(value.replace(/^.*\//, '')) },
  tags: { column: 'tags', prefix: 'de:', inward: asIs },
  keywords_de: { column: 'tags', prefix: 'de:', inward: asIs },
  keywords_fr: { column: 'tags', prefix: 'fr:', inward: asIs },
  keywords_it: { column: 'tags', prefix: 'it:', inward: asIs },
  keywords_en: { column: 'tags', prefix: 'en:', inward: asIs },
}

/** What is the same of every data set here. */
const constants: Readonly<Record<string, string>> = {
  state: 'active',
  type: 'dataset',
  dataset_type: 'dataset',
  entity_type: 'package',
  capacity: 'public',
  private: 'false',
}

const texts = ['text', 'title', 'notes', 'description', 'author', 'title_de', 'title_fr', 'title_it', 'title_en']
const instants: Readonly<Record<string, string>> = { metadata_modified: 'changed_at', metadata_created: 'published_at' }

function asIs(value: string): string {
  return value
}

function upper(value: string): string {
  return value.toUpperCase()
}

/** A query as a condition on `opendata.published_data_sets p`. Fields that nobody has are empty, as in Solr. Throws 400. */
export function conditionOf(node: SearchNode, around: { language: Language; now: Date }): Condition {
  switch (node.kind) {
    case 'all':
      return yes
    case 'not':
      return sql<boolean>`not (${conditionOf(node.node, around)})`
    case 'and':
    case 'or': {
      const parts = node.nodes.map((one) => conditionOf(one, around))
      return sql<boolean>`(${sql.join(parts, node.kind === 'and' ? sql` and ` : sql` or `)})`
    }
    case 'range':
      return rangeCondition(node, around.now)
    case 'term':
      return termCondition(node, around)
  }
}

function termCondition(term: Term, around: { language: Language; now: Date }): Condition {
  const { field, value, isQuoted } = term
  if (field === undefined || texts.includes(field)) return textCondition(term, around.language)
  const list = Object.hasOwn(valueFields, field) ? valueFields[field] : undefined
  if (list) return valueCondition(list, value, isQuoted)
  if (Object.hasOwn(constants, field)) return value === '*' || value.toLowerCase() === constants[field] ? yes : no
  if (Object.hasOwn(instants, field))
    return value === '*' ? yes : rangeCondition({ kind: 'range', field, from: value, to: value }, around.now)
  if (field === 'id') return isUuid(value) ? sql<boolean>`p.id = ${value}::uuid` : value === '*' ? yes : no
  if (field === 'name' || field === 'identifier') return nameCondition(value)
  if (field === 'in_series' || field === 'vocab_in_series') return seriesCondition(value)
  return no
}

function textCondition({ value, isQuoted }: Term, language: Language): Condition {
  if (value === '*') return yes
  const [, start] = (!isQuoted && /^(.+)\*$/.exec(value)) || []
  if (start === undefined) return wordsOf({ q: value, language }, false).condition
  return sql<boolean>`p.names like ${`%${escaped(plain(start))}%`}`
}

/** As names are kept: small and without accents. */
function plain(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

function valueCondition(
  { column, prefix, inward }: (typeof valueFields)[string],
  value: string,
  isQuoted: boolean,
): Condition {
  const values = sql.ref(`p.${column}`)
  if (isQuoted || !/[*?]/.test(value)) return sql<boolean>`${values} @> array[${prefix + inward(value)}]::text[]`
  const pattern = escaped(inward(value)).replaceAll('*', '%').replaceAll('?', '_')
  return sql<boolean>`exists (select 1 from unnest(${values}) as one where one like ${escaped(prefix) + pattern})`
}

/** Data sets of a series, by its id, as ckanext-dataset-series asks for them. */
function seriesCondition(value: string): Condition {
  if (value === '*') return sql<boolean>`p.series <> '{}'`
  return isUuid(value)
    ? sql<boolean>`p.id in (select m.data_set_id from opendata.series_members m join opendata.published_series s on s.id = m.series_id
        where m.series_id = ${value}::uuid and s.withdrawn_at is null)`
    : no
}

function nameCondition(value: string): Condition {
  if (value === '*') return yes
  const place = readPackageName(value)
  if (place) return sql<boolean>`(p.authority_id = ${place.authorityId} and p.slug = ${place.slug})`
  if (!/[*?]/.test(value)) return no
  const pattern = escaped(value).replaceAll('*', '%').replaceAll('?', '_')
  return sql<boolean>`p.slug || '_' || p.authority_id like ${pattern}`
}

function rangeCondition({ field, from, to }: Extract<SearchNode, { kind: 'range' }>, now: Date): Condition {
  const column = Object.hasOwn(instants, field) ? instants[field] : undefined
  if (column === undefined) return no
  const name = sql.ref(`p.${column}`)
  const [first, last] = [readInstant(from, now, false), readInstant(to, now, true)]
  const parts = [
    ...(first ? [sql`${name} >= ${first.toISOString()}::timestamptz`] : []),
    ...(last ? [sql`${name} <= ${last.toISOString()}::timestamptz`] : []),
  ]
  return parts.length === 0 ? yes : sql<boolean>`(${sql.join(parts, sql` and `)})`
}

const units: Readonly<Record<string, number>> = {
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
  MONTH: 30 * 86_400_000,
  YEAR: 365 * 86_400_000,
}

/** `*`, a day (to its end where `isEnd`), an instant, or `NOW-7DAYS`. */
function readInstant(text: string, now: Date, isEnd: boolean): Date | undefined {
  if (text === '*') return undefined
  const [, sign, count, unit = ''] =
    /^NOW(?:([+-])(\d{1,5})(MINUTE|HOUR|DAY|MONTH|YEAR)S?)?(?:\/[A-Z]+)?$/.exec(text) ?? []
  if (text.startsWith('NOW') && (sign === undefined ? /^NOW(?:\/[A-Z]+)?$/.test(text) : true))
    return new Date(now.getTime() + (sign === '-' ? -1 : 1) * Number(count ?? 0) * (units[unit] ?? 0))
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const whole = isDay
    ? `${text}T${isEnd ? '23:59:59.999' : '00:00:00'}Z`
    : /Z$|[+-]\d{2}:\d{2}$/.test(text)
      ? text
      : `${text}Z`
  const at = new Date(whole)
  if (!/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}|$)/.test(text) || Number.isNaN(at.getTime()))
    throw badSearch(`no instant: ${text.slice(0, 60)}`)
  return at
}
