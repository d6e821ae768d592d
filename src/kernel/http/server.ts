import { createHash } from 'node:crypto'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
} from 'fastify'
import { redirectOf } from '../authorities/redirect-of.ts'
import { type Actor, publicActor } from '../db/actor.ts'
import type { Scope, WriteScope } from '../db/scope.ts'
import type { IncomingFile } from '../files/store-upload.ts'
import type { RefusedUpload, StoredUpload, Upload } from '../files/upload.ts'
import { swissDate } from '../i18n/format.ts'
import { isLanguage, type Language } from '../i18n/language.ts'
import { isSlug } from '../ids.ts'
import type { Kernel } from '../kernel.ts'
import { negotiateLanguage, type Prefix, splitPrefix, withPrefix } from './address.ts'
import { answerError } from './answer-error.ts'
import { type Answer, type Cookie, movedPermanently, type PageContent } from './answers.ts'
import {
  BadRequestError,
  ForbiddenError,
  HttpError,
  NotFoundError,
  SignInNeededError,
  TooManyError,
  UnprocessableError,
} from './errors.ts'
import { FormBody, parseForm } from './form-body.ts'
import { isGranted, isSecondFactorMissing } from './permissions.ts'
import type { Access, Permissions, Principal, Request, Route } from './route.ts'
import { contentPolicy, securityHeaders } from './security-headers.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Every address that anything was registered for; the tests compare it with the manifests. */
    servedRoutes: readonly string[]
  }
}

/** Makes HTML of a page; given by `app.ts`, because the kernel knows no layout. */
export type PageRenderer = (page: PageContent, request: Request) => string

export type ServerParts = {
  kernel: Kernel
  routes: readonly Route[]
  permissions: Permissions
  renderPage: PageRenderer
  /** Who is asking, from cookie or key. */
  authenticate: (request: FastifyRequest) => Promise<Principal>
  /** Takes in the files of a multipart body as they stream by. */
  storeUpload: (part: IncomingFile) => Promise<Upload>
  /** Where a person without a session is sent. */
  signInPath: (kind: 'person' | 'staff') => string
}

type Locals = { prefix: Prefix; path: string }
const locals = new WeakMap<object, Locals>()

const defaultBodyLimit = 1024 * 1024
const defaultRateLimit = 600
/** Programs with a key are known by it; the bound only keeps a flood of wrong keys away. */
const keyedRateLimit = 600_000

