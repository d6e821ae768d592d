/**
 * One line of text. Reached with Tab; screen readers hear label, hint, error and unit.
 */
import { Field, type FieldProps, fieldAria } from '../field/field.tsx'
import { shownValue } from '../field/shown-value.ts'

export type TextFieldProps = FieldProps & {
  value?: string
  type?: 'text' | 'email' | 'tel' | 'url' | 'password' | 'number'
  inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'url'
  autocomplete?: string
  /** How long an answer usually is. */
  width?: 'xs' | 's' | 'm' | 'l' | 'full'
  maxLength?: number
  spellcheck?: boolean
  /** Unit or sign before the input, such as `CHF`. */
  prefix?: string
  suffix?: string
  /** Language of the expected answer where it differs from the page. */
  lang?: string
}

// A number is typed as text with a numeric keyboard: the browser's number input loses what it does not understand.
const inputTypes = {
  text: { type: 'text' },
  number: { type: 'text' },
  email: { type: 'email' },
  tel: { type: 'tel' },
  url: { type: 'url' },
  password: { type: 'password' },
} as const

export function TextField(props: TextFieldProps) {
  const width = props.width ?? 'l'
  const value = shownValue(props.value)
  // Only an address can stand in a field for addresses; what is none is shown as the text that it is.
  const isOther = props.type === 'url' && value !== '' && !URL.canParse(value)
  const type = isOther ? 'text' : (props.type ?? 'text')
  const keyboard = isOther ? 'url' : undefined
  const affix = `${props.id}-affix`
  const hasAffix = props.prefix !== undefined || props.suffix !== undefined
  const input = (
    <input
      class={`ds-input field-${width}`}
      id={props.id}
      name={props.name}
      {...inputTypes[type]}
      inputMode={props.type === 'number' ? (props.inputMode ?? 'decimal') : (props.inputMode ?? keyboard)}
      value={value}
      autocomplete={props.autocomplete}
      maxLength={props.maxLength}
      spellcheck={props.spellcheck}
      lang={props.lang}
      {...fieldAria(props, hasAffix ? affix : undefined)}
    />
  )
  return (
    <Field field={props}>
      {hasAffix ? (
        <div class="ds-field-affixes">
          {props.prefix && (
            <span class="ds-field-affix" id={affix}>
              {props.prefix}
            </span>
          )}
          {input}
          {props.suffix && (
            <span class="ds-field-affix" id={props.prefix ? undefined : affix}>
              {props.suffix}
            </span>
          )}
        </div>
      ) : (
        input
      )}
    </Field>
  )
}
