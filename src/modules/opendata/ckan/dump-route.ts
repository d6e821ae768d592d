import { Readable } from 'node:stream'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, file } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { isUuid, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { findDistribution } from '../catalogue/queries.ts'
import { mediaTypes } from '../downloads/answer-download.ts'
import { usesOf } from '../quality/uses.ts'
import { QueryError } from '../query/query-errors.ts'
import { rowNumber } from '../tables/column.ts'
import { findCurrentVersion } from '../tables/queries.ts'
import { tablesOf } from '../tables/tables.ts'
import { ActionError } from './action-error.ts'
import { readDatastoreQuery } from './datastore-query.ts'
import { readParameters } from './parameters.ts'

const formats = ['csv', 'tsv', 'json'] as const
const open = { permission: 'opendata.data.read', isPublic: true, isOpenToSites: true, rateLimit: 120 } as const

/** CKAN's dump of a table (https://docs.ckan.org/en/2.11/maintaining/datastore.html#download-and-dump), row numbers in front. */
export function dumpRoutes(kernel: Kernel): Route[] {
  return [get('/datastore/dump/:id', open, (scope, request) => dump(scope, request, kernel))]
}

async function dump(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const { id = '' } = request.params
  const found = isUuid(id) ? await findDistribution(scope, id) : undefined
  const version = found && (await findCurrentVersion(scope, uuid<'distribution'>(found.distribution.id)))
  const format = formats.find((one) => one === (request.query.get('format') ?? 'csv'))
  if (!found || !version || !format) throw new NotFoundError()
  // The number of its row stands before each, so no two are the same.
  const { isDistinct: _isDistinct, ...wish } = readWish(request, version.columns)
  await request.database.giveBack()
  const rows = await tablesOf(kernel).reader.download(version, format, {
    ...wish,
    columns: [...new Set([rowNumber, ...wish.columns])],
  })
  if (request.method === 'HEAD') rows.destroy()
  else usesOf(kernel).count(found.dataSet, 'download')
  const hasMark = ['1', 'true', 't', 'yes'].includes((request.query.get('bom') ?? '').toLowerCase())
  return file({
    name: `${id}.${format}`,
    contentType: mediaTypes[format],
    body:
      request.method === 'HEAD'
        ? Readable.from([])
        : hasMark
          ? Readable.from(withMark(rows), { objectMode: false })
          : rows,
  })
}

/** What cannot be meant is said as on every page of ours. */
function readWish(request: Request, columns: Parameters<typeof readDatastoreQuery>[1]) {
  try {
    return readDatastoreQuery(readParameters(request), columns)
  } catch (error) {
    if (error instanceof ActionError) throw new QueryError('value', Object.keys(error.error)[0] ?? '')
    throw error
  }
}

/** Spreadsheets of before 2016 take a file for UTF-8 by its first three bytes. */
async function* withMark(rows: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield Buffer.from('\ufeff')
  yield* rows
}
