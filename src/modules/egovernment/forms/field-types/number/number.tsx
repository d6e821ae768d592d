import { Type } from 'typebox'
import { formatNumber } from '#kernel/i18n/format.ts'
import { localText } from '#kernel/i18n/local-text.ts'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { defineFieldType } from '../../field-type.ts'
import { local, problem } from '../../form-error.ts'
import { inputProps } from '../input-props.ts'
import { readLine } from '../one-line.ts'
import { parseDecimal } from './parse-decimal.ts'

const limit = 1_000_000_000_000

/** A number, whole where no decimals are allowed. Typed with Swiss separators: `1'250.5`, `1250,5`. */
export const number = defineFieldType({
  name: 'number',
  settings: {
    min: Type.Optional(Type.Number({ minimum: -limit, maximum: limit })),
    max: Type.Optional(Type.Number({ minimum: -limit, maximum: limit })),
    decimals: Type.Optional(Type.Integer({ minimum: 0, maximum: 4 })),
    unit: Type.Optional(localText(20)),
    /** Digits stand together, as in a year: 2025, not 2'025. */
    ungrouped: Type.Optional(Type.Boolean()),
  },
  answer: Type.Number(),
  settingsProblems: (field) =>
    field.min !== undefined && field.max !== undefined && field.min > field.max
      ? [{ at: '/min', message: 'is greater than "max". Swap them.' }]
      : [],
  write: (answer, field, name) => [[name, shown(answer, field)]],
  read({ values }, field, name) {
    const { answer } = readLine(values, name, (text) => parseDecimal(text) ?? text)
    return typeof answer === 'string'
      ? { problems: [problem('number_form', { label: field.label })] }
      : { answer, problems: [] }
  },
  check(answer, field) {
    const { label } = field
    if (!Number.isFinite(answer)) return [problem('number_form', { label })]
    const decimals = field.decimals ?? 0
    if (decimalsOf(answer) > decimals)
      return [decimals === 0 ? problem('number_whole', { label }) : problem('number_decimals', { label, decimals })]
    const [min, max] = [field.min ?? -limit, field.max ?? limit]
    if (answer < min) return [problem('number_min', { label, min: shown(min, field) })]
    return answer > max ? [problem('number_max', { label, max: shown(max, field) })] : []
  },
  schema: (field) => ({
    type: field.decimals ? 'number' : 'integer',
    minimum: field.min ?? -limit,
    maximum: field.max ?? limit,
  }),
  alsoShown: ({ unit }, t) => ({ ...(unit && { unit: local(unit, t) }) }),
  format: (answer, field, t) => `${shown(answer, field)}${field.unit ? ` ${local(field.unit, t)}` : ''}`,
  View: (props) => (
    <TextField
      {...inputProps(props)}
      value={props.values.get(props.name) ?? ''}
      inputMode={props.field.decimals ? 'decimal' : 'numeric'}
      suffix={props.field.unit && local(props.field.unit, props.t)}
      width={props.field.ungrouped ? 'xs' : 's'}
      maxLength={24}
    />
  ),
  messages: ['missing', 'number_form', 'number_whole', 'number_decimals', 'number_min', 'number_max'],
  examples: [
    {
      settings: { min: 1, max: 2_000 },
      answers: [1, 1_250],
      refused: [
        { entries: [['', 'zwei']], message: 'number_form' },
        { entries: [['', '1e3']], message: 'number_form' },
        { entries: [['', '1.5']], message: 'number_whole' },
        { entries: [['', '0']], message: 'number_min' },
        { entries: [['', "2'001"]], message: 'number_max' },
      ],
    },
    {
      settings: { decimals: 1 },
      answers: [3.5, -0.5],
      refused: [{ entries: [['', '3,55']], message: 'number_decimals' }],
    },
    {
      settings: { min: 2_000, max: 2_100, ungrouped: true },
      answers: [2_025],
      refused: [{ entries: [['', '1925']], message: 'number_min' }],
    },
  ],
})

function shown(value: number, { ungrouped }: { readonly ungrouped?: boolean }): string {
  return ungrouped ? String(value) : formatNumber(value)
}

function decimalsOf(value: number): number {
  const [, fraction = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? []
  return Math.max(0, fraction.length - Number(exponent))
}
