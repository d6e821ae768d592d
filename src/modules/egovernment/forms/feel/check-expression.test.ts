import { date } from 'feelin'
import { describe, expect, test } from 'vitest'
import { expressionProblems, type Vocabulary } from './check-expression.ts'

const vocabulary: Vocabulary = {
  names: new Set(['kind', 'for_whom', 'move_date', 'persons', 'amount', 'levels', 'is_new', 'today']),
  parts: new Set(['nationality', 'birth_date', 'years']),
  options: new Map([
    ['kind', ['street', 'light']],
    ['levels', ['federal', 'cantonal']],
  ]),
  example: {
    kind: 'street',
    for_whom: 'self',
    move_date: date('2026-11-22'),
    persons: [{ nationality: 'CH', birth_date: date('1990-01-01') }],
    amount: 12_500,
    levels: ['federal'],
    is_new: true,
    today: date('2026-11-22'),
  },
}

describe('expressions that forms may use', () => {
  test.each([
    'kind = "street"',
    'for_whom != null and not(is_new = false)',
    'kind in ("street", "light")',
    'move_date <= today + duration("P90D")',
    'move_date in [today..today + duration("P30D")]',
    'some p in persons satisfies p.nationality != "CH"',
    'every p in persons satisfies years and months duration(p.birth_date, today).years >= 18',
    'count(persons[nationality = "CH"]) > 0',
    'amount between 100 and 50000',
    'list contains(levels, "federal")',
    'count(for i in 1..10 return i) = 10',
    'is_new',
  ])('%s', (expression) => {
    expect(expressionProblems(expression, vocabulary)).toEqual([])
  })
})

describe('expressions that are refused, each with what to do', () => {
  test.each([
    ['kind = ', /no FEEL/],
    ['kind = "street" 5', /no FEEL/],
    ['kindd = "street"', /"kindd"/],
    ['kind = "stret"', /does not offer/],
    ['list contains(levels, "global")', /does not offer/],
    ['kind in ("street", "lihgt")', /does not offer/],
    ['persons.passport = "x"', /"passport"/],
    ['now() > today', /calls "now"/],
    ['today() = today', /calls "today"/],
    ['matches(for_whom, "(a+)+$")', /calls "matches"/],
    ['replace(for_whom, "a", "b") = "b"', /calls "replace"/],
    ['string join(levels) = "a"', /calls "string join"/],
    ['(function(x) x)(1) = 1', /may not/],
    ['count(for i in 1..1001 return i) > 0', /range/],
    ['count(for i in 1..amount return i) > 0', /range/],
    ['some i in [1..1000000] satisfies i = 5', /range/],
    ['some p in persons satisfies some q in persons satisfies p = q', /one loop/],
    ['some p in persons, q in persons satisfies p = q', /one loop/],
    ['amount + 5', /yes nor no/],
    ['amount = "5"', /like with like/],
    [`${'('.repeat(60)}is_new${')'.repeat(60)}`, /nested deeper/],
    [`kind = "${'x'.repeat(600)}"`, /longer than/],
    ['{ a: 1 }.a = 1', /may not/],
  ])('%s', (expression, message) => {
    expect(expressionProblems(expression, vocabulary).join(' ')).toMatch(message)
  })
})
