import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, json, text } from '#kernel/http/answers.ts'
import { HttpError, NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { QueryError, QueryTooHeavyError } from '../query/query-errors.ts'
import type { Action } from './action.ts'
import { ActionError, BadActionRequestError, invalid, notAllowed, notFound } from './action-error.ts'
import { catalogueActions } from './catalogue-actions.ts'
import { datastoreActions } from './datastore-actions.ts'
import { packageActions } from './package-actions.ts'
import { readParameters } from './parameters.ts'
import { relatedActions } from './related-actions.ts'
import { searchActions } from './search-actions.ts'
import { siteActions } from './site-actions.ts'

const open = { permission: 'opendata.data.read', isPublic: true, isOpenToSites: true } as const
const written = { ...open, isPublic: false, body: 'text', acceptsCrossSite: true } as const

const actions: Readonly<Record<string, Action>> = {
  ...packageActions,
  ...searchActions,
  ...catalogueActions,
  ...datastoreActions,
  ...relatedActions,
  ...siteActions(() => actions),
}

/** The Action API of CKAN, under both addresses that its clients use, and its version at its root. What a stranger's SQL costs is counted apart. */
export function ckanRoutes(kernel: Kernel): Route[] {
  const act = (scope: Scope, request: Request) => answerAction(scope, request, kernel, request.params.action ?? '')
  const query = (scope: Scope, request: Request) => answerAction(scope, request, kernel, 'datastore_search_sql')
  return [
    get('/api/3', open, async () => json({ version: 3 })),
    ...['/api/3/action', '/api/action'].flatMap((base) => [
      get(`${base}/:action`, open, act),
      post(`${base}/:action`, written, act),
      get(`${base}/datastore_search_sql`, { ...open, rateLimit: 120 }, query),
      post(`${base}/datastore_search_sql`, { ...written, rateLimit: 120 }, query),
    ]),
  ]
}

async function answerAction(scope: Scope, request: Request, kernel: Kernel, name: string): Promise<Answer> {
  const help = `${kernel.settings.origin}/api/3/action/help_show?name=${encodeURIComponent(name)}`
  try {
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined
    if (!action) throw unknownAction(name)
    const callback = readCallback(request)
    const result = await action.run({ scope, request, kernel, parameters: readParameters(request) })
    return success({ help, success: true, result }, callback)
  } catch (error) {
    if (error instanceof BadActionRequestError) return json(`Bad request - ${error.message}`, { status: 400 })
    const refusal = asActionError(error, request)
    return json({ help, success: false, error: refusal.error }, { status: refusal.status })
  }
}

/** What changes data is refused as something that is not allowed here, everything else as something that does not exist. */
function unknownAction(name: string): Error {
  if (/_(?:create|update|patch|delete|purge|upsert|revise)$/.test(name)) return notAllowed()
  return new BadActionRequestError(`Action name not known: ${name.slice(0, 100)}`)
}

/** JSONP is for addresses only; the name of a function and nothing else. */
function readCallback(request: Request): string | undefined {
  const callback = request.method === 'GET' ? request.query.get('callback') : undefined
  if (callback === undefined) return undefined
  if (callback.length > 100 || !/^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/.test(callback))
    throw new BadActionRequestError('The callback is not the name of a function')
  return callback
}

function success(body: object, callback: string | undefined): Answer {
  if (callback === undefined) return json(body)
  const script = JSON.stringify(body).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
  return text(`/**/${callback}(${script});`, 'application/javascript; charset=utf-8')
}

/** Refusals of ours in the words of CKAN. Throws on what is a fault, or has to be tried again. */
function asActionError(error: unknown, { t }: Request): ActionError {
  if (error instanceof ActionError) return error
  if (error instanceof QueryError || error instanceof QueryTooHeavyError)
    return invalid({ query: [t(error.userMessage, error.values)] })
  if (error instanceof NotFoundError) return notFound()
  if (error instanceof HttpError && error.status < 500 && error.status !== 429)
    return invalid({ query: [t(error.userMessage, error.values)] })
  throw error
}
