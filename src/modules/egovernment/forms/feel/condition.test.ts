import fc from 'fast-check'
import { evaluate } from 'feelin'
import { expect, test } from 'vitest'
import { validatorOf } from '#kernel/validator.ts'
import { conditionOf, conditionSchema, evaluateCondition } from './condition.ts'
import { decide } from './feel.ts'

const value = fc.constantFrom('a', 'b', null)
const scopes = fc.record({
  kind: value,
  other: value,
  is_new: fc.constantFrom(true, false, null),
  count_of: fc.constantFrom(0, 1, 2, null),
  levels: fc.subarray(['a', 'b']),
  address: fc.oneof(fc.constant(null), fc.record({ municipality: fc.constantFrom(1, 2, null) })),
})

const atoms = fc.constantFrom(
  'kind = "a"',
  'kind != "b"',
  'other = null',
  'other != null',
  'is_new = true',
  'is_new != false',
  'count_of = 1',
  'count_of < 1',
  'count_of <= 1',
  'count_of > 1',
  'count_of >= 1.5',
  'kind in ("a", "b")',
  'other in ("b")',
  'list contains(levels, "a")',
  'address.municipality = null',
  'address.municipality != null',
  'address.municipality = 1',
  'kind = other',
  'kind != other',
)

const { rule: rules } = fc.letrec<{ rule: string }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3 },
    atoms,
    fc.tuple(tie('rule'), tie('rule')).map(([left, right]) => `(${left}) and (${right})`),
    fc.tuple(tie('rule'), tie('rule')).map(([left, right]) => `(${left}) or (${right})`),
    tie('rule').map((inner) => `not(${inner})`),
  ),
}))

test('a simple condition says what feelin says', () => {
  fc.assert(
    fc.property(rules, scopes, (rule, scope) => {
      const condition = conditionOf(rule)
      if (!condition) throw new Error(`${rule} is not read as a simple condition`)
      const { value: expected } = evaluate(rule, scope)
      expect(evaluateCondition(condition, scope), rule).toBe(expected)
    }),
    { numRuns: 400 },
  )
})

test('a simple condition as JSON Schema takes the answers for which it holds', () => {
  fc.assert(
    fc.property(rules, scopes, (rule, scope) => {
      const condition = conditionOf(rule)
      if (!condition) throw new Error(`${rule} is not read as a simple condition`)
      const { address, ...plain } = scope
      const withAddress = { ...plain, address: address && withoutNulls(address) }
      const schema = conditionSchema(condition)
      if (!schema) {
        expect(rule).toMatch(/= other|not\(.*count_of [<>]/)
        return
      }
      expect(validatorOf(schema)(withoutNulls(withAddress)), rule).toBe(decide(rule, scope) === true)
    }),
    { numRuns: 400 },
  )
})

test.each([
  'today > date("2026-01-01")',
  'count(levels) > 1',
  'some p in persons satisfies p.age > 18',
  'kind = "a" +',
])('%s is left to feelin', (rule) => {
  expect(conditionOf(rule)).toBeUndefined()
})

/** Answers as they are stored: what is not answered is not there. */
function withoutNulls(answers: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== null))
}
