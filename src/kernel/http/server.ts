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
import type { Kernel } from '../kernel.ts'
import { answerError } from './answer-error.ts'
import { type Answer, movedPermanently } from './answers.ts'
import { HttpError, NotFoundError, TooManyError } from './errors.ts'
import { askFreshSignIn, isSignInStale } from './fresh-sign-in.ts'
import { authorise, limitKey, refuseCrossSite, refuseOddRequests, requestsPerMinute } from './guards.ts'
import { asHttpError } from './http-faults.ts'
import { LooseFolder } from './loose-files.ts'
import {
  type BodyParts,
  emptyBody,
  formOf,
  leaveBodiesAsStreams,
  readBodiesAsText,
  readBody,
  sayBusy,
  typedForm,
} from './read-body.ts'
import { type RequestWithAccess, readRequest, takePrefix } from './read-request.ts'
import type { Permissions, Principal, Request, Route } from './route.ts'
import { openHeaders, preflightHeaders, securityHeaders } from './security-headers.ts'
import { type PageRenderer, sendAnswer } from './send-answer.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Every address that anything was registered for; the tests compare it with the manifests. */
    servedRoutes: readonly string[]
  }
  interface FastifyContextConfig {
    isOpenToSites?: boolean
  }
}

export type ServerParts = {
  kernel: Kernel
  routes: readonly Route[]
  permissions: Permissions
  renderPage: PageRenderer
  /** Who is asking, from cookie or key. */
  authenticate: (request: FastifyRequest) => Promise<Principal>
  storeUpload: BodyParts['storeUpload']
  /** Where a person without a session is sent. */
  signInPath: (kind: 'person' | 'staff') => string
}

