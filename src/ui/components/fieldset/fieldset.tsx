/**
 * Inputs that answer one question together. Screen readers say the legend when the first input gets focus,
 * then hint and error.
 */
import type { ComponentChildren } from 'preact'
import { describedBy, FieldError, FieldHint, LabelText } from '../field/field.tsx'

export type FieldsetProps = {
  legend: string
  legendIsHeading?: boolean
  hint?: string
  error?: string
  id?: string
  optionalText?: string
  children: ComponentChildren
}

export function Fieldset({ legend, legendIsHeading, hint, error, id, optionalText, children }: FieldsetProps) {
  const group = id ?? 'fieldset'
  const text = <LabelText label={legend} optionalText={optionalText} />
  return (
    <fieldset class="ds-fieldset" aria-describedby={describedBy({ id: group, hint, error })}>
      <legend class="ds-label">{legendIsHeading ? <h1 class="question">{text}</h1> : text}</legend>
      <FieldHint id={group} hint={hint} />
      <FieldError id={group} error={error} />
      {children}
    </fieldset>
  )
}
