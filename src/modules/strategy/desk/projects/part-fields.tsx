import type { Translate } from '#kernel/i18n/translate.ts'
import { errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { PartField } from '../../projects/parts.ts'

export const fieldLabel = (t: Translate, name: string) => t(`strategy.projects.field.${name.replace(/\..*$/, '')}`)

/** What a value of a closed list is called. */
export const choiceLabel = (t: Translate, name: string, value: string) => t(`strategy.projects.value.${name}.${value}`)

type PartFieldsProps = {
  readonly t: Translate
  readonly form: FormReading
  readonly fields: readonly PartField[]
  /** The field that was chosen before and stays, and what it says. */
  readonly fixed?: { readonly name: string; readonly text: string } | undefined
}

/** The fields of a line of a list, by their kinds. */
export function PartFields({ t, form, fields, fixed }: PartFieldsProps) {
  return (
    <>
      {fixed && (
        <p>
          {fieldLabel(t, fixed.name)}: <strong>{fixed.text}</strong>
          <input type="hidden" name={fixed.name} value={form.value(fixed.name)} />
        </p>
      )}
      {fields
        .filter(({ name }) => name !== fixed?.name)
        .map((field) => (
          <OneField key={field.name} {...{ t, form, field }} />
        ))}
    </>
  )
}

function OneField({ t, form, field }: Pick<PartFieldsProps, 't' | 'form'> & { readonly field: PartField }) {
  const { name, isOptional, isExplained } = field
  const shared = {
    id: name,
    name,
    label: fieldLabel(t, name),
    ...(isExplained && { hint: t(`strategy.projects.hint.${name}`) }),
    value: form.value(name),
    ...(isOptional ? { optionalText: t('strategy.goals.optional') } : { required: true }),
    ...errorOf(form, name),
  }
  switch (field.type) {
    case 'line':
    case 'service':
      return <TextField {...shared} width="full" maxLength={field.most} />
    case 'text':
      return <TextArea t={t} {...shared} rows={3} />
    case 'choice':
      return (
        <SelectField
          {...shared}
          emptyLabel={t('strategy.goals.choose')}
          options={field.of.map((value) => ({ value, label: choiceLabel(t, name, value) }))}
        />
      )
    case 'day':
      return <DateField t={t} {...shared} value={form.dayParts(name)} />
    case 'francs':
      return <TextField {...shared} type="number" prefix="CHF" width="m" />
    case 'number':
      return (
        <TextField
          {...shared}
          type="number"
          width="xs"
          hint={t('strategy.projects.between', { least: field.least, most: field.most })}
        />
      )
  }
}
