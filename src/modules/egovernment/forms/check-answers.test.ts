import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { validatorOf } from '#kernel/validator.ts'
import { answersSchema } from './answers-schema.ts'
import { answersToSubmit, checkAnswers } from './check-answers.ts'
import { exampleContext as context } from './example-context.ts'
import { complete, form, told, translators } from './test-form.ts'

describe('answers over the API', () => {
  test('complete answers have no errors', () => {
    expect(checkAnswers(form, complete, context)).toEqual([])
  })

  test('names that are no fields are refused', () => {
    const wrong = JSON.parse('{"constructor": 2, "a/b": 3}')
    expect(told(checkAnswers(form, { ...complete, ...wrong }, context))).toEqual([
      '/constructor unknown_field',
      '/a~1b unknown_field',
    ])
    expect(told(checkAnswers(form, JSON.parse('{"__proto__": 1}'), context))).toContain('/__proto__ unknown_field')
    expect(
      told(checkAnswers(form, { ...complete, persons: [{ first_name: 'M', nation: 'CH', shoe: 42 }] }, context)),
    ).toEqual(['/persons/0/shoe unknown_field'])
  })

  test('any JSON is answered with errors, never with a fault; and what passes, the schema takes', () => {
    const matches = validatorOf(answersSchema(form, translators.de))
    const ids = ['kind', 'is_dark', 'lamp', 'persons', 'first_day', 'last_day', 'photos', 'declaration', 'constructor']
    const anything = fc.oneof(
      fc.dictionary(
        fc.constantFrom(...ids),
        fc.oneof(
          fc.jsonValue(),
          fc.constantFrom('street', 'light', true, '2026-01-01', [{ first_name: 'A', nation: 'CH' }]),
        ),
      ),
      fc.record(
        {
          kind: fc.constantFrom('street', 'light', 'other', 'none'),
          is_dark: fc.constantFrom(true, false, null),
          lamp: fc.constantFrom('L-1', '', 'a\u0000'),
          persons: fc.array(
            fc.record(
              { first_name: fc.string(), nation: fc.constantFrom('CH', 'PT'), permit: fc.string() },
              { requiredKeys: [] },
            ),
          ),
          first_day: fc.constantFrom('2026-11-22', '2026-02-30'),
          last_day: fc.constantFrom('2026-11-23', '2026-11-21'),
          photos: fc.constantFrom([], ['photo-1'], ['nope']),
          declaration: fc.constantFrom(true, false),
        },
        { requiredKeys: [] },
      ),
    )
    fc.assert(
      fc.property(anything, (answers) => {
        const errors = checkAnswers(form, answers, context)
        const submitted = answersToSubmit(form, answers, context)
        if (errors.length === 0) {
          expect(matches.problems(submitted)).toEqual([])
          expect(checkAnswers(form, submitted, context)).toEqual([])
          expect(answersToSubmit(form, submitted, context)).toEqual(submitted)
        }
      }),
      { numRuns: 600 },
    )
  })

  test('the schema knows which answers a condition needs', () => {
    const matches = validatorOf(answersSchema(form, translators.de))
    expect(matches(complete)).toBe(true)
    expect(matches({ ...complete, kind: 'light' })).toBe(false)
    expect(matches({ ...complete, kind: 'light', is_dark: false })).toBe(true)
    expect(matches({ ...complete, kind: 'light', is_dark: true })).toBe(false)
    expect(matches({ ...complete, kind: 'other' })).toBe(false)
    expect(matches({ ...complete, shoe: 1 })).toBe(false)
  })

  test('text is kept in one form, however it was typed', () => {
    const answers = { ...complete, kind: 'light', is_dark: true, lamp: '  Mu\u0308ller ' }
    expect(answersToSubmit(form, answers, context).lamp).toBe('Müller')
  })
})
