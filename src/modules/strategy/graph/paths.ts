import type { Edge, EdgeKind } from './edge.ts'

/**
 * How a question runs along a connection: what does this do for that? `forward` from the one that does to the one it is done for; `back` the
 * other way round: what something depends on helps it. What contains runs both ways, but never up and down in one answer: what serves
 * one part of a strategy does not serve the others.
 */
const ways: Readonly<Record<EdgeKind, 'forward' | 'back' | 'both'>> = {
  contains: 'both',
  derives_from: 'forward',
  serves: 'forward',
  measures: 'forward',
  funds: 'forward',
  depends_on: 'back',
  fulfils: 'forward',
  decided_by: 'back',
  benefits: 'forward',
  takes_part: 'forward',
  concerns: 'forward',
}

/** Kinds that are followed from left to right, and from right to left. */
export const forwardKinds = kindsGoing('forward')
export const backKinds = kindsGoing('back')

function kindsGoing(way: 'forward' | 'back'): readonly EdgeKind[] {
  const all: readonly EdgeKind[] = [
    ...(['contains', 'derives_from', 'serves', 'measures', 'funds', 'depends_on'] as const),
    ...(['fulfils', 'decided_by', 'benefits', 'takes_part', 'concerns'] as const),
  ]
  return all.filter((kind) => ways[kind] === way || ways[kind] === 'both')
}

export type Step = { readonly edge: Edge; readonly from: string; readonly to: string }
export type Path = readonly Step[]

type Bounds = { readonly depth: number; readonly most: number }

/** Longer answers explain nothing, and more of them are not read. */
export const pathBounds: Bounds = { depth: 6, most: 20 }

/**
 * Paths without a circle from one thing to another, the shortest first, up to `most` of at most `depth` steps. Looks level by level (breadth-first),
 * so that it ends on any graph; at most ten thousand half-ways are kept open.
 */
export function pathsBetween(
  edges: readonly Edge[],
  from: string,
  to: string,
  { depth, most }: Bounds = pathBounds,
): readonly Path[] {
  const steps = stepsFrom(edges)
  const found: Path[] = []
  let open: readonly (readonly Step[])[] = [[]]
  for (let length = 1; length <= depth && found.length < most && open.length > 0; length += 1) {
    const longer = open.flatMap((path) =>
      (steps.get(path.at(-1)?.to ?? from) ?? [])
        .filter((step) => mayFollow(path, step, from))
        .map((step) => [...path, step]),
    )
    found.push(...longer.filter((path) => path.at(-1)?.to === to))
    open = longer.filter((path) => path.at(-1)?.to !== to).slice(0, mostOpen)
  }
  return found.slice(0, most)
}

const mostOpen = 10_000

function mayFollow(path: Path, { edge, from, to }: Step, start: string): boolean {
  if (to === start || path.some((step) => step.to === to)) return false
  if (edge.kind !== 'contains') return true
  const isDown = edge.from.id === from
  return path.every((step) => step.edge.kind !== 'contains' || (step.edge.from.id === step.from) === isDown)
}

function stepsFrom(edges: readonly Edge[]): ReadonlyMap<string, readonly Step[]> {
  const steps = edges.flatMap((edge): Step[] => {
    const forward = { edge, from: edge.from.id, to: edge.to.id }
    const back = { edge, from: edge.to.id, to: edge.from.id }
    const way = ways[edge.kind]
    return way === 'both' ? [forward, back] : [way === 'forward' ? forward : back]
  })
  return Map.groupBy(steps, ({ from }) => from)
}

/** All that does something for a thing, each with one shortest path to it, the nearest first. */
export function hangingOn(
  edges: readonly Edge[],
  to: string,
  { depth, most }: Bounds = { depth: 6, most: 200 },
): readonly Path[] {
  const into = Map.groupBy([...stepsFrom(edges).values()].flat(), (step) => step.to)
  // A thing may be reached once having gone up, once down, once neither: what follows differs.
  const reached = new Set<string>()
  const named = new Set<string>([to])
  const found: Path[] = []
  let open: readonly Path[] = [[]]
  for (let length = 1; length <= depth && open.length > 0 && found.length < most; length += 1) {
    const next: Path[] = []
    for (const path of open)
      for (const step of into.get(path[0]?.from ?? to) ?? []) {
        const longer = [step, ...path]
        const state = `${step.from} ${heading(longer) ?? ''}`
        if (step.from === to || reached.has(state) || path.some((one) => one.from === step.from)) continue
        if (!mayLead(step, path)) continue
        reached.add(state)
        next.push(longer)
        if (named.has(step.from)) continue
        named.add(step.from)
        found.push(longer)
      }
    open = next
  }
  return found.slice(0, most)
}

/** As `mayFollow`, seen from the end. */
function mayLead({ edge, from }: Step, path: Path): boolean {
  if (edge.kind !== 'contains') return true
  const isDown = edge.from.id === from
  return path.every((step) => step.edge.kind !== 'contains' || (step.edge.from.id === step.from) === isDown)
}

/** Whether a path goes down or up over what contains something; undefined where it does neither. */
function heading(path: Path): 'down' | 'up' | undefined {
  const step = path.find(({ edge }) => edge.kind === 'contains')
  return step && (step.edge.from.id === step.from ? 'down' : 'up')
}
