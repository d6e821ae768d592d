import type { DirectoryEntry } from '#kernel/authorities/authority-directory.ts'
import { ContentMemory } from '#kernel/db/content-watch.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { licenceLabels, licences, licenceVocabulary, type Theme, themes } from '../catalogue/vocabularies.ts'
import type { ActionInput, Actions } from './action.ts'
import { notFound } from './action-error.ts'
import { recordsOf } from './package-records.ts'
import { listTags } from './queries.ts'
import { readAround } from './read-around.ts'
import { groupName, groupRecord, organizationRecord, tagRecord } from './records.ts'
import { type FoundPackages, searchPackages } from './search-packages.ts'

const tags = new ContentMemory<readonly { name: string; count: number }[]>(1)
const mostPackages = 1_000

/** Who publishes, themes, keywords and terms of use. */
export const catalogueActions: Actions = {
  organization_list: {
    help: 'Names of the authorities. all_fields: all that is known of each; organizations: only these; sort: name, title or package_count, asc or desc; limit, offset.',
    run: async (input) => {
      const around = await readAround(input, [])
      const all = authoritiesOf(input).map(({ slug }) => organizationRecord(slug, around))
      return listed(input, all, 'organizations')
    },
  },
  organization_show: {
    help: 'An authority. id: its name; include_datasets: with its data sets, at most 1000.',
    run: async (input) => {
      const id = input.parameters.required('id')
      const entry = authoritiesOf(input).find(({ slug }) => slug === id)
      if (!entry) throw notFound()
      const record = { ...organizationRecord(id, await readAround(input, [])), users: [], extras: [] }
      return withPackages(input, record, { field: 'organization', value: id })
    },
  },
  organization_autocomplete: {
    help: 'Authorities whose name or title holds these letters. q, limit (20).',
    run: async (input) => {
      const around = await readAround(input, [])
      return completed(
        input,
        authoritiesOf(input).map(({ slug }) => organizationRecord(slug, around)),
      )
    },
  },
  group_list: {
    help: 'Names of the themes. all_fields: all that is known of each; groups: only these; sort: name, title or package_count, asc or desc; limit, offset.',
    run: async (input) => listed(input, await groups(input), 'groups'),
  },
  group_show: {
    help: 'A theme. id: its name; include_datasets: with its data sets, at most 1000.',
    run: async (input) => {
      const id = input.parameters.required('id')
      const theme = themes.find((one) => groupName(one) === id)
      if (!theme) throw notFound()
      const record = (await groups(input)).find(({ name }) => name === id) ?? groupRecord(theme)
      return withPackages(input, { ...record, users: [], extras: [] }, { field: 'groups', value: id })
    },
  },
  group_autocomplete: {
    help: 'Themes whose name or title holds these letters. q, limit (20).',
    run: async (input) => completed(input, await groups(input)),
  },
  group_package_show: {
    help: 'The data sets of a theme. id: its name; limit (at most 1000).',
    run: async (input) => {
      const id = input.parameters.required('id')
      if (!themes.some((one) => groupName(one) === id)) throw notFound()
      const limit = input.parameters.natural('limit', mostPackages, mostPackages)
      const where = [{ kind: 'term', isQuoted: true, field: 'groups', value: id }] as const
      return recordsOf(input, (await searchPackages(input, { where, limit, start: 0 })).ids)
    },
  },
  tag_list: {
    help: 'German keywords. query: only those with this part; all_fields: as objects.',
    run: async (input) => {
      const found = await searchTags(input, input.parameters.text('query') ?? input.parameters.text('q'))
      return input.parameters.flag('all_fields', false) ? found.map(tagRecord) : found
    },
  },
  tag_show: {
    help: 'A keyword. id: its name; include_datasets: with the data sets that have it, at most 1000.',
    run: async (input) => {
      const id = input.parameters.required('id')
      const [name] = (await allTags(input)).flatMap((one) => (one.name === id ? [one.name] : []))
      if (name === undefined) throw notFound()
      return withPackages(input, tagRecord(name), { field: 'tags', value: name })
    },
  },
  tag_search: {
    help: 'Keywords with this part. query, limit, offset.',
    run: async (input) => {
      const found = await findTags(input)
      return { count: found.length, results: paged(input, found).map(tagRecord) }
    },
  },
  tag_autocomplete: {
    help: 'Names of keywords with this part. query, limit.',
    run: async (input) => {
      const found = await findTags(input)
      return found.slice(0, input.parameters.natural('limit', 10, 100))
    },
  },
  license_list: {
    help: 'The four terms of use of opendata.swiss.',
    run: ({ request }) => licences.map((id) => licenceRecord(id, request.language)),
  },
}

