import { Type } from 'typebox'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { defineFieldType } from '../../field-type.ts'
import { problem } from '../../form-error.ts'
import { inputProps } from '../input-props.ts'
import { readLine } from '../one-line.ts'

/** The 13 digits of an AHV number (EAN-13 with the country code 756), shown as `756.1234.5678.97`. */
export const ahvNumber = defineFieldType({
  name: 'ahv-number',
  settings: {},
  answer: Type.String(),
  write: (answer, _field, name) => [[name, shown(answer)]],
  read: ({ values }, _field, name) => readLine(values, name, digitsOf),
  normalise: (value) => (typeof value === 'string' ? digitsOf(value) : value),
  check(answer, field) {
    if (!/^756\d{10}$/.test(answer)) return [problem('ahv_form', { label: field.label })]
    return hasValidCheckDigit(answer) ? [] : [problem('ahv_check', { label: field.label })]
  },
  schema: () => ({ type: 'string', pattern: '^756[0-9]{10}$' }),
  format: (answer) => shown(answer),
  View: (props) => (
    <TextField
      {...inputProps(props)}
      value={props.values.get(props.name) ?? ''}
      inputMode="numeric"
      autocomplete="off"
      width="m"
      maxLength={20}
      spellcheck={false}
    />
  ),
  messages: ['missing', 'ahv_form', 'ahv_check'],
  examples: [
    {
      answers: ['7569217076985'],
      refused: [
        { entries: [['', '756.9217.0769']], message: 'ahv_form' },
        { entries: [['', '756.9217.0769.84']], message: 'ahv_check' },
      ],
    },
  ],
})

function digitsOf(text: string): string {
  return text.replace(/[\s.'-]/g, '')
}

function shown(digits: string): string {
  return digits.replace(/^(\d{3})(\d{4})(\d{4})(\d{2})$/, '$1.$2.$3.$4')
}

/** EAN-13: digits weighted 1 and 3 in turn add up to a multiple of ten. */
function hasValidCheckDigit(digits: string): boolean {
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0)
  return sum % 10 === 0
}
