import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { isSlug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { readKnownAsker } from '../addressees/asker.ts'
import { seriesPath } from '../catalogue/addresses.ts'
import { listPublishedByIds } from '../catalogue/queries.ts'
import { catalogueCrumbs } from '../data-set/routes.tsx'
import { WithdrawnPage } from '../data-set/withdrawn-page.tsx'
import { tagOf } from '../dcat/catalogue-text.ts'
import { conceptResources } from '../dcat/concept-resources.ts'
import { dataSetResource } from '../dcat/data-set-resource.ts'
import { answerLinkedData, type LinkedDataFormat, linkedDataFormats } from '../dcat/formats.ts'
import { publisherOf, readRevision, readSurroundings } from '../dcat/read-catalogue.ts'
import { linkedDataInstead, varied } from '../dcat/routes.ts'
import { seriesSchemaOrgOf } from '../dcat/schema-org.ts'
import { seriesOf, seriesResource } from '../dcat/series-resource.ts'
import { labelOf } from '../finder/labels.ts'
import { findOwnSubscription } from '../subscriptions/queries.ts'
import { findPublishedSeries } from './queries.ts'
import { newestFirst, type PublishedSeries } from './series.ts'
import { SeriesPage } from './series-page.tsx'

const open = { permission: 'opendata.catalogue.read', isPublic: true } as const
const perPage = 50

/** The page of a series, and what programs read of it. */
export function seriesRoutes(kernel: Kernel): Route[] {
  const path = '/opendata/series/:authority/:slug'
  return [
    get(path, open, (scope, request) => showSeries(scope, request, kernel)),
    ...linkedDataFormats.map((format) =>
      get(`${path}.${format.ending}`, { ...open, isOpenToSites: true }, (scope, request) =>
        showLinkedData(scope, request, kernel, format),
      ),
    ),
  ]
}

/** The series that an address names, withdrawn ones included. Throws 404 where there is none. */
export async function findAddressedSeries(scope: Scope, { params }: Request): Promise<PublishedSeries> {
  const { authority = '', slug = '' } = params
  const found =
    isSlug<'authority'>(authority) && isSlug(slug)
      ? await findPublishedSeries(scope, { authorityId: authority, slug })
      : undefined
  if (!found) throw new NotFoundError()
  return found
}

async function showSeries(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const series = await findAddressedSeries(scope, request)
  const { t, language, href, query } = request
  const nameOf = (id: string) => kernel.authorities.nameOf(id, language)
  const title = textIn(series.metadata.title, language)
  const common = { title, shell: 'public', breadcrumbs: [...catalogueCrumbs(request), { text: title }] } as const
  const { withdrawnAt } = series
  if (withdrawnAt) {
    const { metadata, authorityId, withdrawalReason: reason } = series
    const props = { metadata, withdrawnAt, publisher: nameOf(authorityId), reason, language, t, href }
    const body = <WithdrawnPage message="opendata.series.withdrawn" {...props} />
    return page({ ...common, noIndex: true, body }, { status: 410 })
  }
  const path = seriesPath(series)
  const instead = linkedDataInstead(request, path, kernel)
  if (instead) return instead
  const { shown, previous, next } = partOf(series, query.get('page'))
  const { authorityId, id: seriesId } = series
  const known = await readKnownAsker(scope, request)
  const [dataSets, followed] = await Promise.all([
    listPublishedByIds(
      scope,
      shown.map(({ id }) => id),
    ),
    known && findOwnSubscription(scope, known.partyId, { authorityId, dataSetId: null, seriesId }),
  ])
  const at = (number: number) => href(number === 1 ? path : `${path}?page=${number}`)
  const naming = { language, authorities: kernel.authorities, series: new Map() }
  const around = { origin: kernel.settings.origin, publisherOf: (id: string) => publisherOf(kernel, id) }
  return page(
    {
      ...common,
      description: textIn(series.metadata.description, language).slice(0, 300),
      alternates: [
        ...linkedDataFormats.map(({ ending, mediaType }) => ({ href: `${path}.${ending}`, type: mediaType })),
        { href: href(`${path}/changes.atom`), type: 'application/atom+xml', title: t('opendata.series.feed') },
      ],
      body: (
        <SeriesPage
          series={series}
          dataSets={dataSets}
          previousHref={previous === undefined ? undefined : at(previous)}
          nextHref={next === undefined ? undefined : at(next)}
          knownEmail={known?.email}
          followedAs={followed?.id}
          nameOf={nameOf}
          labelOf={(group, value) => labelOf(group, value, naming)}
          described={seriesSchemaOrgOf(series, around, language)}
          language={language}
          t={t}
          href={href}
        />
      ),
    },
    { headers: varied },
  )
}

/** A page of its data sets, from 1. Throws 404 where there is no such page. */
function partOf(series: PublishedSeries, asked: string | undefined) {
  const number = asked === undefined ? 1 : /^\d{1,3}$/.test(asked) ? Number(asked) : 0
  const all = newestFirst(series)
  const shown = all.slice((number - 1) * perPage, number * perPage)
  if (number < 1 || (number > 1 && shown.length === 0)) throw new NotFoundError()
  return {
    shown,
    previous: number > 1 ? number - 1 : undefined,
    next: number * perPage < all.length ? number + 1 : undefined,
  }
}

/** The series with all of its data sets, so that a program can take it as a whole. */
async function showLinkedData(
  scope: Scope,
  request: Request,
  kernel: Kernel,
  format: LinkedDataFormat,
): Promise<Answer> {
  const series = await findAddressedSeries(scope, request)
  if (series.withdrawnAt) throw new NotFoundError()
  const { revision } = await readRevision(scope)
  const dataSets = await listPublishedByIds(
    scope,
    series.members.map(({ id }) => id),
  )
  const around = await readSurroundings(scope, kernel, dataSets)
  const others = seriesOf(dataSets, around).filter(({ id }) => id !== series.id)
  const all = [series, ...others]
  return answerLinkedData(request, format, tagOf(revision, series.id, format.ending, '', kernel), () => [
    ...all.map((one) => seriesResource(one, around)),
    ...dataSets.map((one) => dataSetResource(one, around)),
    ...conceptResources([...all, ...dataSets]),
  ])
}