function licenceRecord(id: (typeof licences)[number], language: ActionInput['request']['language']) {
  const isOpen = id === 'terms_open' || id === 'terms_by'
  return {
    id,
    title: textIn(licenceLabels[id], language),
    url: `${licenceVocabulary}/${id}`,
    status: 'active',
    family: '',
    maintainer: '',
    is_generic: false,
    domain_content: false,
    domain_data: true,
    domain_software: false,
    od_conformance: isOpen ? 'approved' : 'rejected',
    osd_conformance: 'not reviewed',
    is_okd_compliant: isOpen,
    is_osi_compliant: false,
  }
}

/** Of an authority's own address only itself. */
function authoritiesOf({ kernel, request }: ActionInput): readonly DirectoryEntry[] {
  return kernel.authorities
    .entries()
    .filter(({ isClosed, slug }) => !isClosed && (request.authorityId === undefined || slug === request.authorityId))
}

/** How many data sets each theme has, of an authority or of all, until something is published. */
const themesOf = new ContentMemory<FoundPackages>(200)

async function groups(input: ActionInput): Promise<Record<string, unknown>[]> {
  const { scope, request } = input
  const { facets } = await scope.remember(themesOf, request.authorityId ?? '', () =>
    searchPackages(input, { facetFields: ['groups'], limit: 0, start: 0 }),
  )
  const counts = new Map(facets.groups?.map(({ name, count }) => [name, count]))
  return themes.map((theme: Theme) => ({
    ...groupRecord(theme),
    type: 'group',
    state: 'active',
    approval_status: 'approved',
    is_organization: false,
    image_url: '',
    num_followers: 0,
    package_count: counts.get(groupName(theme)) ?? 0,
  }))
}

/** Names, or all fields; chosen, sorted and paged as both lists of CKAN are. */
function listed(input: ActionInput, records: readonly Record<string, unknown>[], choice: string) {
  const { parameters } = input
  const only = parameters.list(choice)
  const [field = 'title', way = 'asc'] = (parameters.text('sort') ?? parameters.text('order_by') ?? 'title asc').split(
    /\s+/,
  )
  const key = (record: Record<string, unknown>) => (field === 'title' ? record.name : record[field])
  const sorted = records
    .filter(({ name }) => only === undefined || only.some((one) => one === name))
    .toSorted((one, other) => compared(key(one), key(other)) * (way.toLowerCase() === 'desc' ? -1 : 1))
  const page = paged(input, sorted)
  return parameters.flag('all_fields', false) ? page : page.map(({ name }) => name)
}

/** What CKAN gives of those that somebody may mean while typing. */
function completed({ parameters }: ActionInput, records: readonly Record<string, unknown>[]) {
  const part = (parameters.text('q') ?? '').toLowerCase()
  return records
    .filter(({ name, title }) => textsOf(name, title).some((text) => text.toLowerCase().includes(part)))
    .slice(0, parameters.natural('limit', 20, 100))
    .map(({ id, name, title }) => ({ id, name, title }))
}

/** A name, and a title in all its languages. */
const textsOf = (name: unknown, title: unknown): string[] => [
  String(name),
  ...(typeof title === 'object' && title !== null ? Object.values(title).map(String) : []),
]

function compared(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  const [a, b] = [String(one), String(other)]
  return a < b ? -1 : a > b ? 1 : 0
}

function paged<One>({ parameters }: ActionInput, all: readonly One[]): readonly One[] {
  const offset = parameters.natural('offset', 0, 1_000_000)
  return all.slice(offset, offset + parameters.natural('limit', mostPackages, mostPackages))
}

async function withPackages(
  input: ActionInput,
  record: Record<string, unknown>,
  has: { field: string; value: string },
) {
  const { parameters } = input
  const wants = parameters.flag('include_datasets', false)
  const found = await searchPackages(input, {
    where: [{ kind: 'term', isQuoted: true, ...has }],
    limit: wants ? mostPackages : 0,
    start: 0,
  })
  return {
    ...record,
    package_count: found.count,
    ...(wants && { packages: await recordsOf(input, found.ids) }),
  }
}

/** Of whoever searches for nothing, CKAN finds nothing (https://github.com/ckan/ckan, ckan/logic/action/get.py, `_tag_search`). */
async function findTags(input: ActionInput): Promise<readonly string[]> {
  const part = input.parameters.text('query') ?? input.parameters.text('q')
  return part === undefined ? [] : searchTags(input, part)
}

const allTags = ({ scope }: ActionInput) => scope.remember(tags, '', () => listTags(scope))

async function searchTags(input: ActionInput, part = ''): Promise<string[]> {
  const wanted = part.toLowerCase()
  return (await allTags(input)).flatMap(({ name }) => (name.toLowerCase().includes(wanted) ? [name] : []))
}