const defaultBodyLimit = 1024 * 1024
/** The HTTP server: every request takes the same way through, and only declared routes answer. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const { kernel } = parts
  const { settings } = kernel
  const options: FastifyServerOptions = {
    loggerInstance: kernel.log.http,
    logController: new LogController({ disableRequestLogging: true }),
    // One proxy, the nearest: what stands before its own entry in X-Forwarded-For was written by whoever asks.
    trustProxy: settings.trustProxy && ((_address, hop) => hop === 0),
    bodyLimit: defaultBodyLimit,
    requestTimeout: 60_000,
    connectionTimeout: 120_000,
    keepAliveTimeout: 65_000,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    genReqId: () => kernel.newReference(),
    rewriteUrl: (message) => takePrefix(message, kernel),
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
  // Answers only: what is sent to us packed is refused (`readBody`), so that nothing small becomes large here.
  await app.register(compress, { globalDecompression: false, threshold: 1024, encodings: ['br', 'gzip'] })
  await app.register(rateLimit, {
    global: false,
    keyGenerator: limitKey,
    errorResponseBuilder: (_request, context) => new TooManyError('too many requests', Math.ceil(context.ttl / 1000)),
  })

  const safeHeaders = securityHeaders(kernel.settings)
  app.addHook('onRequest', async (message, reply) => {
    reply.headers(safeHeaders)
    if (message.routeOptions.config.isOpenToSites) reply.headers(openHeaders)
    reply.header('x-request-id', message.id)
    refuseOddRequests(message, kernel)
  })
  let isClosing = false
  app.addHook('preClose', async () => {
    isClosing = true
  })
  app.addHook('onSend', async (_message, reply) => {
    // A connection that is kept alive would keep the process from ending.
    if (isClosing) reply.header('connection', 'close')
  })
  app.addHook('onResponse', async (message, reply) => {
    const route = message.routeOptions.url ?? 'none'
    kernel.metrics.observeRequest(message.method, route, reply.statusCode, reply.elapsedTime)
    kernel.log.http.info(
      { id: message.id, method: message.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request',
    )
  })

  const answerFault = async (error: unknown, message: FastifyRequest, reply: FastifyReply) => {
    const principal: Principal = await parts
      .authenticate(message)
      .catch((): Principal => ({ actor: { kind: 'public' } }))
    const form = await typedForm(message, error, kernel.uploadLimits)
    const request = readRequest(kernel, message, principal, { ...emptyBody, form }, true)
    const route = message.routeOptions.url ?? 'none'
    const answer = answerError(error, request, kernel, { signInPath: parts.signInPath, route })
    return sendAnswer(reply, answer, request, parts.renderPage)
  }
  app.setErrorHandler((error: FastifyError, message, reply) => answerFault(asHttpError(error), message, reply))
  app.setNotFoundHandler((message, reply) => answerFault(new NotFoundError(), message, reply))

  const declare = (place: FastifyInstance, route: Route) => {
    if (route.options.freshSignIn !== undefined && route.options.body === 'multipart')
      throw new Error(`${route.path} cannot keep files for a fresh sign-in`)
    place.route({
      method: route.method,
      url: route.path,
      exposeHeadRoute: route.method === 'GET',
      bodyLimit: route.options.bodyLimit ?? defaultBodyLimit,
      config: {
        isOpenToSites: route.options.isOpenToSites ?? false,
        rateLimit: {
          max: (message: FastifyRequest) => requestsPerMinute(route, message, settings.rateFactor),
          timeWindow: 60_000,
        },
      },
      handler: async (message, reply) => {
        const known = await parts.authenticate(message)
        refuseCrossSite(message, route, known, kernel)
        const principal = authorise(route, known, parts.permissions)
        if (isSignInStale(route, principal, kernel.clock.now())) {
          const sent = readRequest(kernel, message, principal, { ...emptyBody, form: formOf(message) })
          return sendAnswer(reply, await askFreshSignIn(kernel, sent), sent, parts.renderPage)
        }
        const loose = new LooseFolder(settings.dataFolder)
        try {
          const { storeUpload } = parts
          const body = await readBody(message, route, { limits: kernel.uploadLimits, storeUpload, loose })
          const request = readRequest(kernel, message, principal, body)
          const given = (await answerFormer(request, kernel)) ?? (await run(route, request, principal.actor, kernel))
          const answer = sayBusy(given, body)
          await recordAccess(route, request, principal.actor, answer, kernel)
          return await sendAnswer(reply, answer, request, parts.renderPage, route.options.isPublic)
        } finally {
          await loose.remove()
        }
      },
    })
  }
  const isFile = ({ options }: Route) => options.body === 'file'
  for (const route of parts.routes) if (!isFile(route)) declare(app, route)
  await app.register(async (place) => {
    leaveBodiesAsStreams(place)
    for (const route of parts.routes) if (isFile(route)) declare(place, route)
  })
  refuseOtherMethods(app, parts.routes)
  return app
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** A known address says with OPTIONS which methods it knows; asked with another one it answers 405 and says the same. */
function refuseOtherMethods(app: FastifyInstance, routes: readonly Route[]): void {
  const known = new Map<string, Set<string>>()
  for (const route of routes) known.set(route.path, (known.get(route.path) ?? new Set()).add(route.method))
  const open = new Set(routes.filter(({ options }) => options.isOpenToSites).map(({ path }) => path))
  for (const [url, allowed] of known) {
    const config = { isOpenToSites: open.has(url) }
    const allow = [...allowed].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ')
    const others = methods.filter((method) => !allowed.has(method))
    app.route({
      method: 'OPTIONS',
      url,
      config,
      handler: async (_message, reply) => {
        if (open.has(url)) reply.headers({ ...preflightHeaders, 'access-control-allow-methods': allow })
        return reply.header('allow', `${allow}, OPTIONS`).status(204).send()
      },
    })
    if (others.length === 0) continue
    app.route({
      method: [...others],
      url,
      config,
      exposeHeadRoute: false,
      handler: async (_message, reply) => {
        reply.header('allow', `${allow}, OPTIONS`)
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
  const reader = route.options.readsAsPublic ? publicActor : actor
  if (route.method === 'GET') return kernel.database.read(reader, async (scope) => route.handler(scope, request))
  return kernel.database.write(actor, async (scope) => route.handler(scope, request))
}

/** Shows nothing before it is written down who saw it, whatever the status: the page of a conflict shows the case as well. */
async function recordAccess(
  route: Route,
  request: RequestWithAccess,
  actor: Actor,
  answer: Answer,
  kernel: Kernel,
): Promise<void> {
  if (answer.kind === 'redirect') return
  const shown = request.accesses
  if (route.options.showsPersonalData && answer.status < 400 && shown.length === 0)
    throw new Error(`${route.method} ${route.path} shows personal data but named none`)
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
