import { types } from 'pg'

const oids = { int8: 20, numeric: 1700, date: 1082 } as const

/**
 * How PostgreSQL values become JavaScript values: `date` stays text `YYYY-MM-DD` (pg would make a local midnight of it),
 * `bigint` becomes a number and throws when it would lose a digit, `numeric` stays text.
 */
export const postgresTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary') {
      if (oid === oids.int8) return parseBigint
      if (oid === oids.date || oid === oids.numeric) return (text: string) => text
    }
    return types.getTypeParser(oid, format ?? 'text')
  },
}

function parseBigint(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number`)
  return value
}
