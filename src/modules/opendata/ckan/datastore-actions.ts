import { isUuid, uuid } from '#kernel/ids.ts'
import { usesOf } from '../quality/uses.ts'
import { QueryError } from '../query/query-errors.ts'
import type { Cell, RowPage } from '../query/table-reader.ts'
import { rowNumber } from '../tables/column.ts'
import { findCurrentVersion } from '../tables/queries.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { tablesOf } from '../tables/tables.ts'
import type { ActionInput, Actions } from './action.ts'
import { ActionError, invalid, notFound } from './action-error.ts'
import { fieldOf, typeOfSql } from './datastore-fields.ts'
import { mostRecords, readDatastoreQuery } from './datastore-query.ts'
import { findResource } from './find-package.ts'
import { overData } from './over-data.ts'
import type { Parameters } from './parameters.ts'
import { separatedRecords } from './separated-records.ts'
import { searchTables, tableMetadata } from './table-metadata.ts'

const known = [
  ...[
    'resource_id',
    'id',
    'filters',
    'q',
    'full_text',
    'plain',
    'language',
    'limit',
    'offset',
    'fields',
    'sort',
    'distinct',
  ],
  ...['include_total', 'total_estimation_threshold', 'records_format', 'include_next_page'],
]
const longestSql = 10_000
const formats = ['objects', 'lists', 'csv', 'tsv'] as const

/** The rows of tables. Always of the version that is public now. */
export const datastoreActions: Actions = {
  datastore_search: {
    help: 'Rows of a table. resource_id (_table_metadata lists the tables there are); filters: {"column": value, list, null or {"gt": value}}; q: words in any column, or {"column": "words"}; plain; distinct; fields; sort: "a, b desc"; limit (100, at most 32000); offset; include_total; records_format: objects, lists, csv or tsv. _links lead to the next page by offset; next_page is what to merge into filters for the next page, however far it is.',
    run: searchRows,
  },
  datastore_search_sql: {
    help: 'Rows by SQL. sql: one select over one table, which is named by its resource id in double quotes: SELECT * FROM "id" LIMIT 5. The SQL is that of DuckDB as far as it reads this table and nothing else; at most 32000 rows and 5 seconds.',
    run: searchBySql,
  },
  datastore_info: {
    help: 'Columns of a table and how many rows it has. id.',
    run: async (input) => {
      const version = await findRows(input, input.parameters.text('id') ?? input.parameters.required('resource_id'))
      return {
        meta: {
          id: version.tableId,
          count: version.rows,
          size: version.bytes,
          table_type: 'BASE TABLE',
          aliases: [],
          version: version.number,
          sha256: version.sha256,
        },
        fields: version.columns.map((column) => ({
          ...fieldOf(column, input.request.language),
          schema: {
            notnull: column.isRequired ?? false,
            is_index: false,
            uidx: column.isKey ?? false,
            native_type: column.type,
          },
        })),
      }
    },
  },
}

/** The rows that are public now. Throws 404. */
export async function findRows(
  { scope, kernel }: Pick<ActionInput, 'scope' | 'kernel'>,
  id: string,
): Promise<TableVersion> {
  const { dataSet, distribution } = await findResource(scope, id)
  const version = await findCurrentVersion(scope, uuid<'distribution'>(distribution.id))
  if (!version) throw notFound(`Resource "${id}" was not found.`)
  usesOf(kernel).count(dataSet, 'api')
  return version
}

async function searchRows(input: ActionInput) {
  const { parameters, request, kernel } = input
  const strange = parameters.names().filter((name) => !known.includes(name))
  if (strange.length > 0)
    throw invalid({
      __junk: strange.slice(0, 10).map((name) => `The input field ${name.slice(0, 100)} was not expected.`),
    })
  const id = parameters.text('resource_id') ?? parameters.text('id') ?? parameters.required('resource_id')
  if (id === tableMetadata) return searchTables(input)
  const format = formats.find((one) => one === (parameters.text('records_format') ?? 'objects'))
  if (!format) throw invalid({ records_format: [`Value must be one of ${formats.join(', ')}`] })
  const limit = parameters.natural('limit', 100, mostRecords)
  const offset = parameters.natural('offset', 0, Number.MAX_SAFE_INTEGER)
  const counts = parameters.flag('include_total', true)
  const version = await findRows(input, id)
  const wish = readDatastoreQuery(parameters, version.columns)
  const isByNumber = !wish.isDistinct && (wish.sort ?? []).every(({ column }) => column === rowNumber)
  const columns = isByNumber ? [...new Set([...wish.columns, rowNumber])] : wish.columns
  await request.database.giveBack()
  const page = await tablesOf(kernel).reader.rows(version, { ...wish, columns, limit, offset, counts })
  const shown = page.columns.slice(0, wish.columns.length)
  const rows = page.rows.map((row) => row.slice(0, wish.columns.length))
  return {
    resource_id: version.tableId,
    ...echoed(parameters),
    limit,
    offset,
    records_format: format,
    include_total: counts,
    fields: shown.map((column) => fieldOf(column, request.language)),
    records: recordsAs(
      format,
      shown.map(({ name }) => name),
      rows,
    ),
    ...(page.total !== null && { total: page.total, total_was_estimated: false }),
    _links: linksOf(parameters, { id: version.tableId, limit, offset }),
    ...(isByNumber && page.next !== null && { next_page: nextPage(page, wish.sort?.[0]?.descending ?? false) }),
  }
}

