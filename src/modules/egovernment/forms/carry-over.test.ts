import { describe, expect, test } from 'vitest'
import { carryOver } from './carry-over.ts'
import { exampleContext as context } from './example-context.ts'
import type { Form } from './form.ts'
import { prefilledAnswers } from './prefill.ts'
import { choiceField, complete, form, group, label, none } from './test-form.ts'

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
