import type { Distribution } from '../catalogue/data-set.ts'
import type { CoarseKind } from '../tables/coarsening.ts'
import type { Column, ColumnType } from '../tables/column.ts'
import { ruleFor } from './publishable-columns.ts'

const onPersons: readonly (string | undefined)[] = ['identifier', 'quasi-identifier', 'sensitive']

/** Whether rows of these columns are on persons: one of them names one, helps to find one, or must not be learnt of one. */
export function isOnPersons(columns: readonly Column[]): boolean {
  return columns.some(({ role }) => onPersons.includes(role))
}

/** Into what the values of a column of this type may be put together, the finest first, with how many of them where that is to be chosen. */
export function coarseningsFor({ type, reference }: Pick<Column, 'type' | 'reference'>): readonly CoarseKind[] {
  switch (type) {
    case 'date':
    case 'datetime':
      return ['month', 'year', 'years', 'all']
    case 'year':
      return ['years', 'all']
    case 'time':
      return ['hour', 'all']
    case 'integer':
      return reference === 'bfs-municipality' ? ['district', 'all'] : ['band', 'all']
    case 'number':
      return ['band', 'all']
    case 'string':
      return reference === 'bfs-municipality' ? ['district', 'other', 'all'] : ['prefix', 'other', 'all']
    case 'boolean':
    case 'geometry':
      return ['all']
  }
}

/** How many numbers, years or signs can be chosen. */
export const widths = {
  band: [5, 10, 20, 50, 100, 500, 1_000, 5_000, 10_000, 50_000, 100_000],
  years: [5, 10],
  prefix: [3, 2, 1],
} as const

/** What cells that were put together hold. */
const typeAfter: Readonly<Record<CoarseKind, ColumnType>> = {
  ...{ month: 'string', year: 'year', years: 'string', hour: 'string', band: 'string', prefix: 'string' },
  ...{ district: 'string', other: 'string', all: 'string' },
}

/** What stands for all that is rare, and what it is called where the codes of a column are described. */
export const otherCode = 'other'
const otherLabel = { de: 'Andere', fr: 'Autres', it: 'Altri', en: 'Others' }

/** How a column is put together in public; what does not go with its type is left out, so that nothing finer gets out by mistake. */
function coarsenedTo(column: Column): Column['coarsen'] {
  const { coarsen, type } = column
  if (type === 'geometry') return { to: 'all' }
  return coarsen === undefined || coarseningsFor(column).includes(coarsen.to) ? coarsen : { to: 'all' }
}

/**
 * The columns that everybody sees of a table as it is described at the desk: those of a table on persons without what names them and without places on
 * the map, with the types that their values have once they are put together. No row is the same person in the next version, so there is no key.
 */
export function shownColumns(columns: readonly Column[]): readonly Column[] {
  if (!isOnPersons(columns)) return columns
  return columns.flatMap((column) => {
    const coarsen = coarsenedTo(column)
    if (column.role === 'identifier' || coarsen?.to === 'all') return []
    const { isKey: _key, codes, reference, constraints = {}, ...shown } = column
    // Several persons have the same, so that nothing comes once.
    const { isUnique: _unique, ...asked } = constraints
    if (!coarsen)
      return [
        {
          ...{ ...shown, ...(Object.keys(asked).length > 0 && { constraints: asked }) },
          ...{ ...(codes && { codes }), ...(reference && { reference }) },
        },
      ]
    const isListed = coarsen.to === 'other' && codes !== undefined && codes.every(({ code }) => code !== otherCode)
    return [
      {
        ...{ ...shown, type: typeAfter[coarsen.to], coarsen },
        ...(isListed && { codes: [...codes, { code: otherCode, label: otherLabel }] }),
      },
    ]
  })
}

/** The least number of persons that have the same in common: the house's, or what the steward asks for where that is more. */
export function floorOf({ columns = [], protection }: Pick<Distribution, 'columns' | 'protection'>): number {
  return Math.max(ruleFor(columns).k, protection?.k ?? 0)
}

/** A table as everybody sees it described. */
export function shownDistribution(one: Distribution): Distribution {
  const { columns, protection: _, reading: _reading, writing: _writing, ...rest } = one
  if (columns === undefined || !isOnPersons(columns)) return columns === undefined ? rest : { ...rest, columns }
  const countsPersons = columns.some(({ role }) => role === 'identifier')
  return {
    ...rest,
    columns: [...shownColumns(columns)],
    protection: { k: floorOf(one), ...(countsPersons && { countsPersons }) },
  }
}
