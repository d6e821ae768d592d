import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, json, noContent, type RedirectAnswer, seeOther, text } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { isSlug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { findPublished } from '../catalogue/queries.ts'
import { catalogueText, tagOf } from './catalogue-text.ts'
import { conceptResources } from './concept-resources.ts'
import { croissantOf } from './croissant.ts'
import { dataSetResource } from './data-set-resource.ts'
import {
  answerLinkedData,
  isKnown,
  type LinkedDataFormat,
  linkedDataFormats,
  preferredFormat,
  qualityOf,
} from './formats.ts'
import { readRevision, readSurroundings } from './read-catalogue.ts'
import { schemaOrgOf } from './schema-org.ts'
import { seriesOf, seriesResource } from './series-resource.ts'

const open = { permission: 'opendata.catalogue.read', isPublic: true, isOpenToSites: true } as const

export const linkedDataPermissions = { 'opendata.catalogue.read': ['anyone'] } as const

/** The catalogue and its data sets as linked data, for harvesters and search engines. */
export function linkedDataRoutes(kernel: Kernel): Route[] {
  return [
    get('/opendata/catalog', open, (_scope, request) => leadToCatalogue(request, kernel)),
    ...linkedDataFormats.flatMap((format) => [
      get(`/opendata/catalog.${format.ending}`, { ...open, rateLimit: 120 }, (scope, request) =>
        showCatalogue(scope, request, kernel, format),
      ),
      get(`/opendata/:authority/:slug.${format.ending}`, open, (scope, request) =>
        showDataSet(scope, request, kernel, format),
      ),
    ]),
    get('/opendata/:authority/:slug.schema.json', open, (scope, request) =>
      showForSearch(scope, request, kernel, schemaOrgOf),
    ),
    get('/opendata/:authority/:slug.croissant.json', open, (scope, request) =>
      showForSearch(scope, request, kernel, croissantOf),
    ),
  ]
}

/** Language and format of what an address of linked data leads to depend on who asks. */
export const varied = { vary: 'Accept, Accept-Language, Cookie' } as const

/** The catalogue has a name of its own as a thing; people are led to its page. */
function leadToCatalogue(request: Request, kernel: Kernel): Answer {
  const { authorityId, href } = request
  const path = `${authorityId === undefined ? '' : `/${authorityId}`}/opendata/catalog`
  return linkedDataInstead(request, path, kernel) ?? seeOther(href('/opendata'), { headers: varied })
}

/**
 * Where the address of a data set, a distribution, a series or a catalogue leads programs that prefer linked data to a page (303, as Cool URIs for the Semantic Web, W3C 2008, asks);
 * undefined for all others, who get the page.
 */
export function linkedDataInstead(request: Request, path: string, kernel: Kernel): RedirectAnswer | undefined {
  const format = preferredFormat(request.header('accept'))
  if (!format) return undefined
  const to = `${kernel.settings.origin}${path}.${format.ending}`
  return { kind: 'redirect', status: 303, to, headers: varied }
}

async function showCatalogue(
  scope: Scope,
  request: Request,
  kernel: Kernel,
  format: LinkedDataFormat,
): Promise<Answer> {
  const page = readPage(request.query.get('page'))
  const found = await catalogueText(scope, kernel, { authorityId: request.authorityId, page, format })
  if (!found) throw new NotFoundError()
  const headers = { etag: `"${found.etag}"` }
  if (isKnown(request.header('if-none-match'), found.etag)) return noContent({ status: 304, headers })
  const coding = qualityOf(request.header('accept-encoding'))('gzip', 'x-gzip') > 0 ? 'gzip' : 'identity'
  const coded = {
    vary: 'Accept-Encoding, Accept-Language, Cookie',
    ...(coding === 'gzip' && { 'content-encoding': coding }),
  }
  return text(await found.read(coding), `${format.mediaType}; charset=utf-8`, { headers: { ...headers, ...coded } })
}

/** `?page=3`; the first one where nothing is said, none at all for what is not a number. */
function readPage(text: string | undefined): number {
  if (text === undefined || text === '') return 1
  return /^\d{1,6}$/.test(text) ? Number(text) : 0
}

async function showDataSet(scope: Scope, request: Request, kernel: Kernel, format: LinkedDataFormat): Promise<Answer> {
  const dataSet = await findAsked(scope, request)
  const { revision } = await readRevision(scope)
  const around = await readSurroundings(scope, kernel, [dataSet])
  const etag = tagOf(revision, dataSet.id, format.ending, '', kernel)
  const series = seriesOf([dataSet], around)
  return answerLinkedData(request, format, etag, () => [
    dataSetResource(dataSet, around),
    ...series.map((one) => seriesResource(one, around)),
    ...conceptResources([dataSet, ...series]),
  ])
}

async function showForSearch(
  scope: Scope,
  request: Request,
  kernel: Kernel,
  describe: typeof schemaOrgOf | typeof croissantOf,
): Promise<Answer> {
  const dataSet = await findAsked(scope, request)
  const { revision } = await readRevision(scope)
  const etag = tagOf(revision, dataSet.id, describe.name, request.language, kernel)
  const headers = { etag: `"${etag}"` }
  if (isKnown(request.header('if-none-match'), etag)) return noContent({ status: 304, headers })
  const around = await readSurroundings(scope, kernel, [dataSet])
  return json(describe(dataSet, around, request.language), {
    contentType: 'application/ld+json; charset=utf-8',
    headers,
  })
}

/** The data set of the address; one that was taken back is no more. */
async function findAsked(scope: Scope, { params }: Request): Promise<PublishedDataSet> {
  const { authority = '', slug = '' } = params
  const found = isSlug<'authority'>(authority) ? await findPublished(scope, authority, slug) : undefined
  if (!found || found.withdrawnAt) throw new NotFoundError()
  return found
}
