/** What went wrong with an action, by the field it is about. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>

/**
 * A refusal as the Action API says it: status and the object under `error` (https://docs.ckan.org/en/2.11/api/index.html#making-an-api-request).
 * Clients turn it back into an exception by its `__type`.
 */
export class ActionError extends Error {
  override name = 'ActionError'
  readonly status: number
  readonly error: Readonly<Record<string, unknown>>

  constructor(status: number, error: Readonly<Record<string, unknown>>) {
    super(JSON.stringify(error))
    this.status = status
    this.error = error
  }
}

/** 409: a parameter is missing or cannot be meant. */
export const invalid = (fields: FieldErrors): ActionError =>
  new ActionError(409, { ...fields, __type: 'Validation Error' })

/** 404: nothing of that name. */
export const notFound = (about?: string): ActionError =>
  new ActionError(404, {
    __type: 'Not Found Error',
    message: about === undefined ? 'Not found' : `Not found: ${about}`,
  })

/** 403: what changes data is done at the desk, never here. */
export const notAllowed = (): ActionError =>
  new ActionError(403, { __type: 'Authorization Error', message: 'Access denied' })

/** 400: words or order of a search that cannot be read. */
export const badSearch = (about: string): ActionError =>
  new ActionError(400, { __type: 'Search Query Error', message: `Search Query is invalid: ${about}` })

/** 400: what was sent is no request for an action at all; the answer is a plain text. */
export class BadActionRequestError extends Error {
  override name = 'BadActionRequestError'
}
