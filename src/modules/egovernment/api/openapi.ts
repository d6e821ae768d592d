import { STATUS_CODES } from 'node:http'
import type { ApiPart, Operation } from '#kernel/http/operation.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { problemSchema } from './answer-schemas.ts'

/** The API as an OpenAPI 3.1 document, with its texts in the language of `t`. */
export function openApiDocument(origin: string, t: Translate, parts: readonly ApiPart[]) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const part of parts)
    for (const operation of part.operations) {
      const path = openApiPath(operation.path)
      paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(operation, part, t) }
    }
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: t('egovernment.api_reference.title'),
      version: '1',
      description: t('egovernment.api_reference.lead'),
    },
    servers: [{ url: origin }],
    tags: parts.flatMap(({ things, text }) => things.map((name) => ({ name, description: text(t, 'thing', name) }))),
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: t('egovernment.api_reference.access.key') },
        code: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Access-Code',
          description: t('egovernment.api_reference.access.code_or_key'),
        },
        draft: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Draft-Token',
          description: t('egovernment.api_reference.access.draft_token'),
        },
      },
    },
  }
}

/** `/cases/:number` as OpenAPI writes it: `/cases/{number}`. */
export function openApiPath(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}')
}

function describe(operation: Operation, part: ApiPart, t: Translate) {
  const { id, answer, body } = operation
  return {
    operationId: id,
    tags: [operation.thing],
    summary: part.text(t, 'operation', id),
    ...(operation.scope && { description: t('egovernment.api_reference.scope', { scope: operation.scope }) }),
    security: securityOf(operation),
    parameters: parametersOf(operation, (name) => part.text(t, 'parameter', name)),
    ...(body && { requestBody: { required: true, content: contentsOf(body) } }),
    responses: {
      [answer.status]: {
        description: t('egovernment.api_reference.works'),
        ...(answer.headers && { headers: headersOf(answer.headers, t) }),
        ...(answer.schema && { content: { [answer.type ?? 'application/json']: { schema: answer.schema } } }),
      },
      ...Object.fromEntries(
        operation.refusals.map((status) => [
          status,
          {
            description: reasonOf(status, t),
            ...(status === 429 || status === 503 ? { headers: headersOf(['Retry-After'], t) } : {}),
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
  }
}

function contentsOf({ type, otherTypes = [], schema, example }: NonNullable<Operation['body']>) {
  const others = otherTypes.map((other): [string, object] => [other, { schema }])
  return { [type]: example ? { schema, example } : { schema }, ...Object.fromEntries(others) }
}

function headersOf(names: readonly string[], t: Translate) {
  return Object.fromEntries(
    names.map((name) => [
      name,
      { description: t(`egovernment.api_reference.header.${name.toLowerCase()}`), schema: { type: 'string' } },
    ]),
  )
}

function reasonOf(status: number, t: Translate): string {
  const key = `kernel.error.status_${status}`
  return t.has(key) ? t(key) : (STATUS_CODES[status] ?? String(status))
}

function securityOf({ access }: Operation): readonly Readonly<Record<string, readonly string[]>>[] {
  switch (access) {
    case 'open':
      return []
    case 'optional_key':
      return [{}, { key: [] }]
    case 'code_or_key':
      return [{ code: [] }, { key: [] }]
    case 'draft_token':
      return [{ draft: [] }, { draft: [], key: [] }]
    case 'key':
      return [{ key: [] }]
  }
}

function parametersOf(
  { path, query = [], headers = [], optionalHeaders = [] }: Operation,
  about: (name: string) => string,
) {
  const named = (name: string, place: 'path' | 'query' | 'header', required = place !== 'query') => ({
    name,
    in: place,
    required,
    description: about(name.toLowerCase()),
    schema: name === 'limit' ? { type: 'integer', minimum: 1 } : { type: 'string' },
  })
  const inPath = [...path.matchAll(/:(\w+)/g)].flatMap(([, name]) => (name === undefined ? [] : [name]))
  return [
    ...inPath.map((name) => named(name, 'path')),
    ...query.map((name) => named(name, 'query')),
    ...headers.map((name) => named(name, 'header')),
    ...optionalHeaders.map((name) => named(name, 'header', false)),
  ]
}
