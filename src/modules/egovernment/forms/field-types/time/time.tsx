import { Type } from 'typebox'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { defineFieldType } from '../../field-type.ts'
import { problem } from '../../form-error.ts'
import { inputProps } from '../input-props.ts'
import { readLine } from '../one-line.ts'

/** A time of day, `HH:MM`. Typed as people write it: `14.30`, `14:30`, `1430`, `14 h 30`. */
export const time = defineFieldType({
  name: 'time',
  settings: {},
  answer: Type.String(),
  write: (answer, _field, name) => [[name, answer.replace(':', '.')]],
  read: ({ values }, _field, name) => readLine(values, name, (text) => timeOf(text) ?? text),
  check: (answer, field) =>
    /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(answer) ? [] : [problem('time_form', { label: field.label })],
  schema: () => ({ type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' }),
  format: (answer) => answer.replace(':', '.'),
  View: (props) => (
    <TextField
      {...inputProps(props)}
      value={props.values.get(props.name) ?? ''}
      inputMode="text"
      width="xs"
      maxLength={12}
    />
  ),
  messages: ['missing', 'time_form'],
  examples: [
    {
      answers: ['08:05', '23:59'],
      refused: [
        { entries: [['', '24.00']], message: 'time_form' },
        { entries: [['', 'Mittag']], message: 'time_form' },
      ],
    },
  ],
})

function timeOf(text: string): string | undefined {
  const [, hour, minute] = /^(\d{1,2})\s*[.:h]?\s*(\d{2})\s*(?:Uhr|h)?$/i.exec(text) ?? []
  return hour === undefined || minute === undefined ? undefined : `${hour.padStart(2, '0')}:${minute}`
}
