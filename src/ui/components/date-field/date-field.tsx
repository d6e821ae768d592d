/**
 * A day as three numbers, in the Swiss order. Faster than a calendar for a known day, and works with every
 * keyboard; screen readers hear the question once and then day, month, year.
 */
import type { Translate } from '#kernel/i18n/translate.ts'
import type { FieldProps } from '../field/field.tsx'
import { shownValue } from '../field/shown-value.ts'
import { Fieldset } from '../fieldset/fieldset.tsx'

export type DatePart = 'day' | 'month' | 'year'

export type DateFieldProps = FieldProps & {
  value?: Record<DatePart, string>
  /** Which parts are wrong; without it an error marks all three. */
  errorParts?: readonly DatePart[]
  autocomplete?: 'bday'
  t: Translate
}

const parts = [
  { part: 'day', length: 2, width: 'xs' },
  { part: 'month', length: 2, width: 'xs' },
  { part: 'year', length: 4, width: 's' },
] as const

export function DateField(props: DateFieldProps) {
  const wrong = props.error === undefined ? [] : (props.errorParts ?? parts.map(({ part }) => part))
  return (
    <Fieldset
      id={props.id}
      legend={props.label}
      legendIsHeading={props.labelIsHeading ?? false}
      hint={props.hint}
      error={props.error}
      optionalText={props.optionalText}
    >
      <div class="date-parts">
        {parts.map(({ part, length, width }) => {
          const id = datePartId(props.id, part)
          return (
            <div class="ds-field" key={part}>
              <label class="ds-label" for={id} data-weight="regular">
                {props.t(`ui.date_field.${part}`)}
              </label>
              <input
                class={`ds-input field-${width}`}
                id={id}
                name={`${props.name}.${part}`}
                type="text"
                inputMode="numeric"
                maxLength={length}
                value={shownValue(props.value?.[part])}
                autocomplete={props.autocomplete && `${props.autocomplete}-${part}`}
                aria-invalid={wrong.includes(part) ? 'true' : undefined}
                aria-required={props.required ? 'true' : undefined}
              />
            </div>
          )
        })}
      </div>
    </Fieldset>
  )
}

/** The day carries the question's own id: the error summary leads to it. */
export function datePartId(id: string, part: DatePart): string {
  return part === 'day' ? id : `${id}-${part}`
}
