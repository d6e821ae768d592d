import { type Language, type LocalText, languages } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Fieldset } from '#ui/components/fieldset/fieldset.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { errorOf, type FormReading } from './form-reading.ts'

/** A text as the fields of a form: `title.de`, `title.fr` … */
export const textValues = (
  name: string,
  text: { readonly [language in Language]?: string | undefined } | undefined,
): [field: string, value: string][] => languages.map((language) => [`${name}.${language}`, text?.[language] ?? ''])

/** A text in four languages, German at least; undefined where something is wrong, which is noted at its field. */
export function readTexts(form: FormReading, name: string, most: number): LocalText | undefined {
  const all = languages.map((language) => [language, form.value(`${name}.${language}`).trim()] as const)
  for (const [language, text] of all)
    if (text.length > most) form.fail(`${name}.${language}`, 'egovernment.desk.error.long', { most })
  const german = form.value(`${name}.de`).trim()
  if (german === '') return form.fail(`${name}.de`, 'egovernment.desk.error.german')
  return { ...Object.fromEntries(all.filter(([, text]) => text !== '')), de: german }
}

/** A text that may be left out altogether. */
export function readOptionalTexts(form: FormReading, name: string, most: number): LocalText | undefined {
  const isBlank = languages.every((language) => form.value(`${name}.${language}`).trim() === '')
  return isBlank ? undefined : readTexts(form, name, most)
}

type Props = {
  readonly t: Translate
  readonly form: FormReading
  readonly name: string
  readonly legend: string
  readonly hint?: string
  /** Several lines each. */
  readonly rows?: number
  /** The whole text may be left out. */
  readonly isOptional?: boolean
}

/** The fields of a text in four languages, German first: it alone is needed, and the others are said to be free, so that nobody thinks all four are. */
export function FourLanguages({ t, form, name, legend, hint, rows, isOptional }: Props) {
  const optionalText = t('egovernment.desk.optional')
  return (
    <Fieldset id={name} legend={legend} {...(hint !== undefined && { hint })} {...(isOptional && { optionalText })}>
      <div class="four-languages">
        {languages.map((language) => {
          const field = `${name}.${language}`
          const props = {
            id: field,
            name: field,
            label: t(`egovernment.desk.language.${language}`),
            value: form.value(field),
            required: language === 'de' && !isOptional,
            ...(language !== 'de' && { optionalText }),
            lang: language,
            ...errorOf(form, field),
          }
          return rows === undefined ? (
            <TextField key={language} {...props} width="full" />
          ) : (
            <TextArea key={language} t={t} {...props} rows={rows} />
          )
        })}
      </div>
    </Fieldset>
  )
}
