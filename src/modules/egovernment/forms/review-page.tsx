import type { ComponentChildren } from 'preact'
import { formatTime } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Button, ButtonRow, LinkButton } from '#ui/components/button/button.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { StepProgress } from '#ui/components/step-progress/step-progress.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { FieldControl } from './field-control.tsx'
import { problemsBelow } from './field-types/one-line.ts'
import { type Answers, declarationField, type Form } from './form.ts'
import type { FormContext } from './form-context.ts'
import { type FormError, messageText } from './form-error.ts'
import { progress } from './pages.ts'
import { reviewRows } from './review-rows.ts'

export type ReviewPageProps = {
  readonly form: Form
  readonly answers: Answers
  readonly errors?: readonly FormError[]
  readonly context: FormContext
  readonly t: Translate
  /** The address of a page of the form. */
  readonly pageHref: (pageId: string) => string
  readonly backHref: string
  readonly savedAt?: Date
  /** What else is to be looked at before sending. */
  readonly children?: ComponentChildren
}

/** Everything that was answered, each with a way back to its question; below it the declaration and the button that sends. */
export function ReviewPage({ form, answers, context, t, pageHref, ...props }: ReviewPageProps) {
  const declaration = declarationField(form)
  const { step, total } = progress(form, 'review', answers, context)
  const errors = (props.errors ?? []).map(({ path, message }) => ({ at: path, text: messageText(message, t) }))
  return (
    <form method="post" noValidate class="form-page">
      <StepProgress t={t} step={step} total={total}>
        {props.savedAt && t('egovernment.forms.saved_at', { time: formatTime(props.savedAt, t.language) })}
      </StepProgress>
      <ErrorSummary t={t} errors={errors.map(({ at, text }) => ({ fieldId: at.slice(1), text }))} />
      <h1>{t('egovernment.forms.review_title')}</h1>
      <p>{t('egovernment.forms.review_hint')}</p>
      <SummaryList
        rows={reviewRows(form, answers, t, context).map((row) => ({
          key: row.question,
          value: <Lines text={row.answer} />,
          changeHref: pageHref(row.pageId),
          changeLabel: t('egovernment.forms.change'),
        }))}
      />
      {props.children}
      {declaration && (
        <FieldControl
          field={declaration}
          prefix=""
          values={new URLSearchParams()}
          problems={problemsBelow(errors, `/${declaration.id}`)}
          context={{ ...context, scope: {} }}
          isHeading={false}
          t={t}
        />
      )}
      <ButtonRow>
        <Button>{t('egovernment.forms.submit')}</Button>
        <LinkButton href={props.backHref} variant="tertiary">
          {t('egovernment.forms.back')}
        </LinkButton>
      </ButtonRow>
    </form>
  )
}

/** Plain text with its line ends. */
function Lines({ text }: { text: string }) {
  return (
    <>
      {text
        .split('\n')
        .map((line, index, lines) => [line, index < lines.length - 1 && <br key={`${index}-${line}`} />])}
    </>
  )
}
