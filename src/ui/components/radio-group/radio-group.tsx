/**
 * One choice out of a few, all visible. Tab reaches the group, arrow keys choose, screen readers say "1 of 3".
 */
import type { FieldProps } from '../field/field.tsx'
import { type Choice, ChoiceInput, choiceId } from '../fieldset/choice.tsx'
import { Fieldset } from '../fieldset/fieldset.tsx'

export type RadioGroupProps = FieldProps & { value?: string; options: readonly Choice[]; inline?: boolean }

export function RadioGroup(props: RadioGroupProps) {
  return (
    <Fieldset
      id={props.id}
      legend={props.label}
      legendIsHeading={props.labelIsHeading ?? false}
      hint={props.hint}
      error={props.error}
      optionalText={props.optionalText}
    >
      <div class={props.inline ? 'choices-inline' : 'choices'}>
        {props.options.map((option, index) => (
          <ChoiceInput
            key={option.value}
            {...option}
            type="radio"
            id={choiceId(props.id, index)}
            name={props.name}
            checked={option.value === props.value}
            isInvalid={props.error !== undefined}
          />
        ))}
      </div>
    </Fieldset>
  )
}
