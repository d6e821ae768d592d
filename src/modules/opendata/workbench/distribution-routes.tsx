import { createReadStream } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { v7 } from 'uuid'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { deskPage, FormReading } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import type { Distribution } from '../catalogue/data-set.ts'
import { readTakenNames } from '../catalogue/published-distributions.ts'
import type { BenchDataSet } from '../catalogue/workbench.ts'
import { DeliveriesSection } from '../deliveries/deliveries-section.tsx'
import { pushPath } from '../deliveries/push-operations.ts'
import { listDeliveries } from '../deliveries/queries.ts'
import { findTableSource } from '../deliveries/source.ts'
import { DocumentPart } from '../files/document-part.tsx'
import { listFileVersions } from '../files/file-version.ts'
import { readIntake } from '../intake/read-intake.ts'
import { withStrangeColumns } from '../intake/strange-columns.ts'
import { dropRaw, findRaw } from '../protection/raw-rows.ts'
import type { Column } from '../tables/column.ts'
import { findLatestVersion } from '../tables/queries.ts'
import {
  asRefusal,
  attempt,
  benchAnswer,
  distributionOf,
  doneOf,
  formOf,
  readOwn,
  revisionOf,
  save,
  staffOf,
} from './bench-context.ts'
import { benchPath, type Conflict } from './bench-parts.tsx'
import { columnValues, pageOf, readColumns } from './columns-form.ts'
import { ColumnsPage } from './columns-page.tsx'
import { distributionValues, readDistribution, withDistribution } from './distribution-form.ts'
import { DistributionPage, type RefusedRows } from './distribution-page.tsx'
import { areOpen, keepRows, renewRows } from './keep-rows.ts'
import { differences } from './metadata-form.ts'
import { labelOf } from './metadata-routes.tsx'
import { leftAsideOf, type ReadAs, readAsOf, readAsQuery } from './read-as.ts'
import { readingFields, readReading } from './reading-form.ts'

const edits = { permission: 'opendata.data_set.edit', bodyLimit: 2_000_000 } as const
const mostBytes = 200_000_000

/** The ways to the data of a data set: tables with their columns and rows, and links. */
export function distributionRoutes(kernel: Kernel): Route[] {
  const all = `${benchPath}/:id/distributions`
  const one = `${all}/:distribution`
  return [
    get(`${all}/new`, edits, async (scope, request) => {
      const bench = await readOwn(scope, request)
      return showDistribution(scope, request, bench, undefined, { form: formOf(request, [['kind', 'table']]) })
    }),
    post(`${all}/new`, edits, saveForm),
    get(one, edits, async (scope, request) => {
      const bench = await readOwn(scope, request)
      const distribution = distributionOf(bench, request)
      return showDistribution(scope, request, bench, distribution, {
        form: formOf(request, distributionValues(distribution)),
      })
    }),
    post(one, edits, saveForm),
    post(`${one}/removal`, edits, removeOne),
    get(`${one}/columns`, edits, async (scope, request) => {
      const bench = await readOwn(scope, request)
      const distribution = distributionOf(bench, request)
      const form = formOf(request, columnValues(shownOf(request, distribution).shown))
      return showColumns(scope, request, bench, distribution, { form })
    }),
    post(`${one}/columns`, edits, (scope, request) => saveColumns(kernel, scope, request)),
    post(`${one}/rows`, { ...edits, body: 'multipart', looseBytes: mostBytes, rateLimit: 30 }, (scope, request) =>
      takeRows(kernel, scope, request),
    ),
  ]
}

export const pathOf = (request: Request, { id }: BenchDataSet, distribution: string) =>
  request.href(`${benchPath}/${id}/distributions/${distribution}`)

type Shown = {
  readonly form: FormReading
  readonly status?: number
  readonly revision?: number
  readonly conflict?: Conflict
  readonly refused?: RefusedRows
  readonly read?: ReadAs
}

/** What a form says again after somebody else saved: both versions, and the revision to save over. */
export function faultOf(
  request: Request,
  bench: BenchDataSet,
  form: FormReading,
  { refusal, status }: { refusal: string; status: number },
  saved: readonly (readonly [string, string])[],
): Shown {
  form.refusal = refusal
  if (status !== 412) return { form, status, revision: revisionOf(request) }
  const conflict = differences(form, saved).map(({ field, saved: text }) => ({
    label: labelOf(request, field),
    saved: text,
  }))
  return { form, status, revision: bench.revision, conflict }
}

