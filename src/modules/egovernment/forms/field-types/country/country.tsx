import { Type } from 'typebox'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { defineFieldType } from '../../field-type.ts'
import { problem } from '../../form-error.ts'
import { countryCodes, countryName, countryOptions, countrySchema } from '../country-codes.ts'
import { inputProps } from '../input-props.ts'
import { readLine } from '../one-line.ts'

/** A country, as ISO 3166-1 alpha-2. */
export const country = defineFieldType({
  name: 'country',
  settings: {
    /** Countries that are no answer here, such as CH where someone comes from abroad. */
    without: Type.Optional(Type.Array(Type.Enum([...countryCodes]), { maxItems: 50 })),
  },
  answer: Type.String(),
  write: (answer, _field, name) => [[name, answer]],
  read: ({ values }, _field, name) => readLine(values, name),
  check: (answer, { without, label }) =>
    countryCodes.includes(answer) && !without?.includes(answer) ? [] : [problem('country_unknown', { label })],
  schema: ({ without }) => ({ enum: codesWithout(without) }),
  words: ({ without }, t) => ({ oneOf: countrySchema(codesWithout(without), t.language) }),
  format: (answer, _field, t) => countryName(answer, t.language),
  View: (props) => (
    <SelectField
      {...inputProps(props)}
      value={props.values.get(props.name) ?? undefined}
      options={countryOptions(props.t.language).filter(({ value }) => !props.field.without?.includes(value))}
      emptyLabel={props.t('egovernment.forms.please_choose')}
      autocomplete={props.field.autocomplete}
    />
  ),
  missing: 'missing_choice',
  messages: ['missing_choice', 'country_unknown'],
  examples: [
    { answers: ['CH', 'PT', 'XK'], refused: [{ entries: [['', 'XX']], message: 'country_unknown' }] },
    {
      settings: { without: ['CH'] },
      answers: ['DE'],
      refused: [{ entries: [['', 'CH']], message: 'country_unknown' }],
    },
  ],
})

function codesWithout(without: readonly string[] | undefined): readonly string[] {
  return countryCodes.filter((code) => !without?.includes(code))
}
