import { createHash } from 'node:crypto'
import type { ComponentChildren } from 'preact'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, json, noContent, page } from '#kernel/http/answers.ts'
import { HttpError, NotFoundError, TooManyError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { ColumnList } from '../data-set/column-list.tsx'
import { catalogueCrumbs } from '../data-set/routes.tsx'
import { isKnown } from '../dcat/formats.ts'
import { readRevision } from '../dcat/read-catalogue.ts'
import type { CellWords } from '../look/cell-text.ts'
import { nameOfMunicipality } from '../look/municipality-names.ts'
import { currentOutlines } from '../map/map-picture.tsx'
import { usesOf } from '../quality/uses.ts'
import { QueryError } from '../query/query-errors.ts'
import { tablesOf } from '../tables/tables.ts'
import { apiDocument } from './api-document.ts'
import { findCollection, listCollections, queriedColumns, readListPlace } from './collection.ts'
import { collectionDocument, collectionTitle, conformanceClasses, landingLinks, titleOf } from './documents.ts'
import { badParameter, type Form, geoJsonType, htmlType, jsonType, openApiType, readForm, schemaType } from './form.ts'
import { bothForms, collectionPath, featuresPath, hereWith, itemPath, type Link, ownLinks } from './links.ts'
import {
  CollectionAbout,
  CollectionList,
  ConformanceList,
  FeatureAbout,
  FeatureList,
  OperationList,
  ResourcePage,
} from './pages.tsx'
import { queryablesDocument } from './queryables.ts'
import { readFeature, readFeatures } from './read-features.ts'
import { readItemsQuery, refuseOthers } from './read-items-query.ts'
import { inSystem, readSystem, type System } from './systems.ts'

const open = { permission: 'opendata.data.read', isPublic: true, isOpenToSites: true } as const

/** A resource in its two forms: what programs get, and what a page shows of it besides its title and its links. */
type Document = {
  readonly title: string
  readonly links: readonly Link[]
  readonly body: object
  readonly type?: string
  /** What its coordinates are in. */
  readonly system?: System
  readonly crumbs?: readonly { text: string; href: string }[]
  readonly content?: () => ComponentChildren
}
type Read = (scope: Scope, request: Request, kernel: Kernel, form: Form) => Document | Promise<Document>

/**
 * OGC API – Features, Part 1: Core (https://docs.ogc.org/is/17-069r4/17-069r4.html) and Part 2: systems of coordinates by reference
 * (https://docs.ogc.org/is/18-058r1/18-058r1.html), over every table whose rows have a place: of all authorities, and
 * below the prefix of one of them of that one alone.
 */
export function featureRoutes(kernel: Kernel): Route[] {
  const at = (path: string, known: readonly string[] | undefined, read: Read) =>
    get(`${featuresPath}${path}`, open, (scope, request) => answer(scope, request, kernel, known, read))
  return [
    at('', ['f'], showLanding),
    at('/', ['f'], showLanding),
    at('/api', ['f'], showApi),
    at('/conformance', ['f'], showConformance),
    at('/collections', ['f', 'after'], showCollections),
    at('/collections/:collection', ['f'], showCollection),
    at('/collections/:collection/queryables', ['f'], showQueryables),
    // Which parameters these know, the columns say.
    at('/collections/:collection/items', undefined, showItems),
    at('/collections/:collection/items/:feature', ['f', 'crs'], showItem),
  ]
}

/** Which system coordinates are in (OGC 18-058r1, requirements 15 and 16). */
const headersOf = (system: System | undefined) => (system ? { 'content-crs': `<${system}>` } : undefined)

const headersOfAll = { vary: 'Accept, Accept-Language, Cookie' }

async function answer(
  scope: Scope,
  request: Request,
  kernel: Kernel,
  known: readonly string[] | undefined,
  read: Read,
): Promise<Answer> {
  let form: Form = 'json'
  try {
    form = readForm(request)
    if (known) refuseOthers(request.query, known)
    if (form === 'html') return showPage(await read(scope, request, kernel, form), request)
    const etag = await tagOf(scope, request, kernel)
    const headers = { ...headersOfAll, etag: `"${etag}"` }
    if (isKnown(request.header('if-none-match'), etag)) return noContent({ status: 304, headers })
    const { body, type = jsonType, system } = await read(scope, request, kernel, form)
    return json(body, { contentType: `${type};charset=utf-8`, headers: { ...headers, ...headersOf(system) } })
  } catch (error) {
    if (form === 'html' || !(error instanceof HttpError) || error.status >= 500 || error instanceof TooManyError)
      throw error
    return exception(error, request)
  }
}

/** A refusal as OGC 17-069r4 (7.5.1, schema `exception.yaml`) has it. */
function exception(error: HttpError, { t }: Request): Answer {
  const code = error.status === 404 ? 'NotFound' : error.status === 400 ? 'InvalidParameterValue' : 'NotPossible'
  const body = { code, description: t(error.userMessage, error.values) }
  return json(body, { status: error.status, headers: headersOfAll })
}

/** Counts up when what is written changes while the data does not. */
const writing = 2

/** The same address says the same as long as nothing is published. */
async function tagOf(scope: Scope, request: Request, { settings }: Kernel): Promise<string> {
  const { revision } = await readRevision(scope)
  const parts = [revision, settings.origin, hereWith(request, {}), request.language, String(writing)]
  return createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 27)
}

