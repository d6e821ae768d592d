import { withPrefix } from '#kernel/http/address.ts'
import { languages } from '#kernel/i18n/language.ts'

/** One page of the sitemap, without language: `/services/move`, or `/imprint` of the authority `kriens`. */
export type ListedPage = { path: string; authority?: string | undefined }

/** What the protocol allows in one file (sitemaps.org: 50'000 addresses); pages beyond it are left out. */
export const sitemapLimit = 50_000

/** The pages that every portal has, of the whole canton or of one authority. */
export const commonPages = [
  '/',
  '/services',
  '/opendata',
  '/strategy',
  '/strategy/map',
  '/strategy/indicators',
  '/strategy/questions',
  '/privacy',
  '/imprint',
  '/accessibility',
  '/open-source',
] as const

/**
 * A sitemap of pages in all languages, each with its other languages (hreflang), in pieces as it is sent, so that memory holds one page at
 * a time. `origin` is the public origin without trailing slash.
 */
export function* sitemapText(pages: Iterable<ListedPage>, origin: string): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n'
  yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
  let left = sitemapLimit
  for (const page of pages) {
    if (left < languages.length) break
    left -= languages.length
    yield pageText(page, origin)
  }
  yield '</urlset>\n'
}

function pageText({ path, authority }: ListedPage, origin: string): string {
  const address = (language: (typeof languages)[number] | undefined) =>
    escapeXml(new URL(withPrefix({ language, authority }, path), origin).href)
  const others = [
    ...languages.map((language) => link(language, address(language))),
    link('x-default', address(undefined)),
  ].join('')
  return languages.map((language) => `<url><loc>${address(language)}</loc>${others}</url>\n`).join('')
}

function link(language: string, href: string): string {
  return `<xhtml:link rel="alternate" hreflang="${language}" href="${href}"/>`
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
}
