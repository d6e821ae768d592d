import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { validatorOf } from '#kernel/validator.ts'
import { answersSchema } from './answers-schema.ts'
import { carryOver } from './carry-over.ts'
import { answersToSubmit, checkAnswers } from './check-answers.ts'
import { formPublishProblems, formShapeProblems } from './check-form.ts'
import { exampleContext as context } from './example-context.ts'
import type { Entry } from './field-type.ts'
import { writeFields } from './fields.ts'
import type { Answers, Form, FormField } from './form.ts'
import type { Upload } from './form-context.ts'
import type { FormError } from './form-error.ts'
import { firstOpenPage, mayOpen, nextPage, pageOf, previousPage, progress, visiblePages } from './pages.ts'
import { prefilledAnswers } from './prefill.ts'
import { readPage, readReview, UnknownPageError } from './read-page.ts'
import { viewForm } from './view-form.ts'

const none = { personalData: 'none' } as const
const label = (de: string) => ({ label: { de } })
const option = (value: string) => ({ value, label: { de: value } })

const group: FormField & Record<string, unknown> = {
  id: 'persons',
  type: 'group',
  ...label('Personen'),
  item: { de: 'Person' },
  add: { de: 'Mehr' },
  max: 3,
  fields: [
    { id: 'first_name', type: 'text', ...label('Name'), ...none },
    { id: 'nation', type: 'country', ...label('Land'), ...none },
    { id: 'permit', type: 'text', ...label('Ausweis'), showIf: 'nation != "CH" and nation != null', ...none },
  ],
}

function choiceField(id: string, values: readonly string[]): FormField {
  return Object.assign({ id, type: 'choice', ...label(id), ...none }, { options: values.map(option) })
}

const form: Form = {
  declaration: { de: 'Alles wahr.' },
  pages: [
    { id: 'kind', fields: [choiceField('kind', ['street', 'light', 'other'])] },
    {
      id: 'light',
      showIf: 'kind = "light"',
      title: { de: 'Laterne' },
      fields: [
        { id: 'is_dark', type: 'yes-no', ...label('Dunkel?'), ...none },
        { id: 'lamp', type: 'text', ...label('Nummer'), showIf: 'is_dark = true', ...none },
      ],
    },
    { id: 'persons', fields: [group] },
    {
      id: 'days',
      title: { de: 'Tage' },
      fields: [
        { id: 'first_day', type: 'date', ...label('Von'), ...none },
        {
          id: 'last_day',
          type: 'date',
          ...label('Bis'),
          ...none,
          required: 'kind = "other"',
          checks: [{ rule: 'last_day >= first_day', message: { de: 'Das Ende liegt vor dem Anfang.' } }],
        },
      ],
    },
    { id: 'photos', fields: [{ id: 'photos', type: 'file', ...label('Fotos'), ...none, required: false }] },
  ],
}

const complete: Answers = {
  kind: 'street',
  persons: [{ first_name: 'Mira', nation: 'CH' }],
  first_day: '2026-11-22',
  declaration: true,
}

function post(entries: Iterable<Entry>, uploads?: ReadonlyMap<string, readonly Upload[]>) {
  return {
    values: new URLSearchParams([...entries].map(([name, value]) => [name, value])),
    ...(uploads && { uploads }),
  }
}

function told(errors: readonly FormError[]): readonly string[] {
  return errors.map(
    ({ path, message }) =>
      `${path} ${'key' in message ? message.key.replace('egovernment.forms.', '') : message.text.de}`,
  )
}

test('the form of these tests could be published', () => {
  expect([...formShapeProblems(form), ...formPublishProblems(form)]).toEqual([])
})

describe('which pages are asked', () => {
  const ids = (answers: Answers) => visiblePages(form, answers, context).map(({ page }) => page.id)

  test('a page with a condition comes only when it is true', () => {
    expect(ids({})).toEqual(['kind', 'persons', 'days', 'photos'])
    expect(ids({ kind: 'light' })).toEqual(['kind', 'light', 'persons', 'days', 'photos'])
    expect(pageOf(form, 'light', { kind: 'street' }, context)).toBeUndefined()
  })

  test('forward, back and how far', () => {
    expect(nextPage(form, 'kind', { kind: 'light' }, context)).toBe('light')
    expect(nextPage(form, 'kind', { kind: 'street' }, context)).toBe('persons')
    expect(nextPage(form, 'photos', {}, context)).toBeUndefined()
    expect(previousPage(form, 'persons', { kind: 'street' }, context)).toBe('kind')
    expect(previousPage(form, 'kind', {}, context)).toBeUndefined()
    expect(progress(form, 'days', { kind: 'light' }, context)).toEqual({ step: 4, total: 6 })
    expect(progress(form, 'review', {}, context)).toEqual({ step: 5, total: 5 })
  })

  test('steps cannot be skipped', () => {
    expect(firstOpenPage(form, {}, context)).toBe('kind')
    expect(firstOpenPage(form, { kind: 'street' }, context)).toBe('persons')
    expect(firstOpenPage(form, complete, context)).toBeUndefined()
    expect(mayOpen(form, 'days', { kind: 'street' }, context)).toBe(false)
    expect(mayOpen(form, 'kind', { kind: 'street' }, context)).toBe(true)
    expect(mayOpen(form, 'light', complete, context)).toBe(false)
    expect(mayOpen(form, 'nowhere', complete, context)).toBe(false)
  })
})

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

