import { type Static, Type } from 'typebox'
import { localText } from '#kernel/i18n/local-text.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { local } from '../form-error.ts'

const option = Type.Object(
  {
    value: Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,59}$' }),
    label: localText(300),
    hint: Type.Optional(localText(500)),
  },
  { additionalProperties: false },
)

export const optionsSchema = Type.Array(option, { minItems: 1, maxItems: 200 })

type Option = Static<typeof option>

/** The options as the UI kit shows them. */
export function shownOptions(options: readonly Option[], t: Translate) {
  return options.map(({ value, label, hint }) => ({ value, label: local(label, t), hint: hint && local(hint, t) }))
}

/** The options as JSON Schema names choices. */
export function optionSchema(options: readonly Option[], t: Translate) {
  return options.map(({ value, label, hint }) => ({
    const: value,
    title: local(label, t),
    ...(hint && { description: local(hint, t) }),
  }))
}

/** The options as shapes, without their words. */
export function optionShapes(options: readonly Option[]) {
  return options.map(({ value }) => ({ const: value }))
}

export function labelOf(options: readonly Option[], value: string, t: Translate): string {
  const option = options.find((one) => one.value === value)
  return option ? local(option.label, t) : value
}

export function isOption(options: readonly Option[], value: string): boolean {
  return options.some((option) => option.value === value)
}

export function twiceGiven({ options }: { options: readonly Option[] }) {
  const values = options.map(({ value }) => value)
  const twice = values.filter((value, index) => values.indexOf(value) !== index)
  return twice.map((value) => ({ at: '/options', message: `offers "${value}" twice. Give each option its own value.` }))
}
