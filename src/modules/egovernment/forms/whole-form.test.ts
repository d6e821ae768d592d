import { expect, test } from 'vitest'
import { checkAnswers } from './check-answers.ts'
import { exampleContext as context } from './example-context.ts'
import type { Form } from './form.ts'
import { readSome, someFields, valuesOf, wholeFields } from './whole-form.ts'

const label = (de: string) => ({ de, fr: de, it: de, en: de })
const example = {
  pages: [
    {
      id: 'kind',
      fields: [
        {
          id: 'kind',
          type: 'choice',
          label: label('Art'),
          options: [
            { value: 'lamp', label: label('Lampe') },
            { value: 'road', label: label('Strasse') },
          ],
        },
      ],
    },
    {
      id: 'lamp',
      showIf: 'kind = "lamp"',
      fields: [
        { id: 'is_dark', type: 'yes-no', label: label('Dunkel?') },
        { id: 'since', type: 'text', label: label('Seit wann?'), showIf: 'is_dark = true' },
      ],
    },
    { id: 'text', fields: [{ id: 'text', type: 'text', label: label('Text') }] },
  ],
}
const form: Form = example

const post = (values: Record<string, string>) => ({ values: new URLSearchParams(values) })
const marks = (...ids: string[]) => Object.fromEntries(ids.map((id) => [`_shown.${id}`, 'yes']))

test('a question on a page with a condition has that condition too', () => {
  expect(wholeFields(form).map(({ id, showIf }) => [id, showIf])).toEqual([
    ['kind', undefined],
    ['is_dark', 'kind = "lamp"'],
    ['since', '(kind = "lamp") and (is_dark = true)'],
    ['text', undefined],
  ])
})

test('the whole form is read at once, and what an answer opens is asked before anything is taken', () => {
  const first = readSome(form, {}, post({ ...marks('kind', 'text'), kind: 'lamp', text: 'Beim Brunnen' }), context)
  expect(first).toMatchObject({ ok: false, reason: 'changed', errors: [] })
  const more = marks('kind', 'is_dark', 'since', 'text')
  const second = readSome(form, {}, post({ ...more, kind: 'lamp', is_dark: 'yes', text: 'Beim Brunnen' }), context)
  expect(second).toMatchObject({ ok: false, reason: 'errors', errors: [{ path: '/since' }] })
  const last = readSome(
    form,
    {},
    post({ ...more, kind: 'lamp', is_dark: 'yes', since: 'gestern', text: 'Beim Brunnen' }),
    context,
  )
  expect(last).toEqual({ ok: true, answers: { kind: 'lamp', is_dark: true, since: 'gestern', text: 'Beim Brunnen' } })
  if (last.ok) expect(checkAnswers(form, last.answers, context)).toEqual([])
})

test('some questions are read by what the others were answered, and the others stay', () => {
  const answers = { kind: 'lamp', is_dark: true, since: 'gestern', text: 'Alt' }
  const ids = new Set(['since', 'text'])
  expect(someFields(form, answers, context, ids).fields.map(({ id }) => id)).toEqual(['since', 'text'])
  const read = readSome(form, answers, post({ ...marks('since', 'text'), since: 'heute', text: 'Neu' }), context, {
    ids,
  })
  expect(read).toEqual({ ok: true, answers: { kind: 'lamp', is_dark: true, since: 'heute', text: 'Neu' } })
  const emptied = readSome(form, answers, post({ ...marks('since', 'text'), since: '', text: 'Neu' }), context, { ids })
  expect(emptied).toMatchObject({ ok: false, errors: [{ path: '/since' }] })
  expect(valuesOf(wholeFields(form), answers).get('since')).toBe('gestern')
})
