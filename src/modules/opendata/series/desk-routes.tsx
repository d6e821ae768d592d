import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { deskPage, FormReading } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import type { BenchScope } from '../catalogue/workbench.ts'
import {
  attempt,
  authoritiesOf,
  authorityOf,
  benchAnswer,
  formOf,
  revisionOf,
  staffOf,
} from '../workbench/bench-context.ts'
import { longestReason } from '../workbench/bench-page.tsx'
import { type Conflict, seriesDeskPath } from '../workbench/bench-parts.tsx'
import { differences, readSlug } from '../workbench/metadata-form.ts'
import { labelOf } from '../workbench/metadata-routes.tsx'
import {
  type BenchSeries,
  chooseDataSets,
  createSeries,
  deleteSeries,
  leaveOut,
  moveDataSet,
  readBenchSeries,
  saveSeries,
} from './bench.ts'
import { findSeriesKey, listChoices, listChosenDataSets, listSeriesAtDesk } from './bench-queries.ts'
import { SeriesListPage } from './desk-list-page.tsx'
import { SeriesDeskPage } from './desk-page.tsx'
import { SeriesFormPage } from './form-page.tsx'
import { publishSeries, submitSeries, withdrawSeries } from './publish-series.ts'
import { mostMembers } from './series.ts'
import { readSeriesForm, seriesValues } from './series-form.ts'
import { readSubmitters } from './submitted.tsx'

const reads = { permission: 'opendata.data_set.read' } as const
const edits = { permission: 'opendata.data_set.edit' } as const
const publishes = { permission: 'opendata.data_set.publish' } as const
const dones = ['created', 'saved', 'chosen', 'left_out', 'moved', 'submitted', 'published', 'withdrawn'] as const
type Done = (typeof dones)[number]

/** Where stewards prepare series, choose their data sets, and publish them by two. */
export function deskSeriesRoutes(kernel: Kernel): Route[] {
  const one = `${seriesDeskPath}/:id`
  /** A step that is done by a button; a refusal is told on the page of the series. */
  const step =
    (done: Done, work: (scope: BenchScope, bench: BenchSeries, request: Request) => Promise<void>, read = readOwn) =>
    async (reading: Scope, request: Request): Promise<Answer> => {
      const bench = await read(reading, request)
      const refused = await attempt(request, (scope) => work(scope, bench, request))
      if (!refused) return toSeries(request, bench, done)
      const form = new FormReading(request.t, request.form)
      form.refusal = refused.refusal
      return showSeries(kernel, reading, request, form, refused.status)
    }
  return [
    get(seriesDeskPath, reads, (scope, request) => showList(kernel, scope, request)),
    get(`${seriesDeskPath}/new`, edits, (scope, request) =>
      showNew(scope, request, formOf(request, [['order', 'temporal']])),
    ),
    post(`${seriesDeskPath}/new`, edits, begin),
    get(one, reads, (scope, request) => showSeries(kernel, scope, request, formOf(request, []))),
    get(`${one}/metadata`, edits, async (scope, request) => {
      const bench = await readOwn(scope, request)
      const form = formOf(request, seriesValues(bench.metadata))
      return showForm(scope, request, bench, { form, status: 200, revision: bench.revision })
    }),
    post(`${one}/metadata`, edits, change),
    post(`${one}/data-sets`, edits, async (reading, request) => {
      const ids = request.form.all('data_set').slice(0, mostMembers)
      if (ids.length > 0) return step('chosen', (scope, bench) => chooseDataSets(scope, bench, ids))(reading, request)
      await readOwn(reading, request)
      const form = new FormReading(request.t, request.form)
      form.fail('data_set', 'opendata.series.error.choose')
      return showSeries(kernel, reading, request, form, 422)
    }),
    post(
      `${one}/data-sets/:dataSet/removal`,
      edits,
      step('left_out', (scope, bench, { params }) => leaveOut(scope, bench, params.dataSet ?? '')),
    ),
    post(
      `${one}/data-sets/:dataSet/move`,
      edits,
      step('moved', (scope, bench, { params, form }) =>
        moveDataSet(scope, bench, {
          id: params.dataSet ?? '',
          direction: form.get('direction') === 'up' ? 'up' : 'down',
        }),
      ),
    ),
    post(
      `${one}/submission`,
      edits,
      step('submitted', (scope, bench, request) => submitSeries(scope, bench, revisionOf(request))),
    ),
    post(
      `${one}/publication`,
      publishes,
      step('published', (scope, bench, request) => publishSeries(scope, bench, revisionOf(request))),
    ),
    post(`${one}/withdrawal`, publishes, async (reading, request) => {
      const bench = await readAsked(reading, request)
      const form = new FormReading(request.t, request.form)
      const reason = form.optionalText('withdrawal_reason')
      if (reason !== undefined && reason.length > longestReason)
        form.fail('withdrawal_reason', 'opendata.desk.error.long', { most: longestReason })
      if (reason === undefined || !form.isSound) return showSeries(kernel, reading, request, form, 422)
      const refused = await attempt(request, (scope) => withdrawSeries(scope, bench, reason || undefined))
      if (!refused) return toSeries(request, bench, 'withdrawn')
      form.refusal = refused.refusal
      return showSeries(kernel, reading, request, form, refused.status)
    }),
    post(`${one}/deletion`, edits, async (reading, request) => {
      const bench = await readOwn(reading, request)
      const refused = await attempt(request, (scope) => deleteSeries(scope, bench))
      if (!refused) return seeOther(request.href(`${seriesDeskPath}?authority=${bench.authorityId}`))
      const form = new FormReading(request.t, request.form)
      form.refusal = refused.refusal
      return showSeries(kernel, reading, request, form, refused.status)
    }),
  ]
}

