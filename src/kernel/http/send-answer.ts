import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import type { Language } from '../i18n/language.ts'
import type { Answer, Cookie, PageContent } from './answers.ts'
import type { Request } from './route.ts'
import { contentPolicy } from './security-headers.ts'

/** What it is, a part of it, or that it is as it was. */
const keepable: ReadonlySet<number> = new Set([200, 206, 304])

/** Makes HTML of a page; given by `app.ts`, because the kernel knows no layout. */
export type PageRenderer = (page: PageContent, request: Request) => string

/** Sends an answer with the headers its kind needs. Only public pages of nobody in particular may be kept, and are asked for again by ETag. */
export async function sendAnswer(
  reply: FastifyReply,
  answer: Answer,
  request: Request,
  renderPage: PageRenderer,
  isPublic = false,
): Promise<FastifyReply> {
  reply.status(answer.status)
  const isLanguageNew = answer.kind === 'page' && isChosen(request)
  if (isLanguageNew) setCookie(reply, languageCookie(request.language), request.url('/'))
  const isShared =
    isPublic &&
    request.principal.actor.kind === 'public' &&
    keepable.has(answer.status) &&
    !answer.cookies?.length &&
    !isLanguageNew
  reply.header('cache-control', isShared ? 'public, no-cache' : 'no-store')
  reply.header('vary', 'Accept-Language, Cookie')
  reply.headers(answer.headers ?? {})
  for (const wanted of answer.cookies ?? []) setCookie(reply, wanted, request.url('/'))
  switch (answer.kind) {
    case 'page': {
      // Turned into bytes once: both the ETag and the connection would do it for themselves.
      const html = Buffer.from(renderPage(answer.page, request))
      reply.header('content-language', request.language).type('text/html; charset=utf-8')
      if (!isShared) return reply.send(html)
      const etag = `"${createHash('sha1').update(html).digest('base64url')}"`
      reply.header('etag', etag)
      return request.header('if-none-match') === etag ? reply.status(304).send() : reply.send(html)
    }
    case 'redirect':
      return reply.header('location', answer.to).send()
    case 'empty':
      return reply.send()
    case 'json':
      return reply.type(answer.contentType ?? 'application/json; charset=utf-8').send(JSON.stringify(answer.body))
    case 'text':
      return reply.type(answer.contentType).send(answer.body)
    case 'file':
      reply.header('content-disposition', disposition(answer.name, answer.inline ?? false))
      if (!answer.inline) reply.header('content-security-policy', `${contentPolicy}; sandbox`)
      return reply.type(answer.contentType).send(answer.body)
  }
}

/** A language in the address was chosen: the next visit without one begins with it. */
function isChosen(request: Request): boolean {
  return request.prefix.language !== undefined && request.cookie('language') !== request.language
}

function languageCookie(language: Language): Cookie {
  return { name: 'language', value: language, maxAgeSeconds: 365 * 86_400 }
}

function setCookie(reply: FastifyReply, wanted: Cookie, origin: string): void {
  reply.setCookie(wanted.name, wanted.value, {
    path: wanted.path ?? '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: origin.startsWith('https:'),
    ...(wanted.maxAgeSeconds === undefined ? {} : { maxAge: wanted.maxAgeSeconds }),
  })
}

/** RFC 6266: the plain name for old readers, the true one for all others. */
function disposition(name: string, inline: boolean): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^\w.\- ]/g, '_')
    .slice(0, 100)
  return `${inline ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name.slice(0, 200))}`
}
