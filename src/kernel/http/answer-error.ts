import { h } from 'preact'
import type { Kernel } from '../kernel.ts'
import { type Answer, json, page, seeOther } from './answers.ts'
import { HttpError, SecondFactorNeededError, SignInNeededError, TooManyError, UnavailableError } from './errors.ts'
import type { Request } from './route.ts'

/** The page on which staff show their second factor, and set one up. */
export const secondFactorPath = '/sign-in/second-factor'

/**
 * The one place where a fault becomes an answer: problem+json (RFC 9457) for programs, a page with what to do for people, both with a
 * reference number and never with a stack. What we did not expect is logged in full, under the pattern of its `route`: an address may hold a
 * number or a key. What we refused is not a fault and only counted.
 */
export function answerError(
  error: unknown,
  request: Request,
  kernel: Kernel,
  { signInPath, route }: { signInPath: (kind: 'person' | 'staff') => string; route: string },
): Answer {
  const known = error instanceof HttpError ? error : undefined
  const status = known?.status ?? 500
  if (status >= 500) kernel.log.fault(error, { reference: request.id, route })

  const headers = retryHeaders(error)
  if (isForPrograms(request)) {
    const title = request.t(messageKey(known, request), known?.values)
    const body = {
      type: 'about:blank',
      title,
      status,
      detail: title,
      reference: request.id,
      code: known?.name ?? 'InternalError',
    }
    return json(body, { status, headers, contentType: 'application/problem+json; charset=utf-8' })
  }
  if (error instanceof SignInNeededError && request.method === 'GET') {
    const kind = request.path.startsWith('/desk') ? 'staff' : 'person'
    return seeOther(`${request.href(signInPath(kind))}?next=${encodeURIComponent(request.href(request.path))}`)
  }
  if (error instanceof SecondFactorNeededError && request.method === 'GET') {
    const next = request.href(request.path + request.search)
    return seeOther(`${request.href(secondFactorPath)}?${new URLSearchParams({ next })}`)
  }
  const text = request.t(messageKey(known, request), known?.values)
  const title = request.t(titleKey(status))
  return page(
    {
      title,
      shell: 'plain',
      noIndex: true,
      body:
        kernel.errorPage?.({ request, status, title, text }) ??
        h('main', {}, h('h1', {}, title), h('p', {}, text), h('p', {}, request.id)),
    },
    { status, headers },
  )
}

/** Whether a program asks, which is answered with JSON and never sent elsewhere. */
export function isForPrograms(request: Request): boolean {
  if (/^\/(?:api|sta|healthz|readyz|metrics)(?:\/|$)/.test(request.path)) return request.path !== '/api/reference'
  const accept = request.header('accept') ?? ''
  return accept.includes('json') && !accept.includes('text/html')
}

function messageKey(known: HttpError | undefined, request: Request): string {
  if (known && request.t.has(known.userMessage)) return known.userMessage
  return known && known.status < 500 ? 'kernel.error.refused' : 'kernel.error.fault'
}

function titleKey(status: number): string {
  if (status === 404) return 'kernel.error.title_not_found'
  if (status === 401 || status === 403) return 'kernel.error.title_forbidden'
  if (status === 429 || status === 503) return 'kernel.error.title_later'
  return status < 500 ? 'kernel.error.title_refused' : 'kernel.error.title_fault'
}

function retryHeaders(error: unknown): Record<string, string> {
  if (error instanceof TooManyError) return { 'retry-after': String(error.retryAfter) }
  if (error instanceof UnavailableError) return { 'retry-after': '15' }
  return {}
}
