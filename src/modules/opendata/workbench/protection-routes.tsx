import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { deskPage, FormReading } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import type { Distribution } from '../catalogue/data-set.ts'
import type { BenchDataSet } from '../catalogue/workbench.ts'
import { nameOfMunicipality } from '../look/municipality-names.ts'
import { findProtection } from '../protection/queries.ts'
import { dropRaw, findRaw, openRaw, type RawRows } from '../protection/raw-rows.ts'
import { isOnPersons } from '../protection/shown-columns.ts'
import { proposeCoarsening } from '../protection/store-protected.ts'
import { besideOf, listTablesOnPersons } from '../protection/tables-on-persons.ts'
import type { Column } from '../tables/column.ts'
import { findCurrentVersion, findLatestVersion } from '../tables/queries.ts'
import { tablesOf } from '../tables/tables.ts'
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
import { benchPath } from './bench-parts.tsx'
import { withDistribution } from './distribution-form.ts'
import { faultOf, pathOf } from './distribution-routes.tsx'
import { renewRows } from './keep-rows.ts'
import { protectionValues, readProtectionForm } from './protection-form.ts'
import { ProtectionPage } from './protection-page.tsx'

const edits = { permission: 'opendata.data_set.edit', rateLimit: 30 } as const
const previewRows = 20

type Table = Distribution & { readonly columns: Column[] }

/** How rows on persons are protected: chosen, tried and looked at before anybody else sees them. */
export function protectionRoutes(kernel: Kernel): Route[] {
  const one = `${benchPath}/:id/distributions/:distribution/protection`
  return [
    get(one, edits, async (scope, request) => {
      const bench = await readOwn(scope, request)
      const table = tableOf(bench, request)
      return show(kernel, scope, request, bench, table, { form: formOf(request, protectionValues(table)) })
    }),
    post(one, edits, (scope, request) => protect(kernel, scope, request)),
    post(`${one}/raw-removal`, edits, async (scope, request) => {
      const bench = await readOwn(scope, request)
      const table = tableOf(bench, request)
      await attempt(request, (writing) => dropRaw(writing, keyOf(bench, table)))
      return seeOther(toDone(`${pathOf(request, bench, table.id)}/protection?done=raw_removed`))
    }),
  ]
}

const keyOf = ({ authorityId, id }: BenchDataSet, table: Distribution) => ({
  ...{ authorityId, dataSetId: id, tableId: uuid<'distribution'>(table.id) },
})

/** Throws 404 where the rows are not on persons. */
function tableOf(bench: BenchDataSet, request: Request): Table {
  const table = distributionOf(bench, request)
  const { columns } = table
  if (!columns || !isOnPersons(columns)) throw new NotFoundError('not on persons')
  return { ...table, columns }
}

async function protect(kernel: Kernel, reading: Scope, request: Request): Promise<Answer> {
  const bench = await readOwn(reading, request)
  const table = tableOf(bench, request)
  const form = new FormReading(request.t, request.form)
  const entered = readProtectionForm(form, table)
  if (!entered) return show(kernel, reading, request, bench, table, { form, status: 422 })
  const key = keyOf(bench, table)
  const raw = await findRaw(reading, key)
  // To find a proposal takes minutes, and a transaction that waits so long is ended by the database.
  await request.database.giveBack()
  let changed: Table = entered
  const isAsked = request.form.get('act') === 'propose'
  const refused =
    (await asRefusal(request, async () => {
      if (isAsked && raw) changed = await proposed(kernel, entered, { raw, key, keep: request.form.get('keep') })
      if (bench.state !== 'in_review' && bench.revision === revisionOf(request))
        await renewRows({ kernel, actor: staffOf(request) }, key, changed)
    })) ?? (await save(request, bench, withDistribution(bench.metadata, changed)))
  if (!refused) return seeOther(toDone(`${pathOf(request, bench, table.id)}/protection?done=protected`))
  return show(kernel, reading, request, bench, table, faultOf(request, bench, form, refused, []))
}

/** The columns with what the program finds the least loss with which few rows are held back. */
async function proposed(
  kernel: Kernel,
  table: Table,
  { raw, key, keep }: { raw: RawRows; key: ReturnType<typeof keyOf>; keep: string | undefined },
): Promise<Table> {
  const folder = await tablesOf(kernel).cache.workFolder()
  try {
    const path = join(folder, 'raw.csv')
    await openRaw(kernel, key, raw, path)
    const found = await proposeCoarsening(kernel, table, { path, keep: keep === '' ? undefined : keep })
    const columns = table.columns.map((column) => {
      if (column.role !== 'quasi-identifier') return column
      const { coarsen: _, ...fine } = column
      const coarsen = found[column.name]
      return coarsen ? { ...fine, coarsen } : fine
    })
    return { ...table, columns }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function show(
  kernel: Kernel,
  scope: Scope,
  request: Request,
  bench: BenchDataSet,
  table: Table,
  { form, status = 200, revision = bench.revision }: { form: FormReading; status?: number; revision?: number },
): Promise<Answer> {
  const { t, language } = request
  const key = keyOf(bench, table)
  const version = await findLatestVersion(scope, key.tableId)
  const protection = version && (await findProtection(scope, version))
  await request.database.giveBack()
  const preview =
    version &&
    protection &&
    (await tablesOf(kernel)
      .reader.rows(version, { limit: previewRows })
      .catch(() => undefined))
  const tableTitle = textIn(table.title, language)
  const at = pathOf(request, bench, table.id)
  const known = besideOf(bench.id, await listTablesOnPersons(scope, bench.authorityId))
  const beside = [...new Map(known.map((one) => [one.dataSetId, one])).values()].map((one) => ({
    title: textIn(one.title, language),
    href: request.href(`${benchPath}/${one.dataSetId}`),
  }))
  const body = (
    <ProtectionPage
      {...deskPage(request)}
      {...{ form, tableTitle, table, version, protection, preview, revision, beside }}
      nameOfMunicipality={nameOfMunicipality(kernel.authorities, language)}
      raw={await findRaw(scope, key)}
      isPublic={(await findCurrentVersion(scope, key.tableId)) !== undefined}
      back={at}
      action={`${at}/protection`}
      done={doneOf(request)}
    />
  )
  return benchAnswer(scope, request, { title: t('opendata.protection.title', { table: tableTitle }), body }, status)
}