/** The HTTP server: every request takes the same way through, and only declared routes answer. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const { kernel } = parts
  const { settings } = kernel
  const options: FastifyServerOptions = {
    loggerInstance: kernel.log.http,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: kernel.settings.trustProxy,
    bodyLimit: defaultBodyLimit,
    requestTimeout: 60_000,
    connectionTimeout: 120_000,
    keepAliveTimeout: 65_000,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    genReqId: () => kernel.newReference(),
    rewriteUrl(message) {
      const split = splitPrefix(message.url ?? '/', kernel.isAuthoritySlug)
      locals.set(message, { prefix: split.prefix, path: split.path })
      return split.path
    },
  }
  const app = Fastify(options)
  const served: string[] = []
  app.decorate('servedRoutes', served)
  app.addHook('onRoute', ({ url }) => {
    served.push(url)
  })

  await app.register(cookie)
  readBodiesAsText(app)
  await app.register(multipart, { throwFileSizeLimit: false })
  await app.register(compress, { global: true, threshold: 1024, encodings: ['br', 'gzip'] })
  await app.register(rateLimit, {
    global: false,
    keyGenerator: (request) => (request.headers.authorization === undefined ? request.ip : `${request.ip} with key`),
    errorResponseBuilder: (_request, context) => new TooManyError('too many requests', Math.ceil(context.ttl / 1000)),
  })

  app.addHook('onRequest', async (message, reply) => {
    reply.headers(securityHeaders(kernel.settings))
    reply.header('x-request-id', message.id)
    refuseOddRequests(message, kernel)
  })
  app.addHook('onResponse', async (message, reply) => {
    const route = message.routeOptions.url ?? 'none'
    kernel.metrics.observeRequest(message.method, route, reply.statusCode, reply.elapsedTime)
    kernel.log.http.info(
      { id: message.id, method: message.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request',
    )
  })

  const requestOf = (message: FastifyRequest, principal: Principal, body: ReadBody = emptyBody): RequestWithAccess =>
    readRequest(kernel, message, principal, body)
  const answerFault = async (error: unknown, message: FastifyRequest, reply: FastifyReply) => {
    const principal: Principal = await parts
      .authenticate(message)
      .catch((): Principal => ({ actor: { kind: 'public' } }))
    const request = requestOf(message, principal, { ...emptyBody, form: formOf(message) })
    const answer = answerError(error, request, kernel, parts.signInPath)
    return sendAnswer(reply, answer, request, parts.renderPage)
  }
  app.setErrorHandler((error: FastifyError, message, reply) => answerFault(asHttpError(error), message, reply))
  app.setNotFoundHandler((message, reply) => answerFault(new NotFoundError(), message, reply))

  for (const route of parts.routes) {
    app.route({
      method: route.method,
      url: route.path,
      exposeHeadRoute: route.method === 'GET',
      bodyLimit: route.options.bodyLimit ?? defaultBodyLimit,
      config: {
        rateLimit: {
          max: (message: FastifyRequest) => requestsPerMinute(route, message, settings.rateFactor),
          timeWindow: 60_000,
        },
      },
      handler: async (message, reply) => {
        const principal = await parts.authenticate(message)
        refuseCrossSite(message, route, principal, kernel)
        authorise(route, principal, parts.permissions)
        const body = await readBody(message, route, parts)
        const request = requestOf(message, principal, body)
        const answer = (await answerFormer(request, kernel)) ?? (await run(route, request, principal.actor, kernel))
        await recordAccess(route, request, principal.actor, answer, kernel)
        return sendAnswer(reply, answer, request, parts.renderPage, route.options.isPublic)
      },
    })
  }
  refuseOtherMethods(app, parts.routes)
  return app
}

function requestsPerMinute(route: Route, message: FastifyRequest, factor: number): number {
  const limit =
    message.headers.authorization === undefined ? (route.options.rateLimit ?? defaultRateLimit) : keyedRateLimit
  return limit * factor
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** A known address asked with a method it does not know answers 405 and says which it knows. */
function refuseOtherMethods(app: FastifyInstance, routes: readonly Route[]): void {
  const known = new Map<string, Set<string>>()
  for (const route of routes) known.set(route.path, (known.get(route.path) ?? new Set()).add(route.method))
  for (const [url, allowed] of known) {
    const allow = [...allowed].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ')
    const others = methods.filter((method) => !allowed.has(method))
    if (others.length === 0) continue
    app.route({
      method: [...others],
      url,
      exposeHeadRoute: false,
      handler: async (_message, reply) => {
        reply.header('allow', allow)
        throw new HttpError(405, 'method not allowed')
      },
    })
  }
}

/** Addresses of municipalities that have merged lead to their successor. */
async function answerFormer(request: Request, kernel: Kernel): Promise<Answer | undefined> {
  const slug = request.prefix.authority
  if (request.method !== 'GET' || slug === undefined || !kernel.authorities.find(slug)?.isClosed) return undefined
  const target = await kernel.database.read(publicActor, (scope) => redirectOf(scope, kernel.authorities, request))
  return target === undefined ? undefined : movedPermanently(target)
}

async function run(route: Route, request: Request, actor: Actor, kernel: Kernel): Promise<Answer> {
  if (route.method === 'GET') return kernel.database.read(actor, async (scope) => route.handler(scope, request))
  return kernel.database.write(actor, async (scope) => route.handler(scope, request))
}

/** Shows nothing before it is written down who saw it. */
async function recordAccess(
  route: Route,
  request: RequestWithAccess,
  actor: Actor,
  answer: Answer,
  kernel: Kernel,
): Promise<void> {
  if (!route.options.showsPersonalData || answer.kind === 'redirect' || answer.status >= 400) return
  const shown = request.accesses
  if (shown.length === 0) throw new Error(`${route.method} ${route.path} shows personal data but named none`)
  for (const access of shown) {
    await kernel.database.recordAccess(actor, `shown:${route.method} ${route.path}`, {
      authorityId: access.authorityId,
      ...(access.subjectIds.length === 1 && access.subjectIds[0] !== undefined
        ? { subjectId: access.subjectIds[0] }
        : {}),
      subjectIds: access.subjectIds,
      role: access.role,
      reason: access.reason,
    })
  }
}

