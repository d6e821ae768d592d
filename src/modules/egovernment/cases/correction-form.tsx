import { formatDate } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { Lines } from '../desk/lines.tsx'
import { controlId } from '../forms/field-control.tsx'
import type { Answers, Form } from '../forms/form.ts'
import type { FormContext } from '../forms/form-context.ts'
import { type FormError, messageText } from '../forms/form-error.ts'
import { SomeFields } from '../forms/some-fields.tsx'
import { wholeFields } from '../forms/whole-form.ts'
import type { CaseCorrection } from './case-details.ts'

export type CorrectionFormProps = {
  readonly number: string
  readonly service: string
  readonly asked: CaseCorrection
  readonly form: Form
  readonly answers: Answers
  readonly ids: ReadonlySet<string>
  readonly again?: { readonly values: URLSearchParams; readonly errors: readonly FormError[] } | undefined
  readonly context: FormContext
  readonly backHref: string
  readonly t: Translate
}

/** What is to be corrected, filled in with what was handed in before. */
export function CorrectionForm(props: CorrectionFormProps) {
  const { asked, form, again, t } = props
  const fields = wholeFields(form)
  const errors = (again?.errors ?? []).map(({ path, message }) => ({
    fieldId: controlId(path, fields),
    text: messageText(message, t),
  }))
  return (
    <>
      <BackLink t={t} href={props.backHref} />
      <h1>{t('egovernment.correction.title')}</h1>
      <p class="lead">
        {props.service}, <strong class="case-number">{props.number}</strong>
      </p>
      <Lines text={asked.request} />
      <p>{t('egovernment.correction.by', { by: formatDate(asked.answerBy) })}</p>
      <p>{t('egovernment.correction.kept')}</p>
      <ErrorSummary t={t} errors={errors} />
      <form method="post" enctype="multipart/form-data" noValidate class="form-page">
        <button type="submit" class="ds-sr-only" tabIndex={-1} aria-hidden="true">
          {t('egovernment.correction.send')}
        </button>
        <SomeFields
          form={form}
          answers={props.answers}
          again={again}
          ids={props.ids}
          withDeclaration
          context={props.context}
          t={t}
        />
        <ButtonRow>
          <Button>{t('egovernment.correction.send')}</Button>
        </ButtonRow>
      </form>
    </>
  )
}
