import { Type } from 'typebox'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { defineFieldType } from '../../field-type.ts'
import { inputProps } from '../input-props.ts'
import { checkText, keptText, textMessages, typed } from '../one-line.ts'

const defaultLength = 2_000

/** Text of several lines. */
export const longText = defineFieldType({
  name: 'long-text',
  settings: {
    maxLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 20_000 })),
    minLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
    rows: Type.Optional(Type.Integer({ minimum: 2, maximum: 30 })),
  },
  answer: Type.String(),
  write: (answer, _field, name) => [[name, answer]],
  read: ({ values }, _field, name) => ({ answer: typed(values, name, true), problems: [] }),
  normalise: (value) => keptText(value, true),
  check: (answer, field) =>
    checkText(answer, field, { maxLength: field.maxLength ?? defaultLength, minLength: field.minLength, lines: true }),
  schema: (field) => ({ type: 'string', minLength: field.minLength ?? 1, maxLength: field.maxLength ?? defaultLength }),
  format: (answer) => answer,
  View: (props) => (
    <TextArea
      {...inputProps(props)}
      value={props.values.get(props.name) ?? ''}
      rows={props.field.rows}
      maxLength={props.field.maxLength ?? defaultLength}
      t={props.t}
    />
  ),
  messages: ['missing', ...textMessages.filter((key) => key !== 'line_breaks')],
  examples: [
    {
      settings: { maxLength: 50, minLength: 3 },
      answers: ['Erste Zeile\nZweite Zeile', 'Grüezi\tmitenand'],
      refused: [
        { entries: [['', 'x'.repeat(51)]], message: 'too_long' },
        { entries: [['', 'ab']], message: 'too_short' },
        { entries: [['', 'Text\u0007']], message: 'characters' },
      ],
    },
  ],
})
