import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { deskPage, FormReading, findNames } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { dataSetStates } from '../catalogue/data-set.ts'
import {
  fingerprintOf,
  publishDataSet,
  returnDataSet,
  submitDataSet,
  withdrawDataSet,
  withdrawVersions,
} from '../catalogue/publish-data-set.ts'
import { listEnded } from '../catalogue/published-distributions.ts'
import { findPublished } from '../catalogue/queries.ts'
import { type BenchDataSet, type BenchScope, stewardRoles } from '../catalogue/workbench.ts'
import { checkDataSet } from '../gate/check-data-set.ts'
import { findReport } from '../gate/queries.ts'
import { readQuality } from '../quality/read-quality.ts'
import { countOpen } from '../questions/queries.ts'
import { listSeriesOf, listSubmittedSeries } from '../series/bench-queries.ts'
import { readSubmitters } from '../series/submitted.tsx'
import { findLatestVersions } from '../tables/queries.ts'
import {
  asRefusal,
  attempt,
  authoritiesOf,
  authorityOf,
  benchAnswer,
  doneOf,
  formOf,
  readAsked,
  staffOf,
} from './bench-context.ts'
import { BenchPage, endedReason, longestReason } from './bench-page.tsx'
import { benchPath } from './bench-parts.tsx'
import { distributionRoutes } from './distribution-routes.tsx'
import { ListPage } from './list-page.tsx'
import { metadataRoutes } from './metadata-routes.tsx'
import { findLastReason, listBench } from './queries.ts'
import { schemaRoutes } from './schema-routes.tsx'

const reads = { permission: 'opendata.data_set.read' } as const
const edits = { permission: 'opendata.data_set.edit' } as const
const publishes = { permission: 'opendata.data_set.publish' } as const

export const benchPermissions = {
  'opendata.data_set.read': stewardRoles,
  'opendata.data_set.edit': stewardRoles,
  'opendata.data_set.publish': stewardRoles,
} as const

/** Where stewards prepare data sets, have them checked, and publish them by two. */
export function benchRoutes(kernel: Kernel): Route[] {
  const one = `${benchPath}/:id`
  const show = (scope: Scope, request: Request, form = formOf(request, []), status = 200) =>
    showBench(kernel, scope, request, form, status)

  /** A step that is done by a button; a refusal is told on the page of the data set. */
  const step = (done: string, work: (scope: BenchScope, bench: BenchDataSet) => Promise<void>) => {
    return async (reading: Scope, request: Request): Promise<Answer> => {
      const bench = await readAsked(reading, request)
      const refused = await attempt(request, (scope) => work(scope, bench))
      return answer(reading, request, done, refused)
    }
  }
  const withReason = (
    nameOf: (request: Request) => string,
    done: string,
    work: (scope: BenchScope, bench: BenchDataSet, reason: string, request: Request) => Promise<void>,
  ) => {
    return async (reading: Scope, request: Request): Promise<Answer> => {
      const bench = await readAsked(reading, request)
      const form = new FormReading(request.t, request.form)
      const name = nameOf(request)
      const reason = form.text(name)
      if (reason !== undefined && reason.length > longestReason)
        form.fail(name, 'opendata.desk.error.long', { most: longestReason })
      if (reason === undefined || !form.isSound) return show(reading, request, form, 422)
      const refused = await attempt(request, (scope) => work(scope, bench, reason, request))
      return answer(reading, request, done, refused, form)
    }
  }
  const answer = async (
    reading: Scope,
    request: Request,
    done: string,
    refused: { refusal: string; status: number } | undefined,
    form = formOf(request, []),
  ): Promise<Answer> => {
    if (!refused) return seeOther(toDone(request.href(`${benchPath}/${request.params.id}?done=${done}`)))
    form.refusal = refused.refusal
    return show(reading, request, form, refused.status)
  }

  return [
    get(benchPath, reads, (scope, request) => showList(kernel, scope, request)),
    ...metadataRoutes(kernel),
    get(one, reads, (scope, request) => show(scope, request)),
    post(`${one}/check`, { ...edits, rateLimit: 30 }, async (reading, request) => {
      const bench = await readAsked(reading, request)
      const refused = await asRefusal(request, () => checkDataSet(kernel, staffOf(request), bench))
      return answer(reading, request, 'checked', refused)
    }),
    post(`${one}/submission`, edits, step('submitted', submitDataSet)),
    post(`${one}/publication`, publishes, step('published', publishDataSet)),
    post(
      `${one}/return`,
      publishes,
      withReason(() => 'return_reason', 'returned', returnDataSet),
    ),
    post(
      `${one}/withdrawal`,
      publishes,
      withReason(() => 'withdrawal_reason', 'withdrawn', withdrawDataSet),
    ),
    post(
      `${one}/ended/:distribution/withdrawal`,
      publishes,
      withReason(
        ({ params }) => endedReason(params.distribution ?? ''),
        'versions_withdrawn',
        (scope, bench, reason, { params }) =>
          withdrawVersions(scope, bench, { slug: params.distribution ?? '', reason }),
      ),
    ),
    ...distributionRoutes(kernel),
    ...schemaRoutes(kernel),
  ]
}

