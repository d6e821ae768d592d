/**
 * One choice out of many. Arrow keys and first letters choose; screen readers hear the number of choices.
 * For up to seven choices a `RadioGroup` is easier.
 */
import { Field, type FieldProps, fieldAria } from '../field/field.tsx'

export type SelectFieldProps = FieldProps & {
  value?: string
  options: readonly { value: string; label: string }[]
  /** The first, empty choice, such as `Bitte wählen`. */
  emptyLabel?: string
  autocomplete?: string
}

export function SelectField(props: SelectFieldProps) {
  return (
    <Field field={props}>
      <select
        class="ds-input field-l"
        id={props.id}
        name={props.name}
        autocomplete={props.autocomplete}
        {...fieldAria(props)}
      >
        {props.emptyLabel !== undefined && (
          <option value="" selected={!props.value}>
            {props.emptyLabel}
          </option>
        )}
        {props.options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === props.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  )
}
