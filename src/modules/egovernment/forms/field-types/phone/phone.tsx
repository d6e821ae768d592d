import { Type } from 'typebox'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { defineFieldType } from '../../field-type.ts'
import { problem } from '../../form-error.ts'
import { inputProps } from '../input-props.ts'
import { readLine } from '../one-line.ts'

/** A telephone number, kept in the international form `+41412088111`; without a country it is a Swiss one. */
export const phone = defineFieldType({
  name: 'phone',
  settings: {},
  answer: Type.String(),
  write: (answer, _field, name) => [[name, shown(answer)]],
  read: ({ values }, _field, name) => readLine(values, name, international),
  normalise: (value) => (typeof value === 'string' ? international(value) : value),
  check: (answer, field) =>
    /^\+41[1-9]\d{8}$/.test(answer) || (/^\+[1-9]\d{6,14}$/.test(answer) && !answer.startsWith('+41'))
      ? []
      : [problem('phone_form', { label: field.label })],
  schema: () => ({ type: 'string', pattern: '^\\+[1-9][0-9]{6,14}$' }),
  format: (answer) => shown(answer),
  View: (props) => (
    <TextField
      {...inputProps(props)}
      value={props.values.get(props.name) ?? ''}
      type="tel"
      autocomplete={props.field.autocomplete ?? 'tel'}
      width="m"
      maxLength={30}
    />
  ),
  messages: ['missing', 'phone_form'],
  examples: [
    {
      answers: ['+41412088111', '+4915123456789'],
      refused: [
        { entries: [['', '041 208 81']], message: 'phone_form' },
        { entries: [['', 'keine']], message: 'phone_form' },
      ],
    },
  ],
})

/** `041 208 81 11`, `0041 (0)41 208 81 11` as `+41412088111`; what is no number stays as it is. */
function international(text: string): string {
  const digits = text
    .trim()
    .replace(/\(0\)/g, '')
    .replace(/[\s()/.'-]/g, '')
  if (!/^\+?\d+$/.test(digits)) return text
  if (digits.startsWith('+')) return digits
  if (digits.startsWith('00')) return `+${digits.slice(2)}`
  return digits.startsWith('0') ? `+41${digits.slice(1)}` : text
}

function shown(number: string): string {
  const [, area, first, second, third] = /^\+41(\d{2})(\d{3})(\d{2})(\d{2})$/.exec(number) ?? []
  return area === undefined ? number : `+41 ${area} ${first} ${second} ${third}`
}