describe('files', () => {
  const photo = context.file('photo-1')
  const uploads = new Map<string, readonly Upload[]>([['photos', photo ? [{ ok: true, file: photo }] : []]])

  test('an upload becomes part of the answer, next to those kept', () => {
    const reading = readPage(form, 'photos', {}, post([['photos.kept', 'photo-2']], uploads), context)
    expect(reading.ok && reading.answers.photos).toEqual([context.file('photo-2'), photo])
  })

  test('an upload survives an error elsewhere on the page', () => {
    const refused: Upload = { ok: false, name: 'film.mov', reason: 'wrong_type' }
    const reading = readPage(
      form,
      'photos',
      {},
      post([], new Map([['photos', [...(uploads.get('photos') ?? []), refused]]])),
      context,
    )
    expect(reading.ok || [reading.values.get('photos.kept'), told(reading.errors)]).toEqual([
      'photo-1',
      ['/photos file_wrong_type'],
    ])
  })

  test('a file is removed by its button', () => {
    const reading = readPage(
      form,
      'photos',
      {},
      post([
        ['photos.kept', 'photo-1 photo-2'],
        ['photos.remove', 'photo-1'],
      ]),
      context,
    )
    expect(reading.ok || [reading.reason, reading.values.get('photos.kept')]).toEqual(['changed', 'photo-2'])
  })

  test('a foreign file id is refused over the API and dropped from a page', () => {
    const answers = { ...complete, photos: [{ id: 'stolen', name: 'x', size: 1, type: 'image/png' }] }
    expect(told(checkAnswers(form, answers, context))).toEqual(['/photos/0 file_unknown'])
    const reading = readPage(form, 'photos', {}, post([['photos.kept', 'stolen']]), context)
    expect(reading.ok && reading.answers).toEqual({})
  })

  test('over the API an id is enough, and what it says of a file does not count', () => {
    const lied = { ...complete, photos: ['photo-2', { id: 'photo-1', name: 'evil.exe' }] }
    expect(checkAnswers(form, lied, context)).toEqual([])
    expect(answersToSubmit(form, lied, context).photos).toEqual([context.file('photo-2'), photo])
  })
})

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
    const matches = validatorOf(answersSchema(form, 'de'))
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
    const matches = validatorOf(answersSchema(form, 'de'))
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

describe('a draft meets a new version of its form', () => {
  const changed: Form = {
    pages: [
      { id: 'kind', fields: [choiceField('kind', ['light', 'bench'])] },
      {
        id: 'persons',
        fields: [{ ...group, ...{ fields: [{ id: 'first_name', type: 'text', ...label('Name'), ...none }] } }],
      },
      { id: 'days', fields: [{ id: 'first_day', type: 'text', ...label('Von'), ...none }] },
    ],
  }

  test('what fits stays, what does not is named', () => {
    const { answers, lost } = carryOver(form, changed, { ...complete, photos: [context.file('photo-1')] })
    expect(answers).toEqual({ persons: [{ first_name: 'Mira' }] })
    expect(lost.map(({ path, reason }) => `${path} ${reason}`)).toEqual([
      '/kind changed',
      '/persons/0/nation removed',
      '/first_day changed',
      '/photos removed',
    ])
  })

  test('the same form loses nothing but the declaration', () => {
    const { declaration, ...rest } = complete
    expect(carryOver(form, form, complete)).toEqual({ answers: rest, lost: [] })
  })
})

test('what is known is filled in where it fits, and replaces nothing', () => {
  const asked: Form = {
    pages: [
      { id: 'a', fields: [{ id: 'who', type: 'person-name', ...label('Wer'), prefill: 'person.name', ...none }] },
      {
        id: 'b',
        fields: [{ id: 'where', type: 'municipality', ...label('Wo'), prefill: 'authority.municipality', ...none }],
      },
    ],
  }
  const known = { 'person.name': { given: 'Mira', family: 'Muster' }, 'authority.municipality': 261 }
  expect(prefilledAnswers(asked, {}, known, context)).toEqual({ who: { given: 'Mira', family: 'Muster' } })
  expect(prefilledAnswers(asked, { who: { given: 'Noah', family: 'Muster' } }, known, context)).toEqual({
    who: { given: 'Noah', family: 'Muster' },
  })
})
