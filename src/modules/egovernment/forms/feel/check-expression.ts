import { evaluate } from 'feelin'
import type { Scope } from '../field-type.ts'
import { type FeelNode, readFeel } from './syntax.ts'

/** What an expression of a form may name, and what it is tried with. */
export type Vocabulary = {
  readonly names: ReadonlySet<string>
  /** Names after a dot: parts of addresses, questions of a group's rows. */
  readonly parts: ReadonlySet<string>
  /** The values of fields that offer options, by the field's id. */
  readonly options: ReadonlyMap<string, readonly string[]>
  /** Example answers for all names. */
  readonly example: Scope
}

/** Functions that a form may call: pure, quick, and the same everywhere. `today()` and `now()` are not among them: the day comes from outside. */
const allowedFunctions: ReadonlySet<string> = new Set([
  'abs',
  'ceiling',
  'contains',
  'count',
  'date',
  'day of week',
  'duration',
  'ends with',
  'floor',
  'list contains',
  'lower case',
  'max',
  'min',
  'modulo',
  'not',
  'starts with',
  'string length',
  'sum',
  'upper case',
  'years and months duration',
])

const allowedNodes: ReadonlySet<string> = new Set([
  'ArithOp',
  'ArithmeticExpression',
  'AtLiteral',
  'BooleanLiteral',
  'CompareOp',
  'Comparison',
  'Conjunction',
  'DateTimeConstructor',
  'DateTimeLiteral',
  'Disjunction',
  'Expression',
  'FilterExpression',
  'ForExpression',
  'FunctionInvocation',
  'Identifier',
  'IfExpression',
  'InExpression',
  'InExpressions',
  'Interval',
  'IterationContext',
  'List',
  'Name',
  'NumericLiteral',
  'ParenthesizedExpression',
  'PathExpression',
  'PathName',
  'PositionalParameters',
  'PositiveUnaryTest',
  'PositiveUnaryTests',
  'QuantifiedExpression',
  'SimplePositiveUnaryTest',
  'SpecialFunctionName',
  'StringLiteral',
  'VariableName',
])

const noFeel = 'is no FEEL expression. Write it like this: kind = "street" and is_new = true.'
const [longest, deepest, largestRange] = [500, 40, 1_000]

/** What keeps an expression from being published; each says what to do. Time and space are bounded by what passes here. */
export function expressionProblems(expression: string, vocabulary: Vocabulary): readonly string[] {
  if (expression.length > longest) return [`is longer than ${longest} characters. Split it into several questions.`]
  const root = readFeel(expression, [...vocabulary.names])
  if (hasError(root)) return [noFeel]
  if (depthOf(root) > deepest) return [`is nested deeper than ${deepest}. Simplify it.`]
  const problems = [
    ...structureProblems(root, 0),
    ...nameProblems(root, vocabulary),
    ...optionProblems(root, vocabulary),
  ]
  return problems.length > 0 ? [...new Set(problems)] : trialProblems(expression, vocabulary)
}

function hasError(node: FeelNode): boolean {
  return node.isError || node.parts.some(hasError)
}

function depthOf(node: FeelNode): number {
  return 1 + Math.max(0, ...node.parts.map(depthOf))
}

/** Kinds of expression, functions and loops. */
function structureProblems(node: FeelNode, loops: number): readonly string[] {
  const isToken = node.parts.length === 0 && !/^[A-Z]/.test(node.name)
  const own =
    isToken || allowedNodes.has(node.name)
      ? []
      : [`uses ${node.name} ("${node.text}"), which forms may not. Say it without.`]
  const inside = loops + (loopNodes.has(node.name) ? 1 : 0)
  const isTooMuch =
    (loopNodes.has(node.name) && inside > 1) || node.parts.filter(({ name }) => name === 'InExpression').length > 1
  const nested = isTooMuch ? ['goes through lists within lists. Use one loop at most.'] : []
  return [
    ...own,
    ...nested,
    ...callProblems(node),
    ...rangeProblems(node),
    ...node.parts.flatMap((part) => structureProblems(part, inside)),
  ]
}

const loopNodes: ReadonlySet<string> = new Set(['ForExpression', 'QuantifiedExpression', 'FilterExpression'])

