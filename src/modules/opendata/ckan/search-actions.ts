import { sql } from 'kysely'
import { textIn } from '#kernel/i18n/language.ts'
import { listPublishedByIds } from '../catalogue/queries.ts'
import {
  frequencies,
  frequencyLabels,
  licenceLabels,
  licences,
  themeLabels,
  themes,
} from '../catalogue/vocabularies.ts'
import type { ActionInput, Actions } from './action.ts'
import { badSearch, invalid } from './action-error.ts'
import { packageName } from './package-name.ts'
import { recordsOf } from './package-records.ts'
import { readAround } from './read-around.ts'
import { groupName } from './records.ts'
import { formatName, resourceRecord } from './resource-record.ts'
import { type PackageOrder, searchPackages } from './search-packages.ts'
import { plainWords, readSearchQuery, type SearchNode } from './search-query.ts'

const mostRows = 1_000
const mostStart = 100_000

/** Searching data sets and resources. */
export const searchActions: Actions = {
  package_search: {
    help: 'Data sets that are searched for. q: words, or field:value as in Solr; fq, fq_list: filters of the same form; sort: "metadata_modified desc"; rows (10, at most 1000); start; facet.field: organization, groups, tags, keywords_de, keywords_fr, keywords_it, keywords_en, res_format, license_id, accrual_periodicity; facet.limit; fl: only these fields.',
    run: searchForPackages,
  },
  package_autocomplete: {
    help: 'Names and titles of data sets that hold these letters. q, limit.',
    run: async (input) => {
      const { parameters, scope, request } = input
      const limit = parameters.natural('limit', 10, 100)
      const value = `${parameters.text('q') ?? ''}*`
      const where: SearchNode[] = [{ kind: 'term', field: 'title', value, isQuoted: false }]
      const { ids } = await searchPackages(input, { where, limit, start: 0 })
      return (await listPublishedByIds(scope, ids)).map((one) => ({
        name: packageName(one),
        title: textIn(one.metadata.title, request.language),
        match_field: 'title',
        match_displayed: textIn(one.metadata.title, request.language),
      }))
    },
  },
  format_autocomplete: {
    help: 'Formats of resources that hold these letters, the most frequent first. q, limit (5).',
    run: async (input) => {
      const part = input.parameters.text('q')?.toLowerCase()
      if (part === undefined) return []
      const { facets } = await searchPackages(input, {
        facetFields: ['res_format'],
        facetLimit: 1_000,
        limit: 0,
        start: 0,
      })
      const names = (facets.res_format ?? []).map(({ name }) => name.toLowerCase())
      return names.filter((name) => name.includes(part)).slice(0, input.parameters.natural('limit', 5, 100))
    },
  },
  resource_search: {
    help: 'Resources that are searched for. query: "name:words", "description:words", "format:CSV", "url:part" or "id:…", or a list of such; order_by: name or format; limit (at most 1000); offset.',
    run: searchForResources,
  },
}

async function searchForPackages(input: ActionInput) {
  const { parameters } = input
  const q = parameters.text('q') ?? '*:*'
  const filters = [...filtersOf(parameters.raw('fq')), ...filtersOf(parameters.raw('fq_list'))]
  const where = [readWords(q), ...filters.map(readSearchQuery)]
  const sort = parameters.text('sort')
  const facetFields = parameters.flag('facet', true) ? (parameters.list('facet.field') ?? []).slice(0, 20) : []
  const limit = parameters.text('facet.limit')
  const found = await searchPackages(input, {
    where,
    words: q.replace(/[\w*]+:/g, ' '),
    order: readOrder(sort ?? 'score desc, metadata_modified desc'),
    limit: parameters.natural('rows', 10, mostRows),
    start: parameters.natural('start', 0, mostStart),
    facetFields,
    facetLimit: limit?.startsWith('-') ? 10_000 : parameters.natural('facet.limit', 50, 10_000),
  })
  const only = parameters.list('fl')
  const records = await recordsOf(input, found.ids)
  return {
    count: found.count,
    sort: sort ?? 'score desc, metadata_modified desc',
    facets: Object.fromEntries(facetFields.map((field) => [field, countsOf(found.facets[field])])),
    search_facets: Object.fromEntries(
      facetFields.map((field) => [field, { title: field, items: itemsOf(input, field, found.facets[field]) }]),
    ),
    results:
      only === undefined
        ? records
        : records.map((record) => Object.fromEntries(Object.entries(record).filter(([name]) => only.includes(name)))),
  }
}

/** What people type is never refused; what is written as a query and cannot be read is. */
function readWords(q: string): SearchNode {
  if (!q.includes(':')) {
    try {
      return readSearchQuery(q)
    } catch {
      return plainWords(q)
    }
  }
  return readSearchQuery(q)
}

function filtersOf(value: unknown): string[] {
  if (value === undefined || value === '') return []
  if (typeof value === 'string') return [value]
  if (Array.isArray(value) && value.length <= 20 && value.every((one) => typeof one === 'string')) return value
  throw invalid({ fq: ['Must be a string or a list of strings'] })
}

