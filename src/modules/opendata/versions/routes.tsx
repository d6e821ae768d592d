import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { dataSetPath, distributionPath } from '../catalogue/addresses.ts'
import { type AddressedDistribution, findAddressedDistribution } from '../data-set/find-data-set.ts'
import { catalogueCrumbs, withdrawnAnswer } from '../data-set/routes.tsx'
import { nameOfMunicipality } from '../look/municipality-names.ts'
import { readDay } from '../look/read-filters.ts'
import type { Cell, RowChange, TableReader } from '../query/table-reader.ts'
import { type Column, rowNumber } from '../tables/column.ts'
import { findVersion, findVersionAsOf, listVersions } from '../tables/queries.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { tablesOf } from '../tables/tables.ts'
import { ChangesPage, type ShownChange } from './changes-page.tsx'
import { endOfDay } from './end-of-day.ts'
import { VersionsPage, type VersionsPageProps } from './versions-page.tsx'

const open = { permission: 'opendata.catalogue.read', isPublic: true } as const
const versionsPerPage = 25
const changesPerPage = 50

/** All versions of a table, the one of a day, and what changed with each. */
export function versionRoutes(kernel: Kernel): Route[] {
  return [
    get('/opendata/:authority/:slug/:distribution/versions', open, (scope, request) =>
      showVersions(scope, request, kernel),
    ),
    get(
      '/opendata/:authority/:slug/:distribution/versions/:number/changes',
      { ...open, rateLimit: 120 },
      (scope, request) => showChanges(scope, request, kernel),
    ),
  ]
}

async function showVersions(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const found = await findAddressedDistribution(scope, request)
  const { dataSet, distribution, tableId } = found
  if (dataSet.withdrawnAt) return withdrawnAnswer(scope, request, dataSet, dataSet.withdrawnAt, kernel)
  const { t, language, query, href } = request
  const base = href(`${distributionPath(dataSet, distribution.slug)}/versions`)
  const asked = await readAsOf(scope, request, found)
  if (asked && 'version' in asked) return seeOther(`${base}/${asked.version.number}`)
  const compared = await readCompared(scope, request, found)
  if (compared && 'to' in compared) return seeOther(`${base}/${compared.to}/changes?from=${compared.from}`)
  const before = /^[1-9]\d{0,8}$/.exec(query.get('before') ?? '')?.[0]
  const listed = await listVersions(scope, tableId, {
    ...(before === undefined ? {} : { before: Number(before) }),
    limit: versionsPerPage + 1,
  })
  const shown = listed.slice(0, versionsPerPage)
  const nextHref = listed.length > versionsPerPage ? `${base}?before=${shown.at(-1)?.number}` : undefined
  return page(
    {
      title: `${t('opendata.versions.title')} ${textIn(distribution.title, language)}`,
      shell: 'public',
      breadcrumbs: crumbs(request, found, { text: t('opendata.versions.crumb') }),
      body: (
        <VersionsPage
          distribution={distribution}
          endedAt={found.endedAt}
          versions={shown}
          base={base}
          nextHref={nextHref}
          asOf={asked}
          compared={compared}
          language={language}
          t={t}
        />
      ),
    },
    asked?.problem || compared?.problem ? { status: 422 } : {},
  )
}

/** The version that was public at the end of the day that was typed, or why there is none. */
async function readAsOf(
  scope: Scope,
  { query }: Request,
  { tableId }: AddressedDistribution,
): Promise<{ version: TableVersion; problem?: undefined } | VersionsPageProps['asOf']> {
  const typed = query.get('as_of')?.trim().slice(0, 40)
  if (!typed) return undefined
  const day = readDay(typed)
  if (!day) return { typed, problem: 'unclear' }
  const version = await findVersionAsOf(scope, tableId, endOfDay(day.to))
  return version ? { version } : { typed, problem: 'before_first' }
}

/** The two versions that were typed to be compared, or why they cannot be. */
async function readCompared(
  scope: Scope,
  { query }: Request,
  { tableId }: AddressedDistribution,
): Promise<{ from: number; to: number; problem?: undefined } | VersionsPageProps['compared']> {
  const typed = { typedFrom: query.get('from')?.trim().slice(0, 12), typedTo: query.get('to')?.trim().slice(0, 12) }
  const { typedFrom, typedTo } = typed
  if (typedFrom === undefined || typedTo === undefined) return undefined
  const [from, to] = [readNumber(typedFrom), readNumber(typedTo)]
  const there = async (number: number | undefined) =>
    number !== undefined && (await findVersion(scope, tableId, number)) !== undefined
  if (from === undefined || to === undefined || from === to || !(await there(from)) || !(await there(to)))
    return { typedFrom, typedTo, problem: true }
  return { from, to }
}

const readNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined

async function showChanges(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const found = await findAddressedDistribution(scope, request)
  const { dataSet, distribution, tableId } = found
  if (dataSet.withdrawnAt) return withdrawnAnswer(scope, request, dataSet, dataSet.withdrawnAt, kernel)
  const number = readNumber(request.params.number)
  const version = number === undefined ? undefined : await findVersion(scope, tableId, number)
  if (!version) throw new NotFoundError()
  const from = request.query.get('from')
  const before = from === undefined ? await findBefore(scope, version) : await findChosen(scope, version, from)
  await request.database.giveBack()
  const { reader } = tablesOf(kernel)
  const after = request.query.get('after')
  const { changes, next } = before
    ? await reader.changes(before, version, { limit: changesPerPage, ...(after === undefined ? {} : { after }) })
    : { changes: [], next: null }
  const { t, language, href } = request
  const versionsHref = href(`${distributionPath(dataSet, distribution.slug)}/versions`)
  return page({
    title: `${t('opendata.versions.crumb')} ${version.number}: ${textIn(distribution.title, language)}`,
    shell: 'public',
    noIndex: true,
    breadcrumbs: crumbs(
      request,
      found,
      { text: t('opendata.versions.crumb'), href: versionsHref },
      { text: String(version.number) },
    ),
    body: (
      <ChangesPage
        distribution={distribution}
        version={version}
        columns={version.columns}
        changes={before ? await readRows(reader, before, version, changes) : []}
        before={from === undefined ? undefined : before}
        nextHref={
          next === null
            ? undefined
            : `${versionsHref}/${version.number}/changes?${new URLSearchParams({ ...(from !== undefined && { from }), after: next })}`
        }
        versionsHref={versionsHref}
        language={language}
        t={t}
        nameOfMunicipality={nameOfMunicipality(kernel.authorities, language)}
      />
    ),
  })
}

const findBefore = async (scope: Scope, { tableId, number }: TableVersion) =>
  (await listVersions(scope, tableId, { before: number, limit: 1 }))[0]

/** Another version of the same table, earlier or later. Throws 404 where there is none. */
async function findChosen(scope: Scope, { tableId, number }: TableVersion, text: string): Promise<TableVersion> {
  const from = readNumber(text)
  const chosen = from === undefined || from === number ? undefined : await findVersion(scope, tableId, from)
  if (!chosen) throw new NotFoundError()
  return chosen
}

/** The rows that changed, in the columns of the newer version; a column that is new was empty before. */
async function readRows(
  reader: TableReader,
  before: TableVersion,
  version: TableVersion,
  changes: readonly RowChange[],
): Promise<readonly ShownChange[]> {
  const [was, is] = await Promise.all([
    rowsByNumber(
      reader,
      before,
      version.columns,
      changes.map((change) => change.before),
    ),
    rowsByNumber(
      reader,
      version,
      version.columns,
      changes.map((change) => change.after),
    ),
  ])
  return changes.map((change) => ({
    kind: change.kind,
    before: change.before === null ? undefined : was.get(change.before),
    now: change.after === null ? undefined : is.get(change.after),
  }))
}

async function rowsByNumber(
  reader: TableReader,
  version: TableVersion,
  columns: readonly Column[],
  numbers: readonly (number | null)[],
): Promise<ReadonlyMap<number, readonly Cell[]>> {
  const wanted = numbers.flatMap((number) => (number === null ? [] : [String(number)]))
  if (wanted.length === 0) return new Map()
  const known = columns.filter(({ name }) => version.columns.some((one) => one.name === name))
  const { rows } = await reader.rows(version, {
    columns: [rowNumber, ...known.map(({ name }) => name)],
    filters: [{ column: rowNumber, operator: 'in', values: wanted }],
    limit: wanted.length,
  })
  return new Map(
    rows.map(([number, ...cells]) => [
      Number(number),
      columns.map(({ name }) => cells[known.findIndex((one) => one.name === name)] ?? null),
    ]),
  )
}

function crumbs(
  request: Request,
  { dataSet, distribution }: AddressedDistribution,
  ...rest: readonly { text: string; href?: string }[]
) {
  const { language, href } = request
  return [
    ...catalogueCrumbs(request),
    { text: textIn(dataSet.metadata.title, language), href: href(dataSetPath(dataSet)) },
    { text: textIn(distribution.title, language), href: href(distributionPath(dataSet, distribution.slug)) },
    ...rest,
  ]
}
