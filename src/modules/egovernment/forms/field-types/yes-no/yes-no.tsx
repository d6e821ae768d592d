import { Type } from 'typebox'
import { RadioGroup } from '#ui/components/radio-group/radio-group.tsx'
import { defineFieldType } from '../../field-type.ts'
import { problem } from '../../form-error.ts'
import { inputProps } from '../input-props.ts'
import { readLine } from '../one-line.ts'

const answers = new Map<string, boolean>([
  ['yes', true],
  ['no', false],
])

/** Yes or no. */
export const yesNo = defineFieldType({
  name: 'yes-no',
  settings: {},
  answer: Type.Boolean(),
  write: (answer, _field, name) => [[name, answer ? 'yes' : 'no']],
  read({ values }, field, name) {
    const { answer } = readLine(values, name, (text) => answers.get(text) ?? text)
    return typeof answer === 'string'
      ? { problems: [problem('choice_unknown', { label: field.label })] }
      : { answer, problems: [] }
  },
  schema: () => ({ type: 'boolean' }),
  words: (_field, t) => ({
    oneOf: [...answers].map(([name, value]) => ({ const: value, title: t(`egovernment.forms.${name}`) })),
  }),
  format: (answer, _field, t) => t(`egovernment.forms.${answer ? 'yes' : 'no'}`),
  View: (props) => (
    <RadioGroup
      {...inputProps(props)}
      value={props.values.get(props.name) ?? undefined}
      options={[...answers.keys()].map((value) => ({ value, label: props.t(`egovernment.forms.${value}`) }))}
      inline
    />
  ),
  missing: 'missing_choice',
  messages: ['missing_choice', 'choice_unknown'],
  examples: [{ answers: [true, false], refused: [{ entries: [['', 'maybe']], message: 'choice_unknown' }] }],
})