/** The series of the address. Throws 404 where it is not hers. */
async function readAsked(scope: Scope, request: Request): Promise<BenchSeries> {
  const key = await findSeriesKey(scope, authoritiesOf(staffOf(request)), request.params.id ?? '')
  if (!key) throw new NotFoundError('no such series')
  return readBenchSeries(scope, key)
}

/** The same where its steward may change it. Throws 404 for those that the platform or a harvester writes. */
async function readOwn(scope: Scope, request: Request): Promise<BenchSeries> {
  const bench = await readAsked(scope, request)
  if (bench.origin !== 'steward') throw new NotFoundError('not written by a steward')
  return bench
}

const toSeries = (request: Request, { id }: Pick<BenchSeries, 'id'>, done: Done): Answer =>
  seeOther(toDone(request.href(`${seriesDeskPath}/${id}?done=${done}`)))

async function begin(reading: Scope, request: Request): Promise<Answer> {
  const authorityId = authorityOf(request)
  const form = new FormReading(request.t, request.form)
  const slug = readSlug(form, 'slug') ?? form.fail('slug', 'opendata.desk.error.slug')
  const metadata = readSeriesForm(form, {})
  if (!slug || !metadata) return showNew(reading, request, form, 422)
  const made: Pick<BenchSeries, 'id'>[] = []
  const refused = await attempt(request, async (scope) => {
    made.push({ id: await createSeries(scope, { authorityId, slug, metadata }) })
  })
  const [series] = made
  if (!refused && series) return toSeries(request, series, 'created')
  form.refusal = refused?.refusal
  return showNew(reading, request, form, refused?.status)
}

async function change(reading: Scope, request: Request): Promise<Answer> {
  const bench = await readOwn(reading, request)
  const form = new FormReading(request.t, request.form)
  const { issued, issuedAt, original } = bench.metadata
  const metadata = readSeriesForm(form, {
    ...(issued && { issued }),
    ...(issuedAt && { issuedAt }),
    ...(original && { original }),
  })
  const revision = revisionOf(request)
  if (!metadata) return showForm(reading, request, bench, { form, status: 422, revision })
  const refused = await attempt(request, (scope) => saveSeries(scope, bench, { revision, metadata }))
  if (!refused) return toSeries(request, bench, 'saved')
  form.refusal = refused.refusal
  if (refused.status !== 412) return showForm(reading, request, bench, { form, status: refused.status, revision })
  // Both versions are on the page; who saves once more has seen the other one.
  const conflict = differences(form, seriesValues(bench.metadata)).map(({ field, saved }) => ({
    label: field === 'order' ? request.t('opendata.series.order') : labelOf(request, field),
    saved: field === 'order' ? request.t(`opendata.series.orders.${bench.metadata.order}`) : saved,
  }))
  return showForm(reading, request, bench, { form, status: 412, revision: bench.revision, conflict })
}

async function showList({ authorities }: Kernel, scope: Scope, request: Request): Promise<Answer> {
  const { query, t, language } = request
  const authorityId = authorityOf(request)
  const listed = await listSeriesAtDesk(scope, { authorityId, after: query.get('after') })
  const submitterOf = await readSubmitters(scope, listed.series, { staffId: staffOf(request).staffId, t })
  const body = (
    <SeriesListPage
      {...deskPage(request)}
      {...{ listed, authorityId, submitterOf }}
      authorities={authoritiesOf(staffOf(request)).map((id) => ({ id, name: authorities.nameOf(id, language) }))}
    />
  )
  return benchAnswer(scope, request, { title: t('opendata.series.desk.title'), body })
}

async function showSeries(
  { authorities }: Kernel,
  scope: Scope,
  request: Request,
  form: FormReading,
  status = 200,
): Promise<Answer> {
  const bench = await readAsked(scope, request)
  const words = (request.query.get('q') ?? '').trim().slice(0, 200)
  const [chosen, { choices, hasMore }] = await Promise.all([
    listChosenDataSets(scope, bench),
    listChoices(scope, bench, words),
  ])
  const body = (
    <SeriesDeskPage
      {...deskPage(request)}
      {...{ bench, form, chosen, choices, words }}
      hasMoreChoices={hasMore}
      authorityName={authorities.nameOf(bench.authorityId, request.language)}
      isOwn={bench.submittedBy === staffOf(request).staffId}
      done={dones.find((one) => one === request.query.get('done'))}
    />
  )
  return benchAnswer(scope, request, { title: bench.metadata.title.de, body }, status)
}

function showNew(scope: Scope, request: Request, form: FormReading, status = 200): Promise<Answer> {
  const authorityId = authorityOf(request)
  const title = request.t('opendata.series.desk.new')
  const body = (
    <SeriesFormPage
      {...deskPage(request)}
      {...{ form, title }}
      action={request.href(`${seriesDeskPath}/new?authority=${authorityId}`)}
      back={request.href(`${seriesDeskPath}?authority=${authorityId}`)}
      asksSlug
      revision={0}
      conflict={[]}
    />
  )
  return benchAnswer(scope, request, { title, body }, status)
}

type Shown = {
  readonly form: FormReading
  readonly status: number
  readonly revision: number
  readonly conflict?: Conflict
}

function showForm(
  scope: Scope,
  request: Request,
  { id }: BenchSeries,
  { form, status, revision, conflict = [] }: Shown,
): Promise<Answer> {
  const title = request.t('opendata.series.desk.about')
  const at = request.href(`${seriesDeskPath}/${id}`)
  const body = (
    <SeriesFormPage
      {...deskPage(request)}
      {...{ form, title, revision, conflict }}
      action={`${at}/metadata`}
      back={at}
      asksSlug={false}
    />
  )
  return benchAnswer(scope, request, { title, body }, status)
}
