import type { JsonSchema, Scope } from '../field-type.ts'
import { isRecord } from '../form.ts'
import { type FeelNode, readFeel } from './syntax.ts'

type Literal = string | number | boolean | null
type Order = '<' | '<=' | '>' | '>='

/**
 * The part of FEEL that most conditions are written in: `kind = "street"`, `address.municipality != null`,
 * `kind in ("a", "b")`, `list contains(levels, "federal")`, `costs <= 8000000`, joined by `and`, `or`, `not(…)`. Most of it
 * can be said in JSON Schema too, and it is evaluated without parsing again; everything else is left to `feelin`.
 */
export type Condition =
  | { readonly kind: 'is'; readonly path: readonly string[]; readonly value: Literal }
  | { readonly kind: 'same'; readonly path: readonly string[]; readonly other: readonly string[] }
  | { readonly kind: 'compare'; readonly path: readonly string[]; readonly order: Order; readonly value: number }
  | { readonly kind: 'contains'; readonly path: readonly string[]; readonly value: string }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] }

const known = new Map<string, Condition | undefined>()
const mostKnown = 5_000

/** The expression as a simple condition; `undefined` where it says more than that. */
export function conditionOf(expression: string): Condition | undefined {
  if (known.has(expression)) return known.get(expression)
  if (known.size >= mostKnown) known.clear()
  const [root, ...rest] = readFeel(expression).parts
  const condition = root && rest.length === 0 ? read(root) : undefined
  known.set(expression, condition)
  return condition
}

function read(node: FeelNode): Condition | undefined {
  switch (node.name) {
    case 'VariableName':
    case 'PathExpression': {
      const path = pathOf(node)
      return path && { kind: 'is', path, value: true }
    }
    case 'Comparison':
      return readComparison(node.parts)
    case 'Conjunction':
      return readJoined('and', node.parts)
    case 'Disjunction':
      return readJoined('or', node.parts)
    case 'FunctionInvocation':
      return readCall(node.parts)
    case 'ParenthesizedExpression': {
      const [open, inner, close, ...rest] = node.parts
      return open?.text === '(' && close?.text === ')' && inner && rest.length === 0 ? read(inner) : undefined
    }
    default:
      return undefined
  }
}

function readComparison(parts: readonly FeelNode[]): Condition | undefined {
  const [left, operator, right, ...rest] = parts
  const path = left && pathOf(left)
  if (!path || !operator || !right) return undefined
  if (operator.name === 'in') return readIn(path, [right, ...rest])
  const [value, other] = [literalOf(right), pathOf(right)]
  if (operator.name !== 'CompareOp' || rest.length > 0) return undefined
  const is: Condition | undefined = other
    ? { kind: 'same', path, other }
    : value === undefined
      ? undefined
      : { kind: 'is', path, value }
  const order = orders.find((one) => one === operator.text)
  if (order) return typeof value === 'number' ? { kind: 'compare', path, order, value } : undefined
  if (operator.text === '=') return is
  return operator.text === '!=' ? is && { kind: 'not', of: is } : undefined
}

const orders: readonly Order[] = ['<', '<=', '>', '>=']

/** `in ("a", "b")`, `in ("a")` */
function readIn(path: readonly string[], parts: readonly FeelNode[]): Condition | undefined {
  const values = listedIn(parts)?.map(literalOf)
  if (!values || values.length === 0) return undefined
  const of: Condition[] = []
  for (const value of values) {
    if (value === undefined) return undefined
    of.push({ kind: 'is', path, value })
  }
  return { kind: 'or', of }
}

/** What stands between the brackets after `in`; one value and several have different trees. */
function listedIn(parts: readonly FeelNode[]): readonly FeelNode[] | undefined {
  const [first, tests, close] = parts
  if (first?.text === '(' && tests?.name === 'PositiveUnaryTests' && close?.text === ')')
    return tests.parts.flatMap((test) => (test.parts.length === 1 ? test.parts : [test]))
  const [inner] = first?.name === 'PositiveUnaryTest' ? first.parts : []
  return inner?.name === 'ParenthesizedExpression' ? inner.parts.slice(1, -1) : undefined
}

function readJoined(kind: 'and' | 'or', parts: readonly FeelNode[]): Condition | undefined {
  const of: Condition[] = []
  for (const part of parts) {
    if (part.name === kind) continue
    const condition = read(part)
    if (!condition) return undefined
    of.push(condition)
  }
  return { kind, of }
}

function readCall([callee, open, parameters]: readonly FeelNode[]): Condition | undefined {
  if (open?.text !== '(' || parameters?.name !== 'PositionalParameters') return undefined
  const [first, second, ...rest] = parameters.parts
  if (callee?.text === 'not' && first && !second) {
    const of = read(first)
    return of && { kind: 'not', of }
  }
  const path = first && pathOf(first)
  const value = second && literalOf(second)
  if (callee?.text !== 'list contains' || !path || typeof value !== 'string' || rest.length > 0) return undefined
  return { kind: 'contains', path, value }
}

