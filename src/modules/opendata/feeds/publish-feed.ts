import { createHash } from 'node:crypto'
import { systemActor } from '#kernel/db/actor.ts'
import type { Feed } from '#kernel/feed.ts'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import type { Language, LocalText } from '#kernel/i18n/language.ts'
import { slug, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { DataSetMetadata, DistributionId } from '../catalogue/data-set.ts'
import { bringDataSet, type Gate } from '../content/bring-data-set.ts'
import { inAll } from '../content/offered-services.ts'
import type { ProtectionReport } from '../protection/protect-tables.ts'
import type { Cell } from '../query/table-reader.ts'
import type { Column } from '../tables/column.ts'
import { findLatestVersion } from '../tables/queries.ts'
import { tablesOf } from '../tables/tables.ts'
import { buildMonths, columnsOf, monthsToBuild } from './build-feed.ts'
import { insertFeedMonth, listCountedMonths } from './queries.ts'

/** How many months back a feed begins. */
const monthsBack = 24

/**
 * Counts the months of a feed that are over and not yet in its table, protects them, keeps them as a new version and publishes it. Months that
 * are in it stay as they are. Gives for each month that came what was hidden and why.
 */
export async function publishFeed(
  kernel: Kernel,
  feed: Feed,
  gate: Gate,
): Promise<readonly { readonly month: IsoDate; readonly report: ProtectionReport }[]> {
  const before = await rowsBefore(kernel, tableOf(feed))
  const counted = await kernel.database.read(platform, (scope) => listCountedMonths(scope, feed))
  const published = new Set([...counted, ...before.map(([month]) => String(month))])
  const built = await kernel.database.read(systemActor(feed.purpose), (scope) =>
    buildMonths(scope, feed, monthsToBuild(firstMonth(scope.today()), scope.today(), published)),
  )
  const came = built.filter(({ rows }) => rows.length > 0)
  const rows = [...before, ...came.flatMap((month) => month.rows)].toSorted((one, other) =>
    JSON.stringify(one) < JSON.stringify(other) ? -1 : 1,
  )
  const isDemo = kernel.settings.mode === 'demo'
  if (rows.length > 0)
    await bringDataSet(
      kernel,
      {
        ...{
          authorityId: slug<'authority'>(feed.authorityId),
          slug: feed.id,
          metadata: metadataOf(feed, rows, { isDemo, columns: await labelled(kernel, feed, rows) }),
        },
        rows: new Map([[tableName, rows]]),
      },
      gate,
    )
  // A month of which nothing is shown is counted all the same, and not again: later, it would tell what came since.
  const counts = ({ shown, hidden }: ProtectionReport) => Object.values(hidden).reduce((sum, one) => sum + one, shown)
  await kernel.database.write(platform, async (scope) => {
    for (const month of built) if (counts(month.report) > 0) insertFeedMonth(scope, feed, month)
  })
  return came.map(({ month, report }) => ({ month, report }))
}

const platform = systemActor('opendata')

const tableName = 'monate'

/** In the demo all cases are invented, and so are their figures. */
const invented = {
  de: 'Beispiel: Die Zahlen stammen aus erfundenen Vorgängen der Demo.',
  fr: 'Exemple : les chiffres proviennent de données fictives de la démo.',
  it: 'Esempio: le cifre provengono da dati inventati della demo.',
  en: 'Example: the figures come from invented doings of the demo.',
}

function metadataOf(
  feed: Feed,
  rows: readonly (readonly Cell[])[],
  { isDemo, columns }: { isDemo: boolean; columns: Column[] },
): DataSetMetadata {
  const { title, keywords, contact } = feed
  const description = isDemo ? marked(feed.description) : feed.description
  return {
    ...{ title, description, keywords: structuredClone(keywords), contact },
    themes: ['GOVE'],
    frequency: 'MONTHLY',
    licence: 'terms_by',
    rights: 'CC-BY-4.0',
    issued: feed.issued,
    temporal: [{ from: `${rows[0]?.[0]}-01` }],
    spatial: [feed.authorityId],
    languages: ['de', 'fr', 'it', 'en'],
    distributions: [{ id: tableOf(feed), slug: tableName, kind: 'table', title, columns }],
  }
}

/** The columns with what the codes in the rows mean: authorities by their names, others as the feed knows them. */
async function labelled(kernel: Kernel, feed: Feed, rows: readonly (readonly Cell[])[]): Promise<Column[]> {
  const columns: Column[] = []
  for (const [at, column] of columnsOf(feed).entries()) {
    const dimension = feed.dimensions.find(({ name }) => name === column.name)
    const known = await kernel.database.read(
      systemActor(feed.purpose),
      async (scope) => (await dimension?.labels?.(scope)) ?? new Map<string, LocalText>(),
    )
    const codes = [...new Set(rows.flatMap((row) => (typeof row[at] === 'string' ? [row[at]] : [])))].toSorted()
    const named = codes.flatMap((code) => {
      const label = dimension?.reference === 'authority' ? kernel.authorities.find(code)?.name : known.get(code)
      return label ? [{ code, label: inAll(label) }] : []
    })
    columns.push(named.length > 0 ? { ...column, codes: named } : column)
  }
  return columns
}

function marked(description: LocalText): LocalText {
  const told = (language: Language) => `${invented[language]} ${description[language] ?? description.de}`
  return { de: told('de'), fr: told('fr'), it: told('it'), en: told('en') }
}

/** Always the same for a feed, so that its table keeps its address. */
function tableOf({ authorityId, id }: Feed): DistributionId {
  const hash = createHash('sha256').update(`${authorityId}/${id}`).digest('hex')
  return uuid(
    [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `8${hash.slice(17, 20)}`, hash.slice(20, 32)].join(
      '-',
    ),
  )
}

async function rowsBefore(kernel: Kernel, table: DistributionId): Promise<readonly (readonly Cell[])[]> {
  const version = await kernel.database.read(platform, (scope) => findLatestVersion(scope, table))
  if (!version) return []
  const rows: (readonly Cell[])[] = []
  const columns = version.columns.map(({ name }) => name)
  for (let after: string | undefined; ; ) {
    const page = await tablesOf(kernel).reader.rows(version, { columns, limit: 10_000, ...(after && { after }) })
    rows.push(...page.rows)
    if (page.next === null) return rows
    after = page.next
  }
}

function firstMonth(today: IsoDate): IsoDate {
  const months = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 - monthsBack
  const first = `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01`
  if (!isIsoDate(first)) throw new RangeError(first)
  return first
}
