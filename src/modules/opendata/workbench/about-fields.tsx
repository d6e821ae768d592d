import { textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { errorOf, type FormReading, FourLanguages } from '#modules/egovernment/public.ts'
import { CheckboxGroup } from '#ui/components/checkbox-group/checkbox-group.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { frequencies, frequencyLabels, themeLabels, themes } from '../catalogue/vocabularies.ts'

type Props = { readonly t: Translate; readonly form: FormReading }

/** What data sets and series are both asked: the short name that makes the address, */
export function SlugField({ t, form }: Props) {
  return (
    <TextField
      id="slug"
      name="slug"
      label={t('opendata.desk.field.slug')}
      hint={t('opendata.desk.hint.slug')}
      value={form.value('slug')}
      maxLength={64}
      required
      {...errorOf(form, 'slug')}
    />
  )
}

/** title and description, */
export function TextFields({ t, form, hint }: Props & { readonly hint: string }) {
  return (
    <>
      <FourLanguages t={t} form={form} name="title" legend={t('opendata.desk.field.title')} />
      <FourLanguages
        t={t}
        form={form}
        name="description"
        legend={t('opendata.desk.field.description')}
        hint={hint}
        rows={4}
      />
    </>
  )
}

/** themes and frequency, */
export function ThemeFields({ t, form }: Props) {
  return (
    <>
      <CheckboxGroup
        id="themes"
        name="themes"
        label={t('opendata.desk.field.themes')}
        values={form.values('themes')}
        options={themes.map((theme) => ({ value: theme, label: textIn(themeLabels[theme], t.language) }))}
        {...errorOf(form, 'themes')}
      />
      <SelectField
        id="frequency"
        name="frequency"
        label={t('opendata.desk.field.frequency')}
        value={form.value('frequency')}
        emptyLabel={t('opendata.desk.choose')}
        options={frequencies
          // Says nothing of a rhythm; it may have come from a catalogue of others.
          .filter((one) => one !== 'OP_DATPRO' || form.value('frequency') === one)
          .map((one) => ({ value: one, label: textIn(frequencyLabels[one], t.language) }))}
        {...errorOf(form, 'frequency')}
      />
    </>
  )
}

/** and whom to ask. */
export function ContactFields({ t, form }: Props) {
  return (
    <>
      <FourLanguages
        t={t}
        form={form}
        name="contact.name"
        legend={t('opendata.desk.field.contact')}
        hint={t('opendata.desk.hint.contact')}
      />
      <TextField
        id="contact.email"
        name="contact.email"
        type="email"
        label={t('opendata.desk.field.email')}
        value={form.value('contact.email')}
        maxLength={200}
        required
        {...errorOf(form, 'contact.email')}
      />
    </>
  )
}
