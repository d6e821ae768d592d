import { formatDate } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { Lines } from '../desk/lines.tsx'
import { controlId } from '../forms/field-control.tsx'
import type { Answers, Form } from '../forms/form.ts'
import type { FormContext } from '../forms/form-context.ts'
import { type FormError, messageText } from '../forms/form-error.ts'
import { SomeFields } from '../forms/some-fields.tsx'
import { wholeFields } from '../forms/whole-form.ts'
import type { CaseCorrection } from './case-details.ts'
import { type Unsent, unsentField } from './unsent-files.ts'
import { UnsentProofs } from './unsent-proofs.tsx'

export type CorrectionFormProps = {
  readonly number: string
  readonly service: string
  /** Undefined where she offers it unasked. */
  readonly asked: CaseCorrection | undefined
  /** What she wrote of an offer. */
  readonly note: string
  readonly form: Form
  readonly answers: Answers
  readonly ids: ReadonlySet<string> | undefined
  readonly again?: { readonly values: URLSearchParams; readonly errors: readonly FormError[] } | undefined
  /** Files that came with an earlier try. */
  readonly unsent: readonly Unsent<unknown>[]
  readonly context: FormContext
  readonly backHref: string
  readonly t: Translate
}

/** The field in which an offer says why. */
export const offerNote = 'offer_note'
export const mostNote = 1_000

/** What is to be corrected, filled in with what was handed in before. */
export function CorrectionForm(props: CorrectionFormProps) {
  const { asked, form, again, t } = props
  const fields = wholeFields(form)
  const errors = (again?.errors ?? []).map(({ path, message }) => ({
    fieldId: path === `/${offerNote}` ? offerNote : controlId(path, fields),
    text: messageText(message, t),
  }))
  const noteError = errors.find(({ fieldId }) => fieldId === offerNote)
  const send = t(asked ? 'egovernment.correction.send' : 'egovernment.correction.offer_send')
  return (
    <>
      <BackLink t={t} href={props.backHref} />
      <h1>{t(asked ? 'egovernment.correction.title' : 'egovernment.correction.offer')}</h1>
      <p class="lead">
        {props.service}, <strong class="case-number">{props.number}</strong>
      </p>
      {asked ? (
        <>
          <Lines text={asked.request} />
          <p>{t('egovernment.correction.by', { by: formatDate(asked.answerBy) })}</p>
          <p>{t('egovernment.correction.kept')}</p>
        </>
      ) : (
        <p>{t('egovernment.correction.offer_text')}</p>
      )}
      <ErrorSummary t={t} errors={errors} />
      <form method="post" enctype="multipart/form-data" noValidate class="form-page">
        <button type="submit" class="ds-sr-only" tabIndex={-1} aria-hidden="true">
          {send}
        </button>
        {!asked && (
          <TextArea
            t={t}
            id={offerNote}
            name={offerNote}
            label={t('egovernment.correction.note')}
            rows={3}
            maxLength={mostNote}
            value={props.note}
            required
            {...(noteError && { error: noteError.text })}
          />
        )}
        <SomeFields
          form={form}
          answers={props.answers}
          again={again}
          ids={props.ids}
          withDeclaration
          context={props.context}
          t={t}
        />
        <UnsentProofs name={unsentField} files={props.unsent} />
        <ButtonRow>
          <Button>{send}</Button>
        </ButtonRow>
      </form>
    </>
  )
}
