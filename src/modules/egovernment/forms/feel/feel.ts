import { evaluate } from 'feelin'
import type { Scope } from '../field-type.ts'
import { conditionOf, evaluateCondition } from './condition.ts'
import { readFeel, variablesOf } from './syntax.ts'

/** What a rule says: yes, no, or `null` where it cannot tell (something it needs is not answered). */
export function decide(rule: string, scope: Scope): boolean | null {
  const condition = conditionOf(rule)
  const simple = condition && evaluateCondition(condition, scope)
  if (simple !== undefined) return simple
  const { value } = evaluate(rule, named(scope, namesIn(rule)))
  return typeof value === 'boolean' ? value : null
}

/** Whether a rule clearly says yes. */
export function holds(rule: string, scope: Scope): boolean {
  return decide(rule, scope) === true
}

/** Whether a rule clearly says no. */
export function fails(rule: string, scope: Scope): boolean {
  return decide(rule, scope) === false
}

const names = new Map<string, readonly string[]>()
const mostNames = 5_000

/** The variables that a rule names: the parser's work grows with what it is given, so it gets no more. */
function namesIn(rule: string): readonly string[] {
  const known = names.get(rule)
  if (known) return known
  if (names.size >= mostNames) names.clear()
  const found = [...new Set(variablesOf(readFeel(rule)))]
  names.set(rule, found)
  return found
}

function named(scope: Scope, wanted: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(wanted.filter((name) => Object.hasOwn(scope, name)).map((name) => [name, scope[name]]))
}
