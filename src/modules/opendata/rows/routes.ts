import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, json } from '#kernel/http/answers.ts'
import { NotFoundError, UnprocessableError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { isIsoDate } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import { isSlug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { validatorOf } from '#kernel/validator.ts'
import { downloadPath, dataSetPath as pagePath } from '../catalogue/addresses.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { findPublished } from '../catalogue/queries.ts'
import { formatsOf } from '../dcat/distribution-resource.ts'
import { linkedDataFormats } from '../dcat/formats.ts'
import { readWish } from '../finder/catalogue-wish.ts'
import { findDataSets } from '../finder/find-data-sets.ts'
import { usesOf } from '../quality/uses.ts'
import { QueryError } from '../query/query-errors.ts'
import { listOf, readRowWish, readSort } from '../query/read-row-wish.ts'
import type { Cell, RowChange } from '../query/table-reader.ts'
import { type Column, rowNumber } from '../tables/column.ts'
import { type FoundTable, findTable } from '../tables/find-table.ts'
import { findVersionAsOf, listVersions } from '../tables/queries.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { tablesOf } from '../tables/tables.ts'
import { endOfDay } from '../versions/end-of-day.ts'
import { dataSetPath, dataSetsPath, tablePath } from './operations.ts'
import { readLimit, readMeasures, refuseUnknown, refuseWrongValues, unknownParameter } from './read-rows-query.ts'
import { sqlSchema } from './schemas.ts'

const open = { permission: 'opendata.data.read', isPublic: true, isOpenToSites: true } as const
const mostRows = 10_000
const mostChanges = 500
const inTime = ['version', 'at']

/** Rows of tables for programs, without a key. */
export function rowRoutes(kernel: Kernel): Route[] {
  const withTable =
    (show: (found: FoundTable, request: Request, kernel: Kernel, scope: Scope) => Answer | Promise<Answer>) =>
    async (scope: Scope, request: Request) =>
      show(await useAsked(scope, request, kernel), request, kernel, scope)
  return [
    get(dataSetsPath, open, (scope, request) => listDataSets(scope, request, kernel)),
    get(dataSetPath, open, (scope, request) => showDataSet(scope, request, kernel)),
    get(tablePath, open, withTable(showTable)),
    get(`${tablePath}/rows`, open, withTable(listRows)),
    get(`${tablePath}/groups`, open, withTable(listGroups)),
    get(`${tablePath}/versions`, open, withTable(showVersions)),
    get(`${tablePath}/changes`, { ...open, rateLimit: 120 }, withTable(showChanges)),
    post(
      `${tablePath}/sql`,
      { ...open, isPublic: false, body: 'json', acceptsCrossSite: true, rateLimit: 120 },
      withTable(runSql),
    ),
  ]
}

/** The table of the address: its version of today, of a number, or as it was at an instant. */
async function findAsked(scope: Scope, { params, query, path }: Request): Promise<FoundTable> {
  const { authority, dataset: slug, table: distribution } = params
  const number = query.get('version')
  const address = { ...(authority && { authority }), ...(slug && { slug }), ...(distribution && { distribution }) }
  const at = query.get('at')
  const ofPast = at !== undefined || path.endsWith('/versions')
  const found = await findTable(scope, { ...address, ...(number && { number }) }, { ofPast })
  if (at === undefined) return found
  const version = await findVersionAsOf(scope, found.version.tableId, readInstant(at))
  if (!version) throw new NotFoundError()
  return { ...found, version }
}

/** The same; that a program asked for its rows is counted, and nothing of who did. */
async function useAsked(scope: Scope, request: Request, kernel: Kernel): Promise<FoundTable> {
  const found = await findAsked(scope, request)
  usesOf(kernel).count(found.dataSet, 'api')
  return found
}

/** An instant with its zone, or the end of a day in Switzerland, as the page of the versions has it. Throws `QueryError`. */
function readInstant(text: string): Date {
  if (isIsoDate(text)) return endOfDay(text)
  const [, day = ''] = /^(.{10})T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/.exec(text) ?? []
  const at = new Date(text)
  if (!isIsoDate(day) || Number.isNaN(at.getTime())) throw new QueryError('value', 'at')
  return at
}

async function listDataSets(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const { query, language } = request
  refuseUnknown(query, ['q', 'authority', 'theme', 'format', 'frequency', 'licence', 'limit', 'after', 'sort', 'lang'])
  refuseWrongValues(query, kernel.authorities)
  const found = await findDataSets(scope, {
    ...readWish(query),
    language,
    authorityId: request.authorityId,
    limit: readLimit(query, 50, 200),
  })
  const items = found.items.map((dataSet) => summaryOf(dataSet, language, kernel))
  return json({ items, total: found.counts.total, next: found.next })
}

async function showDataSet(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const { params, query, language } = request
  refuseUnknown(query, ['lang'])
  const { authority = '', dataset = '' } = params
  const dataSet = isSlug<'authority'>(authority) ? await findPublished(scope, authority, dataset) : undefined
  if (!dataSet || dataSet.withdrawnAt) throw new NotFoundError()
  const { metadata } = dataSet
  return json({
    ...summaryOf(dataSet, language, kernel),
    keywords: metadata.keywords[language] ?? metadata.keywords.de,
    frequency: metadata.frequency,
    issued: metadata.issued,
    contact: { name: textIn(metadata.contact.name, language), email: metadata.contact.email },
    linkedData: linkedDataFormats.map(({ ending }) => `${kernel.settings.origin}${pagePath(dataSet)}.${ending}`),
  })
}

function summaryOf(dataSet: PublishedDataSet, language: Language, { settings: { origin } }: Kernel) {
  const { metadata, authorityId, slug } = dataSet
  return {
    id: `${slug}@${authorityId}`,
    authority: authorityId,
    name: slug,
    title: textIn(metadata.title, language),
    description: textIn(metadata.description, language),
    themes: metadata.themes,
    licence: metadata.licence,
    modifiedAt: dataSet.changedAt.toISOString(),
    url: origin + pagePath(dataSet),
    tables: metadata.distributions
      .filter(({ kind }) => kind === 'table')
      .map((one) => ({
        id: one.id,
        name: one.slug,
        title: textIn(one.title, language),
        url: `${origin}${dataSetsPath}/${authorityId}/${slug}/${one.slug}`,
      })),
  }
}

function showTable(
  { dataSet, distribution, version }: FoundTable,
  { query, language }: Request,
  kernel: Kernel,
): Answer {
  refuseUnknown(query, [...inTime, 'lang'])
  return json({
    id: version.tableId,
    name: distribution.slug,
    title: textIn(distribution.title, language),
    version: versionOf(version),
    columns: version.columns.map((column) => columnOf(column, language)),
    downloads: formatsOf({ ...distribution, columns: [...version.columns] }).map((format) => ({
      format,
      url: kernel.settings.origin + downloadPath(dataSet, distribution.slug, format),
    })),
  })
}

const columnOf = (column: Column, language: Language) => ({
  name: column.name,
  title: textIn(column.title, language),
  description: column.description ? textIn(column.description, language) : null,
  type: column.type,
  unit: column.unit ?? null,
  isKey: column.isKey ?? false,
  codes: (column.codes ?? []).map(({ code, label }) => ({ code, label: textIn(label, language) })),
})

const versionOf = ({ number, rows, bytes, sha256, publishedAt, changes, note }: TableVersion) => ({
  number,
  rows,
  bytes,
  sha256,
  publishedAt: publishedAt?.toISOString() ?? null,
  changes,
  note,
})

async function listRows({ version }: FoundTable, request: Request, kernel: Kernel): Promise<Answer> {
  const { query } = request
  const wish = readRowWish(query, version.columns, [...inTime, 'limit', 'after', 'count'])
  const after = query.get('after')
  const limit = readLimit(query, 100, mostRows)
  await request.database.giveBack()
  const counts = query.get('count') !== 'no'
  const page = await tablesOf(kernel).reader.rows(version, { ...wish, limit, counts, ...(after && { after }) })
  const names = page.columns.map(({ name }) => name)
  return json({
    version: version.number,
    items: page.rows.map((row) => asObject(names, row)),
    total: page.total,
    next: page.next,
  })
}

const asObject = (names: readonly string[], row: readonly Cell[]) =>
  Object.fromEntries(names.map((name, at) => [name, row[at] ?? null]))

async function listGroups({ version }: FoundTable, request: Request, kernel: Kernel): Promise<Answer> {
  const { query } = request
  const known = [...inTime, 'limit', 'after', 'by', 'measure', 'sort']
  const { filters, search, columns: shown } = readRowWish(query, version.columns, known)
  if (shown) throw unknownParameter('columns', ['q', ...known])
  const asked = {
    by: listOf(query.get('by')),
    measures: readMeasures(query.get('measure')),
    sort: readSort(query.get('sort')),
    limit: readLimit(query, 1_000, mostRows),
  }
  const after = query.get('after')
  await request.database.giveBack()
  const { columns, rows, total, next } = await tablesOf(kernel).reader.group(version, {
    ...asked,
    ...(filters && { filters }),
    ...(search && { search }),
    ...(after && { after }),
    counts: true,
  })
  return json({ version: version.number, items: rows.map((row) => asObject(columns, row)), total, next })
}

async function showVersions(
  { version }: FoundTable,
  { query }: Request,
  _kernel: Kernel,
  scope: Scope,
): Promise<Answer> {
  refuseUnknown(query, ['limit', 'after'])
  const limit = readLimit(query, 50, 200)
  const after = query.get('after')
  if (after !== undefined && !/^\d{1,9}$/.test(after)) throw new QueryError('place', '')
  const found = await listVersions(scope, version.tableId, {
    limit: limit + 1,
    ...(after !== undefined && { before: Number(after) }),
  })
  const shown = found.slice(0, limit)
  return json({
    items: shown.map(versionOf),
    next: found.length > limit ? String(shown.at(-1)?.number) : null,
  })
}

async function showChanges(found: FoundTable, request: Request, kernel: Kernel, scope: Scope): Promise<Answer> {
  const { query, params } = request
  refuseUnknown(query, ['from', 'to', 'limit', 'after'])
  const limit = readLimit(query, 100, mostChanges)
  const place = query.get('after')
  const versionAt = async (number: string) =>
    (
      await findTable(scope, {
        authority: params.authority ?? '',
        slug: params.dataset ?? '',
        distribution: params.table ?? '',
        number,
      })
    ).version
  const to = query.get('to')
  const after = to === undefined ? found.version : await versionAt(to)
  const before = await versionAt(query.get('from') ?? String(after.number - 1))
  await request.database.giveBack()
  const { reader } = tablesOf(kernel)
  const page = await reader.changes(before, after, { limit, ...(place && { after: place }) })
  const rowsOf = async (version: TableVersion, side: 'before' | 'after') => {
    const values = page.changes.flatMap((change) => (change[side] === null ? [] : [String(change[side])]))
    if (values.length === 0) return new Map<number, Record<string, Cell>>()
    const names = version.columns.map(({ name }) => name)
    const filters = [{ column: rowNumber, operator: 'in' as const, values }]
    const { rows } = await reader.rows(version, { columns: [rowNumber, ...names], filters, limit: values.length })
    return new Map(rows.map(([number, ...cells]) => [Number(number), asObject(names, cells)]))
  }
  const [old, now] = [await rowsOf(before, 'before'), await rowsOf(after, 'after')]
  const item = (change: RowChange) => ({
    kind: change.kind,
    before: change.before === null ? null : (old.get(change.before) ?? null),
    after: change.after === null ? null : (now.get(change.after) ?? null),
  })
  return json({ from: before.number, to: after.number, items: page.changes.map(item), next: page.next })
}

const isSql = validatorOf(sqlSchema)

async function runSql({ version }: FoundTable, request: Request, kernel: Kernel): Promise<Answer> {
  refuseUnknown(request.query, inTime)
  const { json: body } = request
  if (!isSql(body)) throw new UnprocessableError('wrong body', { userMessage: 'opendata.rows.wrong_sql' })
  await request.database.giveBack()
  return json({ version: version.number, ...(await tablesOf(kernel).reader.sql(version, body.sql)) })
}
