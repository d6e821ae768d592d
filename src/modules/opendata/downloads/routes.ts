import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, json } from '#kernel/http/answers.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { toTableSchema } from '../intake/table-schema.ts'
import { usesOf } from '../quality/uses.ts'
import { readRowWish } from '../query/read-row-wish.ts'
import { type DownloadFormat, downloadFormats } from '../query/table-reader.ts'
import { findTable } from '../tables/find-table.ts'
import { answerDownload } from './answer-download.ts'

const open = { permission: 'opendata.data.read', isPublic: true, isOpenToSites: true, rateLimit: 120 } as const

export const dataPermissions = { 'opendata.data.read': ['anyone'] } as const

/** Tables as files: the rows of today, and those of each version, in every format. */
export function downloadRoutes(kernel: Kernel): Route[] {
  return [get('/opendata/:authority/:slug/:distribution/schema.json', open, showSchema), ...tableRoutes(kernel)]
}

/** The columns as a Frictionless Table Schema. */
async function showSchema(scope: Scope, request: Request): Promise<Answer> {
  const { version, distribution } = await findTable(scope, request.params)
  return json(toTableSchema(version.columns, distribution.missingValues))
}

function tableRoutes(kernel: Kernel): Route[] {
  return downloadFormats.flatMap((format) => {
    const download = (scope: Scope, request: Request) => showDownload(scope, request, kernel, format)
    return [
      get(`/opendata/:authority/:slug/:distribution.${format}`, open, download),
      get(`/opendata/:authority/:slug/:distribution/versions/:number.${format}`, open, download),
    ]
  })
}

async function showDownload(scope: Scope, request: Request, kernel: Kernel, format: DownloadFormat): Promise<Answer> {
  const { dataSet, distribution, version } = await findTable(scope, request.params)
  const names = [
    dataSet.slug,
    distribution.slug,
    ...(request.params.number === undefined ? [] : [`v${version.number}`]),
  ]
  const wish = readRowWish(request.query, version.columns)
  // The parts of a file that is taken in several are one use.
  if (request.method === 'GET' && !/^bytes=[1-9]/.test(request.header('range') ?? ''))
    usesOf(kernel).count(dataSet, 'download')
  return answerDownload(request, kernel, { version, format, name: names.join('-'), wish })
}
