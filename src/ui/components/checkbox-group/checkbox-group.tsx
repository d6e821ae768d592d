/**
 * Any number of choices. Each is reached with Tab and switched with Space.
 */
import type { FieldProps } from '../field/field.tsx'
import { type Choice, ChoiceInput, choiceId } from '../fieldset/choice.tsx'
import { Fieldset } from '../fieldset/fieldset.tsx'

export type CheckboxGroupProps = FieldProps & { values?: readonly string[]; options: readonly Choice[] }

export function CheckboxGroup(props: CheckboxGroupProps) {
  return (
    <Fieldset
      id={props.id}
      legend={props.label}
      legendIsHeading={props.labelIsHeading ?? false}
      hint={props.hint}
      error={props.error}
      optionalText={props.optionalText}
    >
      <div class="choices">
        {props.options.map((option, index) => (
          <ChoiceInput
            key={option.value}
            {...option}
            type="checkbox"
            id={choiceId(props.id, index)}
            name={props.name}
            checked={props.values?.includes(option.value) ?? false}
            isInvalid={props.error !== undefined}
          />
        ))}
      </div>
    </Fieldset>
  )
}
