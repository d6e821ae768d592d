import type { Edge } from '../graph/edge.ts'
import type { Node, NodeKind } from '../graph/node.ts'

/** The layers of the map from left to right. */
const layers = [
  ['strategy'],
  ['core_goal', 'principle', 'action_field', 'focus_area', 'impact_goal'],
  ['annual_goal'],
  ['project', 'measure'],
] as const satisfies readonly (readonly NodeKind[])[]

export const mapKinds: readonly NodeKind[] = layers.flat()

export type Box = { readonly node: Node; readonly x: number; readonly y: number; readonly lines: readonly string[] }
export type Join = { readonly edge: Edge; readonly path: string }
export type MapLayout = {
  readonly boxes: readonly Box[]
  readonly joins: readonly Join[]
  readonly width: number
  readonly height: number
}

export const box = { width: 230, height: 46 } as const
const gap = { x: 90, y: 14 } as const
const lettersPerLine = 30

/**
 * Places things in layers, and within a layer near what they hang on: three sweeps by the mean place of the neighbours (Sugiyama, Tagawa, Toda,
 * «Methods for Visual Understanding of Hierarchical System Structures», IEEE SMC 11(2), 1981). Empty layers take no room.
 */
export function layOut(nodes: readonly Node[], edges: readonly Edge[], titleOf: (node: Node) => string): MapLayout {
  const columns = layers
    .map((kinds) => nodes.filter(({ kind }) => kinds.some((one) => one === kind)))
    .filter((column) => column.length > 0)
  const known = new Set<string>(columns.flat().map(({ id }) => id))
  const inside = edges.filter(({ from, to }) => known.has(from.id) && known.has(to.id))
  const neighbours = neighboursOf(inside)
  const ordered = sweep(columns, neighbours)
  const boxes = ordered.flatMap((column, layer) =>
    column.map((node, row) => ({
      node,
      x: layer * (box.width + gap.x),
      y: row * (box.height + gap.y),
      lines: linesOf(titleOf(node)),
    })),
  )
  const places = new Map<string, Box>(boxes.map((one) => [one.node.id, one]))
  const tallest = Math.max(0, ...ordered.map((column) => column.length))
  return {
    boxes,
    joins: inside.flatMap((edge) => {
      const [from, to] = [places.get(edge.from.id), places.get(edge.to.id)]
      return from && to ? [{ edge, path: curve(from, to) }] : []
    }),
    width: Math.max(1, ordered.length * (box.width + gap.x) - gap.x),
    height: Math.max(1, tallest * (box.height + gap.y) - gap.y),
  }
}

function neighboursOf(edges: readonly Edge[]): ReadonlyMap<string, readonly string[]> {
  const pairs = edges.flatMap(({ from, to }): [string, string][] => [
    [from.id, to.id],
    [to.id, from.id],
  ])
  const grouped = Map.groupBy(pairs, ([one]) => one)
  return new Map([...grouped].map(([one, all]) => [one, all.map(([, other]) => other)]))
}

function sweep(columns: readonly (readonly Node[])[], neighbours: ReadonlyMap<string, readonly string[]>) {
  let ordered = columns
  for (let turn = 0; turn < 3; turn += 1) {
    const places = new Map<string, number>(
      ordered.flatMap((column) =>
        column.map(({ id }, row): [string, number] => [id, row / Math.max(1, column.length)]),
      ),
    )
    const meanOf = ({ id }: Node) => {
      const found = (neighbours.get(id) ?? []).flatMap((one) => places.get(one) ?? [])
      return found.length === 0 ? (places.get(id) ?? 0) : found.reduce((sum, one) => sum + one, 0) / found.length
    }
    ordered = ordered.map((column, layer) =>
      layer === 0 ? column : column.toSorted((one, other) => meanOf(one) - meanOf(other)),
    )
  }
  return ordered
}

/** A curve from the side of one box to the side of the other; within one layer it bends out to the right. */
function curve(one: Box, other: Box): string {
  const [left, right] = one.x <= other.x ? [one, other] : [other, one]
  const [y1, y2] = [left.y + box.height / 2, right.y + box.height / 2]
  if (left.x === right.x) {
    const x = left.x + box.width
    return `M${x},${y1}C${x + gap.x / 2},${y1} ${x + gap.x / 2},${y2} ${x},${y2}`
  }
  const [x1, x2] = [left.x + box.width, right.x]
  const middle = (x1 + x2) / 2
  return `M${x1},${y1}C${middle},${y1} ${middle},${y2} ${x2},${y2}`
}

/** A title on two lines at most; what does not fit ends with «…», the whole stands in the list and the title of the box. */
export function linesOf(title: string): readonly string[] {
  const lines: string[] = ['']
  for (const word of title.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last === '') lines[lines.length - 1] = word
    else if (last.length + word.length < lettersPerLine) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  const [first = '', second, ...rest] = lines
  const cut = (line: string, isCut: boolean) =>
    isCut || line.length > lettersPerLine ? `${line.slice(0, lettersPerLine - 1).trimEnd()}…` : line
  return second === undefined ? [cut(first, false)] : [cut(first, false), cut(second, rest.length > 0)]
}
