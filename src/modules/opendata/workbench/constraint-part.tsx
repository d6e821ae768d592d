import type { Translate } from '#kernel/i18n/translate.ts'
import { errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Checkbox } from '#ui/components/checkbox/checkbox.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'

const fields = [
  ['minimum', 's'],
  ['maximum', 's'],
  ['minLength', 'xs'],
  ['maxLength', 'xs'],
  ['pattern', 'l'],
] as const

/** What is asked of the values of a column besides their type; each row that is brought is held to it. */
export function ConstraintFields({ t, form, name }: { t: Translate; form: FormReading; name: string }) {
  const own = (field: string) => `${name}.${field}`
  return (
    <>
      {fields.map(([field, width]) => (
        <TextField
          key={field}
          id={own(field)}
          name={own(field)}
          label={t(`opendata.desk.constraint.${field}`)}
          optionalText={t('opendata.desk.optional')}
          {...(field === 'pattern' && { hint: t('opendata.desk.hint.pattern') })}
          value={form.value(own(field))}
          maxLength={field === 'pattern' ? 300 : 40}
          width={width}
          {...errorOf(form, own(field))}
        />
      ))}
      {(['isUnique', 'isListed'] as const).map((field) => (
        <Checkbox
          key={field}
          id={own(field)}
          name={own(field)}
          label={t(`opendata.desk.constraint.${field}`)}
          checked={form.value(own(field)) === 'yes'}
        />
      ))}
    </>
  )
}
