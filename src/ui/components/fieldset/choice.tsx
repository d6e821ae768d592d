import { describedBy } from '../field/field.tsx'

export type Choice = { value: string; label: string; hint?: string }

type ChoiceInputProps = Choice & {
  type: 'radio' | 'checkbox'
  id: string
  name: string
  checked: boolean
  isInvalid: boolean
}

/** A radio button or checkbox with its label as one large target. */
export function ChoiceInput({ type, id, name, value, label, hint, checked, isInvalid }: ChoiceInputProps) {
  return (
    <div class="ds-field choice">
      <input
        class="ds-input"
        type={type}
        id={id}
        name={name}
        value={value}
        checked={checked}
        aria-describedby={describedBy({ id, hint })}
        aria-invalid={isInvalid ? 'true' : undefined}
      />
      <label class="ds-label" for={id}>
        {label}
      </label>
      {hint && (
        <p class="field-hint" data-field="description" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

/** The id of the n-th choice: the first carries the question's own id, so that an error summary leads to it. */
export function choiceId(id: string, index: number): string {
  return index === 0 ? id : `${id}-${index + 1}`
}