function authorise(route: Route, principal: Principal, permissions: Permissions): void {
  const grantees = permissions[route.options.permission]
  if (!grantees) throw new Error(`permission ${route.options.permission} of ${route.path} is in no manifest`)
  if (!isGranted(grantees, principal)) {
    if (principal.actor.kind === 'public' && !principal.key) throw new SignInNeededError()
    throw new ForbiddenError()
  }
  if (isSecondFactorMissing(route, principal))
    throw new ForbiddenError('second factor needed', { userMessage: 'kernel.error.second_factor' })
}

/** What was typed, for the error page to keep; nothing where it cannot be read. */
function formOf(message: FastifyRequest): FormBody {
  const type = message.headers['content-type'] ?? ''
  if (!type.startsWith('application/x-www-form-urlencoded')) return new FormBody()
  try {
    return parseForm(decodeUtf8(message.body))
  } catch {
    return new FormBody()
  }
}

type ReadBody = {
  form: FormBody
  uploads: readonly StoredUpload[]
  refusedUploads: readonly RefusedUpload[]
  json: unknown
}
const emptyBody: ReadBody = { form: new FormBody(), uploads: [], refusedUploads: [], json: undefined }

/** Bodies arrive as text and are read by the route's own kind, so that nothing is converted behind our back. */
function readBodiesAsText(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  const types = ['application/json', 'application/problem+json', 'application/x-www-form-urlencoded', 'text/plain']
  app.addContentTypeParser(types, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

async function readBody(message: FastifyRequest, route: Route, parts: ServerParts): Promise<ReadBody> {
  const kind = route.options.body ?? 'none'
  const type = (message.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  switch (kind) {
    case 'none':
      return emptyBody
    case 'form':
    case 'multipart':
      if (type === 'application/x-www-form-urlencoded' || type === '')
        return { ...emptyBody, form: parseForm(decodeUtf8(message.body)) }
      if (kind === 'multipart' && type === 'multipart/form-data') return readMultipart(message, parts)
      throw new HttpError(415, 'expected a form')
    case 'json':
      if (type !== 'application/json') throw new HttpError(415, 'expected application/json')
      return { ...emptyBody, json: parseJson(decodeUtf8(message.body)) }
  }
}

function decodeUtf8(body: unknown): string {
  if (body === undefined || body === null) return ''
  if (!Buffer.isBuffer(body)) throw new BadRequestError('the body is not readable')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(body)
  } catch (error) {
    throw new BadRequestError('the body is not UTF-8', { cause: error })
  }
}

/** JSON without `__proto__` and its like, and without a NUL, which PostgreSQL cannot hold. */
function parseJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text, (key, inner) => {
      if (key === '__proto__' || key === 'constructor' || key === 'prototype')
        throw new BadRequestError(`the field ${key} is refused`)
      return inner
    })
  } catch (error) {
    if (error instanceof HttpError) throw error
    throw new BadRequestError('the body is not JSON', { cause: error })
  }
  return value
}

async function readMultipart(message: FastifyRequest, parts: ServerParts): Promise<ReadBody> {
  const pairs: [string, string][] = []
  const uploads: Upload[] = []
  const { fileBytes, formBytes, files } = parts.kernel.uploadLimits
  let total = 0
  const limits = {
    fileSize: fileBytes,
    files,
    fields: 500,
    fieldSize: 200_000,
    fieldNameSize: 200,
    parts: 600,
    headerPairs: 100,
  }
  for await (const part of message.parts({ limits })) {
    if (part.type === 'field') {
      if (typeof part.value === 'string') pairs.push([part.fieldname, part.value])
    } else if (part.filename === '' || part.filename === undefined) {
      part.file.resume()
    } else {
      const upload = await parts.storeUpload({
        field: part.fieldname,
        name: part.filename,
        type: part.mimetype,
        stream: part.file,
      })
      total += upload.ok ? upload.size : 0
      if (total > formBytes)
        throw new HttpError(413, 'the files are too large together', { userMessage: 'kernel.error.too_large' })
      uploads.push(upload)
    }
  }
  return {
    form: new FormBody(pairs),
    uploads: uploads.flatMap((upload) => (upload.ok ? [upload] : [])),
    refusedUploads: uploads.flatMap((upload) => (upload.ok ? [] : [upload])),
    json: undefined,
  }
}

