import type { Translate } from '#kernel/i18n/translate.ts'
import { mandateRights } from '#kernel/identity/mandate.ts'
import type { FirmServices } from '#modules/egovernment/public.ts'
import { CheckboxGroup } from '#ui/components/checkbox-group/checkbox-group.tsx'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { RadioGroup } from '#ui/components/radio-group/radio-group.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { MandateForm } from './mandate-form.ts'

type FieldsProps = { t: Translate; form: MandateForm; catalogue: FirmServices; isInvitation: boolean }

export function MandateErrors({ t, form }: Pick<FieldsProps, 't' | 'form'>) {
  const errors = Object.entries(form.faults).map(([fieldId, fault]) => ({
    fieldId,
    text: t(`portal.mandates.error.${fault}`),
  }))
  return <ErrorSummary t={t} errors={errors} />
}

/** What a mandate is about: in words, which services, how far, until when. */
export function MandateFields({ t, form, catalogue, isInvitation }: FieldsProps) {
  const fault = (field: keyof MandateForm['faults']) => {
    const name = form.faults[field]
    return name === undefined ? {} : { error: t(`portal.mandates.error.${name}`) }
  }
  const optional = t('portal.mandates.optional')
  return (
    <>
      {isInvitation && (
        <TextField
          id="email"
          name="email"
          type="email"
          label={t('portal.mandates.email')}
          hint={t('portal.mandates.email_hint')}
          value={form.email}
          autocomplete="off"
          maxLength={254}
          required
          {...fault('email')}
        />
      )}
      <TextField
        id="mandate"
        name="mandate"
        label={t('portal.mandates.words')}
        hint={t('portal.mandates.words_hint')}
        value={form.mandate}
        autocomplete="off"
        maxLength={120}
        required
        {...fault('mandate')}
      />
      <RadioGroup
        id="right"
        name="right"
        label={t('portal.mandates.right')}
        value={form.right}
        options={mandateRights.map((right) => ({
          value: right,
          label: t(`portal.mandates.right_of.${right}`),
          hint: t(`portal.mandates.right_hint.${right}`),
        }))}
        {...fault('right')}
      />
      <RadioGroup
        id="scope"
        name="scope"
        label={t('portal.mandates.scope')}
        value={form.scope}
        options={[
          { value: 'all', label: t('portal.mandates.scope_all') },
          { value: 'some', label: t('portal.mandates.scope_some') },
        ]}
        {...fault('scope')}
      />
      {catalogue.situations.length > 0 && (
        <CheckboxGroup
          id="situation"
          name="situation"
          label={t('portal.mandates.situations')}
          hint={t('portal.mandates.situations_hint')}
          optionalText={optional}
          values={form.situations}
          options={catalogue.situations.map(({ id, title }) => ({ value: id, label: title }))}
        />
      )}
      <CheckboxGroup
        id="service"
        name="service"
        label={t('portal.mandates.services')}
        optionalText={optional}
        values={form.services}
        options={catalogue.services.map(({ id, title }) => ({ value: id, label: title }))}
      />
      {isInvitation && (
        <DateField
          id="from"
          name="from"
          label={t('portal.mandates.from')}
          hint={t('portal.mandates.from_hint')}
          optionalText={optional}
          value={form.from}
          t={t}
          {...fault('from')}
        />
      )}
      <DateField
        id="to"
        name="to"
        label={t('portal.mandates.to')}
        hint={t('portal.mandates.to_hint')}
        optionalText={optional}
        value={form.to}
        t={t}
        {...fault('to')}
      />
    </>
  )
}
