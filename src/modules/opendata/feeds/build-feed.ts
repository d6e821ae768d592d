import type { Scope } from '#kernel/db/scope.ts'
import type { Feed, FeedCount } from '#kernel/feed.ts'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { type ProtectionReport, protectTables } from '../protection/protect-tables.ts'
import { refusedColumns, ruleFor } from '../protection/publishable-columns.ts'
import type { Cell } from '../query/table-reader.ts'
import type { Column } from '../tables/column.ts'

/** The columns of a feed's table: the month, what it is counted by, and the count. */
export function columnsOf({ dimensions, measure }: Feed): readonly Column[] {
  return [
    { name: 'month', title: monthTitle, type: 'string', role: 'fact', isKey: true, isRequired: true },
    ...dimensions.map(
      ({ name, title, description, role, reference }): Column => ({
        ...{ name, title, description, type: 'string', role, isKey: true, emptyMeans: allTogether },
        ...(reference && { reference }),
      }),
    ),
    { ...measure, type: 'integer', role: 'measure', isRequired: true },
  ]
}

const allTogether = { de: 'alle zusammen', fr: 'tous ensemble', it: 'tutti insieme', en: 'all together' }
const monthTitle = { de: 'Monat', fr: 'Mois', it: 'Mese', en: 'Month' }

/** A feed whose columns may not be published: a fault of the module that declares it. */
export class UnfitFeedError extends Error {
  override name = 'UnfitFeedError'
}

/**
 * Rows of one month as they may be published: the month as `2026-11`, a code or null (all together) for each dimension, the count. Months are
 * protected each for itself, for no case is in two of them; a month that was published is never counted again, so that nothing can be told
 * from two versions.
 */
export function protectMonth(
  feed: Feed,
  month: IsoDate,
  counts: readonly FeedCount[],
): { readonly rows: readonly (readonly Cell[])[]; readonly report: ProtectionReport } {
  const columns = columnsOf(feed)
  const refused = refusedColumns(columns)
  if (refused.length > 0) throw new UnfitFeedError(`${feed.id}: ${JSON.stringify(refused)}`)
  const axes = feed.dimensions.map(({ name }) => ({ dimension: name, levels: [own] }))
  const { shown, report } = protectTables({ pieces: counts, tables: [{ id: feed.id, axes }], rule: ruleFor(columns) })
  const rows = shown.map(({ codes, count }): readonly Cell[] => [
    month.slice(0, 7),
    ...feed.dimensions.map(({ name }) => codes[name]?.code ?? null),
    count,
  ])
  return { rows: rows.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)), report }
}

const own = { name: 'own', codeOf: (code: string) => code }

/** Counts and protects the months that are over and are not in the table yet, the earliest first. */
export async function buildMonths(
  scope: Scope,
  feed: Feed,
  months: readonly IsoDate[],
): Promise<
  readonly { readonly month: IsoDate; readonly rows: readonly (readonly Cell[])[]; readonly report: ProtectionReport }[]
> {
  const built = []
  for (const month of months)
    built.push({
      month,
      ...protectMonth(feed, month, await feed.count(scope, { from: month, until: nextMonth(month) })),
    })
  return built
}

/** The first days of the months from `first` on that were over on a day and of which nothing was published yet (`2026-10`). */
export function monthsToBuild(first: IsoDate, today: IsoDate, published: ReadonlySet<string>): readonly IsoDate[] {
  const months: IsoDate[] = []
  for (let month = dayOf(`${first.slice(0, 7)}-01`); nextMonth(month) <= today; month = nextMonth(month))
    if (!published.has(month.slice(0, 7))) months.push(month)
  return months
}

function nextMonth(month: IsoDate): IsoDate {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))]
  return dayOf(number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`)
}

function dayOf(text: string): IsoDate {
  if (!isIsoDate(text)) throw new Error(`no day: ${text}`)
  return text
}
