import { formatTime } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Button, ButtonRow, LinkButton } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { StepProgress } from '#ui/components/step-progress/step-progress.tsx'
import { controlId, FieldControl, HiddenValues } from './field-control.tsx'
import { problemsBelow } from './field-types/one-line.ts'
import { typeOf } from './field-types.ts'
import { hiddenEntries, readFields, writeFields } from './fields.ts'
import type { Answers, Form, FormField, FormPage as Page } from './form.ts'
import type { FormContext } from './form-context.ts'
import { type FormError, local, messageText } from './form-error.ts'
import { progress } from './pages.ts'
import { contextBefore } from './view-form.ts'

export type FormPageProps = {
  readonly form: Form
  readonly page: Page
  /** All answers so far. */
  readonly answers: Answers
  /** What was posted, where the page is shown again. */
  readonly again?: { readonly values: URLSearchParams; readonly errors: readonly FormError[] }
  readonly context: FormContext
  readonly t: Translate
  /** When the draft was last saved. */
  readonly savedAt?: Date
  /** The page before, or the service's page. */
  readonly backHref: string
  /** Where one learns how to go on later or on another device. */
  readonly laterHref?: string
}

/**
 * One page of a form: progress in words, all errors on top, the question as heading, its fields, and what they are
 * needed for. It posts to its own address and needs no script. Enter presses the button that goes on, never one that
 * removes something.
 */
export function FormPage(props: FormPageProps) {
  const { form, page, answers, context, t } = props
  const values =
    props.again?.values ??
    new URLSearchParams(writeFields(page.fields, answers, '').map(([name, value]) => [name, value]))
  const before = contextBefore(form, page.id, answers, context)
  const { fields, scope } = readFields(page.fields, { values }, '', before)
  const errors = (props.again?.errors ?? []).map(({ path, message }) => ({ at: path, text: messageText(message, t) }))
  const { step, total } = progress(form, page.id, answers, context)
  return (
    <form
      method="post"
      encType={needsMultipart(fields) ? 'multipart/form-data' : undefined}
      noValidate
      class="form-page"
    >
      <button type="submit" class="ds-sr-only" tabIndex={-1} aria-hidden="true">
        {t('egovernment.forms.next')}
      </button>
      <StepProgress t={t} step={step} total={total}>
        {props.savedAt && t('egovernment.forms.saved_at', { time: formatTime(props.savedAt, t.language) })}
      </StepProgress>
      <ErrorSummary t={t} errors={errors.map(({ at, text }) => ({ fieldId: controlId(at, page.fields), text }))} />
      {page.title && <h1 class="question">{local(page.title, t)}</h1>}
      {page.hint && <p class="page-hint">{local(page.hint, t)}</p>}
      {fields.map((field, index) => (
        <FieldControl
          key={field.id}
          field={field}
          prefix=""
          values={values}
          problems={problemsBelow(errors, `/${field.id}`)}
          context={{ ...context, scope }}
          isHeading={page.title === undefined && index === 0}
          t={t}
        />
      ))}
      <Purposes form={form} fields={fields} t={t} />
      <HiddenValues entries={hiddenEntries(fields, values, '', { ...context, scope })} />
      <ButtonRow>
        <Button>{t('egovernment.forms.next')}</Button>
        <LinkButton href={props.backHref} variant="tertiary">
          {t('egovernment.forms.back')}
        </LinkButton>
        {props.laterHref && (
          <LinkButton href={props.laterHref} variant="tertiary">
            {t('egovernment.forms.later')}
          </LinkButton>
        )}
      </ButtonRow>
    </form>
  )
}

/** The question of a page: its title, or the label of its only field. For the document's title too. */
export function questionOf(page: Page, t: Translate): string {
  const text = page.title ?? page.fields[0]?.label
  return text ? local(text, t) : ''
}

/** A page that takes files is posted as multipart; others as plain form. */
export function needsMultipart(fields: readonly FormField[]): boolean {
  return fields.some((field) => field.type === 'file' || needsMultipart(typeOf(field).innerFields(field)))
}

/** Why this page asks about a person: each purpose once. */
function Purposes({ form, fields, t }: { form: Form; fields: readonly FormField[]; t: Translate }) {
  const texts = purposesOf(form, fields, t)
  if (texts.length === 0) return null
  return (
    <Details summary={t('egovernment.forms.why')}>
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </Details>
  )
}

function purposesOf(form: Form, fields: readonly FormField[], t: Translate): readonly string[] {
  const texts = fields.flatMap((field) => {
    const inner = purposesOf(form, typeOf(field).innerFields(field), t)
    if (typeof field.personalData !== 'object') return inner
    const purpose = form.purposes?.[field.personalData.purpose]
    const basis = field.personalData.legalBasis
    const text = purpose && `${local(purpose, t)}${basis ? ` (${basis})` : ''}`
    return text ? [text, ...inner] : inner
  })
  return [...new Set(texts)]
}
