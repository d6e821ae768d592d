import { safeName } from './infer-columns.ts'
import type { WantedColumn } from './order.ts'

/** Where in a row each wanted column is, −1 where it is nowhere, and which places nobody wants. */
export type Matched = { readonly places: readonly number[]; readonly unused: readonly number[] }

/**
 * Finds the columns of a table in the headings of a file: by what the file called them, by name or by title, in any order; case, accents and signs do
 * not matter. Each heading is used once.
 */
export function matchColumns(headings: readonly string[], wanted: readonly WantedColumn[]): Matched {
  const free = new Set(headings.keys())
  const take = (fits: (heading: string) => boolean): number => {
    const found = [...free].find((at) => fits(headings[at] ?? '')) ?? -1
    free.delete(found)
    return found
  }
  const places = wanted.map(({ headings: own }) => take((heading) => own.includes(heading)))
  const likely = wanted.map(({ name, headings: own }, at) => {
    const place = places[at] ?? -1
    const names = new Set([name, ...own.map(safeName)])
    return place >= 0 ? place : take((heading) => names.has(safeName(heading)))
  })
  return { places: likely, unused: [...free] }
}