export type RequestWithAccess = Request & { readonly accesses: readonly Access[] }

function readRequest(kernel: Kernel, message: FastifyRequest, principal: Principal, body: ReadBody): RequestWithAccess {
  const { prefix } = locals.get(message.raw) ?? { prefix: { language: undefined, authority: undefined } }
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
    query: parseForm(mark < 0 ? '' : message.url.slice(mark + 1)),
    form: body.form,
    uploads: body.uploads,
    refusedUploads: body.refusedUploads,
    json: body.json,
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

function isParams(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null
}

function languageOf(message: FastifyRequest, prefix: Prefix): Language {
  if (prefix.language) return prefix.language
  const cookieValue = message.cookies.language
  return isLanguage(cookieValue) ? cookieValue : negotiateLanguage(message.headers['accept-language'])
}

/** Two Host lines, an absolute address, a foreign host name: nothing of ours is asked for that way. */
function refuseOddRequests(message: FastifyRequest, kernel: Kernel): void {
  const hosts = message.raw.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length
  if (hosts !== 1) throw new BadRequestError('one Host line is needed')
  if (!message.originalUrl.startsWith('/')) throw new BadRequestError('an absolute address is refused')
  // Whoever watches the process asks by its address, not by its name.
  const isProbe = message.url === '/healthz' || message.url === '/readyz'
  if (!isProbe && !kernel.isKnownHost(message.host)) throw new HttpError(421, 'unknown host')
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/** A change asked for by a page of somebody else is refused; requests with a key carry no cookie and need no check. */
function refuseCrossSite(message: FastifyRequest, route: Route, principal: Principal, kernel: Kernel): void {
  if (safeMethods.has(message.method) || route.options.acceptsCrossSite || principal.csrfExempt) return
  const site = message.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new ForbiddenError('cross-site', { userMessage: 'kernel.error.cross_site' })
  const { origin } = message.headers
  if (origin !== undefined && !kernel.isOwnOrigin(origin))
    throw new ForbiddenError('foreign origin', { userMessage: 'kernel.error.cross_site' })
}

async function sendAnswer(
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
    answer.status === 200 &&
    !answer.cookies?.length &&
    !isLanguageNew
  reply.header('cache-control', isShared ? 'public, no-cache' : 'no-store')
  reply.header('vary', 'Accept-Language, Cookie')
  reply.headers(answer.headers ?? {})
  for (const wanted of answer.cookies ?? []) setCookie(reply, wanted, request.url('/'))
  switch (answer.kind) {
    case 'page': {
      const html = renderPage(answer.page, request)
      reply.header('content-language', request.language).type('text/html; charset=utf-8')
      if (!isShared) return reply.send(html)
      const etag = `"${createHash('sha1').update(html).digest('base64url')}"`
      reply.header('etag', etag)
      return request.header('if-none-match') === etag ? reply.status(304).send() : reply.send(html)
    }
    case 'redirect':
      return reply.header('location', answer.to).send()
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

function asHttpError(error: FastifyError | HttpError): unknown {
  if (error instanceof HttpError) return error
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
    case 'FST_FILES_LIMIT':
    case 'FST_FIELDS_LIMIT':
    case 'FST_PARTS_LIMIT':
      return new HttpError(413, error.message, { userMessage: 'kernel.error.too_large', cause: error })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new HttpError(415, error.message, { cause: error })
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return new HttpError(415, error.message, { cause: error })
    default:
      break
  }
  if (isMalformedMultipart(error)) return new BadRequestError('the multipart body is broken', { cause: error })
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new HttpError(error.statusCode, error.message, { cause: error })
  }
  return isUnstorableText(error) ? new UnprocessableError('text that cannot be stored', { cause: error }) : error
}

function isMalformedMultipart(error: Error): boolean {
  return /Unexpected end of (?:form|multipart)|Multipart: Boundary|Malformed part header|Unexpected end of file/i.test(
    error.message,
  )
}

/** PostgreSQL's refusals of text it cannot hold (NUL, a lone surrogate): bad input, no fault of ours. */
function isUnstorableText(error: { code?: string }): boolean {
  return error.code === '22021' || error.code === '22P05'
}
