import type { DataSetMetadata } from '../catalogue/data-set.ts'
import { isOnPersons } from '../protection/shown-columns.ts'
import { besideOf, type TableOnPersons } from '../protection/tables-on-persons.ts'
import type { Finding, Say } from './finding.ts'

/**
 * Tables on persons of other data sets next to which a table becomes public: two protected ones may tell more together than each alone, and what they
 * are made of is gone, so that only people can say whether they are on the same persons. A steward says why nobody is told, and whoever agrees to the
 * publication reads it. Of a table that is public already nobody asks again: those that come later do. Pure.
 */
export function checkBeside(
  { dataSetId, metadata }: { readonly dataSetId: string; readonly metadata: Pick<DataSetMetadata, 'distributions'> },
  known: readonly TableOnPersons[],
  say: Say,
): readonly Finding[] {
  const others = besideOf(dataSetId, known)
  if (others.length === 0) return []
  const tables = metadata.distributions.filter(({ columns }) => columns !== undefined && isOnPersons(columns))
  const fresh = tables.filter(({ id }) => !known.some(({ tableId }) => tableId === id))
  return fresh.map(({ slug, protection }): Finding => {
    const place = { distribution: slug, field: 'protection' }
    const named = { count: others.length, others: namesOf(others) }
    const reason = protection?.beside
    return reason === undefined
      ? say('error', 'persons_elsewhere', place, named)
      : say('warning', 'persons_beside', place, { ...named, reason })
  })
}

const mostNamed = 5

function namesOf(others: readonly TableOnPersons[]): string {
  const slugs = [...new Set(others.map(({ slug }) => slug))]
  return `${slugs.slice(0, mostNamed).join(', ')}${slugs.length > mostNamed ? ' …' : ''}`
}
