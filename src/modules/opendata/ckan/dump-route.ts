import type { Readable } from 'node:stream'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, file } from '#kernel/http/answers.ts'
import { BadRequestError, NotFoundError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { isUuid, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { passedOn } from '#kernel/passed-on.ts'
import { findDistribution } from '../catalogue/queries.ts'
import { mediaTypes } from '../downloads/answer-download.ts'
import { nothing } from '../downloads/answer-parts.ts'
import { storedLines } from '../downloads/line-sql.ts'
import { usesOf } from '../quality/uses.ts'
import { QueryError } from '../query/query-errors.ts'
import type { TableReader, WholeQuery } from '../query/table-reader.ts'
import { findCurrentVersion } from '../tables/queries.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { tablesOf } from '../tables/tables.ts'
import { ActionError } from './action-error.ts'
import { readDatastoreQuery } from './datastore-query.ts'
import { dumpedJson, dumpedXml } from './dump-layout.ts'
import { type Parameters, readParameters } from './parameters.ts'

const formats = ['csv', 'tsv', 'json', 'xml'] as const
type Format = (typeof formats)[number]
const contentTypes: Readonly<Record<Format, string>> = { ...mediaTypes, xml: 'text/xml; charset=utf-8' }
const open = { permission: 'opendata.data.read', isPublic: true, isOpenToSites: true, rateLimit: 120 } as const

/**
 * CKAN's dump of a table (https://docs.ckan.org/en/2.11/maintaining/datastore.html#dump): all rows, or those that `datastore_search` would
 * find with the same `filters`, `q`, `plain`, `distinct`, `fields`, `sort`, `limit` and `offset`, without its wall. It says exactly what is stored; only
 * with `bom`, by which a spreadsheet is meant, texts that it would take for formulas begin with '.
 */
export function dumpRoutes(kernel: Kernel): Route[] {
  return [get('/datastore/dump/:id', open, (scope, request) => dump(scope, request, kernel))]
}

async function dump(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const { id = '' } = request.params
  const found = isUuid(id) ? await findDistribution(scope, id) : undefined
  const version = found && (await findCurrentVersion(scope, uuid<'distribution'>(found.distribution.id)))
  if (!found || !version) throw new NotFoundError()
  const { format, hasMark, wish } = readWish(request, version)
  await request.database.giveBack()
  const asked = { name: `${id}.${format}`, contentType: contentTypes[format] }
  if (request.method === 'HEAD') return file({ ...asked, body: nothing() })
  const rows = await rowsAs(format, { reader: tablesOf(kernel).reader, version, wish, request, hasMark })
  usesOf(kernel).count(found.dataSet, 'download')
  return file({ ...asked, body: hasMark ? passedOn(rows, withMark) : rows })
}

type Wish = { readonly format: Format; readonly hasMark: boolean; readonly wish: WholeQuery }

/** What cannot be meant is said as on every page of ours. */
function readWish(request: Request, { columns }: TableVersion): Wish {
  try {
    const parameters = readParameters(request)
    const format = formats.find((one) => one === (parameters.text('format') ?? 'csv'))
    if (!format) throw wrongFormat(parameters.text('format') ?? '')
    const limit = numberOf(parameters, 'limit')
    const wish = { ...readDatastoreQuery(parameters, columns), offset: numberOf(parameters, 'offset') ?? 0 }
    return { format, hasMark: parameters.flag('bom', false), wish: { ...wish, ...(limit !== undefined && { limit }) } }
  } catch (error) {
    if (error instanceof ActionError) throw new QueryError('value', Object.keys(error.error)[0] ?? '')
    throw error
  }
}

const wrongFormat = (format: string): BadRequestError =>
  new BadRequestError('wrong format', {
    userMessage: 'opendata.ckan.wrong_format',
    values: { format: format.slice(0, 60), known: formats.join(', ') },
  })

const numberOf = (parameters: Parameters, name: string): number | undefined =>
  parameters.text(name) === undefined ? undefined : parameters.natural(name, 0, Number.MAX_SAFE_INTEGER)

async function rowsAs(
  format: Format,
  {
    reader,
    version,
    wish,
    request,
    hasMark,
  }: { reader: TableReader; version: TableVersion; wish: WholeQuery; request: Request; hasMark: boolean },
): Promise<Readable> {
  switch (format) {
    case 'csv':
    case 'tsv':
      return reader.download(version, hasMark ? format : storedLines(format === 'csv' ? ',' : '\t'), wish)
    case 'json':
      return reader.download(version, dumpedJson(request.language), wish)
    case 'xml':
      return passedOn(await reader.download(version, 'ndjson', wish), dumpedXml)
  }
}

/** Spreadsheets of before 2016 take a file for UTF-8 by its first three bytes. */
async function* withMark(rows: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield Buffer.from('\ufeff')
  yield* rows
}
