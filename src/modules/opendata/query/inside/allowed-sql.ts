import { allowedFunctions } from './allowed-functions.ts'

/** A stranger's statement that is not allowed, or that is wrong: the message is for her. */
export class RefusedStatementError extends Error {
  override name = 'RefusedStatementError'
}

/** Kinds of nodes in the tree of `json_serialize_sql` that may stand in a statement; whatever else there is or will be is refused. */
const allowedTypes = new Set([
  'SELECT_NODE',
  'SET_OPERATION_NODE',
  'BASE_TABLE',
  'SUBQUERY',
  'JOIN',
  'EMPTY',
  'ORDER_MODIFIER',
  'LIMIT_MODIFIER',
  'DISTINCT_MODIFIER',
  'LIMIT_PERCENT_MODIFIER',
  'COLUMN_REF',
  'DECIMAL_TYPE_INFO',
  'VALUE_CONSTANT',
  'OPERATOR_CAST',
  'OPERATOR_NOT',
  'OPERATOR_IS_NULL',
  'OPERATOR_IS_NOT_NULL',
  'OPERATOR_COALESCE',
  'OPERATOR_NULLIF',
  'OPERATOR_TRY',
  'COMPARE_EQUAL',
  'COMPARE_NOTEQUAL',
  'COMPARE_LESSTHAN',
  'COMPARE_GREATERTHAN',
  'COMPARE_LESSTHANOREQUALTO',
  'COMPARE_GREATERTHANOREQUALTO',
  'COMPARE_DISTINCT_FROM',
  'COMPARE_NOT_DISTINCT_FROM',
  'COMPARE_BETWEEN',
  'COMPARE_IN',
  'COMPARE_NOT_IN',
  'CONJUNCTION_AND',
  'CONJUNCTION_OR',
  'CASE_EXPR',
  'FUNCTION',
  'STAR',
  'POSITIONAL_REFERENCE',
  'WINDOW_AGGREGATE',
  'WINDOW_ROW_NUMBER',
  'WINDOW_RANK',
  'WINDOW_RANK_DENSE',
  'WINDOW_PERCENT_RANK',
  'WINDOW_CUME_DIST',
  'WINDOW_NTILE',
  'WINDOW_LEAD',
  'WINDOW_LAG',
  'WINDOW_FIRST_VALUE',
  'WINDOW_LAST_VALUE',
  'WINDOW_NTH_VALUE',
  'ORDER_DEFAULT',
  'ASCENDING',
  'DESCENDING',
  'INNER',
  'LEFT',
  'RIGHT',
  'OUTER',
  'REGULAR',
  'NATURAL',
  'CROSS',
])

const allowedClasses = new Set([
  'COLUMN_REF',
  'CONSTANT',
  'COMPARISON',
  'CONJUNCTION',
  'BETWEEN',
  'CASE',
  'CAST',
  'FUNCTION',
  'OPERATOR',
  'STAR',
  'SUBQUERY',
  'WINDOW',
  'POSITIONAL_REFERENCE',
])

const allowedValueTypes = new Set([
  'NULL',
  'SQLNULL',
  '"NULL"',
  'BOOLEAN',
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'HUGEINT',
  'FLOAT',
  'DOUBLE',
  'DECIMAL',
  'VARCHAR',
  'DATE',
  'TIME',
  'TIMESTAMP',
  'INTERVAL',
])

type Tree = { readonly [key: string]: unknown }

/**
 * Refuses every statement but one SELECT over the table `data`: the tree that DuckDB's parser makes of it is walked, and each kind of node, each
 * function and each table must be named here. Throws `RefusedStatementError`.
 */
export function refuseForeignSql(tree: unknown): void {
  if (!isTree(tree)) throw new RefusedStatementError('the statement cannot be read')
  if (tree.error === true)
    throw new RefusedStatementError(String(tree.error_message ?? 'the statement cannot be read').slice(0, 300))
  const { statements } = tree
  if (!Array.isArray(statements) || statements.length !== 1)
    throw new RefusedStatementError('exactly one SELECT is answered')
  walk(statements[0], new Set(['data']))
}

/** `tables` are the names that stand for rows here: the table, and what WITH has named around this place. */
function walk(value: unknown, tables: ReadonlySet<string>, depth = 0): void {
  if (Array.isArray(value)) {
    for (const one of value) walk(one, tables, depth)
    return
  }
  if (!isTree(value)) return
  if (depth > deepest) throw new RefusedStatementError(`nested deeper than ${deepest} levels`)
  checkNode(value, tables)
  const { cte_map: named, ...rest } = value
  const known = walkNamed(named, tables, depth)
  for (const one of Object.values(rest)) walk(one, known, depth + 1)
}

/** Planning takes longer than in proportion to the depth: 550 sums in each other take seconds. */
const deepest = 150

/** WITH: each name stands for rows in those after it and in the statement, never in itself. */
function walkNamed(named: unknown, tables: ReadonlySet<string>, depth: number): ReadonlySet<string> {
  if (!isTree(named)) return tables
  const known = new Set(tables)
  const entries = named.map ?? []
  if (!Array.isArray(entries)) throw new RefusedStatementError('WITH cannot be read')
  for (const entry of entries) {
    if (!isTree(entry) || typeof entry.key !== 'string') throw new RefusedStatementError('WITH cannot be read')
    walk(entry.value, known, depth + 1)
    known.add(entry.key.toLowerCase())
  }
  return known
}

function checkNode(node: Tree, tables: ReadonlySet<string>): void {
  const { type, class: kind, id, function_name: name, table_name: table } = node
  if (typeof type === 'string' && !allowedTypes.has(type) && !isSetOperation(type)) throw notAllowed(type)
  if (typeof kind === 'string' && !allowedClasses.has(kind)) throw notAllowed(kind)
  if (typeof id === 'string' && !allowedValueTypes.has(id)) throw notAllowed(id)
  if (typeof name === 'string') checkFunction(node, name)
  if (type === 'BASE_TABLE') checkTable(table, tables)
  for (const extra of ['catalog', 'schema', 'catalog_name', 'schema_name', 'at_clause', 'sample'])
    if (node[extra] !== undefined && node[extra] !== '') throw notAllowed(extra)
}

function isSetOperation(type: string): boolean {
  return type === 'UNION' || type === 'EXCEPT' || type === 'INTERSECT'
}

function checkFunction(node: Tree, name: string): void {
  if (!allowedFunctions.has(name.toLowerCase()))
    throw new RefusedStatementError(`the function ${name.slice(0, 60)} is not offered`)
  if (node.export_state === true) throw notAllowed('EXPORT_STATE')
}

function checkTable(table: unknown, tables: ReadonlySet<string>): void {
  if (typeof table !== 'string' || !tables.has(table.toLowerCase()))
    throw new RefusedStatementError('the only table here is called data')
}

function notAllowed(what: string): RefusedStatementError {
  return new RefusedStatementError(`not offered here: ${what.slice(0, 60)}`)
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