function echoed(parameters: Parameters): Record<string, unknown> {
  const filters = parameters.json('filters')
  const [q, sort] = [parameters.raw('q'), parameters.raw('sort')]
  return {
    ...(filters !== undefined && { filters }),
    ...(q !== undefined && { q }),
    ...(sort !== undefined && { sort }),
  }
}

function recordsAs(format: (typeof formats)[number], names: readonly string[], rows: readonly (readonly Cell[])[]) {
  switch (format) {
    case 'objects':
      return rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? null])))
    case 'lists':
      return rows
    case 'csv':
      return separatedRecords(rows, ',')
    case 'tsv':
      return separatedRecords(rows, '\t')
  }
}

/** What stands after the last row, by its number. */
function nextPage({ rows, columns }: RowPage, isDescending: boolean) {
  const last = rows.at(-1)?.[columns.findIndex(({ name }) => name === rowNumber)]
  return { [rowNumber]: { [isDescending ? 'lt' : 'gt']: last } }
}

function linksOf(parameters: Parameters, { id, limit, offset }: { id: string; limit: number; offset: number }) {
  const kept = parameters
    .names()
    .filter((name) => !['resource_id', 'id', 'limit', 'offset'].includes(name))
    .flatMap((name) => {
      const value = parameters.raw(name)
      if (value === undefined) return []
      return [[name, typeof value === 'string' ? value : JSON.stringify(value)]]
    })
  const at = (from: number) =>
    `/api/3/action/datastore_search?${new URLSearchParams([
      ['resource_id', id],
      ...kept,
      ['limit', String(limit)],
      ...(from > 0 ? [['offset', String(from)]] : []),
    ])}`
  return {
    start: at(0),
    next: at(offset + limit),
    ...(offset > 0 && { prev: at(Math.max(0, offset - limit)) }),
  }
}

async function searchBySql(input: ActionInput) {
  const { parameters, request, kernel } = input
  const sql = parameters.required('sql')
  if (sql.length > longestSql) throw invalid({ query: [`A statement has at most ${longestSql} letters`] })
  const { ids, statement } = overData(sql)
  const [id] = ids
  if (id === undefined || !isUuid(id))
    throw invalid({ query: ['Name a table by its resource id in double quotes: SELECT * FROM "id"'] })
  if (ids.length > 1) throw invalid({ query: ['One statement reads one table'] })
  const version = await findRows(input, id)
  await request.database.giveBack()
  const { columns, rows, isCut } = await tablesOf(kernel)
    .reader.sql(version, statement)
    .catch((error: unknown) => {
      throw asSqlRefusal(error, { sql, id, kernel })
    })
  return {
    sql,
    fields: columns.map(({ name, type }) => ({ id: name, type: typeOfSql(type) })),
    records: rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at] ?? null]))),
    ...(isCut && { records_truncated: true }),
  }
}

/**
 * What cannot be asked, also in the parts that clients read (`info.orig`; https://github.com/ckan/ckan, ckanext/datastore/backend/postgres.py,
 * `search_sql`): in English, as the database speaks, and with the name by which the table was asked for.
 */
function asSqlRefusal(
  error: unknown,
  { sql, id, kernel }: { sql: string; id: string; kernel: ActionInput['kernel'] },
): unknown {
  if (!(error instanceof QueryError)) return error
  const said = kernel.translators.en(error.userMessage, error.values)
  const why = said.replace('the only table here is called data', `the only table here is called "${id}"`)
  return new ActionError(409, {
    query: [why],
    info: { statement: [sql], params: [null], orig: [why] },
    __type: 'Validation Error',
  })
}