async function showList(kernel: Kernel, scope: Scope, request: Request): Promise<Answer> {
  const { query, t, language } = request
  const authorityId = authorityOf(request)
  const state = dataSetStates.find((one) => one === query.get('state'))
  const after = query.get('after')
  const showsSubmitted = state === 'in_review' && after === undefined
  const [listed, openQuestions, submittedSeries] = await Promise.all([
    listBench(scope, { authorityId, state, after }),
    countOpen(scope, authorityId),
    showsSubmitted ? listSubmittedSeries(scope, authorityId) : [],
  ])
  const submitterOf = await readSubmitters(scope, submittedSeries, { staffId: staffOf(request).staffId, t })
  const body = (
    <ListPage
      {...deskPage(request)}
      {...{ listed, state, authorityId, openQuestions, submittedSeries, submitterOf }}
      authorities={authoritiesOf(staffOf(request)).map((id) => ({ id, name: kernel.authorities.nameOf(id, language) }))}
    />
  )
  return benchAnswer(scope, request, { title: t('opendata.desk.title'), body })
}

async function showBench(
  kernel: Kernel,
  scope: Scope,
  request: Request,
  form: FormReading,
  status: number,
): Promise<Answer> {
  const bench = await readAsked(scope, request)
  const [report, fingerprint, versions, reason, published, series, ended] = await Promise.all([
    findReport(scope, bench),
    fingerprintOf(scope, bench),
    findLatestVersions(scope, bench.authorityId, bench.id),
    findLastReason(scope, bench),
    findPublished(scope, bench.authorityId, bench.slug),
    listSeriesOf(scope, bench),
    listEnded(scope, bench),
  ])
  const people = [bench.submittedBy, reason?.by ?? null].flatMap((id) => (id === null ? [] : [uuid<'staff'>(id)]))
  const isPublic = published !== undefined && published.withdrawnAt === null
  const [names, [quality]] = await Promise.all([
    findNames(scope, people),
    isPublic ? readQuality(scope, [published]) : [],
  ])
  const body = (
    <BenchPage
      {...deskPage(request)}
      {...{ bench, form, report, versions, reason, series, ended }}
      authorityName={kernel.authorities.nameOf(bench.authorityId, request.language)}
      isOld={report !== undefined && report.fingerprint !== fingerprint}
      isPublic={isPublic}
      nameOf={(id) => (id === null ? undefined : names.get(uuid<'staff'>(id))) ?? request.t('opendata.desk.somebody')}
      freshness={quality?.freshness}
      isOwn={bench.submittedBy === staffOf(request).staffId}
      done={doneOf(request)}
    />
  )
  return benchAnswer(scope, request, { title: bench.metadata.title.de, body }, status)
}
