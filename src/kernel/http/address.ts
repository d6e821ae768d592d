import { isLanguage, type Language } from '../i18n/language.ts'

/** The two optional first segments of every public path: `/fr/kriens/services` is `/services` in French, of Kriens. */
export type Prefix = { language: Language | undefined; authority: string | undefined }

/**
 * Takes language and authority off a path. `isAuthority` knows the slugs (also those of former municipalities). Only whole first segments
 * count, and never more than one of each, in this order.
 */
export function splitPrefix(path: string, isAuthority: (slug: string) => boolean): { prefix: Prefix; path: string } {
  const mark = path.search(/[?#]/)
  const bare = mark < 0 ? path : path.slice(0, mark)
  const rest = mark < 0 ? '' : path.slice(mark)
  const segments = bare.split('/').slice(1)

  let taken = 0
  const first = segments[0] ?? ''
  const language = isLanguage(first) ? first : undefined
  if (language) taken += 1
  const next = segments[taken] ?? ''
  const authority = next !== '' && isAuthority(next) ? next : undefined
  if (authority) taken += 1
  return { prefix: { language, authority }, path: `/${segments.slice(taken).join('/')}${rest}` }
}

/** A path of our own with the prefix in front. */
export function withPrefix(prefix: Partial<Prefix>, path: string): string {
  const parts = [prefix.language, prefix.authority].filter((part) => part !== undefined)
  if (parts.length === 0) return path
  return `/${parts.join('/')}${path === '/' ? '/' : path}`
}

/** The best of our languages for an Accept-Language header; German when none fits. */
export function negotiateLanguage(header: string | undefined): Language {
  if (!header) return 'de'
  const wishes = header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const weight = parameters
        .map((parameter) => /^\s*q=([0-9.]+)$/.exec(parameter)?.[1])
        .find((found) => found !== undefined)
      return { tag: tag.split('-')[0] ?? '', weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter((wish) => wish.weight > 0)
    .sort((a, b) => b.weight - a.weight)
  for (const { tag } of wishes) if (isLanguage(tag)) return tag
  return 'de'
}

/** Only a path of our own may follow a sign-in: `//evil`, `/\evil` and their escaped forms are refused. */
export function ownPath(next: string | undefined): string {
  if (!next?.startsWith('/') || next.length > 2_000) return '/'
  if (/^\/(?:[/\\]|%2f|%5c)/i.test(next) || hasControl(next) || !next.isWellFormed()) return '/'
  // As it must stand in a Location line.
  return next.replace(/[^!-~]+/g, encodeURIComponent)
}

function hasControl(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code < 0x20 || code === 0x7f || code === 0x5c) return true
  }
  return false
}
