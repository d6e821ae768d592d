import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answersToSubmit, checkAnswers } from './check-answers.ts'
import { exampleContext as context } from './example-context.ts'
import type { Entry } from './field-type.ts'
import { writeFields } from './fields.ts'
import type { Answers } from './form.ts'
import { firstOpenPage, pageOf } from './pages.ts'
import { readPage, readReview, UnknownPageError } from './read-page.ts'
import { complete, form, post, told } from './test-form.ts'
import { viewForm } from './view-form.ts'

describe('a posted page', () => {
  test('its answer joins the others', () => {
    expect(readPage(form, 'kind', { lamp: 'old' }, post([['kind', 'street']]), context)).toEqual({
      ok: true,
      answers: { kind: 'street', lamp: 'old' },
    })
  })

  test('nothing chosen is told, with what was posted', () => {
    const reading = readPage(form, 'kind', {}, post([]), context)
    expect(reading.ok || [reading.reason, told(reading.errors)]).toEqual(['errors', ['/kind missing_choice']])
  })

  test('an emptied voluntary answer is gone', () => {
    const before = { ...complete, last_day: '2026-12-01' }
    const day: Entry[] = [
      ['first_day.day', '1'],
      ['first_day.month', '12'],
      ['first_day.year', '2026'],
    ]
    const reading = readPage(form, 'days', before, post(day), context)
    expect(reading.ok && reading.answers.last_day).toBeUndefined()
    expect(reading.ok && reading.answers.first_day).toBe('2026-12-01')
  })

  test('a rule over two fields speaks at its field', () => {
    const body = post(writeFields(form.pages[3]?.fields ?? [], { first_day: '2026-12-02', last_day: '2026-12-01' }, ''))
    const reading = readPage(form, 'days', complete, body, context)
    expect(reading.ok || told(reading.errors)).toEqual(['/last_day Das Ende liegt vor dem Anfang.'])
  })

  test('a question that an answer brings up is asked before it is missed', () => {
    const first = readPage(
      form,
      'light',
      { kind: 'light' },
      post([
        ['_shown.is_dark', 'yes'],
        ['is_dark', 'yes'],
      ]),
      context,
    )
    expect(first.ok || [first.reason, first.errors]).toEqual(['changed', []])
    const again = readPage(
      form,
      'light',
      { kind: 'light' },
      post([
        ['_shown.is_dark', 'yes'],
        ['_shown.lamp', 'yes'],
        ['is_dark', 'yes'],
      ]),
      context,
    )
    expect(again.ok || told(again.errors)).toEqual(['/lamp missing'])
  })

  test('a hidden answer stays in the draft, and out of everything else', () => {
    const draft = { ...complete, kind: 'street', is_dark: true, lamp: 'L-12' }
    const reading = readPage(form, 'kind', draft, post([['kind', 'street']]), context)
    expect(reading.ok && reading.answers.lamp).toBe('L-12')
    expect(checkAnswers(form, { ...draft, lamp: 5 }, context)).toEqual([])
    expect(answersToSubmit(form, draft, context)).toEqual(complete)
    expect(Object.keys(viewForm(form, draft, context).answers)).not.toContain('lamp')
  })

  test('a page that the form does not have is a fault', () => {
    expect(() => readPage(form, 'nowhere', {}, post([]), context)).toThrow(UnknownPageError)
  })

  test('the declaration is read with the review', () => {
    const { declaration, ...open } = complete
    const refused = readReview(form, open, post([]), context)
    expect(refused.ok || told(refused.errors)).toEqual(['/declaration missing_declaration'])
    expect(told(checkAnswers(form, open, context))).toEqual(['/declaration missing_declaration'])
    expect(readReview(form, open, post([['declaration', 'yes']]), context)).toEqual({ ok: true, answers: complete })
  })
})

