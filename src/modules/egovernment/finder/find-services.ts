import type { Scope } from '#kernel/db/scope.ts'
import { type Language, locales, textIn } from '#kernel/i18n/language.ts'
import { type AuthorityId, slug } from '#kernel/ids.ts'
import { search } from '#kernel/search/search.ts'
import { type Catalogue, offersOf, readCatalogue } from '../services/catalogue.ts'
import type { LifeSituation } from '../services/definition/life-situations.ts'
import type { ServiceDefinition } from '../services/definition/service-definition.ts'
import { serviceKind } from '../services/service-documents.ts'
import { localDefinition } from '../services/service-offer.ts'

/** The authority of the whole canton. */
export const canton = slug<'authority'>('kanton-luzern')

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
  /** And what this one does for everybody, such as the canton. */
  alsoOf?: AuthorityId | undefined
  isTyping?: boolean
  limit: number
  /** Without words: the id that the page before ended with. */
  after?: string | undefined
}

/** How many services each choice of a filter would leave, the other filters kept. */
export type Counts = {
  readonly life: { readonly all: number; of(id: string): number }
  readonly audience: { readonly all: number; of(audience: Audience): number }
}

export type FoundServices = {
  catalogue: Catalogue
  items: readonly ServiceDefinition[]
  total: number
  counts: Counts
  /** Where the next page begins; null at the end, and always for a search by words, which gives the best only. */
  next: string | null
}

const mostHits = 50

/** Finds services by words, life situation, audience and authority. With words one search, otherwise nothing but the catalogue in memory. */
export async function findServices(scope: Scope, query: ServiceQuery): Promise<FoundServices> {
  const catalogue = await readCatalogue(scope)
  const offered = await listOffered(scope, catalogue, query)
  const hasWords = query.text.trim() !== ''
  const found = hasWords ? await listMeant(scope, offered, query) : offered
  const matching = found.filter((definition) => hasLife(definition, query) && hasAudience(definition, query))
  const counts = countChoices(found, query)
  if (!hasWords) return { catalogue, counts, ...pageOf(matching, query) }
  const items = matching.slice(0, query.limit)
  return { catalogue, counts, items, total: items.length, next: null }
}

async function listOffered(
  scope: Scope,
  catalogue: Catalogue,
  { authorityId, alsoOf }: ServiceQuery,
): Promise<readonly ServiceDefinition[]> {
  if (authorityId === undefined) return catalogue.services.map(({ definition }) => definition)
  const offerers = new Set([authorityId, ...(alsoOf === undefined ? [] : [alsoOf])])
  const offers = await Promise.all([...offerers].map((id) => offersOf(scope, catalogue, id, scope.today())))
  return [...new Map(offers.flat().map((offer) => [offer.serviceId, localDefinition(offer)])).values()]
}

/** What the words mean, best first. Filters come after, so that their counts and their results are of the same search. */
async function listMeant(
  scope: Scope,
  offered: readonly ServiceDefinition[],
  { text, language, authorityId, isTyping }: ServiceQuery,
): Promise<readonly ServiceDefinition[]> {
  const byId = new Map(offered.map((definition) => [definition.id, definition]))
  const hits = await search(scope, {
    text,
    language,
    kind: serviceKind,
    ...(authorityId ? { ids: [...byId.keys()] } : {}),
    limit: mostHits,
    isTyping: isTyping ?? false,
  })
  return hits.flatMap((hit) => byId.get(hit.id) ?? [])
}

function hasLife(definition: ServiceDefinition, { life }: Pick<ServiceQuery, 'life'>): boolean {
  return life === undefined || definition.lifeSituations.includes(life)
}

function hasAudience(definition: ServiceDefinition, { audience }: Pick<ServiceQuery, 'audience'>): boolean {
  return audience === undefined || definition.audience.includes(audience)
}

function countChoices(found: readonly ServiceDefinition[], query: ServiceQuery): Counts {
  const ofAudience = found.filter((definition) => hasAudience(definition, query))
  const ofLife = found.filter((definition) => hasLife(definition, query))
  return {
    life: {
      all: ofAudience.length,
      of: (life) => ofAudience.filter((definition) => hasLife(definition, { life })).length,
    },
    audience: {
      all: ofLife.length,
      of: (audience) => ofLife.filter((definition) => hasAudience(definition, { audience })).length,
    },
  }
}

/**
 * First what belongs to the life situation before anywhere else, then by title in the page's language; the id decides between equal ones,
 * and is what the next page begins after.
 */
function pageOf(definitions: readonly ServiceDefinition[], { language, life, limit, after }: ServiceQuery) {
  const titled = byTitle(definitions, language)
  const sorted = life === undefined ? titled : underLifeSituation(titled, life)
  const start = after === undefined ? 0 : sorted.findIndex((definition) => definition.id === after) + 1
  const items = sorted.slice(start, start + limit)
  const hasMore = start + limit < sorted.length
  return { items, total: definitions.length, next: hasMore ? (items.at(-1)?.id ?? null) : null }
}

// Made once: making one takes as long as sorting a hundred titles with it.
const collators = {
  de: new Intl.Collator(locales.de),
  fr: new Intl.Collator(locales.fr),
  it: new Intl.Collator(locales.it),
  en: new Intl.Collator(locales.en),
}

function byTitle(definitions: readonly ServiceDefinition[], language: Language): ServiceDefinition[] {
  const collator = collators[language]
  return definitions
    .map((definition) => ({ definition, title: textIn(definition.title, language) }))
    .sort(
      (one, other) => collator.compare(one.title, other.title) || (one.definition.id < other.definition.id ? -1 : 1),
    )
    .map(({ definition }) => definition)
}

/** The life situations under which there is a service. */
export function usedLifeSituations(catalogue: Catalogue): LifeSituation[] {
  const used = new Set(catalogue.services.flatMap(({ definition }) => definition.lifeSituations))
  return catalogue.lifeSituations.filter((one) => used.has(one.id))
}

/** What belongs to a life situation, first what belongs there before anywhere else; otherwise as it was given. */
export function underLifeSituation(services: readonly ServiceDefinition[], id: string): ServiceDefinition[] {
  const place = ({ lifeSituations }: ServiceDefinition) => lifeSituations.indexOf(id)
  return services.filter((service) => place(service) >= 0).toSorted((one, other) => place(one) - place(other))
}

/** The services that were asked for most lately, in the whole canton; otherwise as they were given. */
export function oftenUsed(
  { uses }: Catalogue,
  services: readonly ServiceDefinition[],
  most: number,
): readonly ServiceDefinition[] {
  const times = ({ id }: ServiceDefinition) => uses.get(id) ?? 0
  return services.toSorted((one, other) => times(other) - times(one)).slice(0, most)
}

/** The life situations that can be chosen: those under which something is found, and the chosen one. */
export function openLifeSituations({ catalogue, counts }: FoundServices, chosen: string | undefined): LifeSituation[] {
  return catalogue.lifeSituations.filter(({ id }) => id === chosen || counts.life.of(id) > 0)
}

/** The portal of the canton shows the services of all; every other that of its authority. */
export function offererOf(authorityId: AuthorityId | undefined): AuthorityId | undefined {
  return authorityId === canton ? undefined : authorityId
}
