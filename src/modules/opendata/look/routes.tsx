import type { Outline } from '#kernel/authorities/boundaries.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { formatDate, swissDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { dataSetPath, distributionPath } from '../catalogue/addresses.ts'
import { readPlan } from '../chart/chart-plan.ts'
import { drawChart } from '../chart/chart-svg.tsx'
import { ChartView, chartWidths } from '../chart/chart-view.tsx'
import { type ChartData, readChart } from '../chart/read-chart.ts'
import { answerPicture } from '../chart/standalone-svg.tsx'
import { type AddressedDistribution, findAddressedDistribution } from '../data-set/find-data-set.ts'
import { catalogueCrumbs, withdrawnAnswer } from '../data-set/routes.tsx'
import { linkedDataInstead, varied } from '../dcat/routes.ts'
import { listFileVersions } from '../files/file-version.ts'
import { currentOutlines, drawMap } from '../map/map-picture.tsx'
import { chooseMap, readMapPlan } from '../map/map-plan.ts'
import { MapView } from '../map/map-view.tsx'
import { type MapData, readMap } from '../map/read-map.ts'
import { usesOf } from '../quality/uses.ts'
import type { Filter } from '../query/table-reader.ts'
import { findCurrentVersion, findVersion } from '../tables/queries.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { tablesOf } from '../tables/tables.ts'
import { cellText } from './cell-text.ts'
import { LookPage, type LookProps } from './look-page.tsx'
import { lookPath, readLookWish, type View } from './look-wish.ts'
import { nameOfMunicipality } from './municipality-names.ts'
import { NoPreviewPage } from './no-preview-page.tsx'
import { ProfileView } from './profile-view.tsx'
import { readFilters } from './read-filters.ts'
import { TableView } from './table-view.tsx'
import { readTimeChoice, type TimeChoice } from './time-wish.ts'

const open = { permission: 'opendata.catalogue.read', isPublic: true, rateLimit: 240 } as const
const picture = { ...open, isOpenToSites: true } as const
const rowsPerPage = 50

/** A table before it is downloaded, as it is today and as it was in every version. */
export function lookRoutes(kernel: Kernel): Route[] {
  return [
    get('/opendata/:authority/:slug/:distribution', open, (scope, request) => showCurrent(scope, request, kernel)),
    get('/opendata/:authority/:slug/:distribution/versions/:number', open, (scope, request) =>
      showVersion(scope, request, kernel),
    ),
    ...['', '/versions/:number'].flatMap((below) => [
      get(`/opendata/:authority/:slug/:distribution${below}/chart.svg`, picture, (scope, request) =>
        showChart(scope, request, kernel),
      ),
      get(`/opendata/:authority/:slug/:distribution${below}/map.svg`, picture, (scope, request) =>
        showMap(scope, request, kernel),
      ),
    ]),
  ]
}

async function showCurrent(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const found = await findAddressedDistribution(scope, request)
  const { dataSet } = found
  if (dataSet.withdrawnAt) return withdrawnAnswer(scope, request, dataSet, dataSet.withdrawnAt, kernel)
  if (found.endedAt && found.distribution.kind === 'table') return seeOther(versionsHref(request, found))
  // A distribution is described where its data set is.
  const instead = request.search === '' ? linkedDataInstead(request, dataSetPath(dataSet), kernel) : undefined
  if (instead) return instead
  const looked = await findLooked(scope, request, found)
  return looked ? look(request, kernel, looked) : noPreview(scope, request, found)
}

const versionsHref = ({ href }: Request, { dataSet, distribution }: AddressedDistribution) =>
  href(`${distributionPath(dataSet, distribution.slug)}/versions`)

async function showVersion(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const found = await findAddressedDistribution(scope, request)
  const { dataSet } = found
  if (dataSet.withdrawnAt) return withdrawnAnswer(scope, request, dataSet, dataSet.withdrawnAt, kernel)
  const looked = await findLooked(scope, request, found)
  if (!looked) throw new NotFoundError()
  return look(request, kernel, looked)
}

/** The rows that an address names: of a version by its number, else those of today; undefined where there are none. */
async function findLooked(scope: Scope, request: Request, found: AddressedDistribution): Promise<Looked | undefined> {
  const { dataSet, distribution, tableId } = found
  const { number } = request.params
  const current = distribution.kind === 'table' ? await findCurrentVersion(scope, tableId) : undefined
  const path = request.href(distributionPath(dataSet, distribution.slug))
  if (number === undefined) return current && { ...found, version: current, isFormer: false, base: path }
  const version = /^[1-9]\d{0,8}$/.test(number) ? await findVersion(scope, tableId, Number(number)) : undefined
  return (
    version && {
      ...found,
      version,
      isFormer: found.endedAt !== undefined || current?.number !== version.number,
      base: `${path}/versions/${number}`,
    }
  )
}

type Looked = AddressedDistribution & { version: TableVersion; isFormer: boolean; base: string }

async function look(request: Request, kernel: Kernel, looked: Looked): Promise<Answer> {
  usesOf(kernel).count(looked.dataSet, 'view')
  const { version, dataSet } = looked
  const { props, filters } = propsOf(request, kernel, looked)
  const { wish, title } = props
  const { reader } = tablesOf(kernel)
  await request.database.giveBack()
  const pictureHref = (kind: 'chart' | 'map') =>
    kernel.settings.origin + lookPath(`${props.base}/${kind}.svg`, { ...wish, view: 'table', sort: undefined })
  const show = async () => {
    switch (wish.view) {
      case 'chart':
        return (
          <ChartView {...props} {...(await readWishedChart(kernel, props, filters))} svgHref={pictureHref('chart')} />
        )
      case 'map': {
        const found = await readWishedMap(kernel, request, props, filters)
        if (!found) throw new NotFoundError()
        return <MapView {...props} {...found} svgHref={pictureHref('map')} />
      }
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
                ...(wish.before === undefined
                  ? wish.after !== undefined && { after: wish.after }
                  : { before: wish.before }),
                counts: true,
              })
            }
          />
        )
    }
  }
  return page(
    {
      title: `${title} – ${textIn(dataSet.metadata.title, request.language)}`,
      shell: 'public',
      breadcrumbs: crumbs(request, looked),
      ...(request.search === '' && !looked.isFormer ? {} : { noIndex: true }),
      body: <LookPage {...props}>{await show()}</LookPage>,
    },
    { headers: varied },
  )
}

