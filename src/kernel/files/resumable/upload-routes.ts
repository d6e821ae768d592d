import { type Answer, json, text } from '../../http/answers.ts'
import { BadRequestError, HttpError } from '../../http/errors.ts'
import { get, type Request, type Route } from '../../http/route.ts'
import type { Kernel } from '../../kernel.ts'
import { refusalText } from '../upload.ts'
import { readMetadata } from './about.ts'
import { FinishingError, finishUpload } from './finish-upload.ts'
import { beginUpload, dropUpload, findUpload, type ResumableUpload, takePart } from './uploads.ts'

const permission = 'kernel.upload.send'
const version = '1.0.0'
// A part a second, for a while, from several phones behind one address.
const partsPerMinute = 1_200

/**
 * Files in parts, for phones in tunnels: the core of tus 1.0 with creation and termination (https://tus.io/protocols/resumable-upload). The
 * address of an upload carries its token; whoever has it goes on with the upload and hands it in with a form.
 */
export function uploadRoutes(kernel: Kernel): Route[] {
  return [
    {
      method: 'POST',
      path: '/uploads',
      options: { permission, rateLimit: 120 },
      handler: (_scope, request) => begin(kernel, request),
    },
    get('/uploads/:token', { permission, rateLimit: partsPerMinute }, async (_scope, request) =>
      standOf(kernel, request, await findWhole(kernel, tokenOf(request))),
    ),
    {
      method: 'PATCH',
      path: '/uploads/:token',
      options: { permission, body: 'stream', rateLimit: partsPerMinute, bodyLimit: kernel.uploadLimits.fileBytes },
      handler: (_scope, request) => take(kernel, request),
    },
    {
      method: 'DELETE',
      path: '/uploads/:token',
      options: { permission, rateLimit: 120 },
      handler: async (_scope, request) => {
        await dropUpload(kernel, await findUpload(kernel, tokenOf(request)))
        return nothing({})
      },
    },
  ]
}

function tokenOf({ params }: Request): string {
  return params.token ?? ''
}

/** Whose limits count: the person's who is signed in, else those of the network address. */
function senderOf({ principal, ip }: Request): string {
  return principal.actor.kind === 'person' ? principal.actor.partyId : ip
}

function wholeNumber(request: Request, name: string): number {
  const value = request.header(name) ?? ''
  if (!/^\d{1,15}$/.test(value)) throw new BadRequestError(`${name} must be a whole number`)
  return Number(value)
}

function needVersion(request: Request): void {
  if (request.header('tus-resumable') !== version) throw new HttpError(412, 'only tus 1.0.0 is spoken here')
}

async function begin(kernel: Kernel, request: Request): Promise<Answer> {
  needVersion(request)
  const length = wholeNumber(request, 'upload-length')
  if (length === 0) throw new BadRequestError('an empty file')
  const about = readMetadata(request.header('upload-metadata') ?? '')
  const { authorityId } = request
  const token = await beginUpload(kernel, { ...about, length, sender: senderOf(request), authorityId })
  return nothing({ location: request.href(`/uploads/${token}`) }, 201)
}

async function take(kernel: Kernel, request: Request): Promise<Answer> {
  needVersion(request)
  const upload = await findUpload(kernel, tokenOf(request))
  const content = request.stream
  if (!content) throw new HttpError(415, 'expected application/offset+octet-stream')
  const received = await takePart(kernel, upload, { offset: wholeNumber(request, 'upload-offset'), content })
  if (received === upload.length) await finishUpload(kernel, await findUpload(kernel, tokenOf(request)))
  return nothing({ 'upload-offset': String(received) })
}

/** An upload that is all there becomes a file also where the program ended before it had made one. */
async function findWhole(kernel: Kernel, token: string): Promise<ResumableUpload> {
  const upload = await findUpload(kernel, token)
  if (upload.received < upload.length || upload.fileId !== null || upload.refused !== null) return upload
  try {
    await finishUpload(kernel, upload)
  } catch (error) {
    if (!(error instanceof FinishingError)) throw error
  }
  return findUpload(kernel, token)
}

function nothing(headers: Readonly<Record<string, string>>, status = 204): Answer {
  return text('', 'text/plain', { status, headers: { 'tus-resumable': version, ...headers } })
}

/** How far it is, and what became of it; HEAD asks for the headers only. */
function standOf(kernel: Kernel, request: Request, upload: ResumableUpload): Answer {
  const { length, received, fileId, refused, about } = upload
  const limit = `${Math.floor(kernel.uploadLimits.fileBytes / 1_000_000)} MB`
  return json(
    {
      ...{ length, received, name: about.name, isDone: fileId !== null },
      ...(refused && { refused, message: refusalText({ name: about.name, reason: refused }, limit, request.t) }),
    },
    {
      headers: { 'tus-resumable': version, 'upload-offset': String(received), 'upload-length': String(length) },
    },
  )
}
