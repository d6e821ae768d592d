import { Type } from 'typebox'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { defineFieldType } from '../../field-type.ts'
import { problem } from '../../form-error.ts'
import { inputProps } from '../input-props.ts'
import { readLine } from '../one-line.ts'

const weights = [5, 4, 3, 2, 7, 6, 5, 4]

/** A firm's number in the federal register of enterprises (UID), kept as `CHE123456788`, shown as `CHE-123.456.788`. */
export const uid = defineFieldType({
  name: 'uid',
  settings: {},
  answer: Type.String(),
  write: (answer, _field, name) => [[name, shown(answer)]],
  read: ({ values }, _field, name) => readLine(values, name, compact),
  normalise: (value) => (typeof value === 'string' ? compact(value) : value),
  check(answer, field) {
    if (!/^CHE\d{9}$/.test(answer)) return [problem('uid_form', { label: field.label })]
    return hasValidCheckDigit(answer) ? [] : [problem('uid_check', { label: field.label })]
  },
  schema: () => ({ type: 'string', pattern: '^CHE[0-9]{9}$' }),
  format: (answer) => shown(answer),
  View: (props) => (
    <TextField
      {...inputProps(props)}
      value={props.values.get(props.name) ?? ''}
      autocomplete="off"
      width="m"
      maxLength={24}
      spellcheck={false}
    />
  ),
  messages: ['missing', 'uid_form', 'uid_check'],
  examples: [
    {
      answers: ['CHE123456788'],
      refused: [
        { entries: [['', 'CHE-123.456']], message: 'uid_form' },
        { entries: [['', 'CHE-123.456.789']], message: 'uid_check' },
      ],
    },
  ],
})

/** `CHE-123.456.788 MWST` as `CHE123456788`: what follows the number says a register, not a firm. */
function compact(text: string): string {
  return text
    .toUpperCase()
    .replace(/[\s.-]/g, '')
    .replace(/(?:MWST|TVA|IVA|HR)$/, '')
}

function shown(uid: string): string {
  return uid.replace(/^CHE(\d{3})(\d{3})(\d{3})$/, 'CHE-$1.$2.$3')
}

function hasValidCheckDigit(uid: string): boolean {
  const digits = [...uid.slice(3)].map(Number)
  const sum = weights.reduce((total, weight, index) => total + weight * (digits[index] ?? 0), 0)
  return (11 - (sum % 11)) % 11 === digits[8]
}
