import { STATUS_CODES } from 'node:http'
import type { Request } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { conformanceClasses, titleOf } from './documents.ts'
import { geoJsonType, htmlType, jsonType, schemaType } from './form.ts'
import { featuresPath } from './links.ts'
import { mostItems, usualItems } from './read-items-query.ts'
import { crs84, systems } from './systems.ts'

type Json = { readonly [key: string]: unknown }

const ref = (kind: 'schemas' | 'parameters' | 'responses', name: string) => ({ $ref: `#/components/${kind}/${name}` })
const text = { type: 'string' } as const
const link = {
  type: 'object',
  required: ['href', 'rel', 'type'],
  properties: { href: text, rel: text, type: text, title: text, hreflang: text },
} as const
const links = { type: 'array', items: ref('schemas', 'link') }
const object = (required: readonly string[], properties: Json): Json => ({ type: 'object', required, properties })
const geometry = { type: 'object', nullable: true, required: ['type'], properties: { type: text } }

const schemas: Json = {
  link,
  landingPage: object(['links'], { title: text, description: text, links }),
  confClasses: object(['conformsTo'], { conformsTo: { type: 'array', items: text } }),
  collections: object(['links', 'collections'], {
    links,
    collections: { type: 'array', items: ref('schemas', 'collection') },
  }),
  collection: object(['id', 'links'], {
    id: text,
    title: text,
    description: text,
    itemType: text,
    crs: { type: 'array', items: text },
    storageCrs: text,
    extent: {
      type: 'object',
      properties: {
        spatial: {
          type: 'object',
          properties: {
            bbox: { type: 'array', items: { type: 'array', minItems: 4, maxItems: 4, items: { type: 'number' } } },
            crs: text,
          },
        },
        temporal: {
          type: 'object',
          properties: {
            interval: {
              type: 'array',
              items: { type: 'array', minItems: 2, maxItems: 2, items: { ...text, nullable: true } },
            },
            trs: text,
          },
        },
      },
    },
    links,
  }),
  feature: object(['type', 'geometry', 'properties'], {
    type: { ...text, enum: ['Feature'] },
    id: { oneOf: [text, { type: 'integer' }] },
    geometry,
    properties: { type: 'object', nullable: true },
    links,
  }),
  featureCollection: object(['type', 'features'], {
    type: { ...text, enum: ['FeatureCollection'] },
    features: { type: 'array', items: ref('schemas', 'feature') },
    links,
    timeStamp: { ...text, format: 'date-time' },
    numberMatched: { type: 'integer', minimum: 0 },
    numberReturned: { type: 'integer', minimum: 0 },
  }),
  exception: object(['code'], { code: text, description: text }),
}

const query = (name: string, description: string, schema: Json, more: Json = {}): Json => ({
  name,
  in: 'query',
  required: false,
  description,
  schema,
  style: 'form',
  explode: false,
  ...more,
})
/** OGC 18-058r1, requirements 6 and 10. */
const system = { ...text, format: 'uri', enum: systems, default: crs84 } as const

const inPath = (name: string, description: string): Json => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: text,
})

function parametersOf({ t }: Request): Json {
  const about = (name: string) => t(`opendata.features.parameter.${name}`)
  return {
    f: query('f', about('f'), { ...text, enum: ['json', 'html'] }),
    limit: query('limit', about('limit'), { type: 'integer', minimum: 1, maximum: mostItems, default: usualItems }),
    bbox: query('bbox', about('bbox'), { type: 'array', minItems: 4, maxItems: 6, items: { type: 'number' } }),
    'bbox-crs': query('bbox-crs', about('bbox_crs'), system),
    crs: query('crs', about('crs'), system),
    datetime: query('datetime', about('datetime'), text),
    after: query('after', about('after'), text),
    // Free names are written this way in OpenAPI 3.0; which there are, `describedby` of the collection says.
    columns: query('columns', about('columns'), { type: 'object', additionalProperties: text }, { explode: true }),
    collectionId: inPath('collectionId', about('collection')),
    featureId: inPath('featureId', about('feature')),
  }
}

/** Paths below the landing page, what they are called and take, and what they answer with. */
export const operations = [
  { path: '/', id: 'landing', schema: 'landingPage', type: jsonType, parameters: ['f'] },
  { path: '/api', id: 'api', schema: undefined, type: jsonType, parameters: ['f'] },
  { path: '/conformance', id: 'conformance', schema: 'confClasses', type: jsonType, parameters: ['f'] },
  { path: '/collections', id: 'collections', schema: 'collections', type: jsonType, parameters: ['f', 'after'] },
  {
    path: '/collections/{collectionId}',
    id: 'collection',
    schema: 'collection',
    type: jsonType,
    parameters: ['collectionId', 'f'],
  },
  {
    path: '/collections/{collectionId}/queryables',
    id: 'queryables',
    schema: undefined,
    type: schemaType,
    parameters: ['collectionId', 'f'],
  },
  {
    path: '/collections/{collectionId}/items',
    id: 'items',
    schema: 'featureCollection',
    type: geoJsonType,
    parameters: ['collectionId', 'f', 'limit', 'bbox', 'bbox-crs', 'crs', 'datetime', 'after', 'columns'],
  },
  {
    path: '/collections/{collectionId}/items/{featureId}',
    id: 'item',
    schema: 'feature',
    type: geoJsonType,
    parameters: ['collectionId', 'featureId', 'f', 'crs'],
  },
] as const

/** What each refusal means (requirement «exception-codes» of the class oas30). */
const refusals = ['400', '404', '413', '429', '503'] as const

/** The interface as an OpenAPI 3.0 document (OGC 17-069r4, clause 9), with its texts in the language of the request. */
export function apiDocument(request: Request, kernel: Kernel) {
  const { t, url } = request
  const paths = operations.map(({ path, id, schema, type, parameters }) => [
    path,
    {
      get: {
        operationId: id,
        summary: t(`opendata.features.operation.${id}`),
        tags: [parameters.some((one) => one === 'collectionId') ? 'Data' : 'Capabilities'],
        parameters: parameters.map((name) => ref('parameters', name)),
        responses: {
          200: {
            description: t(`opendata.features.operation.${id}`),
            ...(parameters.some((one) => one === 'crs') && {
              headers: { 'Content-Crs': { description: t('opendata.features.content_crs'), schema: text } },
            }),
            content: {
              [type]: { schema: schema ? ref('schemas', schema) : { type: 'object' } },
              [htmlType]: { schema: text },
            },
          },
          ...Object.fromEntries(refusals.map((status) => [status, ref('responses', status)])),
        },
      },
    },
  ])
  return {
    openapi: '3.0.3',
    info: {
      title: titleOf(request, kernel),
      version: '1.0.0',
      description: `${t('opendata.features.lead')} ${conformanceClasses.join(', ')}`,
    },
    servers: [{ url: url(featuresPath) }],
    tags: [{ name: 'Capabilities' }, { name: 'Data' }],
    paths: Object.fromEntries(paths),
    components: {
      schemas,
      parameters: parametersOf(request),
      responses: Object.fromEntries(
        refusals.map((status) => [
          status,
          {
            description: STATUS_CODES[status] ?? status,
            content: { [jsonType]: { schema: ref('schemas', 'exception') }, [htmlType]: { schema: text } },
          },
        ]),
      ),
    },
  }
}
