import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { IncomingFile } from '../files/store-upload.ts'
import type { RefusedUpload, StoredUpload, Upload } from '../files/upload.ts'
import type { Kernel } from '../kernel.ts'
import type { Answer } from './answers.ts'
import { BadRequestError, HttpError, TooLargeError, UnavailableError } from './errors.ts'
import { FormBody, parseForm } from './form-body.ts'
import type { LooseFile, LooseFolder } from './loose-files.ts'
import type { Route } from './route.ts'

export type BodyParts = {
  limits: Kernel['uploadLimits']
  /** Takes in the files of a multipart body as they stream by. */
  storeUpload: (part: IncomingFile) => Promise<Upload>
  /** Where a route that takes files as they are finds them. */
  loose: LooseFolder
}

/** A request's body, read by its route's kind. */
export type ReadBody = {
  form: FormBody
  uploads: readonly StoredUpload[]
  refusedUploads: readonly RefusedUpload[]
  looseFiles: readonly LooseFile[]
  text: string
  json: unknown
  stream: AsyncIterable<Uint8Array> | undefined
}
export const emptyBody: ReadBody = {
  form: new FormBody(),
  uploads: [],
  refusedUploads: [],
  looseFiles: [],
  text: '',
  json: undefined,
  stream: undefined,
}

const streamType = 'application/offset+octet-stream'

/** Where the whole body is a file, it arrives as a stream, whatever it says to be. */
export function leaveBodiesAsStreams(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, body, done) => done(null, body))
}

