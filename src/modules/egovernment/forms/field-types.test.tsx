import { renderToString } from 'preact-render-to-string'
import { describe, expect, test } from 'vitest'
import { languages } from '#kernel/i18n/language.ts'
import { validatorOf } from '#kernel/validator.ts'
import { exampleContext } from './example-context.ts'
import type { FieldExample, FieldType } from './field-type.ts'
import { fieldTypes } from './field-types.ts'
import { checkFields, readFields, writeFields } from './fields.ts'
import type { FormField } from './form.ts'
import { translators } from './test-form.ts'

const context = { ...exampleContext, scope: {} }

function fieldOf(type: FieldType, example: FieldExample): FormField {
  return { id: 'answer', type: type.name, label: { de: 'Frage' }, personalData: 'none', ...example.settings }
}

function keysOf(problems: readonly { message: object }[]): readonly string[] {
  return problems.map(({ message }) =>
    'key' in message ? String(message.key).replace('egovernment.forms.', '') : 'own',
  )
}

describe.each(fieldTypes())('$name', (type) => {
  test('every message it may show exists in all languages', () => {
    for (const key of [type.missing, ...type.messages])
      for (const language of languages)
        expect(translators[language].has(`egovernment.forms.${key}`), `${key} in ${language}`).toBe(true)
  })

  const examples = type.examples.map((example, index) => ({ example, index }))

  test.each(examples)('example $index: settings are known', ({ example }) => {
    expect(type.settingsProblems(fieldOf(type, example))).toEqual([])
  })

  test.each(examples)('example $index: answers are taken, by the check and by the schema', ({ example }) => {
    const field = fieldOf(type, example)
    const matches = validatorOf(type.schema(field))
    for (const answer of example.answers) {
      expect(type.check(answer, field, context)).toEqual([])
      expect(matches.problems(answer)).toEqual([])
      expect(type.normalise(answer, field, context)).toEqual(answer)
    }
  })

  test.each(examples)('example $index: an answer written into the page is read back the same', ({ example }) => {
    const field = fieldOf(type, example)
    for (const answer of example.answers) {
      const entries = writeFields([field], { answer }, 'row.3.').map(([name, value]) => [name, value])
      const reading = readFields([field], { values: new URLSearchParams(entries) }, 'row.3.', context)
      expect(reading.problems).toEqual([])
      expect(reading.answers).toEqual({ answer })
    }
  })

  test.each(examples)('example $index: answers are shown as text in all languages', ({ example }) => {
    const field = fieldOf(type, example)
    for (const answer of example.answers)
      for (const language of languages)
        expect(type.format(answer, field, translators[language], exampleContext)).toMatch(/\S/)
  })

  test.each(examples)(
    'example $index: wrong entries are refused with their message, and still stand in the page',
    ({ example }) => {
      const field = fieldOf(type, example)
      for (const { entries, message } of example.refused ?? []) {
        const values = new URLSearchParams(entries.map(([part, value]) => [`answer${part}`, value]))
        const reading = readFields([field], { values }, '', context)
        const problems = [...reading.problems, ...checkFields([field], reading.answers, context)]
        expect(keysOf(problems), JSON.stringify(entries)).toContain(message)
        expect(type.messages).toContain(message)
      }
    },
  )

  test.each(examples)('example $index: an input carries the id that an error leads to', ({ example }) => {
    const field = fieldOf(type, example)
    if (type.asksNothing) return
    const values = new URLSearchParams()
    const html = renderToString(
      <div>
        {type.view({
          field,
          id: 'answer',
          name: 'answer',
          values,
          problems: [{ at: '', text: 'Falsch.' }],
          isRequired: true,
          isHeading: true,
          context,
          t: translators.fr,
        })}
      </div>,
    )
    expect(html).toMatch(/<(?:input|select|textarea)[^>]* id="answer"/)
    expect(html).toContain('Falsch.')
  })

  test('null bytes, half characters and answers of another kind are refused, never thrown', () => {
    for (const example of type.examples) {
      const field = fieldOf(type, example)
      for (const wrong of [
        null,
        {},
        [],
        [[]],
        [{}],
        'a\u0000b',
        '\ud800',
        Number.NaN,
        true,
        { given: 1 },
        { street: ['x'] },
      ]) {
        const answer = type.normalise(wrong, field, context)
        expect(() => type.check(answer, field, context)).not.toThrow()
        expect(() => type.feel(answer, field)).not.toThrow()
        expect(() => type.format(answer, field, translators.de, exampleContext)).not.toThrow()
      }
      if (type.asksNothing) continue
      expect(type.check('a\u0000b', field, context)).not.toEqual([])
      expect(type.check('a\ud800b', field, context)).not.toEqual([])
    }
  })
})

describe('what is typed in groups', () => {
  const read = (settings: FieldExample['settings'], type: string, typed: string) => {
    const field: FormField = { id: 'answer', type, label: { de: 'Frage' }, personalData: 'none', ...settings }
    return readFields([field], { values: new URLSearchParams({ answer: typed }) }, '', context).answers
  }

  test('a number that is no amount is kept without what groups it', () => {
    expect(read({ digits: true }, 'text', ' 756 0981.0012-3456 ')).toEqual({ answer: '756098100123456' })
    expect(read({}, 'text', '756 0981')).toEqual({ answer: '756 0981' })
  })

  test('a year is shown as it is said', () => {
    const year: FormField = { id: 'answer', type: 'number', label: { de: 'Jahr' }, ...{ ungrouped: true } }
    expect(writeFields([year], { answer: 2_025 }, '')).toEqual([['answer', '2025']])
    expect(read({ ungrouped: true }, 'number', "2'025")).toEqual({ answer: 2_025 })
  })
})
