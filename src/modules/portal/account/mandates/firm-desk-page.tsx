import type { Translate } from '#kernel/i18n/translate.ts'
import { Button } from '#ui/components/button/button.tsx'
import { Checkbox } from '#ui/components/checkbox/checkbox.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { FirmForm } from './firm-form.ts'

const fields = ['name', 'uid', 'email', 'proof'] as const

/** Opening the first mandate of a firm, after a look at the register. */
export function FirmDeskPage({ t, form, isDone }: { t: Translate; form: FirmForm; isDone: boolean }) {
  const errors = Object.keys(form.faults).map((fieldId) => ({ fieldId, text: t(`portal.firms.error.${fieldId}`) }))
  return (
    <>
      <ErrorSummary t={t} errors={errors} />
      <h1>{t('portal.firms.title')}</h1>
      {isDone && (
        <DoneNotice>
          <p>{t('portal.firms.done')}</p>
        </DoneNotice>
      )}
      <p>{t('portal.firms.lead')}</p>
      <form method="post" noValidate class="form-page">
        {fields.map((name) => (
          <TextField
            key={name}
            id={name}
            name={name}
            type={name === 'email' ? 'email' : 'text'}
            label={t(`portal.firms.${name}`)}
            hint={t(`portal.firms.${name}_hint`)}
            value={form[name]}
            autocomplete="off"
            maxLength={name === 'email' ? 254 : 120}
            required
            {...(form.faults[name] ? { error: t(`portal.firms.error.${name}`) } : {})}
          />
        ))}
        <Checkbox
          id="checked"
          name="checked"
          label={t('portal.firms.checked')}
          {...(form.faults.checked ? { error: t('portal.firms.error.checked') } : {})}
        />
        <Button>{t('portal.firms.submit')}</Button>
      </form>
    </>
  )
}