async function saveForm(reading: Scope, request: Request): Promise<Answer> {
  const bench = await readOwn(reading, request)
  const before = request.params.distribution === undefined ? undefined : distributionOf(bench, request)
  const form = new FormReading(request.t, request.form)
  const once = await readTakenNames(reading, bench)
  const taken = new Set([...bench.metadata.distributions.map(({ slug }) => slug), ...once.keys()])
  const read = readDistribution(form, before ?? { id: v7() }, taken)
  if (!read)
    return showDistribution(reading, request, bench, before, { form, status: 422, revision: revisionOf(request) })
  const refused = await save(request, bench, withDistribution(bench.metadata, read))
  if (!refused) return seeOther(toDone(`${pathOf(request, bench, read.id)}?done=${before ? 'saved' : 'added'}`))
  return showDistribution(
    reading,
    request,
    bench,
    before,
    faultOf(request, bench, form, refused, before ? distributionValues(before) : []),
  )
}

async function removeOne(reading: Scope, request: Request): Promise<Answer> {
  const bench = await readOwn(reading, request)
  const gone = distributionOf(bench, request)
  const distributions = bench.metadata.distributions.filter(({ id }) => id !== gone.id)
  const refused = await save(request, bench, { ...bench.metadata, distributions })
  if (!refused) {
    await attempt(request, (scope) => dropRaw(scope, keyOf(bench, gone)))
    return seeOther(toDone(request.href(`${benchPath}/${bench.id}?done=removed`)))
  }
  const form = formOf(request, distributionValues(gone))
  return showDistribution(reading, request, bench, gone, faultOf(request, bench, form, refused, []))
}

function shownOf(request: Request, { columns = [] }: Distribution) {
  const text = request.query.get('page') ?? '1'
  const page = /^\d{1,3}$/.test(text) ? Math.max(1, Number(text)) : 1
  return { page, ...pageOf(columns, page) }
}

async function saveColumns(kernel: Kernel, reading: Scope, request: Request): Promise<Answer> {
  const bench = await readOwn(reading, request)
  const distribution = distributionOf(bench, request)
  const { shown } = shownOf(request, distribution)
  const form = new FormReading(request.t, request.form)
  const columns = readColumns(form, distribution.columns ?? [], shown)
  if (!columns)
    return showColumns(reading, request, bench, distribution, { form, status: 422, revision: revisionOf(request) })
  const refused =
    (await renewVersion(kernel, request, bench, { ...distribution, columns: [...columns] })) ??
    (await save(request, bench, withDistribution(bench.metadata, { ...distribution, columns: [...columns] })))
  if (!refused) return seeOther(toDone(`${pathOf(request, bench, distribution.id)}?done=columns_saved`))
  return showColumns(reading, request, bench, distribution, faultOf(request, bench, form, refused, columnValues(shown)))
}

/** The rows that are there get the columns as they are described now; gives why not where their values do not fit. */
export async function renewVersion(
  kernel: Kernel,
  request: Request,
  bench: BenchDataSet,
  table: Distribution & { readonly columns: Column[] },
) {
  if (bench.revision !== revisionOf(request)) return undefined
  return asRefusal(request, () => renewRows({ kernel, actor: staffOf(request) }, keyOf(bench, table), table))
}

const keyOf = ({ authorityId, id }: BenchDataSet, table: Pick<Distribution, 'id'>) => ({
  ...{ authorityId, dataSetId: id, tableId: uuid<'distribution'>(table.id) },
})

async function takeRows(kernel: Kernel, reading: Scope, request: Request): Promise<Answer> {
  const bench = await readOwn(reading, request)
  const distribution = distributionOf(bench, request)
  const form = formOf(request, withEnteredReading(request, distribution))
  const readAs = readReading(form)
  const again = (more: Partial<Shown>) =>
    showDistribution(reading, request, bench, distribution, { form, status: 422, ...more })
  const [file] = request.looseFiles
  if (distribution.kind !== 'table' || !file || file.size === 0) {
    form.fail('file', 'opendata.desk.error.file')
    return again({})
  }
  if (file.isCut) {
    form.fail('file', 'opendata.desk.error.file_large')
    return again({})
  }
  if (!form.isSound) return again({})
  if (bench.state === 'in_review' || bench.revision !== revisionOf(request)) {
    form.refusal = request.t(
      bench.state === 'in_review' ? 'opendata.bench.error.in_review' : 'opendata.bench.error.changed',
    )
    return again({ status: 409 })
  }
  // Reading a large file takes minutes, and a transaction that waits so long is ended by the database.
  await request.database.giveBack()
  const known = request.form.get('fresh') === 'yes' ? undefined : distribution.columns
  const intake = await readIntake(kernel, {
    content: createReadStream(file.path),
    name: file.name,
    sender: staffOf(request).staffId,
    ...(known && { columns: known }),
    isPlain: !areOpen(known),
    options: {
      ...readAs,
      ...(distribution.missingValues && { missing: distribution.missingValues }),
      ...(distribution.writing && known && { writing: distribution.writing }),
    },
  })
  try {
    const { faults, faultCount } = withStrangeColumns(intake)
    if (!intake.source || faults.length > 0)
      return again({ refused: { ...intake, faults, faultCount }, ...(intake.found.length > 0 && { read: intake }) })
    const { source } = intake
    const columns = [...(known ?? intake.columns.map((found) => described(found, distribution.columns ?? [])))]
    const { reading: _before, ...rest } = distribution
    const table = { ...rest, ...(readAs && { reading: readAs }), columns }
    const steward = { kernel, actor: staffOf(request) }
    const refused =
      (await asRefusal(request, () => keepRows(steward, keyOf(bench, table), table, { source, rows: intake.rows }))) ??
      (isDeepStrictEqual(table, distribution)
        ? undefined
        : await save(request, bench, withDistribution(bench.metadata, table)))
    if (refused) return again(faultOf(request, bench, form, refused, []))
  } finally {
    await intake.close()
  }
  const done = known ? (areOpen(known) ? 'rows_taken' : 'rows_sealed') : 'columns_found'
  return seeOther(toDone(`${pathOf(request, bench, distribution.id)}?${readAsQuery(done, intake)}`))
}