function callProblems(node: FeelNode): readonly string[] {
  if (node.name !== 'FunctionInvocation' && node.name !== 'DateTimeConstructor') return []
  const name = node.name === 'DateTimeConstructor' ? node.text : (node.parts[0]?.text ?? '')
  return allowedFunctions.has(name)
    ? []
    : [`calls "${name}", which forms may not. Allowed are ${[...allowedFunctions].join(', ')}.`]
}

/** A range that is gone through must be written in numbers and be short. */
function rangeProblems(node: FeelNode): readonly string[] {
  if (node.name !== 'IterationContext') return []
  const range = node.parts.some(({ name }) => name === '..') ? node.parts : findInterval(node)
  if (!range) return []
  const [from, to] = range
    .filter(({ name }) => !['..', '[', ']', '(', ')'].includes(name))
    .map(({ text }) => Number(text))
  const isShort = from !== undefined && to !== undefined && Math.abs(to - from) < largestRange
  return isShort ? [] : [`goes through the range "${node.text}". Write it in numbers, at most ${largestRange} long.`]
}

function findInterval(node: FeelNode): readonly FeelNode[] | undefined {
  if (node.name === 'Interval') return node.parts
  for (const part of node.parts) {
    const found = findInterval(part)
    if (found) return found
  }
  return undefined
}

function nameProblems(node: FeelNode, vocabulary: Vocabulary): readonly string[] {
  const bound = new Set(boundNames(node))
  const visit = (one: FeelNode, inFilter: boolean): readonly string[] => {
    switch (one.name) {
      case 'VariableName':
        return vocabulary.names.has(one.text) ||
          bound.has(one.text) ||
          (inFilter && (vocabulary.parts.has(one.text) || one.text === 'item'))
          ? []
          : [unknownName(one.text)]
      case 'PathName':
        return vocabulary.parts.has(one.text) ? [] : [unknownName(one.text)]
      case 'FunctionInvocation':
        return one.parts.slice(1).flatMap((part) => visit(part, inFilter))
      case 'FilterExpression':
        return one.parts.flatMap((part, index) => visit(part, inFilter || index > 0))
      default:
        return one.parts.flatMap((part) => visit(part, inFilter))
    }
  }
  return visit(node, false)
}

function unknownName(name: string): string {
  return `names "${name}", which is no question before this one. Correct the name, or ask it earlier.`
}

function boundNames(node: FeelNode): readonly string[] {
  const own = node.name === 'InExpression' && node.parts[0] ? [node.parts[0].text] : []
  return [...own, ...node.parts.flatMap(boundNames)]
}

/** A text that is compared with a field must be one of its options: a misspelt one would never come true. */
function optionProblems(node: FeelNode, vocabulary: Vocabulary): readonly string[] {
  const inner = node.parts.flatMap((part) => optionProblems(part, vocabulary))
  if (node.name !== 'Comparison' && node.name !== 'PositionalParameters') return inner
  const [left, ...rest] = node.parts
  const id = left?.name === 'PathExpression' ? left.parts.at(-1)?.text : left?.text
  const options = id === undefined ? undefined : vocabulary.options.get(id)
  if (!options) return inner
  const wrong = rest.flatMap(stringsIn).filter((text) => !options.includes(text))
  return [
    ...inner,
    ...wrong.map(
      (text) => `compares "${id}" with "${text}", which it does not offer. It offers ${options.join(', ')}.`,
    ),
  ]
}

function stringsIn(node: FeelNode): readonly string[] {
  if (node.name === 'Comparison' || node.name === 'FunctionInvocation') return []
  return node.name === 'StringLiteral' ? [node.text.slice(1, -1)] : node.parts.flatMap(stringsIn)
}

/** Tries the expression with example answers: it must say yes or no, and compare like with like. */
function trialProblems(expression: string, { example }: Vocabulary): readonly string[] {
  try {
    const { value } = evaluate(expression, { ...example })
    if (typeof value === 'boolean') return []
    return ['says neither yes nor no for example answers. Make it a comparison, and compare like with like.']
  } catch {
    return [noFeel]
  }
}
