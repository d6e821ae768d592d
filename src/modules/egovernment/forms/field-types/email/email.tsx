import { Type } from 'typebox'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { defineFieldType } from '../../field-type.ts'
import { problem } from '../../form-error.ts'
import { inputProps } from '../input-props.ts'
import { keptText, readLine } from '../one-line.ts'

// What mail can reach: one @, a name before it, a domain with a dot behind it. The confirmation mail proves the rest.
const address = /^[^\s@<>(),;:"\\[\]\p{Cc}]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}$/u

/** An e-mail address. */
export const email = defineFieldType({
  name: 'email',
  settings: {},
  answer: Type.String(),
  write: (answer, _field, name) => [[name, answer]],
  read: ({ values }, _field, name) => readLine(values, name),
  normalise: (value) => keptText(value),
  check: (answer, field) =>
    answer.length <= 254 && address.test(answer) ? [] : [problem('email_form', { label: field.label })],
  schema: () => ({ type: 'string', format: 'email', maxLength: 254 }),
  format: (answer) => answer,
  View: (props) => (
    <TextField
      {...inputProps(props)}
      value={props.values.get(props.name) ?? ''}
      type="email"
      autocomplete={props.field.autocomplete ?? 'email'}
      maxLength={254}
      spellcheck={false}
    />
  ),
  messages: ['missing', 'email_form'],
  examples: [
    {
      answers: ['mira.muster@example.ch', 'a+b@xn--mller-kva.example'],
      refused: [
        { entries: [['', 'mira.muster']], message: 'email_form' },
        { entries: [['', 'mira@example']], message: 'email_form' },
        { entries: [['', 'mira@example.ch\r\nBcc: x@example.ch']], message: 'email_form' },
      ],
    },
  ],
})
