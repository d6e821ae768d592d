import { HttpError } from '#kernel/http/errors.ts'
import type { Distribution } from '../catalogue/data-set.ts'
import { ruleFor } from '../protection/publishable-columns.ts'
import { isOnPersons } from '../protection/shown-columns.ts'
import type { TableReader } from '../query/table-reader.ts'
import { type Column, rowNumber } from '../tables/column.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { headings } from './check-constraints.ts'
import type { Finding, Say } from './finding.ts'

/** Words for a number of things in our four languages, as they stand in names, titles and units; a postcode or a year is none. */
const countWords =
  /anzahl|(?:^|[^a-z])zahl(?:$|[^a-z])|(?:einwohner|fall|personen|kinder|sch.*ler|patienten)zahl|person|f(?:ä|ae)lle|^n$|count|number of|nombre d|numero d|(?:^|[^a-z])(?:cas|casi|cases)(?:$|[^a-z])/i

/** Whether a column may count persons: whole numbers that are called a number of something, or are classed to be added up without saying of what. */
export function mayCountPersons({ name, title, type, role, unit, noPersons, ...rest }: Column): boolean {
  if (type !== 'integer' || noPersons !== undefined || rest.isKey || rest.reference || rest.codes) return false
  const words = [name.replaceAll('_', ' '), ...Object.values(title), unit ?? '']
  return words.some((text) => countWords.test(text)) || (role === 'measure' && unit === undefined)
}

/**
 * Whether a table that is said not to be on persons shows counts so small that a reader may know who they are: municipality, diagnosis, 2. Nothing
 * protects such a table, so its steward says why no persons are counted, or brings the persons themselves.
 */
export async function checkCounts(
  reader: Pick<TableReader, 'rows'>,
  { slug, columns = [] }: Pick<Distribution, 'slug' | 'columns'>,
  version: TableVersion,
  say: Say,
): Promise<readonly Finding[]> {
  if (isOnPersons(columns)) return []
  const { k } = ruleFor(columns)
  const found: Finding[] = []
  for (const { name } of columns.filter(mayCountPersons)) {
    if (!version.columns.some((one) => one.name === name && one.type === 'integer')) continue
    const few = await findFew(reader, version, name, k)
    const place = { distribution: slug, column: name, field: 'no_persons' }
    if (few === 'unchecked') found.push(say('warning', 'rows_unchecked', { distribution: slug, field: 'rows' }))
    else if (few.count > 0)
      found.push(say('error', 'counts_few', { ...place, line: few.line }, { column: name, count: few.count, k }))
  }
  return found
}

async function findFew(
  reader: Pick<TableReader, 'rows'>,
  version: TableVersion,
  column: string,
  k: number,
): Promise<{ readonly count: number; readonly line: number } | 'unchecked'> {
  try {
    const { rows, total } = await reader.rows(version, {
      columns: [rowNumber],
      filters: [
        { column, operator: 'ge', values: ['1'] },
        { column, operator: 'lt', values: [String(k)] },
      ],
      limit: 1,
      counts: true,
    })
    return { count: total ?? rows.length, line: Number(rows[0]?.[0] ?? 0) + headings }
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    return 'unchecked'
  }
}
