import type { Readable } from 'node:stream'
import type { ComponentChildren } from 'preact'

export type NavItem = {
  href: string
  text: string
  count?: number | string
  isCurrent?: boolean
  shortcut?: string
  /** The heading it stands under; entries of a group follow each other. */
  group?: string
}

/** Another form of a page, by its address and media type. */
export type Alternate = { href: string; type: string; title?: string }

/** What a page shows and how it is framed; the renderer given by `app.ts` makes HTML of it. */
export type PageContent = {
  title: string
  shell: 'public' | 'desk' | 'plain'
  body: ComponentChildren
  breadcrumbs?: readonly { text: string; href?: string }[]
  /** For search engines. */
  description?: string
  /** The same in other forms: linked data, a feed. */
  alternates?: readonly Alternate[]
  noIndex?: boolean
  /** Which entry of the navigation is the present one. */
  current?: string
  /** A page that reads (default), or one that uses the whole width. */
  width?: 'reading' | 'full'
  /** Desk: where else one can go, with counts. */
  nav?: readonly NavItem[]
  /** Desk: the list beside the detail, what a phone shows of the two, and the actions always in sight. */
  list?: ComponentChildren
  phoneShows?: 'list' | 'detail'
  actions?: ComponentChildren
}

export type Cookie = { name: string; value: string; maxAgeSeconds?: number; path?: string }

type Common = { status: number; headers?: Readonly<Record<string, string>>; cookies?: readonly Cookie[] }

export type PageAnswer = Common & { kind: 'page'; page: PageContent }
export type RedirectAnswer = Common & { kind: 'redirect'; to: string }
export type JsonAnswer = Common & { kind: 'json'; body: unknown; contentType?: string }
/** Large texts that lie in files come as the bytes they are. */
export type TextAnswer = Common & { kind: 'text'; body: string | Uint8Array; contentType: string }
export type FileAnswer = Common & {
  kind: 'file'
  body: Uint8Array | Readable
  contentType: string
  name: string
  inline?: boolean
}
export type EmptyAnswer = Common & { kind: 'empty' }
export type Answer = PageAnswer | RedirectAnswer | JsonAnswer | TextAnswer | FileAnswer | EmptyAnswer

export function page(content: PageContent, options: Partial<Common> = {}): PageAnswer {
  return { kind: 'page', status: 200, page: content, ...options }
}

/** After a form post: look at `to` with a GET. */
export function seeOther(to: string, options: Partial<Common> = {}): RedirectAnswer {
  return { kind: 'redirect', status: 303, to, ...options }
}

export function movedPermanently(to: string): RedirectAnswer {
  return { kind: 'redirect', status: 308, to }
}

export function json(body: unknown, options: Partial<Common> & { contentType?: string } = {}): JsonAnswer {
  return { kind: 'json', status: 200, body, ...options }
}

/** 204: done, and there is nothing to say about it. */
export function noContent(options: Partial<Common> = {}): EmptyAnswer {
  return { kind: 'empty', status: 204, ...options }
}

export function text(
  body: string | Uint8Array,
  contentType = 'text/plain; charset=utf-8',
  options: Partial<Common> = {},
): TextAnswer {
  return { kind: 'text', status: 200, body, contentType, ...options }
}

/** A file, as a download unless `inline` says that our own code made it. */
export function file(content: Omit<FileAnswer, 'kind' | 'status'> & { status?: number }): FileAnswer {
  return { kind: 'file', status: 200, ...content }
}
