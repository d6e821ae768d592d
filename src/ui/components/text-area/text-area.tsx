/**
 * Several lines of text. Without script the limit stands below; with script the characters left are counted and
 * told to screen readers when typing pauses.
 */
import type { Translate } from '#kernel/i18n/translate.ts'
import { Field, type FieldProps, fieldAria } from '../field/field.tsx'
import { shownValue } from '../field/shown-value.ts'

export type TextAreaProps = FieldProps & {
  value?: string
  rows?: number
  maxLength?: number
  /** The language of what is entered, for spelling and reading aloud. */
  lang?: string
  /** The id of what is answered here, where it stands apart from the label. */
  about?: string
  t: Translate
}

export function TextArea({ t, value, rows, maxLength, lang, about, ...field }: TextAreaProps) {
  const limit = `${field.id}-limit`
  return (
    <Field field={field}>
      <textarea
        class="ds-input"
        id={field.id}
        name={field.name}
        rows={rows ?? 5}
        lang={lang}
        {...(maxLength !== undefined && {
          'data-enhance': 'character-count',
          'data-max-length': maxLength,
          'data-left': t('ui.text_area.left'),
          'data-over': t('ui.text_area.over'),
        })}
        {...fieldAria(field, about, maxLength === undefined ? undefined : limit)}
      >
        {shownValue(value, 'many')}
      </textarea>
      {maxLength !== undefined && (
        <p class="field-hint" id={limit}>
          {t('ui.text_area.limit', { count: maxLength })}
        </p>
      )}
    </Field>
  )
}
