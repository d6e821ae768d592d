import { type Answer, json } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import { type FormError, messageText } from '../forms/form-error.ts'

/** 422 for programs (RFC 9457): each fault of the answers by its JSON Pointer, in the language of the request. */
export function invalidAnswers(request: Request, errors: readonly FormError[], prefix = '/answers'): Answer {
  return problemWith(
    request,
    errors.map(({ path, message }) => ({ path: `${prefix}${path}`, message: messageText(message, request.t) })),
  )
}

export function problemWith(request: Request, errors: readonly { path: string; message: string }[]): Answer {
  const title = request.t('kernel.error.status_422')
  const body = {
    type: 'about:blank',
    title,
    status: 422,
    detail: title,
    reference: request.id,
    code: 'InvalidAnswers',
    errors,
  }
  return json(body, { status: 422, contentType: 'application/problem+json; charset=utf-8' })
}

/** 422 for a body of the wrong shape: each place by its JSON Pointer. */
export function wrongBody(request: Request, problems: readonly { path: string }[]): Answer {
  return problemWith(
    request,
    problems.map(({ path }) => ({ path, message: request.t('egovernment.submissions.error.body') })),
  )
}
