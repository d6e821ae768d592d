import type { Edge } from './edge.ts'
import type { Node } from './node.ts'

/** What a tree needs to know of a thing. */
type Entry = Pick<Node, 'id'>
export type Branch<One extends Entry = Node> = { readonly node: One; readonly children: readonly Branch<One>[] }

/**
 * Things below what contains them. A thing that two contain stands below both; one that contains itself over a circle stands there once. Order:
 * as the things were given.
 */
export function treeOf<One extends Entry>(nodes: readonly One[], edges: readonly Edge[]): readonly Branch<One>[] {
  const known = new Map<string, One>(nodes.map((node) => [node.id, node]))
  const order = new Map<string, number>(nodes.map(({ id }, index) => [id, index]))
  const inside = edges.filter(({ kind, from, to }) => kind === 'contains' && known.has(from.id) && known.has(to.id))
  const below = Map.groupBy(inside, ({ from }): string => from.id)
  const contained = new Set<string>(inside.map(({ to }) => to.id))
  const placed = new Set<string>()
  const branch = (node: One, above: ReadonlySet<string>): Branch<One> => {
    placed.add(node.id)
    const path = new Set([...above, node.id])
    const children = (below.get(node.id) ?? [])
      .flatMap(({ to }) => (path.has(to.id) ? [] : (known.get(to.id) ?? [])))
      .toSorted((one, other) => (order.get(one.id) ?? 0) - (order.get(other.id) ?? 0))
    return { node, children: children.map((child) => branch(child, path)) }
  }
  const roots = nodes.filter(({ id }) => !contained.has(id)).map((node) => branch(node, new Set()))
  // What hangs only in a circle has no root of its own.
  const circles = nodes.flatMap((node) => (placed.has(node.id) ? [] : [branch(node, new Set())]))
  return [...roots, ...circles]
}