describe('rows of a group, without script', () => {
  const rows = (names: readonly string[]): Entry[] => [
    ['persons.count', String(names.length)],
    ...names.flatMap((name, index): Entry[] => [
      [`persons.${index}.first_name`, name],
      [`persons.${index}.nation`, 'CH'],
    ]),
  ]
  const press = (entries: readonly Entry[], action: string) =>
    readPage(form, 'persons', {}, post([...entries, [action, 'yes']]), context)

  test('a row is added, and nothing is lost or complained about', () => {
    const reading = press(rows(['Mira']), '_add.persons')
    expect(
      reading.ok || [
        reading.reason,
        reading.errors,
        reading.values.get('persons.count'),
        reading.values.get('persons.0.first_name'),
      ],
    ).toEqual(['changed', [], '2', 'Mira'])
  })

  test('a row is removed, and those behind it move up', () => {
    const reading = press([...rows(['Mira', 'Noah', 'Lea']), ['_shown.persons.2.nation', 'yes']], '_remove.persons.1')
    expect(reading.ok || reading.values.get('persons.count')).toBe('2')
    expect(reading.ok || reading.values.get('persons.1.first_name')).toBe('Lea')
    expect(reading.ok || reading.values.has('_shown.persons.1.nation')).toBe(true)
    expect(reading.ok || [...reading.values.keys()].some((name) => name.includes('persons.2'))).toBe(false)
  })

  test.each(['_remove.persons.9', '_remove.persons.x', '_add.kind', '_add.__proto__', '_add.', '_remove.persons'])(
    '"%s" is no button of this page',
    (action) => {
      expect(press(rows(['Mira']), action)).toEqual({
        ok: true,
        answers: { persons: [{ first_name: 'Mira', nation: 'CH' }] },
      })
    },
  )

  test('errors name the row', () => {
    const reading = readPage(form, 'persons', {}, post([...rows(['Mira', '']), ['persons.1.nation', 'CH']]), context)
    expect(reading.ok || told(reading.errors)).toEqual(['/persons/1/first_name missing'])
  })

  test('too many rows are refused, however many are claimed', () => {
    const reading = readPage(form, 'persons', {}, post([['persons.count', '999']]), context)
    expect(reading.ok || told(reading.errors)).toEqual(['/persons group_max'])
  })

  test('a condition inside a row sees its own row', () => {
    const answers = {
      ...complete,
      persons: [
        { first_name: 'Mira', nation: 'CH' },
        { first_name: 'Ana', nation: 'PT' },
      ],
    }
    expect(told(checkAnswers(form, answers, context))).toEqual(['/persons/1/permit missing'])
  })

  test('a hidden answer inside a row does not count', () => {
    const answers = { ...complete, persons: [{ first_name: 'Mira', nation: 'CH', permit: 'X' }] }
    expect(answersToSubmit(form, answers, context)).toEqual(complete)
  })
})

test('page by page gives the same as all at once', () => {
  const answersOf = fc.record({
    kind: fc.constantFrom('street', 'light', 'other'),
    is_dark: fc.boolean(),
    lamp: fc.constantFrom('L-1', 'L-2'),
    persons: fc.array(
      fc.record({
        first_name: fc.constantFrom('Mira', 'Noah'),
        nation: fc.constantFrom('CH', 'PT'),
        permit: fc.constant('B'),
      }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    first_day: fc.constantFrom('2026-11-22', '2026-12-01'),
    last_day: fc.constantFrom('2026-12-01', '2026-12-24'),
  })
  fc.assert(
    fc.property(answersOf, (answers) => {
      let draft: Answers = {}
      for (
        let page = firstOpenPage(form, draft, context);
        page !== undefined;
        page = firstOpenPage(form, draft, context)
      ) {
        const fields = pageOf(form, page, { ...draft, ...answers }, context)?.fields ?? []
        const reading = readPage(form, page, draft, post(writeFields(fields, answers, '')), context)
        if (!reading.ok) throw new Error(told(reading.errors).join())
        draft = reading.answers
      }
      const review = readReview(form, draft, post([['declaration', 'yes']]), context)
      expect(review.ok && answersToSubmit(form, review.answers, context)).toEqual(
        answersToSubmit(form, { ...answers, declaration: true }, context),
      )
    }),
    { numRuns: 60 },
  )
})
