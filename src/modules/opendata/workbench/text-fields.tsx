import { languages } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Fieldset } from '#ui/components/fieldset/fieldset.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'

type TextsProps = {
  readonly t: Translate
  readonly form: FormReading
  readonly name: string
  readonly legend: string
  readonly hint?: string
  /** Several lines each. */
  readonly rows?: number
  readonly isOptional?: boolean
}

/** One text in four languages, German first: it alone is needed. */
export function TextsField({ t, form, name, legend, hint, rows, isOptional }: TextsProps) {
  return (
    <Fieldset id={name} legend={legend} {...(hint !== undefined && { hint })}>
      <div class="four-languages">
        {languages.map((language) => {
          const field = `${name}.${language}`
          const props = {
            id: field,
            name: field,
            label: t(`opendata.desk.language.${language}`),
            value: form.value(field),
            required: language === 'de' && !isOptional,
            // Only German is needed: the others are said to be free, so that nobody thinks all four are.
            ...(language !== 'de' && { optionalText: t('opendata.desk.optional') }),
            ...errorOf(form, field),
          }
          return rows === undefined ? (
            <TextField key={language} {...props} width="full" lang={language} />
          ) : (
            <TextArea key={language} t={t} {...props} rows={rows} />
          )
        })}
      </div>
    </Fieldset>
  )
}

type LinesProps = Omit<TextsProps, 'legend' | 'rows'> & { readonly label: string; readonly rows?: number }

/** Things that there may be several of, one a line. */
export function LinesField({ t, form, name, label, hint, rows }: LinesProps) {
  return (
    <TextArea
      t={t}
      id={name}
      name={name}
      label={label}
      {...(hint !== undefined && { hint })}
      rows={rows ?? 3}
      value={form.value(name)}
      {...errorOf(form, name)}
    />
  )
}