function showPage({ title, links, crumbs = [], system, content }: Document, request: Request): Answer {
  const { t, url } = request
  const isFirst = request.path.replace(/\/$/, '') === featuresPath
  const first = isFirst ? [] : [{ text: t('opendata.features.title'), href: url(featuresPath) }]
  return page(
    {
      title,
      shell: 'public',
      ...(request.search === '' ? {} : { noIndex: true }),
      breadcrumbs: [...catalogueCrumbs(request), ...first, ...crumbs, { text: title }],
      alternates: links.filter(({ rel, type }) => rel === 'alternate' && type !== htmlType),
      body: (
        <ResourcePage title={title} links={links} t={t}>
          {content?.()}
        </ResourcePage>
      ),
    },
    { headers: { ...headersOfAll, ...headersOf(system) } },
  )
}

function showLanding(_scope: Scope, request: Request, kernel: Kernel, form: Form): Document {
  const title = titleOf(request, kernel)
  const description = request.t('opendata.features.lead')
  const links = [...ownLinks(request, form), ...landingLinks(request)]
  return { title, links, body: { title, description, links }, content: () => <p class="lead">{description}</p> }
}

function showApi(_scope: Scope, request: Request, kernel: Kernel, form: Form): Document {
  const { t, url } = request
  return {
    title: t('opendata.features.api'),
    links: ownLinks(request, form, openApiType),
    type: openApiType,
    body: apiDocument(request, kernel),
    content: () => <OperationList base={new URL(url(featuresPath)).pathname} t={t} />,
  }
}

function showConformance(_scope: Scope, request: Request, _kernel: Kernel, form: Form): Document {
  const links = ownLinks(request, form)
  return {
    title: request.t('opendata.features.conformance'),
    links,
    body: { conformsTo: conformanceClasses, links },
    content: () => <ConformanceList classes={conformanceClasses} />,
  }
}

async function showCollections(scope: Scope, request: Request, kernel: Kernel, form: Form): Promise<Document> {
  const { t, url, query, authorityId } = request
  const text = query.get('after')
  const after = text === undefined ? undefined : readListPlace(text)
  if (text !== undefined && !after) throw badParameter('after')
  const { collections, next } = await listCollections(scope, { authorityId, after })
  const documents = await Promise.all(collections.map((one) => collectionDocument(one, request, kernel)))
  const type = form === 'json' ? jsonType : htmlType
  const links: Link[] = [
    ...ownLinks(request, form),
    ...(next
      ? [
          {
            href: hereWith(request, { after: `${next.authorityId}_${next.slug}` }),
            rel: 'next',
            type,
            title: t('opendata.features.next'),
          },
        ]
      : []),
  ]
  return {
    title: t('opendata.features.collections'),
    links,
    body: { links, collections: documents },
    content: () => (
      <CollectionList collections={documents} hrefOf={(id) => `${url(collectionPath(id))}?f=html`} t={t} />
    ),
  }
}

async function showCollection(scope: Scope, request: Request, kernel: Kernel, form: Form): Promise<Document> {
  const collection = await findCollection(scope, request)
  const document = await collectionDocument(collection, request, kernel)
  const others = document.links.filter(({ rel }) => rel !== 'self')
  const links = [...ownLinks(request, form), ...others]
  const itemsHref = `${request.url(`${collectionPath(collection.id)}/items`)}?f=html`
  return {
    title: document.title,
    links,
    crumbs: [collectionsCrumb(request)],
    body: { ...document, links },
    content: () => (
      <CollectionAbout
        document={document}
        collection={collection}
        itemsHref={itemsHref}
        words={wordsOf(request, kernel)}
      />
    ),
  }
}

