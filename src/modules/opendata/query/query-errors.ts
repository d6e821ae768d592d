import { BadRequestError, type ErrorOptions, TooLargeError, UnavailableError } from '#kernel/http/errors.ts'

/** 400: the query asks for what the table has not. */
export class QueryError extends BadRequestError {
  override name = 'QueryError'
  constructor(
    problem: 'column' | 'value' | 'operator' | 'measure' | 'place' | 'limit' | 'sql' | 'geometry',
    about: string,
  ) {
    super(`${problem}: ${about}`, {
      userMessage: `opendata.query.bad_${problem}`,
      values: { about: about.slice(0, 300) },
    })
  }
}

/** 413: it takes more time or memory than one query may. */
export class QueryTooHeavyError extends TooLargeError {
  override name = 'QueryTooHeavyError'
  constructor(message: string) {
    super(message, { userMessage: 'opendata.query.too_heavy' })
  }
}

/** 503: too many wait. */
export class QueryBusyError extends UnavailableError {
  override name = 'QueryBusyError'
  constructor() {
    super('too many queries wait', { userMessage: 'opendata.query.busy' })
  }
}

/** 503: the process that answered ended. */
export class QueryLostError extends UnavailableError {
  override name = 'QueryLostError'
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, { userMessage: 'opendata.query.busy', ...options })
  }
}
