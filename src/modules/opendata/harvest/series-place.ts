import { type Graph, plain } from './graph.ts'

/** Where a data set stands: its own address, the series it is in, and what is said to come before and after it. */
export type SeriesPlace = {
  readonly key: string
  readonly inSeries: readonly string[]
  readonly previous: readonly string[]
  readonly next: readonly string[]
}

/** What a data set says of its place. */
export function readPlace(graph: Graph, key: string): SeriesPlace {
  const things = (property: 'dcat:inSeries' | 'dcat:prev' | 'dcat:next') =>
    graph.values(key, property).flatMap((value) => plain(value) ?? [])
  return { key, inSeries: things('dcat:inSeries'), previous: things('dcat:prev'), next: things('dcat:next') }
}

/**
 * Data sets one after the other, as `dcat:prev` and `dcat:next` say; those of which nothing is said in the order they were met. What runs in a circle
 * is broken where it was met first.
 */
export function chainOf(places: readonly Pick<SeriesPlace, 'key' | 'previous' | 'next'>[]): {
  readonly ordered: readonly string[]
  readonly isOrdered: boolean
} {
  const before = new Map(places.map(({ key }) => [key, new Set<string>()]))
  for (const { key, previous, next } of places) {
    for (const one of previous) if (before.has(one)) before.get(key)?.add(one)
    for (const one of next) before.get(one)?.add(key)
  }
  const isOrdered = [...before.values()].some((all) => all.size > 0)
  const ordered: string[] = []
  const left = new Map(before)
  while (left.size > 0) {
    const free = [...left].find(([, all]) => [...all].every((one) => !left.has(one)))
    const [next] = free ?? [...left][0] ?? []
    if (next === undefined) break
    ordered.push(next)
    left.delete(next)
  }
  return { ordered, isOrdered }
}