async function showQueryables(scope: Scope, request: Request, _kernel: Kernel, form: Form): Promise<Document> {
  const { t, url, language } = request
  const collection = await findCollection(scope, request)
  const title = collectionTitle(collection, request)
  return {
    title: `${title} – ${t('opendata.features.operation.queryables')}`,
    links: ownLinks(request, form, schemaType),
    type: schemaType,
    crumbs: [collectionsCrumb(request), { text: title, href: `${url(collectionPath(collection.id))}?f=html` }],
    body: queryablesDocument(collection, request),
    content: () => (
      <ColumnList
        caption={t('opendata.data_set.columns_of', { title })}
        columns={queriedColumns(collection)}
        language={language}
        t={t}
      />
    ),
  }
}

async function showItems(scope: Scope, request: Request, kernel: Kernel, form: Form): Promise<Document> {
  const { t, url } = request
  const collection = await findCollection(scope, request)
  const wish = readItemsQuery(request.query, { columns: collection.version.columns, time: collection.time })
  const timeStamp = scope.now().toISOString()
  usesOf(kernel).count(collection.dataSet, 'api')
  await request.database.giveBack()
  const { features, matched, next } = await readFeatures(tablesOf(kernel).reader, collection, wish)
  const type = form === 'json' ? geoJsonType : htmlType
  const nextHref = next === null ? undefined : hereWith(request, { after: next })
  const links: Link[] = [
    ...ownLinks(request, form, geoJsonType),
    ...(nextHref === undefined ? [] : [{ href: nextHref, rel: 'next', type, title: t('opendata.features.next') }]),
    ...bothForms(url(collectionPath(collection.id)), 'collection', collectionTitle(collection, request)),
  ]
  const outlines = form === 'html' ? await currentOutlines() : []
  return {
    title: collectionTitle(collection, request),
    links,
    type: geoJsonType,
    system: wish.system,
    crumbs: [collectionsCrumb(request)],
    body: {
      type: 'FeatureCollection',
      numberMatched: matched,
      numberReturned: features.length,
      timeStamp,
      links,
      features: features.map((one) => inSystem(one, wish.system, collection)),
    },
    content: () => (
      <FeatureList
        features={features}
        collection={collection}
        outlines={outlines}
        words={wordsOf(request, kernel)}
        matched={matched}
        next={nextHref}
        hrefOf={(id) => `${url(itemPath(collection.id, id))}?f=html`}
      />
    ),
  }
}

async function showItem(scope: Scope, request: Request, kernel: Kernel, form: Form): Promise<Document> {
  const { url, params, query } = request
  const collection = await findCollection(scope, request)
  const id = params.feature ?? ''
  const system = readSystem(query, 'crs')
  await request.database.giveBack()
  const feature = await readNamed(kernel, collection, id)
  if (!feature) throw new NotFoundError()
  usesOf(kernel).count(collection.dataSet, 'api')
  const title = collectionTitle(collection, request)
  const links = [
    ...ownLinks(request, form, geoJsonType),
    ...bothForms(url(collectionPath(collection.id)), 'collection', title),
  ]
  const outlines = form === 'html' ? await currentOutlines() : []
  return {
    title: `${title} – ${id}`,
    links,
    type: geoJsonType,
    system,
    crumbs: [collectionsCrumb(request), { text: title, href: `${url(collectionPath(collection.id))}?f=html` }],
    body: { ...inSystem(feature, system, collection), links },
    content: () => (
      <FeatureAbout features={[feature]} collection={collection} outlines={outlines} words={wordsOf(request, kernel)} />
    ),
  }
}

/** What cannot be a name in this collection names nothing. */
async function readNamed(kernel: Kernel, collection: Parameters<typeof readFeature>[1], id: string) {
  try {
    return await readFeature(tablesOf(kernel).reader, collection, id)
  } catch (error) {
    if (error instanceof QueryError) return undefined
    throw error
  }
}

const collectionsCrumb = ({ t, url }: Request) => ({
  text: t('opendata.features.collections'),
  href: `${url(`${featuresPath}/collections`)}?f=html`,
})

const wordsOf = ({ language, t }: Request, { authorities }: Kernel): CellWords => ({
  language,
  t,
  nameOfMunicipality: nameOfMunicipality(authorities, language),
})