function pathOf(node: FeelNode): readonly string[] | undefined {
  if (node.name === 'VariableName') return [node.text]
  if (node.name !== 'PathExpression') return undefined
  const [from, dot, part] = node.parts
  const path = from && pathOf(from)
  return path && dot?.text === '.' && part?.name === 'PathName' ? [...path, part.text] : undefined
}

function literalOf(node: FeelNode): Literal | undefined {
  switch (node.name) {
    case 'StringLiteral':
      return node.text.includes('\\') ? undefined : node.text.slice(1, -1)
    case 'NumericLiteral':
      return Number(node.text)
    case 'BooleanLiteral':
      return node.text === 'true'
    case 'null':
      return null
    default:
      return undefined
  }
}

/** Whether the condition holds, as FEEL counts: `null` where it cannot be said; `undefined` where `feelin` must say it. */
export function evaluateCondition(condition: Condition, scope: Scope): boolean | null | undefined {
  switch (condition.kind) {
    case 'is':
      return compare(valueAt(condition.path, scope), condition.value)
    case 'same':
      return compareValues(valueAt(condition.path, scope), valueAt(condition.other, scope))
    case 'compare': {
      const value = valueAt(condition.path, scope)
      return value === null || value === undefined ? null : ordered(value, condition.order, condition.value)
    }
    case 'contains': {
      const list = valueAt(condition.path, scope)
      return Array.isArray(list) && list.every((one) => typeof one === 'string')
        ? list.includes(condition.value)
        : undefined
    }
    case 'not': {
      const value = evaluateCondition(condition.of, scope)
      return typeof value === 'boolean' ? !value : value
    }
    case 'and':
      return join(condition.of, scope, false)
    case 'or':
      return join(condition.of, scope, true)
  }
}

/** Two numbers; anything else `feelin` must say. */
function ordered(left: unknown, order: Order, right: number): boolean | undefined {
  if (typeof left !== 'number') return undefined
  switch (order) {
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
  }
}

/** Three-valued `and` and `or`: one `decisive` value decides, else something unknown leaves it unknown. */
function join(conditions: readonly Condition[], scope: Scope, decisive: boolean): boolean | null | undefined {
  let result: boolean | null = !decisive
  for (const condition of conditions) {
    const value = evaluateCondition(condition, scope)
    if (value === undefined) return undefined
    if (value === decisive) result = decisive
    else if (value === null && result !== decisive) result = null
  }
  return result
}

function compare(value: unknown, literal: Literal): boolean | undefined {
  if (value === null || literal === null) return isPlain(value) ? value === literal : false
  return typeof value === typeof literal ? value === literal : undefined
}

/** Two answers: only plain ones of one kind are compared here. */
function compareValues(left: unknown, right: unknown): boolean | undefined {
  if (!isPlain(left) || !isPlain(right)) return undefined
  return left === null || right === null || typeof left === typeof right ? left === right : undefined
}

function isPlain(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function valueAt(path: readonly string[], scope: Scope): unknown {
  let value: unknown = scope
  for (const part of path) {
    if (value === null || value === undefined) return null
    if (!isRecord(value)) return undefined
    value = Object.hasOwn(value, part) ? value[part] : undefined
  }
  return value
}

/** The condition as JSON Schema: fulfilled by the answers for which it holds. `undefined` where a schema cannot say it. */
export function conditionSchema(condition: Condition): JsonSchema | undefined {
  switch (condition.kind) {
    case 'is':
      return condition.value === null
        ? { not: schemaAt(condition.path, {}) }
        : schemaAt(condition.path, { const: condition.value })
    case 'same':
      return undefined
    case 'compare':
      return schemaAt(condition.path, { type: 'number', [bounds[condition.order]]: condition.value })
    case 'contains':
      return schemaAt(condition.path, { type: 'array', contains: { const: condition.value } })
    case 'not': {
      // Of an answer that is not there it cannot be said whether it is less: neither that nor its opposite holds.
      const of = compares(condition.of) ? undefined : conditionSchema(condition.of)
      return of && { not: of }
    }
    case 'and':
      return joinSchemas('allOf', condition.of)
    case 'or':
      return joinSchemas('anyOf', condition.of)
  }
}

const bounds = { '<': 'exclusiveMaximum', '<=': 'maximum', '>': 'exclusiveMinimum', '>=': 'minimum' } as const

function compares(condition: Condition): boolean {
  switch (condition.kind) {
    case 'compare':
      return true
    case 'not':
      return compares(condition.of)
    case 'and':
    case 'or':
      return condition.of.some(compares)
    default:
      return false
  }
}

function joinSchemas(keyword: 'allOf' | 'anyOf', conditions: readonly Condition[]): JsonSchema | undefined {
  const schemas = conditions.flatMap((condition) => conditionSchema(condition) ?? [])
  return schemas.length === conditions.length ? { [keyword]: schemas } : undefined
}

function schemaAt([first, ...rest]: readonly string[], schema: JsonSchema): JsonSchema {
  if (first === undefined) return schema
  return { type: 'object', properties: { [first]: schemaAt(rest, schema) }, required: [first] }
}
