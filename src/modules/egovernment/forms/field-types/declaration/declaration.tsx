import { Type } from 'typebox'
import { Checkbox } from '#ui/components/checkbox/checkbox.tsx'
import { defineFieldType } from '../../field-type.ts'
import { problem } from '../../form-error.ts'
import { inputProps } from '../input-props.ts'

/** Something a person confirms. Only yes is an answer. */
export const declaration = defineFieldType({
  name: 'declaration',
  settings: {},
  answer: Type.Boolean(),
  write: (answer, _field, name) => (answer ? [[name, 'yes']] : []),
  read: ({ values }, _field, name) => ({ answer: values.get(name) === 'yes' ? true : undefined, problems: [] }),
  check: (answer, { label }) => (answer ? [] : [problem('missing_declaration', { label })]),
  schema: () => ({ const: true }),
  format: (_answer, _field, t) => t('egovernment.forms.confirmed'),
  View(props) {
    const { id, name, label, hint, error, required } = inputProps(props)
    return (
      <Checkbox
        id={id}
        name={name}
        label={label}
        hint={hint}
        error={error}
        required={required}
        checked={props.values.get(name) === 'yes'}
      />
    )
  },
  missing: 'missing_declaration',
  messages: ['missing_declaration', 'confirmed'],
  examples: [{ answers: [true] }],
})
