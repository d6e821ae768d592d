import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { dataSetPath, distributionPath } from '../catalogue/addresses.ts'
import { type AddressedDistribution, findAddressedDistribution } from '../data-set/find-data-set.ts'
import { catalogueCrumbs, withdrawnAnswer } from '../data-set/routes.tsx'
import { usesOf } from '../quality/uses.ts'
import { findCurrentVersion, findVersion } from '../tables/queries.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { tablesOf } from '../tables/tables.ts'
import { LookPage, type LookProps } from './look-page.tsx'
import { readLookWish, type View } from './look-wish.ts'
import { nameOfMunicipality } from './municipality-names.ts'
import { NoPreviewPage } from './no-preview-page.tsx'
import { ProfileView } from './profile-view.tsx'
import { readFilters } from './read-filters.ts'
import { TableView } from './table-view.tsx'

const open = { permission: 'opendata.catalogue.read', isPublic: true, rateLimit: 240 } as const
const rowsPerPage = 50

/** A table before it is downloaded, as it is today and as it was in every version. */
export function lookRoutes(kernel: Kernel): Route[] {
  return [
    get('/opendata/:authority/:slug/:distribution', open, (scope, request) => showCurrent(scope, request, kernel)),
    get('/opendata/:authority/:slug/:distribution/versions/:number', open, (scope, request) =>
      showVersion(scope, request, kernel),
    ),
  ]
}

async function showCurrent(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const found = await findAddressedDistribution(scope, request)
  const { dataSet, distribution, tableId } = found
  if (dataSet.withdrawnAt) return withdrawnAnswer(request, dataSet, dataSet.withdrawnAt, kernel)
  const version = distribution.kind === 'table' ? await findCurrentVersion(scope, tableId) : undefined
  if (!version) return noPreview(request, found)
  const base = request.href(distributionPath(dataSet, distribution.slug))
  return look(request, kernel, { ...found, version, isFormer: false, base })
}

async function showVersion(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const found = await findAddressedDistribution(scope, request)
  const { dataSet, distribution, tableId } = found
  if (dataSet.withdrawnAt) return withdrawnAnswer(request, dataSet, dataSet.withdrawnAt, kernel)
  const { number = '' } = request.params
  const version = /^[1-9]\d{0,8}$/.test(number) ? await findVersion(scope, tableId, Number(number)) : undefined
  if (!version) throw new NotFoundError()
  const current = await findCurrentVersion(scope, tableId)
  const base = request.href(`${distributionPath(dataSet, distribution.slug)}/versions/${version.number}`)
  return look(request, kernel, { ...found, version, isFormer: current?.number !== version.number, base })
}

type Looked = AddressedDistribution & { version: TableVersion; isFormer: boolean; base: string }

async function look(request: Request, kernel: Kernel, looked: Looked): Promise<Answer> {
  usesOf(kernel).count(looked.dataSet, 'view')
  const { version, distribution, dataSet } = looked
  const { language, t, href, query } = request
  const wish = readLookWish(query, version.columns)
  const { filters, unclear } = readFilters(wish, version.columns)
  const views: readonly View[] = ['table', 'columns']
  const title = textIn(distribution.title, language)
  const props: LookProps = {
    ...looked,
    wish,
    unclear,
    views,
    title,
    language,
    t,
    href,
    nameOfMunicipality: nameOfMunicipality(kernel.authorities, language),
  }
  const { reader } = tablesOf(kernel)
  const show = async () => {
    switch (wish.view) {
      case 'columns':
        return <ProfileView {...props} profile={await reader.profile(version)} />
      default:
        return (
          <TableView
            {...props}
            rows={
              await reader.rows(version, {
                filters,
                search: wish.q,
                ...(wish.sort ? { sort: [wish.sort] } : {}),
                limit: rowsPerPage,
                ...(wish.after === undefined ? {} : { after: wish.after }),
                counts: true,
              })
            }
          />
        )
    }
  }
  return page({
    title: `${title} – ${textIn(dataSet.metadata.title, language)}`,
    shell: 'public',
    breadcrumbs: crumbs(request, looked),
    ...(request.search === '' && !looked.isFormer ? {} : { noIndex: true }),
    body: <LookPage {...props}>{await show()}</LookPage>,
  })
}

function crumbs(request: Request, { dataSet, distribution }: AddressedDistribution) {
  const { language, href } = request
  return [
    ...catalogueCrumbs(request),
    { text: textIn(dataSet.metadata.title, language), href: href(dataSetPath(dataSet)) },
    { text: textIn(distribution.title, language) },
  ]
}

function noPreview(request: Request, found: AddressedDistribution): Answer {
  const { language, t, href } = request
  return page({
    title: textIn(found.distribution.title, language),
    shell: 'public',
    breadcrumbs: crumbs(request, found),
    body: <NoPreviewPage {...found} language={language} t={t} href={href} />,
  })
}
