import type { FormReading } from '#modules/egovernment/public.ts'
import type { Distribution } from '../catalogue/data-set.ts'
import { ruleFor } from '../protection/publishable-columns.ts'
import { floorOf } from '../protection/shown-columns.ts'
import { ladderOf } from '../protection/store-protected.ts'
import type { Coarsening } from '../tables/coarsening.ts'
import type { Column } from '../tables/column.ts'

type Table = Distribution & { readonly columns: Column[] }

/** `band-10`, `month`; nothing where the values stay as they are. */
export const coarseningName = (coarsen: Coarsening | undefined): string =>
  coarsen === undefined ? '' : [coarsen.to, ...(coarsen.width === undefined ? [] : [coarsen.width])].join('-')

/** Signs in which a steward says why nobody is told by several tables together. */
export const longestReason = 500

export const fieldOf = (column: Column) => `coarsen.${column.name}`

/** Those that are shown, and may be put together. */
export const choosable = (columns: readonly Column[]) =>
  columns.filter(({ role, type }) => role !== 'identifier' && type !== 'geometry')

export function protectionValues(table: Table): readonly (readonly [string, string])[] {
  return [
    ['k', String(floorOf(table))],
    ['beside', table.protection?.beside ?? ''],
    ...choosable(table.columns).map((column): [string, string] => [fieldOf(column), coarseningName(column.coarsen)]),
  ]
}

/** The table with what was chosen; undefined where something is wrong, which is noted at its field. */
export function readProtectionForm(form: FormReading, table: Table): Table | undefined {
  const least = ruleFor(table.columns).k
  const text = form.value('k').trim()
  const k = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (k < least || k > 1_000) form.fail('k', 'opendata.protection.k_fault', { least })
  const beside = form.value('beside').trim()
  if (beside !== '' && (beside.length < 10 || beside.length > longestReason))
    form.fail('beside', 'opendata.protection.beside_fault', { most: longestReason })
  const columns = table.columns.map((column): Column => {
    const { coarsen: _, ...fine } = column
    if (!choosable([column]).includes(column)) return fine
    const wanted = form.value(fieldOf(column))
    const coarsen = ladderOf(column).find((one) => coarseningName(one) === wanted)
    return coarsen ? { ...fine, coarsen } : fine
  })
  if (!form.isSound) return undefined
  return { ...table, columns, protection: { k, ...(beside !== '' && { beside }) } }
}
