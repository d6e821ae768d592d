import { listAuthorities } from '#kernel/authorities/queries.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { withPrefix } from '#kernel/http/address.ts'
import { type Answer, json } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import { type AuthorityId, isSlug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { findServices } from '../finder/find-services.ts'
import { answersSchema } from '../forms/answers-schema.ts'
import { describeForm } from '../forms/describe-form.ts'
import { readCatalogue } from '../services/catalogue.ts'
import type { ServiceDefinition } from '../services/definition/service-definition.ts'
import { findOffer } from '../services/queries.ts'
import { localDefinition, type ServiceVersion } from '../services/service-offer.ts'
import { readCatalogueQuery } from './catalogue-query.ts'

const open = { permission: 'egovernment.catalogue.read', isPublic: true } as const

/** The catalogue for programs: authorities, services, and a service's form, as schema of its answers and as pages to show. */
export function catalogueRoutes(kernel: Kernel): Route[] {
  return [
    get('/api/v1/authorities', open, (scope, request) => showAuthorities(scope, request, kernel)),
    get('/api/v1/services', open, (scope, request) => showServices(scope, request, kernel)),
    get('/api/v1/services/:id', open, (scope, request) => showService(scope, request, kernel)),
    get('/api/v1/services/:id/schema', open, (scope, request) => showSchema(scope, request, kernel)),
    get('/api/v1/services/:id/form', open, (scope, request) => showForm(scope, request, kernel)),
  ]
}

async function showAuthorities(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const read = readCatalogueQuery(request, ['q', 'limit', 'after', 'lang'], { directory: kernel.authorities })
  if (!read.ok) return read.answer
  const { q, limit, after, language } = read.query
  const found = await listAuthorities(scope, {
    q,
    limit,
    after: after && isSlug<'authority'>(after) ? after : undefined,
  })
  return json({
    items: found.items.map((authority) => ({
      id: authority.id,
      name: textIn(authority.name, language),
      kind: authority.kind,
      bfsNumber: authority.bfsNumber,
      url: address(kernel, language, authority.id, '/'),
    })),
    total: found.total,
    next: found.next,
  })
}

async function showServices(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const { lifeSituations } = await readCatalogue(scope)
  const read = readCatalogueQuery(request, ['q', 'limit', 'after', 'lang', 'authority', 'life', 'audience'], {
    directory: kernel.authorities,
    lifeSituations: lifeSituations.map((one) => one.id),
  })
  if (!read.ok) return read.answer
  const { q, authorityId, language, ...rest } = read.query
  const found = await findServices(scope, { ...rest, text: q, language, authorityId })
  return json({
    items: found.items.map((service) => summaryOf(kernel, service, authorityId, language)),
    total: found.total,
    next: found.next,
  })
}

async function showService(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const read = readCatalogueQuery(request, ['authority', 'lang'], { directory: kernel.authorities })
  if (!read.ok) return read.answer
  const { authorityId, language } = read.query
  const { definition, number } = await findDefinition(scope, request.params.id ?? '', authorityId)
  const here = `${kernel.settings.origin}/api/v1/services/${definition.id}`
  const search = new URLSearchParams({ ...(authorityId ? { authority: authorityId } : {}), lang: language })
  return json({
    ...summaryOf(kernel, definition, authorityId, language),
    version: number,
    language,
    ...inLanguage(definition, language),
    schema: `${here}/schema?${search}`,
    form: `${here}/form?${search}`,
  })
}

async function showSchema(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const read = readCatalogueQuery(request, ['authority', 'lang'], { directory: kernel.authorities })
  if (!read.ok) return read.answer
  const { authorityId, language } = read.query
  const { definition } = await findDefinition(scope, request.params.id ?? '', authorityId)
  const about = { title: textIn(definition.title, language), description: textIn(definition.summary, language) }
  return json(answersSchema(definition.form, kernel.translators[language], about), {
    contentType: 'application/schema+json; charset=utf-8',
    headers: { 'content-language': language },
  })
}

async function showForm(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const read = readCatalogueQuery(request, ['authority', 'lang'], { directory: kernel.authorities })
  if (!read.ok) return read.answer
  const { authorityId, language } = read.query
  const { definition, number } = await findDefinition(scope, request.params.id ?? '', authorityId)
  const about = {
    service: definition.id,
    version: number,
    language,
    title: textIn(definition.title, language),
  }
  return json(
    { ...about, ...describeForm(definition.form, kernel.translators[language]) },
    { headers: { 'content-language': language } },
  )
}

/** The service as it is published, or as the authority offers it today. */
async function findDefinition(
  scope: Scope,
  serviceId: string,
  authorityId: AuthorityId | undefined,
): Promise<Pick<ServiceVersion, 'definition' | 'number'>> {
  if (!isSlug<'service'>(serviceId)) throw new NotFoundError()
  if (authorityId === undefined) {
    const version = (await readCatalogue(scope)).find(serviceId)
    if (!version) throw new NotFoundError()
    return version
  }
  const offer = await findOffer(scope, serviceId, authorityId, scope.today())
  if (!offer) throw new NotFoundError()
  return { number: offer.number, definition: localDefinition(offer) }
}

function summaryOf(
  kernel: Kernel,
  service: ServiceDefinition,
  authorityId: AuthorityId | undefined,
  language: Language,
) {
  return {
    id: service.id,
    title: textIn(service.title, language),
    summary: textIn(service.summary, language),
    authority: authorityId ?? null,
    lifeSituations: service.lifeSituations,
    audience: service.audience,
    url: address(kernel, language, authorityId, `/services/${service.id}`),
  }
}

function address({ settings }: Kernel, language: Language, authority: AuthorityId | undefined, path: string): string {
  return settings.origin + withPrefix({ language, authority }, path)
}

type Statement = ServiceDefinition['documents'][number]

function inLanguage(service: ServiceDefinition, language: Language) {
  const state = ({ text, source, example }: Statement) => ({
    text: textIn(text, language),
    source: source ?? null,
    isExample: example ?? false,
  })
  return {
    forWhom: textIn(service.forWhom, language),
    documents: service.documents.map(state),
    fee: { ...state(service.fee), rappen: service.fee.rappen ?? null },
    duration: { ...state(service.duration), days: service.duration.days ?? null },
    deadline: service.deadline ? { ...state(service.deadline), days: service.deadline.days ?? null } : null,
    result: textIn(service.result, language),
    alternatives: service.alternatives.map(({ kind, text, url }) => ({
      kind,
      text: textIn(text, language),
      url: url ?? null,
    })),
    legalBasis: service.legalBasis.map(({ title, url }) => ({ title: textIn(title, language), url: url ?? null })),
    identityLevel: service.identityLevel,
    signature: service.signature,
    contact: service.contact,
  }
}
