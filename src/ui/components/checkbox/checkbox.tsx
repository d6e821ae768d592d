/**
 * One yes-or-nothing answer, such as a declaration. Reached with Tab, switched with Space.
 */
import { FieldError, fieldAria } from '../field/field.tsx'

export type CheckboxProps = {
  id: string
  name: string
  label: string
  /** What is sent when it is checked. */
  value?: string
  checked?: boolean
  hint?: string
  error?: string
  required?: boolean
}

export function Checkbox(props: CheckboxProps) {
  return (
    <div class="checkbox">
      <FieldError id={props.id} error={props.error} />
      <div class="ds-field choice">
        <input
          class="ds-input"
          type="checkbox"
          id={props.id}
          name={props.name}
          value={props.value ?? 'yes'}
          checked={props.checked ?? false}
          {...fieldAria(props)}
        />
        <label class="ds-label" for={props.id}>
          {props.label}
        </label>
        {props.hint && (
          <p class="field-hint" data-field="description" id={`${props.id}-hint`}>
            {props.hint}
          </p>
        )}
      </div>
    </div>
  )
}
