import type { Edge } from './edge.ts'
import type { Node } from './node.ts'

export type Branch = { readonly node: Node; readonly children: readonly Branch[] }

/**
 * Things below what contains them. A thing that two contain stands below both; one that contains itself over a circle stands there once. Order:
 * as the things were given.
 */
export function treeOf(nodes: readonly Node[], edges: readonly Edge[]): readonly Branch[] {
  const known = new Map<string, Node>(nodes.map((node) => [node.id, node]))
  const order = new Map<string, number>(nodes.map(({ id }, index) => [id, index]))
  const inside = edges.filter(({ kind, from, to }) => kind === 'contains' && known.has(from.id) && known.has(to.id))
  const below = Map.groupBy(inside, ({ from }): string => from.id)
  const contained = new Set<string>(inside.map(({ to }) => to.id))
  const placed = new Set<string>()
  const branch = (node: Node, above: ReadonlySet<string>): Branch => {
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