/** Bodies arrive as text and are read by the route's own kind, so that nothing is converted behind our back. */
export function readBodiesAsText(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  const types = ['application/json', 'application/problem+json', 'application/x-www-form-urlencoded', 'text/plain']
  app.addContentTypeParser(types, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.addContentTypeParser(streamType, (_request, body, done) => done(null, body))
}

/** Reads the body as the route wants it. Throws 400 for what cannot be read, 413 for too much, 415 for another kind. */
export async function readBody(message: FastifyRequest, route: Route, parts: BodyParts): Promise<ReadBody> {
  const kind = route.options.body ?? 'none'
  const type = (message.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (kind === 'none') return emptyBody
  refusePacked(message)
  switch (kind) {
    case 'form':
    case 'multipart':
      if (type === 'application/x-www-form-urlencoded' || type === '')
        return { ...emptyBody, form: parseForm(decodeUtf8(message.body)) }
      if (kind === 'multipart' && type === 'multipart/form-data')
        return route.options.looseBytes === undefined
          ? readMultipart(message, parts)
          : readLoose(message, parts, route.options.looseBytes)
      throw new HttpError(415, 'expected a form')
    case 'json':
      if (type !== 'application/json') throw new HttpError(415, 'expected application/json')
      refuseOtherCharset(message)
      return { ...emptyBody, json: parseJson(decodeUtf8(message.body)) }
    case 'text':
      refuseOtherCharset(message)
      return { ...emptyBody, text: decodeUtf8(message.body) }
    case 'file':
      return { ...emptyBody, looseFiles: [await keepWhole(message, parts, route.options.looseBytes ?? 0)] }
    case 'stream':
      if (type !== streamType) throw new HttpError(415, `expected ${streamType}`)
      return { ...emptyBody, stream: message.body instanceof Readable ? message.body : undefined }
  }
}

async function keepWhole(message: FastifyRequest, { loose }: BodyParts, bytes: number): Promise<LooseFile> {
  const tooLarge = () => new TooLargeError(`more than ${bytes} bytes`)
  if ((announcedBytes(message) ?? 0) > bytes) throw tooLarge()
  const body = message.body instanceof Readable ? message.body : Readable.from([])
  const kept = await loose.keep({ fieldname: 'body', filename: 'body', file: body }, bytes)
  if (kept.isCut) throw tooLarge()
  return kept
}

/** JSON is UTF-8 (RFC 8259): another character set is refused, not guessed. */
function refuseOtherCharset({ headers }: FastifyRequest): void {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(headers['content-type'] ?? '')?.[1]?.toLowerCase()
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') throw new HttpError(415, `JSON in ${charset}`)
}

/** A packed body is as large as its sender wants: none is unpacked. */
function refusePacked({ headers }: FastifyRequest): void {
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? ''
  if (coding !== '' && coding !== 'identity') throw new HttpError(415, 'a packed body')
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

/** Deeper than any answer of ours; what walks through JSON afterwards may take one step down for each level. */
const deepestJson = 100

function refuseDeep(text: string): void {
  let depth = 0
  let isText = false
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (isText) {
      if (code === 0x5c) index += 1
      else if (code === 0x22) isText = false
    } else if (code === 0x22) isText = true
    else if (code === 0x5b || code === 0x7b) {
      depth += 1
      if (depth > deepestJson) throw new BadRequestError('the body is nested too deep')
    } else if (code === 0x5d || code === 0x7d) depth -= 1
  }
}

/** JSON without `__proto__` and its like, and not nested deeper than anything of ours. */
export function parseJson(text: string): unknown {
  refuseDeep(text)
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

/** What was typed into forms with files, as far as it has been read, for the error page. */
const typed = new WeakMap<FastifyRequest, [string, string][]>()

async function readMultipart(message: FastifyRequest, parts: BodyParts): Promise<ReadBody> {
  const pairs: [string, string][] = []
  typed.set(message, pairs)
  const uploads: Upload[] = []
  const { formBytes } = parts.limits
  let total = 0
  let away: UnavailableError | undefined
  for await (const part of message.parts({ limits: multipartLimits(parts.limits) })) {
    const field: string | undefined = part.fieldname
    if (field === undefined) throw new BadRequestError('a part has no name')
    if (part.type === 'field') {
      if (typeof part.value === 'string') pairs.push([field, part.value])
    } else if (part.filename === '' || part.filename === undefined || away) {
      part.file.resume()
    } else {
      const incoming = {
        ...{ field, name: part.filename, type: part.mimetype, stream: part.file },
        ...{ sender: message.ip, announced: announcedBytes(message) },
      }
      const upload = await parts.storeUpload(incoming).catch((error: unknown) => {
        if (!(error instanceof UnavailableError)) throw error
        // The file cannot be kept; what was typed behind it can.
        part.file.resume()
        away = error
        return undefined
      })
      if (!upload) continue
      total += upload.ok ? upload.size : 0
      if (total > formBytes)
        throw new HttpError(413, 'the files are too large together', { userMessage: 'kernel.error.too_large' })
      uploads.push(upload)
    }
  }
  if (away) throw away
  return {
    form: new FormBody(pairs),
    uploads: uploads.flatMap((upload) => (upload.ok ? [upload] : [])),
    refusedUploads: uploads.flatMap((upload) => (upload.ok ? [] : [upload])),
    looseFiles: [],
    text: '',
    json: undefined,
    stream: undefined,
  }
}

/** A form with files that nobody looks into here: they lie in a folder until the answer has left. */
async function readLoose(message: FastifyRequest, { limits, loose }: BodyParts, bytes: number): Promise<ReadBody> {
  const pairs: [string, string][] = []
  const looseFiles: LooseFile[] = []
  typed.set(message, pairs)
  for await (const part of message.parts({ limits: { ...multipartLimits(limits), fileSize: bytes + 1, files: 1 } })) {
    if (part.type === 'file') {
      if (part.filename) looseFiles.push(await loose.keep(part, bytes))
      else part.file.resume()
    } else if (part.fieldname !== undefined && typeof part.value === 'string') pairs.push([part.fieldname, part.value])
  }
  return { ...emptyBody, form: new FormBody(pairs), looseFiles }
}

/** A page that comes again only because too much is under way says so to proxies and programs too, and when to try once more. */
export function sayBusy(answer: Answer, { refusedUploads }: ReadBody): Answer {
  if (answer.status !== 422 || !refusedUploads.some(({ reason }) => reason === 'busy')) return answer
  return { ...answer, status: 503, headers: { ...answer.headers, 'retry-after': '30' } }
}

/** No file is longer than the body it comes in. */
function announcedBytes({ headers }: FastifyRequest): number | undefined {
  const length = headers['content-length']
  return length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : undefined
}

function multipartLimits({ fileBytes, files }: BodyParts['limits']) {
  return {
    fileSize: fileBytes,
    files,
    fields: 500,
    fieldSize: 200_000,
    fieldNameSize: 200,
    parts: 600,
    headerPairs: 100,
  }
}

/**
 * What was typed, for the page that says that a part is away: also of a form with files that nobody has read yet, because the fault came
 * before. Its files are let go.
 */
export async function typedForm(
  message: FastifyRequest,
  error: unknown,
  limits: BodyParts['limits'],
): Promise<FormBody> {
  const isUnread = error instanceof UnavailableError && message.isMultipart() && !typed.has(message)
  try {
    if (isUnread) {
      const pairs: [string, string][] = []
      typed.set(message, pairs)
      for await (const part of message.parts({ limits: multipartLimits(limits) })) {
        if (part.type === 'file') part.file.resume()
        else if (typeof part.value === 'string') pairs.push([part.fieldname, part.value])
      }
    }
    const read = typed.get(message)
    return read ? new FormBody(read) : formOf(message)
  } catch {
    return new FormBody()
  }
}

/** What was typed into a form without files; nothing where it cannot be read. */
export function formOf(message: FastifyRequest): FormBody {
  const type = message.headers['content-type'] ?? ''
  if (!type.startsWith('application/x-www-form-urlencoded')) return new FormBody()
  try {
    return parseForm(decodeUtf8(message.body))
  } catch {
    return new FormBody()
  }
}
