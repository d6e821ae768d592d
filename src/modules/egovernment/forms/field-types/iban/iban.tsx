import { Type } from 'typebox'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { defineFieldType } from '../../field-type.ts'
import { problem } from '../../form-error.ts'
import { inputProps } from '../input-props.ts'
import { readLine } from '../one-line.ts'

/** A bank account (IBAN), kept without spaces, shown in groups of four. */
export const iban = defineFieldType({
  name: 'iban',
  settings: {},
  answer: Type.String(),
  write: (answer, _field, name) => [[name, shown(answer)]],
  read: ({ values }, _field, name) => readLine(values, name, compact),
  normalise: (value) => (typeof value === 'string' ? compact(value) : value),
  check(answer, field) {
    const isForm = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(answer) && (!/^(?:CH|LI)/.test(answer) || answer.length === 21)
    if (!isForm) return [problem('iban_form', { label: field.label })]
    return hasValidCheckDigits(answer) ? [] : [problem('iban_check', { label: field.label })]
  },
  schema: () => ({ type: 'string', pattern: '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$' }),
  format: (answer) => shown(answer),
  View: (props) => (
    <TextField
      {...inputProps(props)}
      value={props.values.get(props.name) ?? ''}
      autocomplete="off"
      width="l"
      maxLength={50}
      spellcheck={false}
    />
  ),
  messages: ['missing', 'iban_form', 'iban_check'],
  examples: [
    {
      answers: ['CH9300762011623852957', 'DE89370400440532013000'],
      refused: [
        { entries: [['', 'CH93 0076 2011']], message: 'iban_form' },
        { entries: [['', 'CH93 0076 2011 6238 5295 8']], message: 'iban_check' },
      ],
    },
  ],
})

function compact(text: string): string {
  return text.toUpperCase().replace(/\s/g, '')
}

function shown(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, '$1 ')
}

/** ISO 7064, mod 97: letters count as 10 to 35, the first four characters go last. */
function hasValidCheckDigits(iban: string): boolean {
  const digits = [...`${iban.slice(4)}${iban.slice(0, 4)}`].map((sign) => Number.parseInt(sign, 36)).join('')
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1
}
