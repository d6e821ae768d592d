import type { Scope } from '#kernel/db/scope.ts'
import { withPrefix } from '#kernel/http/address.ts'
import { type Answer, json, page, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { type Language, locales, textIn } from '#kernel/i18n/language.ts'
import { type AuthorityId, isSlug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { type Catalogue, readCatalogue } from '../services/catalogue.ts'
import type { ServiceDefinition } from '../services/definition/service-definition.ts'
import { placeParameter, rememberPlace } from './chosen-municipality.ts'
import { canton, findServices, isAudience, offererOf, openLifeSituations } from './find-services.ts'
import { type FinderFilters, FinderPage, finderPath } from './finder-page.tsx'
import { type Located, locatePoint, locateWords, suggestPlaces } from './locate-municipality.ts'
import { type PlaceAnswer, PlacePage } from './place-page.tsx'
import { ServicePage } from './service-page.tsx'
import { readServiceView } from './service-view.ts'

const open = { permission: 'egovernment.service.read', isPublic: true } as const
const perPage = 24
const suggestions = 6

/** The finder: all services, one service, and in which municipality it is needed. */
export function finderRoutes(kernel: Kernel): Route[] {
  return [
    get('/services', open, (scope, request) => showFinder(scope, request, kernel)),
    get('/services/suggest', open, suggestServices),
    get('/services/:id', open, showService),
    get('/services/:id/place', open, (scope, request) => showPlace(scope, request, kernel)),
    get('/services/:id/place/suggest', open, suggestMunicipalities),
    post('/services/:id/place', { permission: 'egovernment.service.read' }, (scope, request) => locate(scope, request)),
  ]
}

async function showFinder(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const asked = request.query.get('authority')
  if (asked !== undefined && kernel.authorities.has(asked)) {
    return seeOther(
      withPrefix({ language: request.prefix.language, authority: asked }, finderPath(readFilters(request))),
    )
  }
  const { t, language, href, authorityId } = request
  const catalogue = await readCatalogue(scope)
  const filters = withKnownLife(readFilters(request), catalogue)
  const { q: text, life, audience } = filters
  const found = await findServices(scope, {
    text,
    life,
    audience,
    language,
    authorityId: offererOf(authorityId),
    alsoOf: canton,
    limit: perPage,
    after: request.query.get('after'),
  })
  const authorityName = authorityId && kernel.authorities.nameOf(authorityId, language)
  const body = (
    <FinderPage
      {...found}
      filters={filters}
      lifeSituations={openLifeSituations(found, life)}
      authorities={authorityLinks(kernel, request, filters)}
      authorityName={authorityName}
      language={language}
      t={t}
      href={href}
    />
  )
  const title = text === '' ? t('egovernment.finder.title') : t('egovernment.finder.title_words', { q: text })
  return page({
    title,
    shell: 'public',
    description: t('egovernment.finder.description'),
    breadcrumbs: [{ text: t('egovernment.finder.home'), href: href('/') }, { text: t('egovernment.finder.title') }],
    noIndex: text !== '',
    body,
  })
}

async function suggestServices(scope: Scope, { query, language, href, authorityId }: Request): Promise<Answer> {
  const text = query.get('q') ?? ''
  if (text.trim() === '') return json([])
  const { items } = await findServices(scope, {
    text,
    language,
    authorityId: offererOf(authorityId),
    alsoOf: canton,
    limit: suggestions,
    isTyping: true,
  })
  return json(
    items.map(({ id, title, summary }) => ({
      title: textIn(title, language),
      href: href(`/services/${id}`),
      summary: textIn(summary, language),
    })),
  )
}

async function showService(scope: Scope, request: Request): Promise<Answer> {
  const { t, language, href } = request
  const view = await readServiceView(scope, request.params.id ?? '', request)
  if (!view) throw new NotFoundError()
  const title = textIn(view.service.title, language)
  const municipality = view.where.kind === 'open' ? undefined : view.where.authority
  return page(
    {
      title,
      shell: 'public',
      description: textIn(view.service.summary, language),
      breadcrumbs: breadcrumbs(request, { text: title }),
      body: <ServicePage view={view} language={language} t={t} href={href} />,
    },
    { cookies: view.isLocal ? rememberPlace(request, municipality) : [] },
  )
}

async function showPlace(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const service = await findLocalService(scope, request)
  const asked = request.query.get('q')?.trim() ?? ''
  if (asked === '') {
    const isOutside = request.query.has('outside')
    return placePage(request, kernel, service, isOutside ? { kind: 'outside' } : { kind: 'open' })
  }
  const located = await locateWords(scope, kernel.authorities, asked.slice(0, 100))
  switch (located.kind) {
    case 'one':
      return seeOther(chooseHref(request, service.id, located.municipalityId))
    case 'none':
      return placePage(request, kernel, service, { kind: 'none', asked })
    case 'several':
      return placePage(request, kernel, service, {
        kind: 'several',
        asked,
        choices: located.municipalityIds.map((id) => ({
          name: kernel.authorities.nameOf(id, request.language),
          href: chooseHref(request, service.id, id),
        })),
      })
  }
}

/** Takes a point by post, so that where somebody stands is in no address. */
async function locate(scope: Scope, request: Request): Promise<Answer> {
  const service = await findLocalService(scope, request)
  const located = await locatePosted(scope, request)
  if (located.kind === 'one') return seeOther(chooseHref(request, service.id, located.municipalityId))
  return seeOther(request.href(`/services/${service.id}/place?outside=1`))
}

function locatePosted(scope: Scope, { form }: Request): Promise<Located> {
  const [east, north] = [coordinate(form.get('east')), coordinate(form.get('north'))]
  if (east === undefined || north === undefined) return Promise.resolve({ kind: 'none' })
  return locatePoint(scope, { east, north })
}

/** `2666000`, `2'666'000.5` as metres. */
function coordinate(text: string | undefined): number | undefined {
  const digits = (text ?? '').replace(/['’\s]/g, '')
  return /^\d{7}(?:\.\d{1,3})?$/.test(digits) ? Number(digits) : undefined
}

async function suggestMunicipalities(_scope: Scope, request: Request): Promise<Answer> {
  const id = request.params.id ?? ''
  const text = request.query.get('q')?.slice(0, 100) ?? ''
  return json(
    suggestPlaces(text).map(({ postcode, locality }) => ({
      title: `${postcode} ${locality}`,
      href: request.href(`/services/${id}/place?q=${encodeURIComponent(`${postcode} ${locality}`)}`),
      summary: '',
    })),
  )
}

async function findLocalService(scope: Scope, request: Request): Promise<ServiceDefinition> {
  const version = (await readCatalogue(scope)).find(request.params.id ?? '')
  if (version?.definition.competence.by !== 'municipality') throw new NotFoundError()
  return version.definition
}

function placePage(request: Request, kernel: Kernel, service: ServiceDefinition, answer: PlaceAnswer): Answer {
  const { t, language, href } = request
  const title = textIn(service.title, language)
  return page({
    title: t('egovernment.finder.place.title'),
    shell: 'public',
    noIndex: true,
    breadcrumbs: breadcrumbs(
      request,
      { text: title, href: href(`/services/${service.id}`) },
      { text: t('egovernment.finder.place.title') },
    ),
    body: (
      <PlacePage
        serviceId={service.id}
        title={title}
        answer={answer}
        municipalities={listMunicipalities(kernel, language).map(({ slug, name }) => ({
          name,
          href: chooseHref(request, service.id, slug),
        }))}
        t={t}
        href={href}
      />
    ),
  })
}

/** Chooses a municipality and goes back to the service: within the canton's portal, or to the portal of that municipality from another's. */
function chooseHref({ prefix, authorityId }: Request, serviceId: string, municipalityId: AuthorityId): string {
  const authority = offererOf(authorityId) === undefined ? prefix.authority : municipalityId
  const path = `/services/${serviceId}?${placeParameter}=${municipalityId}#where`
  return withPrefix({ language: prefix.language, authority }, path)
}

function breadcrumbs({ t, href }: Request, ...rest: readonly { text: string; href?: string }[]) {
  return [
    { text: t('egovernment.finder.home'), href: href('/') },
    { text: t('egovernment.finder.title'), href: href('/services') },
    ...rest,
  ]
}

function readFilters({ query }: Request): FinderFilters {
  const audience = query.get('audience') ?? ''
  return {
    q: (query.get('q') ?? '').slice(0, 200),
    life: query.get('life'),
    audience: isAudience(audience) ? audience : undefined,
  }
}

/** A life situation that is unknown (or was renamed) filters nothing. */
function withKnownLife(filters: FinderFilters, catalogue: Catalogue): FinderFilters {
  const isKnown = catalogue.lifeSituations.some((one) => one.id === filters.life)
  return isKnown ? filters : { ...filters, life: undefined }
}

/** Today's municipalities by name. */
function listMunicipalities(kernel: Kernel, language: Language): { slug: AuthorityId; name: string }[] {
  const collator = new Intl.Collator(locales[language])
  return kernel.authorities
    .entries()
    .flatMap(({ kind, isClosed, slug, name }) =>
      kind === 'municipality' && !isClosed && isSlug<'authority'>(slug) ? [{ slug, name: textIn(name, language) }] : [],
    )
    .toSorted((one, other) => collator.compare(one.name, other.name))
}

function authorityLinks(kernel: Kernel, { language, prefix, authorityId, t }: Request, filters: FinderFilters) {
  const path = finderPath(filters)
  const own = listMunicipalities(kernel, language).map(({ slug, name }) => ({
    name,
    href: withPrefix({ language: prefix.language, authority: slug }, path),
    isCurrent: authorityId === slug,
  }))
  const all = {
    name: t('egovernment.finder.whole_canton'),
    href: withPrefix({ language: prefix.language }, path),
    isCurrent: authorityId === undefined,
  }
  return [all, ...own]
}
