import { Type } from 'typebox'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { defineFieldType } from '../../field-type.ts'
import { problem } from '../../form-error.ts'
import { inputProps } from '../input-props.ts'
import { keptText, readLine } from '../one-line.ts'

/** A web address, http or https. Without a scheme https is meant. */
export const url = defineFieldType({
  name: 'url',
  settings: {},
  answer: Type.String(),
  write: (answer, _field, name) => [[name, answer]],
  read: ({ values }, _field, name) =>
    readLine(values, name, (text) => (/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`)),
  normalise: (value) => keptText(value),
  check: (answer, field) =>
    answer.length <= 2_000 && isWebAddress(answer) ? [] : [problem('url_form', { label: field.label })],
  schema: () => ({ type: 'string', format: 'uri', maxLength: 2_000, pattern: '^https?://' }),
  format: (answer) => answer,
  View: (props) => (
    <TextField
      {...inputProps(props)}
      value={props.values.get(props.name) ?? ''}
      type="url"
      autocomplete={props.field.autocomplete ?? 'url'}
      maxLength={2_000}
      spellcheck={false}
    />
  ),
  messages: ['missing', 'url_form'],
  examples: [
    {
      answers: ['https://www.example.ch/plan?nr=3'],
      refused: [
        { entries: [['', 'javascript:alert(1)']], message: 'url_form' },
        { entries: [['', 'kein Link']], message: 'url_form' },
      ],
    },
  ],
})

function isWebAddress(text: string): boolean {
  if (!/^https?:\/\/[^\s]+$/.test(text)) return false
  const parsed = URL.parse(text)
  return parsed !== null && parsed.username === '' && parsed.password === '' && parsed.hostname.includes('.')
}
