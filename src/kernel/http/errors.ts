import type { MessageValues } from '../i18n/translate.ts'

export type ErrorOptions = { userMessage?: string; values?: MessageValues; cause?: unknown }

/**
 * A fault or refusal with an HTTP status and, where a person can do something about it, the key of a message for her.
 * Thrown by rules; turned into a page or problem+json (RFC 9457) in one place, `answer-error.ts`.
 */
export class HttpError extends Error {
  override name = 'HttpError'
  readonly status: number
  readonly userMessage: string
  readonly values: MessageValues

  constructor(status: number, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.status = status
    this.userMessage = options.userMessage ?? `kernel.error.status_${status}`
    this.values = options.values ?? {}
  }
}

/** 400: the request itself cannot be read. */
export class BadRequestError extends HttpError {
  override name = 'BadRequestError'
  constructor(message: string, options?: ErrorOptions) {
    super(400, message, options)
  }
}

/** 401: a sign-in is needed first; pages redirect to it. */
export class SignInNeededError extends HttpError {
  override name = 'SignInNeededError'
  constructor(message = 'sign-in needed', options?: ErrorOptions) {
    super(401, message, options)
  }
}

/** 403: signed in, but not allowed. */
export class ForbiddenError extends HttpError {
  override name = 'ForbiddenError'
  constructor(message = 'not allowed', options?: ErrorOptions) {
    super(403, message, options)
  }
}

/** 403: staff who have not shown a second factor; pages lead to where they do. */
export class SecondFactorNeededError extends ForbiddenError {
  override name = 'SecondFactorNeededError'
  constructor() {
    super('second factor needed', { userMessage: 'kernel.error.second_factor' })
  }
}

/** 404: not there, or not for this actor; both look the same. */
export class NotFoundError extends HttpError {
  override name = 'NotFoundError'
  constructor(message = 'not found', options?: ErrorOptions) {
    super(404, message, options)
  }
}

/** 409: not possible in the present state. */
export class ConflictError extends HttpError {
  override name = 'ConflictError'
  constructor(message: string, options?: ErrorOptions) {
    super(409, message, options)
  }
}

/** 412: it was changed since it was read. */
export class PreconditionFailedError extends HttpError {
  override name = 'PreconditionFailedError'
  constructor(message: string, options?: ErrorOptions) {
    super(412, message, options)
  }
}

/** 413: larger than allowed. */
export class TooLargeError extends HttpError {
  override name = 'TooLargeError'
  constructor(message: string, options?: ErrorOptions) {
    super(413, message, options)
  }
}

/** 422: understood, but not acceptable. */
export class UnprocessableError extends HttpError {
  override name = 'UnprocessableError'
  constructor(message: string, options?: ErrorOptions) {
    super(422, message, options)
  }
}

/** 429: too many attempts; `retryAfter` in seconds. */
export class TooManyError extends HttpError {
  override name = 'TooManyError'
  readonly retryAfter: number
  constructor(message: string, retryAfter: number, options?: ErrorOptions) {
    super(429, message, options)
    this.retryAfter = retryAfter
  }
}

/** 503: a part we stand on is away for now. */
export class UnavailableError extends HttpError {
  override name = 'UnavailableError'
  constructor(message: string, options?: ErrorOptions) {
    super(503, message, options)
  }
}
