import type { Request } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Column } from '../tables/column.ts'
import { type Collection, queriedColumns } from './collection.ts'
import { collectionTitle } from './documents.ts'
import { collectionPath } from './links.ts'

/**
 * What items can be narrowed down by besides place and time, as a JSON Schema (OGC 19-079r2, Part 3: Filtering, class «queryables»:
 * https://docs.ogc.org/is/19-079r2/19-079r2.html#rc_queryables). A name that is not here is refused, so no other properties are allowed.
 */
export function queryablesDocument(collection: Collection, request: Request) {
  const { language, url } = request
  const properties = queriedColumns(collection).map((column) => [column.name, queryable(column, language)])
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: url(`${collectionPath(collection.id)}/queryables`),
    type: 'object',
    title: collectionTitle(collection, request),
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  }
}

function queryable({ title, description, type, codes, unit }: Column, language: Request['language']) {
  return {
    title: textIn(title, language),
    ...(description && { description: textIn(description, language) }),
    ...schemaOf(type),
    ...(unit !== undefined && { 'x-ogc-unit': unit }),
    ...(codes && type === 'string' && { enum: codes.map(({ code }) => code) }),
  }
}

function schemaOf(type: Column['type']): { readonly type?: string; readonly format?: string } {
  switch (type) {
    case 'integer':
    case 'year':
      return { type: 'integer' }
    case 'number':
    case 'boolean':
    case 'string':
      return { type }
    case 'date':
      return { type: 'string', format: 'date' }
    case 'time':
      return { type: 'string', format: 'time' }
    case 'datetime':
      return { type: 'string', format: 'date-time' }
    case 'geometry':
      return { format: 'geometry-any' }
  }
}