/** What is stored, with how she said that this file is to be read. */
function withEnteredReading({ form }: Request, distribution: Distribution): readonly (readonly [string, string])[] {
  const stored = distributionValues(distribution).filter(([name]) => !readingFields.some((one) => one === name))
  return [...stored, ...readingFields.map((name): [string, string] => [name, form.get(name) ?? ''])]
}

/** A column as it was found, with what was already said of the one of that name. */
function described(found: Column, before: readonly Column[]): Column {
  const known = before.find(({ name }) => name === found.name)
  return known ? { ...found, ...known, type: found.type } : found
}

/** The page of one way to the data, with what was entered and what is wrong with it. */
export async function showDistribution(
  scope: Scope,
  request: Request,
  bench: BenchDataSet,
  distribution: Distribution | undefined,
  { form, status = 200, revision = bench.revision, conflict = [], refused, read = readAsOf(request) }: Shown,
): Promise<Answer> {
  const { t, language } = request
  const title = distribution ? textIn(distribution.title, language) : t('opendata.desk.distribution.add')
  const version = distribution && (await findLatestVersion(scope, uuid<'distribution'>(distribution.id)))
  const raw = distribution && (await findRaw(scope, keyOf(bench, distribution)))
  const below =
    (distribution?.kind === 'table' && (await deliveriesOf(scope, request, bench, distribution, form))) ||
    (distribution?.kind === 'file' && (await documentOf(scope, request, bench, distribution, { form, revision })))
  const body = (
    <DistributionPage
      {...deskPage(request)}
      {...{ form, title, revision, conflict, distribution, version, raw, refused, read, below }}
      back={request.href(`${benchPath}/${bench.id}`)}
      action={pathOf(request, bench, distribution?.id ?? 'new')}
      leftAside={leftAsideOf(request)}
      done={doneOf(request)}
    />
  )
  return benchAnswer(scope, request, { title, body }, status)
}

const shownDeliveries = 20

async function deliveriesOf(
  scope: Scope,
  request: Request,
  bench: BenchDataSet,
  table: Distribution,
  form: FormReading,
) {
  const key = keyOf(bench, table)
  const deliveries = await listDeliveries(scope, key, shownDeliveries)
  const address = new URL(pushPath.replace(':tableid', table.id), request.url('/')).href
  const source = await findTableSource(scope, key)
  const action = pathOf(request, bench, table.id)
  return <DeliveriesSection t={request.t} {...{ deliveries, address, form, source, action }} />
}

async function documentOf(
  scope: Scope,
  request: Request,
  bench: BenchDataSet,
  { id }: Distribution,
  { form, revision }: { form: FormReading; revision: number },
) {
  const versions = await listFileVersions(scope, uuid<'distribution'>(id), { isPublic: false })
  return <DocumentPart t={request.t} {...{ form, revision, versions }} action={pathOf(request, bench, id)} />
}

function showColumns(
  scope: Scope,
  request: Request,
  bench: BenchDataSet,
  distribution: Distribution,
  { form, status = 200, revision = bench.revision, conflict = [] }: Shown,
): Promise<Answer> {
  const { t, language } = request
  const at = pathOf(request, bench, distribution.id)
  const tableTitle = textIn(distribution.title, language)
  const body = (
    <ColumnsPage
      {...deskPage(request)}
      {...{ form, tableTitle, revision, conflict, ...shownOf(request, distribution) }}
      back={at}
      action={`${at}/columns`}
    />
  )
  return benchAnswer(scope, request, { title: t('opendata.desk.columns.title', { table: tableTitle }), body }, status)
}
