import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { post, type Request, type Route } from '#kernel/http/route.ts'
import { uuid } from '#kernel/ids.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { readUrl } from '../harvest/read-link.ts'
import { intakeFormats } from '../intake/inside/order.ts'
import { distributionOf, formOf, readOwn, staffOf } from '../workbench/bench-context.ts'
import { benchPath } from '../workbench/bench-parts.tsx'
import { distributionValues } from '../workbench/distribution-form.ts'
import { showDistribution } from '../workbench/distribution-routes.tsx'
import type { TableKey } from './delivery.ts'
import { endTableSource, fetchRhythms, fetchSoon, findTableSource, keepTableSource } from './source.ts'
import { sourceFields } from './source-form.tsx'

const edits = { permission: 'opendata.data_set.edit', rateLimit: 30 } as const

/** Where a steward says where the rows of a table are fetched from, has them fetched now, and ends it. */
export function sourceRoutes(): Route[] {
  const one = `${benchPath}/:id/distributions/:distribution/source`
  return [
    post(one, edits, keep),
    post(`${one}/fetch`, edits, (scope, request) =>
      change(scope, request, 'fetch_asked', async (writing, key) => {
        const source = await findTableSource(writing, key)
        if (!source) throw new NotFoundError('no source')
        fetchSoon(writing, source)
      }),
    ),
    post(`${one}/removal`, edits, (scope, request) =>
      change(scope, request, 'fetch_ended', async (writing, key) => endTableSource(writing, key)),
    ),
  ]
}

async function keep(scope: Scope, request: Request): Promise<Answer> {
  const typed = request.form.get(sourceFields.url)?.trim() ?? ''
  const url = readUrl(typed)
  if (url !== undefined) {
    const format = intakeFormats.find((name) => name === request.form.get(sourceFields.format))
    const everyHours = fetchRhythms.find((hours) => String(hours) === request.form.get(sourceFields.every)) ?? 24
    return change(scope, request, 'fetch_set', async (writing, key) =>
      keepTableSource(writing, key, { url, format, everyHours }),
    )
  }
  const bench = await readOwn(scope, request)
  const distribution = distributionOf(bench, request)
  const form = formOf(request, [
    ...distributionValues(distribution),
    ...Object.values(sourceFields).map((name): [string, string] => [name, request.form.get(name) ?? '']),
  ])
  form.fail(sourceFields.url, 'opendata.desk.error.address')
  return showDistribution(scope, request, bench, distribution, { form, status: 422 })
}

async function change(
  scope: Scope,
  request: Request,
  done: string,
  work: (writing: WriteScope<StaffActor>, key: TableKey) => Promise<void>,
): Promise<Answer> {
  const bench = await readOwn(scope, request)
  const distribution = distributionOf(bench, request)
  if (distribution.kind !== 'table') throw new NotFoundError('no table')
  const key = { authorityId: bench.authorityId, dataSetId: bench.id, tableId: uuid<'distribution'>(distribution.id) }
  await request.writeAs(staffOf(request), (writing) => work(writing, key))
  const path = request.href(`${benchPath}/${bench.id}/distributions/${distribution.id}`)
  return seeOther(toDone(`${path}?done=${done}`))
}
