import { Type } from 'typebox'
import { formatMoney } from '#kernel/i18n/format.ts'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { defineFieldType } from '../../field-type.ts'
import { problem } from '../../form-error.ts'
import { inputProps } from '../input-props.ts'
import { readLine } from '../one-line.ts'

const limit = 100_000_000_000

/** An amount in Swiss francs. The answer is a whole number of Rappen; nothing is ever rounded. */
export const money = defineFieldType({
  name: 'money',
  settings: {
    /** Rappen. */
    min: Type.Optional(Type.Integer({ minimum: 0, maximum: limit })),
    /** Rappen. */
    max: Type.Optional(Type.Integer({ minimum: 0, maximum: limit })),
  },
  answer: Type.Integer(),
  write: (answer, _field, name) => [[name, formatMoney(answer).replace('CHF ', '')]],
  read({ values }, field, name) {
    const { answer } = readLine(values, name, (text) => rappen(text) ?? text)
    return typeof answer === 'string'
      ? { problems: [problem('money_form', { label: field.label })] }
      : { answer, problems: [] }
  },
  check(answer, field) {
    const { label } = field
    const [min, max] = [field.min ?? 0, field.max ?? limit]
    if (answer < min) return [problem('money_min', { label, min: formatMoney(min) })]
    return answer > max ? [problem('money_max', { label, max: formatMoney(max) })] : []
  },
  schema: (field) => ({ type: 'integer', minimum: field.min ?? 0, maximum: field.max ?? limit, $comment: 'Rappen' }),
  alsoShown: () => ({ unit: 'CHF' }),
  format: (answer) => formatMoney(answer),
  View: (props) => (
    <TextField
      {...inputProps(props)}
      value={props.values.get(props.name) ?? ''}
      inputMode="decimal"
      prefix="CHF"
      width="s"
      maxLength={20}
    />
  ),
  messages: ['missing', 'money_form', 'money_min', 'money_max'],
  examples: [
    {
      settings: { min: 500, max: 200_000 },
      answers: [500, 125_050],
      refused: [
        { entries: [['', '12.345']], message: 'money_form' },
        { entries: [['', '4.95']], message: 'money_min' },
        { entries: [['', "2'000.05"]], message: 'money_max' },
      ],
    },
  ],
})

/** `1'250.50`, `1250.5`, `CHF 12.–` as Rappen, without a floating point in between. */
function rappen(text: string): number | undefined {
  const plain = text.replace(/['’\s]|CHF|Fr\.?/gi, '').replace(/[.,][-–—]$/, '')
  const [, francs, cents = ''] = /^(\d{1,12})(?:[.,](\d{1,2}))?$/.exec(plain) ?? []
  return francs === undefined ? undefined : Number(francs) * 100 + Number(cents.padEnd(2, '0'))
}
