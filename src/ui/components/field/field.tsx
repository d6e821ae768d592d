import type { ComponentChildren } from 'preact'

/** What every question has in common. `id` is the id of its first input, the one an error summary links to. */
export type FieldProps = {
  id: string
  name: string
  label: string
  /** The label is the page's main heading: one question per page. */
  labelIsHeading?: boolean
  hint?: string
  error?: string
  required?: boolean
  /** Shown after the label, such as `freiwillig`. */
  optionalText?: string
}

type Described = { id: string; hint?: string | undefined; error?: string | undefined }

/** The ids an input names in `aria-describedby`: its hint, its error, and others; `undefined` when there are none. */
export function describedBy({ id, hint, error }: Described, ...others: (string | undefined)[]): string | undefined {
  const ids = [hint && `${id}-hint`, error && `${id}-error`, ...others].filter(Boolean)
  return ids.length > 0 ? ids.join(' ') : undefined
}

/** The attributes by which assistive technology learns of hint, error and obligation. */
export function fieldAria(field: Described & { required?: boolean | undefined }, ...others: (string | undefined)[]) {
  return {
    'aria-describedby': describedBy(field, ...others),
    'aria-invalid': field.error ? ('true' as const) : undefined,
    'aria-required': field.required ? ('true' as const) : undefined,
  }
}

/** Label and the word for voluntary answers. */
export function LabelText({ label, optionalText }: { label: string; optionalText?: string | undefined }) {
  return optionalText ? (
    <>
      {label} <span class="field-optional">({optionalText})</span>
    </>
  ) : (
    label
  )
}

export function FieldHint({ id, hint }: { id: string; hint?: string | undefined }) {
  return hint ? (
    <p class="field-hint" data-field="description" id={`${id}-hint`}>
      {hint}
    </p>
  ) : null
}

export function FieldError({ id, error }: { id: string; error?: string | undefined }) {
  return error ? (
    <p class="ds-validation-message" data-field="validation" id={`${id}-error`}>
      {error}
    </p>
  ) : null
}

/**
 * Label, hint and error around one input. Screen readers hear label, hint and error when the input gets focus,
 * because the input names them (`fieldAria`).
 */
export function Field({ field, children }: { field: FieldProps; children: ComponentChildren }) {
  const label = (
    <label class="ds-label" for={field.id}>
      <LabelText label={field.label} optionalText={field.optionalText} />
    </label>
  )
  return (
    <div class="ds-field">
      {field.labelIsHeading ? <h1 class="question">{label}</h1> : label}
      <FieldHint id={field.id} hint={field.hint} />
      <FieldError id={field.id} error={field.error} />
      {children}
    </div>
  )
}
