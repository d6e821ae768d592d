import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { StaffActor } from '#kernel/db/actor.ts'
import { type Answer, json } from '#kernel/http/answers.ts'
import { BadRequestError, ForbiddenError, HttpError, NotFoundError } from '#kernel/http/errors.ts'
import type { LooseFile } from '#kernel/http/loose-files.ts'
import { post, put, type Request, type Route } from '#kernel/http/route.ts'
import { isUuid, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { faultText } from '../intake/fault-text.ts'
import { readContentType, typesFor } from './media-types.ts'
import { pushPath } from './push-operations.ts'
import type { Once } from './queries.ts'
import { type Taken, takeRows } from './take-rows.ts'

/** Bytes of one delivery. */
export const mostBytes = 200_000_000

const options = {
  permission: 'opendata.rows.deliver',
  body: 'file',
  looseBytes: mostBytes,
  acceptsCrossSite: true,
  rateLimit: 60,
} as const

export const pushPermissions = { 'opendata.rows.deliver': ['key:opendata.write'] } as const

/** Programs bring rows of tables that their authority keeps. */
export function pushRoutes(kernel: Kernel): Route[] {
  return [
    put(pushPath, options, (_scope, request) => take(kernel, request, 'put')),
    post(pushPath, options, (_scope, request) => take(kernel, request, 'add')),
  ]
}

async function take(kernel: Kernel, request: Request, way: 'put' | 'add'): Promise<Answer> {
  const { actor, key } = request.principal
  if (!key?.authorityId || actor.kind !== 'staff') throw new ForbiddenError('a key of an authority is needed')
  const { tableid: tableId = '' } = request.params
  if (!isUuid(tableId)) throw new NotFoundError('no table')
  const read = readContentType(request.header('content-type') ?? '', way)
  if (!read)
    throw new HttpError(415, 'another kind of body', {
      userMessage: 'opendata.delivery.media_type',
      values: { known: typesFor(way).join(', ') },
    })
  const [file] = request.looseFiles
  if (!file) throw new BadRequestError('no body')
  const once = await onceOf(request, actor, file, way)
  const taken = await takeRows(kernel, actor, {
    ...{ way, authorityId: key.authorityId, tableId: uuid<'distribution'>(tableId.toLowerCase()) },
    ...{ path: file.path, name: 'rows', options: read, sender: key.id, byKey: key.id, language: request.language },
    ...(once && { once }),
  })
  return taken.kind === 'refused' ? refusal(request, taken) : json(said(taken))
}

/** The header `Idempotency-Key`, bound to the key of the program and to what came with it. */
async function onceOf(
  request: Request,
  { staffId }: StaffActor,
  file: LooseFile,
  way: string,
): Promise<Once | undefined> {
  const text = request.header('idempotency-key')
  if (text === undefined) return undefined
  if (text === '' || text.length > 200)
    throw new BadRequestError('Idempotency-Key', { userMessage: 'opendata.delivery.key_form' })
  const body = createHash('sha256').update(`${way}\n${request.header('content-type')}\n`)
  for await (const chunk of createReadStream(file.path)) body.update(chunk)
  return { keyHash: createHash('sha256').update(`${staffId}\n${text}`).digest(), bodyHash: body.digest() }
}

function said({ version, isNew, isPublic }: Extract<Taken, { kind: 'kept' }>) {
  const { tableId, number, rows, changes, sha256, madeAt } = version
  return {
    table: tableId,
    version: number,
    isNew,
    state: isPublic ? 'published' : 'draft',
    rows,
    changes: isNew ? changes : { added: 0, changed: 0, removed: 0 },
    sha256,
    madeAt: madeAt.toISOString(),
  }
}

/** 422 (RFC 9457): nothing has changed; what is wrong by line and column, a hundred places at most. */
function refusal({ t, id }: Request, { faults, faultCount }: Extract<Taken, { kind: 'refused' }>): Answer {
  const title = t('opendata.delivery.refused', { count: faultCount })
  const errors = faults.map((fault) => ({
    path: `/${[fault.line, fault.column].filter((part) => part !== null && part !== 0).join('/')}`,
    line: fault.line === 0 ? null : fault.line,
    column: fault.column,
    value: fault.value,
    code: fault.kind,
    message: faultText(t, fault),
  }))
  const body = {
    type: 'about:blank',
    title,
    status: 422,
    detail: title,
    reference: id,
    code: 'RowsRefused',
    faultCount,
  }
  return json({ ...body, errors }, { status: 422, contentType: 'application/problem+json; charset=utf-8' })
}
