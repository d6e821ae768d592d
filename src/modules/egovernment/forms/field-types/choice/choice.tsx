import { Type } from 'typebox'
import { RadioGroup } from '#ui/components/radio-group/radio-group.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { defineFieldType } from '../../field-type.ts'
import { problem } from '../../form-error.ts'
import { inputProps } from '../input-props.ts'
import { readLine } from '../one-line.ts'
import { isOption, labelOf, optionSchema, optionShapes, optionsSchema, shownOptions, twiceGiven } from '../options.ts'

/** As many choices as one takes in at a glance; more go into a list. */
const mostRadios = 9

/** One choice out of several. */
export const choice = defineFieldType({
  name: 'choice',
  settings: { options: optionsSchema },
  answer: Type.String(),
  settingsProblems: twiceGiven,
  write: (answer, _field, name) => [[name, answer]],
  read: ({ values }, _field, name) => readLine(values, name),
  check: (answer, { options, label }) => (isOption(options, answer) ? [] : [problem('choice_unknown', { label })]),
  schema: ({ options }) => ({ oneOf: optionShapes(options) }),
  words: ({ options }, t) => ({ oneOf: optionSchema(options, t) }),
  format: (answer, { options }, t) => labelOf(options, answer, t),
  View(props) {
    const value = props.values.get(props.name) ?? undefined
    const options = shownOptions(props.field.options, props.t)
    return options.length > mostRadios ? (
      <SelectField
        {...inputProps(props)}
        value={value}
        options={options}
        emptyLabel={props.t('egovernment.forms.please_choose')}
      />
    ) : (
      <RadioGroup {...inputProps(props)} value={value} options={options} />
    )
  },
  missing: 'missing_choice',
  messages: ['missing_choice', 'choice_unknown'],
  examples: [
    {
      settings: {
        options: [
          { value: 'post', label: { de: 'Mit der Post' } },
          { value: 'counter', label: { de: 'Am Schalter' }, hint: { de: 'Bringen Sie einen Ausweis mit.' } },
        ],
      },
      answers: ['post', 'counter'],
      refused: [{ entries: [['', 'pigeon']], message: 'choice_unknown' }],
    },
  ],
})
