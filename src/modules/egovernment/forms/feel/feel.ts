import { evaluate } from 'feelin'
import type { Scope } from '../field-type.ts'
import { conditionOf, evaluateCondition } from './condition.ts'

/** What a rule says: yes, no, or `null` where it cannot tell (something it needs is not answered). */
export function decide(rule: string, scope: Scope): boolean | null {
  const condition = conditionOf(rule)
  const simple = condition && evaluateCondition(condition, scope)
  if (simple !== undefined) return simple
  const { value } = evaluate(rule, { ...scope })
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
