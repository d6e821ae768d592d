import { Type } from 'typebox'
import { CheckboxGroup } from '#ui/components/checkbox-group/checkbox-group.tsx'
import { defineFieldType } from '../../field-type.ts'
import { problem } from '../../form-error.ts'
import { inputProps } from '../input-props.ts'
import { isOption, labelOf, optionSchema, optionShapes, optionsSchema, shownOptions, twiceGiven } from '../options.ts'

/** Any number of choices. The answer is a list in the order of the options. */
export const choices = defineFieldType({
  name: 'choices',
  settings: {
    options: optionsSchema,
    min: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    max: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  answer: Type.Array(Type.String(), { maxItems: 200 }),
  settingsProblems: (field) => [
    ...twiceGiven(field),
    ...((field.min ?? 0) > (field.max ?? field.options.length)
      ? [{ at: '/min', message: 'asks for more choices than there may be. Lower it.' }]
      : []),
  ],
  write: (answer, _field, name) => answer.map((value) => [name, value] as const),
  read({ values }, _field, name) {
    const chosen = values.getAll(name)
    return { answer: chosen.length === 0 ? undefined : chosen, problems: [] }
  },
  normalise(value, { options }) {
    if (!Array.isArray(value) || !value.every((one) => options.some((option) => option.value === one))) return value
    return options.map((option) => option.value).filter((option) => value.includes(option))
  },
  check(answer, { options, label, min, max }) {
    if (!answer.every((value) => isOption(options, value)) || new Set(answer).size < answer.length)
      return [problem('choice_unknown', { label })]
    if (answer.length < (min ?? 0)) return [problem('choices_min', { label, min: min ?? 0 })]
    return answer.length > (max ?? options.length) ? [problem('choices_max', { label, max: max ?? 0 })] : []
  },
  schema: ({ options, min, max }) => ({
    type: 'array',
    uniqueItems: true,
    minItems: min ?? 1,
    maxItems: max ?? options.length,
    items: { oneOf: optionShapes(options) },
  }),
  words: ({ options }, t) => ({ items: { oneOf: optionSchema(options, t) } }),
  feel: (answer) => answer ?? [],
  format: (answer, { options }, t) => answer.map((value) => labelOf(options, value, t)).join('\n'),
  View: (props) => (
    <CheckboxGroup
      {...inputProps(props)}
      values={props.values.getAll(props.name)}
      options={shownOptions(props.field.options, props.t)}
    />
  ),
  missing: 'missing_choice',
  messages: ['missing_choice', 'choice_unknown', 'choices_min', 'choices_max'],
  examples: [
    {
      settings: {
        options: [
          { value: 'federal', label: { de: 'Bund' } },
          { value: 'cantonal', label: { de: 'Kanton' } },
          { value: 'municipal', label: { de: 'Gemeinde' } },
        ],
        min: 2,
        max: 2,
      },
      answers: [['federal', 'municipal']],
      refused: [
        { entries: [['', 'federal']], message: 'choices_min' },
        {
          entries: [
            ['', 'federal'],
            ['', 'cantonal'],
            ['', 'municipal'],
          ],
          message: 'choices_max',
        },
        {
          entries: [
            ['', 'federal'],
            ['', 'global'],
          ],
          message: 'choice_unknown',
        },
      ],
    },
  ],
})
