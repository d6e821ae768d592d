import type { FastifyError } from 'fastify'
import { BadRequestError, HttpError, UnprocessableError } from './errors.ts'

/** Faults of the server and the database that are the sender's, as what they are: 4xx. Everything else stays as it was. */
export function asHttpError(error: FastifyError | HttpError): unknown {
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
  if (isUnstorableText(error)) return new UnprocessableError('text that cannot be stored', { cause: error })
  return isNoSuchDay(error) ? new UnprocessableError('a day that the calendar does not have', { cause: error }) : error
}

function isMalformedMultipart(error: Error): boolean {
  return /Unexpected end of (?:form|multipart)|Multipart: Boundary|Malformed part header|Unexpected end of file|The needle cannot/i.test(
    error.message,
  )
}

/** PostgreSQL's refusals of text it cannot hold (NUL, a lone surrogate): bad input, no fault of ours. */
function isUnstorableText(error: { code?: string }): boolean {
  return error.code === '22021' || error.code === '22P05'
}

/** PostgreSQL's refusal of days and times outside its calendar, such as those of a year 0. */
function isNoSuchDay(error: { code?: string }): boolean {
  return error.code === '22008'
}
