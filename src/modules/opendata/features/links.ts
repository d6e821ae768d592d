import type { Request } from '#kernel/http/route.ts'
import type { Distribution, PublishedDataSet } from '../catalogue/data-set.ts'
import { type Form, htmlType, jsonType } from './form.ts'

/** A link as OGC 17-069r4 (7.4, schema `link.yaml`) has it. */
export type Link = {
  readonly href: string
  readonly rel: string
  readonly type: string
  readonly title?: string
  readonly hreflang?: string
}

/** `authority_dataset_table`: names have no underscores, so it is clear what is what. */
export const collectionId = (
  { authorityId, slug }: Pick<PublishedDataSet, 'authorityId' | 'slug'>,
  { slug: table }: Pick<Distribution, 'slug'>,
): string => `${authorityId}_${slug}_${table}`

export const featuresPath = '/opendata/features'
export const collectionPath = (id: string): string => `${featuresPath}/collections/${id}`
export const itemPath = (id: string, feature: string | number): string =>
  `${collectionPath(id)}/items/${encodeURIComponent(feature)}`

/** The address of a request with some parameters set otherwise; undefined takes one away. */
export function hereWith(request: Request, changes: Readonly<Record<string, string | undefined>>): string {
  const kept = request.query
    .names()
    .filter((name) => !Object.hasOwn(changes, name))
    .flatMap((name) => request.query.all(name).map((value): [string, string] => [name, value]))
  const set = Object.entries(changes).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  )
  const query = [...kept, ...set].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
  return `${request.url(request.path)}${query.length > 0 ? `?${query.join('&')}` : ''}`
}

/** This document, and the same in the other form. */
export function ownLinks(request: Request, form: Form, type = jsonType): Link[] {
  const types = { json: type, html: htmlType }
  const other = form === 'json' ? 'html' : 'json'
  return [
    { href: hereWith(request, {}), rel: 'self', type: types[form], hreflang: request.language },
    { href: hereWith(request, { f: other }), rel: 'alternate', type: types[other], hreflang: request.language },
  ]
}

/** A resource in both forms. */
export const bothForms = (href: string, rel: string, title: string, type = jsonType): Link[] => [
  { href: `${href}?f=json`, rel, type, title },
  { href: `${href}?f=html`, rel, type: htmlType, title },
]
