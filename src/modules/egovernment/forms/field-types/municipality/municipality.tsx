import { Type } from 'typebox'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { defineFieldType } from '../../field-type.ts'
import { problem } from '../../form-error.ts'
import { inputProps } from '../input-props.ts'
import { typed } from '../one-line.ts'

/** One of the canton's municipalities. The answer is its number in the federal register (BFS), which outlives names. */
export const municipality = defineFieldType({
  name: 'municipality',
  settings: {},
  answer: Type.Integer(),
  write: (answer, _field, name) => [[name, String(answer)]],
  read({ values }, field, name) {
    const text = typed(values, name)
    if (text === undefined) return { problems: [] }
    return /^\d{1,4}$/.test(text)
      ? { answer: Number(text), problems: [] }
      : { problems: [problem('municipality_unknown', { label: field.label })] }
  },
  check: (answer, { label }, { municipalities }) =>
    municipalities.some(({ bfsNumber }) => bfsNumber === answer) ? [] : [problem('municipality_unknown', { label })],
  schema: () => ({
    type: 'integer',
    minimum: 1,
    maximum: 9_999,
    $comment: 'BFS number of a municipality of the canton',
  }),
  format: (answer, _field, _t, { municipalities }) =>
    municipalities.find(({ bfsNumber }) => bfsNumber === answer)?.name ?? String(answer),
  View: (props) => (
    <SelectField
      {...inputProps(props)}
      value={props.values.get(props.name) ?? undefined}
      options={props.context.municipalities.map(({ bfsNumber, name }) => ({ value: String(bfsNumber), label: name }))}
      emptyLabel={props.t('egovernment.forms.please_choose')}
    />
  ),
  missing: 'missing_choice',
  messages: ['missing_choice', 'municipality_unknown'],
  examples: [
    {
      answers: [1061, 1059],
      refused: [
        { entries: [['', '261']], message: 'municipality_unknown' },
        { entries: [['', 'Luzern']], message: 'municipality_unknown' },
      ],
    },
  ],
})
