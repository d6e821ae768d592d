import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Column, ColumnType } from '../tables/column.ts'

/** Types as CKAN's store of rows names them, after PostgreSQL. */
const types: Readonly<Record<ColumnType, string>> = {
  string: 'text',
  integer: 'int8',
  number: 'numeric',
  boolean: 'bool',
  date: 'date',
  time: 'time',
  datetime: 'timestamp',
  year: 'int4',
  geometry: 'json',
}

/** A column as CKAN describes it: `info` is its data dictionary. */
export function fieldOf(column: Column, language: Language) {
  if (column.name === '_id') return { id: '_id', type: 'int' }
  return {
    id: column.name,
    type: types[column.type],
    info: {
      label: textIn(column.title, language),
      notes: column.description ? textIn(column.description, language) : '',
      ...(column.unit && { unit: column.unit }),
    },
  }
}

/** What DuckDB calls a type, as PostgreSQL would. */
export function typeOfSql(type: string): string {
  const known: Readonly<Record<string, string>> = {
    VARCHAR: 'text',
    BIGINT: 'int8',
    HUGEINT: 'numeric',
    INTEGER: 'int4',
    SMALLINT: 'int4',
    DOUBLE: 'float8',
    BOOLEAN: 'bool',
    DATE: 'date',
    TIME: 'time',
    TIMESTAMP: 'timestamp',
  }
  return known[type] ?? (type.startsWith('DECIMAL') ? 'numeric' : type.toLowerCase())
}
