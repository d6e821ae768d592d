import { parseExpression } from 'feelin'

/** A node of a FEEL expression: its grammar name, its text and its parts. */
export type FeelNode = {
  readonly name: string
  readonly text: string
  readonly parts: readonly FeelNode[]
  readonly isError: boolean
}

/**
 * Reads FEEL into a tree of plain nodes. Never throws: what is no FEEL becomes a node with `isError`. `names` are the
 * variables; the grammar needs them, because FEEL names may hold spaces.
 */
export function readFeel(expression: string, names: readonly string[] = []): FeelNode {
  const variables = Object.fromEntries(names.map((name) => [name, null]))
  const stack: { name: string; text: string; parts: FeelNode[]; isError: boolean }[] = []
  let root: FeelNode = { name: 'Expression', text: expression, parts: [], isError: true }
  parseExpression(expression, variables, undefined).iterate({
    enter(node) {
      const text = expression.slice(node.from, node.to)
      stack.push({ name: node.name, text, parts: [], isError: node.type.isError })
    },
    leave() {
      const node = stack.pop()
      if (!node) return
      const parent = stack.at(-1)
      if (parent) parent.parts.push(node)
      else root = node
    },
  })
  return root
}

/** The names of variables (and functions) in an expression. */
export function variablesOf(node: FeelNode): readonly string[] {
  return node.name === 'VariableName' ? [node.text] : node.parts.flatMap(variablesOf)
}
