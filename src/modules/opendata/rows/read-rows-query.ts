import type { AuthorityDirectory } from '#kernel/authorities/authority-directory.ts'
import { BadRequestError } from '#kernel/http/errors.ts'
import type { FormBody } from '#kernel/http/form-body.ts'
import { fileFormats } from '../catalogue/formats.ts'
import { frequencies, licences, themes } from '../catalogue/vocabularies.ts'
import { sorts } from '../finder/catalogue-wish.ts'
import { QueryError } from '../query/query-errors.ts'
import { listOf } from '../query/read-row-wish.ts'
import { type Aggregate, aggregates, type GroupQuery } from '../query/table-reader.ts'

/** Throws 400 for names that an address does not know, and those that came twice. */
export function refuseUnknown(query: FormBody, known: readonly string[]): void {
  for (const name of query.names()) {
    if (!known.includes(name) || query.all(name).length !== 1) throw unknownParameter(name, known)
  }
}

/** 400: an address has no meaning for this name; `known` are those it knows. */
export const unknownParameter = (name: string, known: readonly string[]): BadRequestError =>
  new BadRequestError('unknown parameter', {
    userMessage: 'opendata.rows.unknown_parameter',
    values: { name: name.slice(0, 60), known: known.join(', ') },
  })

/**
 * Throws 400 with the values there are for one that data sets cannot be narrowed down by: a page leaves it aside, a program would take the answer for
 * what it asked.
 */
export function refuseWrongValues(query: FormBody, authorities: AuthorityDirectory): void {
  const known: readonly (readonly [string, readonly string[]])[] = [
    ['authority', authorities.entries().map(({ slug }) => slug)],
    ['theme', themes],
    ['format', ['API', ...Object.keys(fileFormats)]],
    ['frequency', frequencies],
    ['licence', licences],
    ['sort', sorts],
  ]
  for (const [name, values] of known) {
    const value = query.get(name)
    if (value === undefined || values.includes(value)) continue
    throw new BadRequestError('wrong value', {
      userMessage: 'opendata.rows.wrong_value',
      values: { name, value: value.slice(0, 60), known: values.join(', ') },
    })
  }
}

/** `limit=…`; throws `QueryError` for what is no number from 1 to `most`. */
export function readLimit(query: FormBody, fallback: number, most: number): number {
  const text = query.get('limit')
  if (text === undefined || text === '') return fallback
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (limit < 1 || limit > most) throw new QueryError('limit', text)
  return limit
}

/** `measure=count,sum(height),max(planted)`; without any rows are counted. Throws `QueryError`. */
export function readMeasures(text: string | undefined): GroupQuery['measures'] {
  const parts = listOf(text)
  if (parts.length === 0) return [{ aggregate: 'count' }]
  return parts.map((part) => {
    const [, name, column] = /^([a-z]+)(?:\(([a-z_][a-z0-9_]*)\))?$/.exec(part) ?? []
    const aggregate: Aggregate | undefined = aggregates.find((one) => one === name)
    if (!aggregate) throw new QueryError('measure', part)
    return column === undefined ? { aggregate } : { aggregate, column }
  })
}
