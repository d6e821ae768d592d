import type { FastifyRequest } from 'fastify'
import type { Actor } from '../db/actor.ts'
import type { Scope, WriteScope } from '../db/scope.ts'
import { swissDate } from '../i18n/format.ts'
import { isLanguage, type Language } from '../i18n/language.ts'
import { isSlug } from '../ids.ts'
import type { Kernel } from '../kernel.ts'
import { negotiateLanguage, type Prefix, splitPrefix, withPrefix } from './address.ts'
import { FormBody, parseForm } from './form-body.ts'
import type { ReadBody } from './read-body.ts'
import type { Access, Principal, Request } from './route.ts'

const prefixes = new WeakMap<object, Prefix>()

const longestPart = 200

/**
 * Takes language and authority off the address before it is routed, and remembers them for the request. What cannot be read, or is longer
 * than any address of ours, leads where nothing is: the router's own refusals know neither our pages nor our headers.
 */
export function takePrefix(message: { url?: string | undefined }, kernel: Pick<Kernel, 'isAuthoritySlug'>): string {
  const { prefix, path } = splitPrefix(message.url ?? '/', kernel.isAuthoritySlug)
  prefixes.set(message, prefix)
  if (isReadable(path)) return path
  return path.startsWith('/api/') ? '/api/-' : '/-'
}

function isReadable(path: string): boolean {
  const mark = path.search(/[?#]/)
  const bare = mark < 0 ? path : path.slice(0, mark)
  if (bare.split('/').some((part) => part.length > longestPart)) return false
  try {
    decodeURIComponent(bare)
    return true
  } catch {
    return false
  }
}

export type RequestWithAccess = Request & { readonly accesses: readonly Access[] }

/** What a handler is given of a request. Throws 400 for a query string that cannot be read, unless `isFaulty` (then it is left out). */
export function readRequest(
  kernel: Kernel,
  message: FastifyRequest,
  principal: Principal,
  body: ReadBody,
  isFaulty = false,
): RequestWithAccess {
  const prefix = prefixes.get(message.raw) ?? { language: undefined, authority: undefined }
  const language = languageOf(message, prefix)
  const hostAuthority = kernel.authorityOfHost(message.hostname)
  const slug = prefix.authority ?? hostAuthority
  const mark = message.url.indexOf('?')
  const accesses: Access[] = []
  const receivedAt = kernel.clock.now()
  const params = message.params
  const href = (path: string) => withPrefix(prefix, path)
  return {
    method: message.method,
    path: mark < 0 ? message.url : message.url.slice(0, mark),
    search: mark < 0 ? '' : message.url.slice(mark),
    params: isParams(params) ? params : {},
    query: readQuery(mark < 0 ? '' : message.url.slice(mark + 1), isFaulty),
    form: body.form,
    uploads: body.uploads,
    refusedUploads: body.refusedUploads,
    looseFiles: body.looseFiles,
    text: body.text,
    json: body.json,
    stream: body.stream,
    language,
    t: kernel.translators[language],
    prefix,
    authorityId: slug !== undefined && isSlug<'authority'>(slug) ? slug : undefined,
    principal,
    ip: message.ip,
    id: message.id,
    receivedAt,
    today: swissDate(receivedAt),
    header: (name) => {
      const value = message.headers[name.toLowerCase()]
      return Array.isArray(value) ? value[0] : value
    },
    cookie: (name) => message.cookies[name],
    href,
    url: (path) => `${kernel.settings.origin}${href(path)}`,
    showed: (access) => accesses.push(access),
    accesses,
    readAs: <A extends Actor, Result>(actor: A, work: (scope: Scope<A>) => Promise<Result>) =>
      kernel.database.read(actor, work),
    writeAs: <A extends Actor, Result>(actor: A, work: (scope: WriteScope<A>) => Promise<Result>) =>
      kernel.database.write(actor, work),
    database: kernel.database,
  }
}

function readQuery(text: string, isFaulty: boolean): FormBody {
  try {
    return parseForm(text)
  } catch (error) {
    if (isFaulty) return new FormBody()
    throw error
  }
}

function isParams(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null
}

function languageOf(message: FastifyRequest, prefix: Prefix): Language {
  if (prefix.language) return prefix.language
  const cookieValue = message.cookies.language
  return isLanguage(cookieValue) ? cookieValue : negotiateLanguage(message.headers['accept-language'])
}
