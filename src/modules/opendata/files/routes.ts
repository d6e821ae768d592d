import { open } from 'node:fs/promises'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, noContent } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { isSlug, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { fileFormats } from '../catalogue/formats.ts'
import { findOfferedOnce, NotOfferedError } from '../catalogue/published-distributions.ts'
import { findPublished } from '../catalogue/queries.ts'
import { isKnown } from '../dcat/formats.ts'
import { answerParts } from '../downloads/answer-parts.ts'
import { usesOf } from '../quality/uses.ts'
import { tablesOf } from '../tables/tables.ts'
import { findFileVersion } from './file-version.ts'

const settings = { permission: 'opendata.data.read', isPublic: true, isOpenToSites: true, rateLimit: 120 } as const

/** Documents to take along: the one of today, and every version that was public. Never shown within our origin. */
export function fileRoutes(kernel: Kernel): Route[] {
  const one = '/opendata/:authority/:slug/:distribution'
  const show = (scope: Scope, request: Request) => showFile(scope, request, kernel)
  return [get(`${one}/file`, settings, show), get(`${one}/versions/:number/file`, settings, show)]
}

async function showFile(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const { authority = '', slug = '', distribution: name = '', number } = request.params
  const dataSet = isSlug<'authority'>(authority) ? await findPublished(scope, authority, slug) : undefined
  if (!dataSet) throw new NotFoundError()
  if (dataSet.withdrawnAt) throw new NotOfferedError('withdrawn')
  const distribution =
    dataSet.metadata.distributions.find((one) => one.slug === name) ??
    (await findOfferedOnce(scope, dataSet, name, number !== undefined))
  if (distribution?.kind !== 'file') throw new NotFoundError()
  if (number !== undefined && !/^[1-9]\d{0,8}$/.test(number)) throw new NotFoundError()
  const asked = number === undefined ? undefined : Number(number)
  const version = await findFileVersion(scope, uuid<'distribution'>(distribution.id), asked)
  if (!version) throw new NotFoundError()
  const etag = version.sha256.slice(0, 32)
  const headers = {
    etag: `"${etag}"`,
    ...(version.publishedAt && { 'last-modified': version.publishedAt.toUTCString() }),
    'repr-digest': `sha-256=:${Buffer.from(version.sha256, 'hex').toString('base64')}:`,
    'x-checksum-sha256': version.sha256,
  }
  if (isKnown(request.header('if-none-match'), etag)) return noContent({ status: 304, headers })
  await request.database.giveBack()
  if (request.method === 'GET' && !/^bytes=[1-9]/.test(request.header('range') ?? ''))
    usesOf(kernel).count(dataSet, 'download')
  return answerParts(request, await open(await tablesOf(kernel).documentOf(version)), {
    ...{ name: version.name, etag, headers },
    contentType: fileFormats[version.format]?.mediaType ?? 'application/octet-stream',
  })
}
