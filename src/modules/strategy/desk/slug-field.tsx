import type { Translate } from '#kernel/i18n/translate.ts'
import { errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { TextField } from '#ui/components/text-field/text-field.tsx'

/** What a new thing is called in addresses. */
export function SlugField({ t, form }: { readonly t: Translate; readonly form: FormReading }) {
  return (
    <TextField
      id="slug"
      name="slug"
      label={t('strategy.goals.field.slug')}
      hint={t('strategy.goals.hint.slug')}
      value={form.value('slug')}
      maxLength={64}
      required
      {...errorOf(form, 'slug')}
    />
  )
}
