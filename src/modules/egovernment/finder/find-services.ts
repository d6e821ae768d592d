import type { Scope } from '#kernel/db/scope.ts'
import { type Language, locales, textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { search } from '#kernel/search/search.ts'
import { type Catalogue, offersOf, readCatalogue } from '../services/catalogue.ts'
import type { LifeSituation } from '../services/definition/life-situations.ts'
import type { ServiceDefinition } from '../services/definition/service-definition.ts'
import { facetsOf, serviceKind } from '../services/service-documents.ts'
import { localDefinition, type ServiceVersion } from '../services/service-offer.ts'

/** The authority of the whole canton. */
export const canton: string = 'kanton-luzern'

export const audiences = ['persons', 'firms'] as const
export type Audience = (typeof audiences)[number]

export function isAudience(value: string): value is Audience {
  return audiences.some((audience) => audience === value)
}

export type ServiceQuery = {
  /** In people's own words; empty gives all, by title. */
  text: string
  language: Language
  life?: string | undefined
  audience?: Audience | undefined
  /** Only what this authority offers today. */
  authorityId?: AuthorityId | undefined
  isTyping?: boolean
  limit: number
  /** Without words: the id that the page before ended with. */
  after?: string | undefined
}

export type FoundServices = {
  catalogue: Catalogue
  items: readonly ServiceDefinition[]
  total: number
  /** Where the next page begins; null at the end, and always for a search by words, which gives the best only. */
  next: string | null
}

/** Finds services by words, life situation, audience and authority. With words one search, otherwise nothing but the catalogue in memory. */
export async function findServices(scope: Scope, query: ServiceQuery): Promise<FoundServices> {
  const catalogue = await readCatalogue(scope)
  const offered = await listOffered(scope, catalogue, query.authorityId)
  const matching = offered.filter((definition) => matches(definition, query))
  if (query.text.trim() === '') return { catalogue, ...pageOf(matching, query) }

  const hits = await search(scope, {
    text: query.text,
    language: query.language,
    kind: serviceKind,
    facets: facetsOf({
      lifeSituations: query.life ? [query.life] : [],
      audience: query.audience ? [query.audience] : [],
    }),
    ...(query.authorityId ? { ids: offered.map((definition) => definition.id) } : {}),
    limit: query.limit,
    isTyping: query.isTyping ?? false,
  })
  const byId = new Map(matching.map((definition) => [definition.id, definition]))
  const items = hits.flatMap((hit) => byId.get(hit.id) ?? [])
  return { catalogue, items, total: items.length, next: null }
}

async function listOffered(
  scope: Scope,
  catalogue: Catalogue,
  authorityId: AuthorityId | undefined,
): Promise<readonly ServiceDefinition[]> {
  if (authorityId === undefined) return catalogue.services.map(definitionOf)
  return (await offersOf(scope, catalogue, authorityId, scope.today())).map(localDefinition)
}

function definitionOf({ definition }: ServiceVersion): ServiceDefinition {
  return definition
}

function matches(definition: ServiceDefinition, { life, audience }: ServiceQuery): boolean {
  return (
    (life === undefined || definition.lifeSituations.includes(life)) &&
    (audience === undefined || definition.audience.includes(audience))
  )
}

/** By title in the page's language; the id decides between equal ones, and is what the next page begins after. */
function pageOf(definitions: readonly ServiceDefinition[], { language, limit, after }: ServiceQuery) {
  const collator = new Intl.Collator(locales[language])
  const sorted = definitions.toSorted(
    (one, other) =>
      collator.compare(textIn(one.title, language), textIn(other.title, language)) || (one.id < other.id ? -1 : 1),
  )
  const start = after === undefined ? 0 : sorted.findIndex((definition) => definition.id === after) + 1
  const items = sorted.slice(start, start + limit)
  const hasMore = start + limit < sorted.length
  return { items, total: definitions.length, next: hasMore ? (items.at(-1)?.id ?? null) : null }
}

/** The life situations under which there is a service. */
export function usedLifeSituations(catalogue: Catalogue): LifeSituation[] {
  const used = new Set(catalogue.services.flatMap(({ definition }) => definition.lifeSituations))
  return catalogue.lifeSituations.filter((one) => used.has(one.id))
}

/** The portal of the canton shows the services of all; every other that of its authority. */
export function offererOf(authorityId: AuthorityId | undefined): AuthorityId | undefined {
  return authorityId === canton ? undefined : authorityId
}
