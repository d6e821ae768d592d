import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { post, type Request, type Route } from '#kernel/http/route.ts'
import { uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { distributionOf, formOf, readOwn, revisionOf, save, staffOf } from '../workbench/bench-context.ts'
import { benchPath } from '../workbench/bench-parts.tsx'
import { distributionValues, withDistribution } from '../workbench/distribution-form.ts'
import { faultOf, pathOf, showDistribution } from '../workbench/distribution-routes.tsx'
import { keepFile } from './keep-file.ts'

const mostBytes = 200_000_000

/** Where a steward uploads a document of a data set, and its next versions. */
export function fileDeskRoutes(kernel: Kernel): Route[] {
  const path = `${benchPath}/:id/distributions/:distribution/file`
  const options = {
    permission: 'opendata.data_set.edit',
    body: 'multipart',
    looseBytes: mostBytes,
    rateLimit: 30,
  } as const
  return [post(path, options, (scope, request) => takeFile(kernel, scope, request))]
}

async function takeFile(kernel: Kernel, reading: Scope, request: Request): Promise<Answer> {
  const bench = await readOwn(reading, request)
  const distribution = distributionOf(bench, request)
  if (distribution.kind !== 'file') throw new NotFoundError('no document')
  const form = formOf(request, distributionValues(distribution))
  const refuse = (key: string) => {
    form.fail('file', key)
    return showDistribution(reading, request, bench, distribution, { form, status: 422 })
  }
  const [sent] = request.looseFiles
  if (!sent) return refuse('opendata.file.error.none')
  if (sent.isCut) return refuse('opendata.desk.error.file_large')
  if (bench.state === 'in_review' || bench.revision !== revisionOf(request)) {
    form.refusal = request.t(`opendata.bench.error.${bench.state === 'in_review' ? 'in_review' : 'changed'}`)
    return showDistribution(reading, request, bench, distribution, { form, status: 409 })
  }
  const key = { authorityId: bench.authorityId, dataSetId: bench.id, fileId: uuid<'distribution'>(distribution.id) }
  // To look into a document and to scan it takes as long as it takes: the connection is not held meanwhile.
  await request.database.giveBack()
  const result = await keepFile(kernel, staffOf(request), key, sent)
  if ('fault' in result) return refuse(`opendata.file.error.${result.fault}`)
  const refused = await save(request, bench, withDistribution(bench.metadata, { ...distribution, ...result.kept }))
  if (!refused) return seeOther(toDone(`${pathOf(request, bench, distribution.id)}?done=file_taken`))
  return showDistribution(reading, request, bench, distribution, faultOf(request, bench, form, refused, []))
}