function propsOf(request: Request, { authorities }: Kernel, looked: Looked) {
  const { version, distribution } = looked
  const { language, t, href, query } = request
  const wish = readLookWish(query, version.columns)
  const { filters, unclear } = readFilters(wish, version.columns)
  const views: readonly View[] = ['table', 'chart', ...(chooseMap(version.columns) ? ['map' as const] : []), 'columns']
  const title = textIn(distribution.title, language)
  const names = nameOfMunicipality(authorities, language)
  const props: LookProps = { ...looked, wish, unclear, views, title, language, t, href, nameOfMunicipality: names }
  return { props, filters }
}

type Wished<Data> = { readonly data: Data; readonly time: TimeChoice | undefined }

/** The chart that the address asks for, or the one that says most; without data where nothing can be drawn. */
async function readWishedChart(
  kernel: Kernel,
  props: LookProps,
  filters: readonly Filter[],
): Promise<Wished<ChartData | undefined>> {
  const { version, wish, t } = props
  const { reader } = tablesOf(kernel)
  const plan = readPlan(wish, version.columns)
  if (!plan) return { data: undefined, time: undefined }
  const time = await readTimeChoice(reader, version, { wish, plan, filters })
  const data = await readChart(reader, version, {
    plan,
    filters: time ? [...filters, time.filter] : filters,
    search: wish.q,
    words: { ...props, isShort: true },
  })
  return { data: titled(data, time, t, props), time }
}

async function readWishedMap(
  kernel: Kernel,
  { today }: Request,
  props: LookProps,
  filters: readonly Filter[],
): Promise<(Wished<MapData> & { outlines: readonly Outline[] }) | undefined> {
  const { version, wish, t } = props
  const { reader } = tablesOf(kernel)
  const plan = readMapPlan(wish, version.columns)
  if (!plan) return undefined
  const time = plan.kind === 'areas' ? await readTimeChoice(reader, version, { wish, plan: {}, filters }) : undefined
  const [data, outlines] = await Promise.all([
    readMap(reader, version, {
      plan,
      filters: time ? [...filters, time.filter] : filters,
      search: wish.q,
      words: { ...props, isShort: true },
      directory: kernel.authorities,
      today,
    }),
    currentOutlines(),
  ])
  return { data: titled(data, time, t, props), time, outlines }
}

/** The sentence of a picture with the time that it shows. */
function titled<Data extends { readonly title: string }>(
  data: Data,
  time: TimeChoice | undefined,
  t: Request['t'],
  words: LookProps,
): Data {
  if (!time) return data
  const at = cellText(time.chosen, time.column, words)
  return { ...data, title: t('opendata.chart.title_at', { title: data.title, at }) }
}

async function showChart(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const { looked, props, filters } = await readPictureWish(scope, request, kernel)
  const { data } = await readWishedChart(kernel, props, filters)
  if (!data) throw new NotFoundError()
  const width = request.query.get('width') === 'narrow' ? chartWidths.narrow : chartWidths.wide
  return answerPicture({ ...drawChart({ data, width }), width, ...framed(request, kernel, looked, data.title) })
}

async function showMap(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const { looked, props, filters } = await readPictureWish(scope, request, kernel)
  const found = await readWishedMap(kernel, request, props, filters)
  if (!found) throw new NotFoundError()
  const { data, outlines } = found
  const drawing = drawMap({ data, outlines, nameOf: props.nameOfMunicipality, t: request.t })
  return answerPicture({ ...drawing, ...framed(request, kernel, looked, data.title) })
}

/** What a picture shows; the connection to the database is free again while the picture is made. */
async function readPictureWish(scope: Scope, request: Request, kernel: Kernel) {
  const found = await findAddressedDistribution(scope, request)
  const looked = found.dataSet.withdrawnAt ? undefined : await findLooked(scope, request, found)
  if (!looked) throw new NotFoundError()
  const wish = { looked, ...propsOf(request, kernel, looked) }
  await request.database.giveBack()
  return wish
}

const framed = (request: Request, kernel: Kernel, looked: Looked, title: string) => ({
  title,
  source: sourceOf(request, kernel, looked),
  language: request.language,
})

function sourceOf({ t, language }: Request, { authorities }: Kernel, { dataSet, version }: Looked): string {
  return t('opendata.chart.source', {
    publisher: authorities.nameOf(dataSet.authorityId, language),
    title: textIn(dataSet.metadata.title, language),
    day: formatDate(swissDate(version.publishedAt ?? version.madeAt)),
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

async function noPreview(scope: Scope, request: Request, found: AddressedDistribution): Promise<Answer> {
  const { language, t, href } = request
  const documents =
    found.distribution.kind === 'file' ? await listFileVersions(scope, found.tableId, { isPublic: true }) : []
  return page(
    {
      title: textIn(found.distribution.title, language),
      shell: 'public',
      breadcrumbs: crumbs(request, found),
      body: <NoPreviewPage {...found} {...{ language, t, href, documents }} />,
    },
    { headers: varied },
  )
}