const sortFields: Readonly<Record<string, PackageOrder['by']>> = {
  score: 'score',
  name: 'name',
  title: 'title',
  title_string: 'title',
  id: 'id',
  metadata_modified: 'changed_at',
  metadata_created: 'published_at',
}

function readOrder(text: string): PackageOrder[] {
  return text.split(',').flatMap((part) => {
    const [field = '', way = 'asc', ...more] = part.trim().split(/\s+/)
    if (field === '') return []
    const by = Object.hasOwn(sortFields, field) ? sortFields[field] : undefined
    if (!by || more.length > 0 || !/^(?:asc|desc)$/i.test(way)) throw badSearch('Invalid "sort" parameter')
    return [{ by, isDescending: way.toLowerCase() === 'desc' }]
  })
}

type Values = readonly { readonly name: string; readonly count: number }[]

const countsOf = (values: Values = []) => Object.fromEntries(values.map(({ name, count }) => [name, count]))

function itemsOf(input: ActionInput, field: string, values: Values = []) {
  return values.map(({ name, count }) => ({ name, display_name: displayName(input, field, name), count }))
}

function displayName({ kernel, request: { language } }: ActionInput, field: string, name: string): string {
  if (field === 'organization' || field === 'owner_org') return kernel.authorities.nameOf(name, language)
  const theme = field === 'groups' && themes.find((one) => groupName(one) === name)
  if (theme) return textIn(themeLabels[theme], language)
  const licence = field === 'license_id' && licences.find((one) => one === name)
  if (licence) return textIn(licenceLabels[licence], language)
  const frequency = field === 'accrual_periodicity' && frequencies.find((one) => one === name)
  return frequency ? textIn(frequencyLabels[frequency], language) : name
}

const resourceFields = ['name', 'title', 'description', 'format', 'url', 'id'] as const

async function searchForResources(input: ActionInput) {
  const { parameters, scope } = input
  const asked = parameters.raw('query')
  const terms = (Array.isArray(asked) ? asked : [asked]).map((term) => {
    const [, field, value = ''] = (typeof term === 'string' && /^([a-z_]+):(.*)$/s.exec(term)) || []
    const known = resourceFields.find((one) => one === field)
    if (!known)
      throw invalid({ query: [`Each term is one of ${resourceFields.join(', ')}, a colon and what is searched for`] })
    return { field: known, value: value.slice(0, 200) }
  })
  const page = { limit: parameters.natural('limit', 100, mostRows), offset: parameters.natural('offset', 0, mostStart) }
  const by = parameters.text('order_by')
  const { rows, count } = await listResources(scope, { terms, by, ...page })
  const dataSets = await listPublishedByIds(scope, [...new Set(rows.map(({ data_set_id }) => data_set_id))])
  const around = await readAround(input, dataSets)
  const results = rows.flatMap(({ id, data_set_id }) => {
    const dataSet = dataSets.find((one) => one.id === data_set_id)
    const one = dataSet?.metadata.distributions.find((distribution) => distribution.id === id)
    return dataSet && one ? [resourceRecord(dataSet, one, around)] : []
  })
  return { count, results }
}

type ResourceSearch = {
  terms: readonly { field: (typeof resourceFields)[number]; value: string }[]
  by: string | undefined
  limit: number
  offset: number
}

/** Looks through the distributions of all data sets. */
async function listResources(scope: ActionInput['scope'], { terms, by, limit, offset }: ResourceSearch) {
  const conditions = terms.map(({ field, value }) => {
    const part = `%${value.replace(/[\\%_]/g, '\\$&')}%`
    if (field === 'format')
      return sql`upper(coalesce(d ->> 'format', case d ->> 'kind' when 'table' then ${formatName({ kind: 'table' })} when 'service' then ${formatName({ kind: 'service' })} end)) = ${value.toUpperCase()}`
    if (field === 'id') return sql`d ->> 'id' = ${value}`
    if (field === 'url') return sql`d ->> 'url' ilike ${part}`
    return sql`(d -> ${field === 'description' ? 'description' : 'title'})::text ilike ${part}`
  })
  const order =
    by === 'format'
      ? sql`d ->> 'format', p.id, d ->> 'id'`
      : by === 'name'
        ? sql`d -> 'title' ->> 'de', d ->> 'id'`
        : sql`p.authority_id, p.slug, d ->> 'id'`
  const { rows } = await sql<{ id: string; data_set_id: string; count: string }>`
    select d ->> 'id' as id, p.id as data_set_id, count(*) over () as count
    from opendata.published_data_sets p, jsonb_array_elements(p.metadata -> 'distributions') as d
    where p.withdrawn_at is null and ${sql.join(conditions, sql` and `)}
    order by ${order} limit ${limit} offset ${offset}`.execute(scope.db)
  return { rows, count: Number(rows[0]?.count ?? 0) }
}
