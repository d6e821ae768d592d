import type { Authority } from '#kernel/authorities/authority.ts'
import type { FormBody } from '#kernel/http/form-body.ts'
import { formatDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { Markdown } from '#ui/components/markdown/markdown.tsx'
import { TextArea } from '#ui/components/text-area/text-area.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { ContactBlock } from './contact-block.tsx'
import { answerDays, type FeedbackField, type FieldFault, feedbackLimits } from './feedback.ts'
import { DemoNote, FillIn, type StatementPage } from './statement-parts.tsx'

/** The day on which somebody last compared this statement with the portal. */
const statementDate = '2026-11-22'

export type FeedbackForm = { values: FormBody; faults: { readonly [field in FeedbackField]?: FieldFault | undefined } }

type AccessibilityPageProps = StatementPage & { authority: Authority; form: FeedbackForm }

/** How accessible the portal is, how that is known, what is missing, and a form to say what is in one's way. */
export function AccessibilityPage(props: AccessibilityPageProps) {
  const { t, authority, form } = props
  const errors = (['text', 'page', 'email'] as const).flatMap((field) => {
    const fault = form.faults[field]
    return fault ? [{ fieldId: `feedback-${field}`, text: t(fault.key, fault.values) }] : []
  })
  return (
    <>
      <ErrorSummary t={t} errors={errors} />
      <h1>{t('portal.statements.accessibility.title')}</h1>
      <p class="lead">{t('portal.statements.accessibility.lead')}</p>
      <DemoNote {...props} />
      <h2>{t('portal.statements.accessibility.goal.title')}</h2>
      <Markdown text={t('portal.statements.accessibility.goal.text')} />
      <h2>{t('portal.statements.accessibility.checked.title')}</h2>
      <Markdown text={t('portal.statements.accessibility.checked.text')} />
      <h2>{t('portal.statements.accessibility.gaps.title')}</h2>
      <Markdown text={t('portal.statements.accessibility.gaps.text')} />
      <FillIn t={t}>{t('portal.statements.accessibility.gaps.fill_in')}</FillIn>
      <p class="field-hint">{t('portal.statements.as_of', { date: formatDate(statementDate) })}</p>
      <FeedbackSection {...props} />
      <ContactBlock authority={authority} t={t} />
    </>
  )
}

function FeedbackSection({ t, authority, form, href }: AccessibilityPageProps) {
  const field = (name: FeedbackField) => {
    const fault = form.faults[name]
    return {
      id: `feedback-${name}`,
      name,
      value: form.values.get(name) ?? '',
      ...(fault && { error: t(fault.key, fault.values) }),
    }
  }
  const optionalText = t('portal.statements.feedback.optional')
  return (
    <section>
      <h2 id="feedback">{t('portal.statements.feedback.title')}</h2>
      <p>
        {t('portal.statements.feedback.intro', { authority: textIn(authority.name, t.language), days: answerDays })}
      </p>
      <form method="post" action={href('/accessibility/feedback')} noValidate>
        <TextArea
          {...field('text')}
          t={t}
          label={t('portal.statements.feedback.text.label')}
          hint={t('portal.statements.feedback.text.hint')}
          maxLength={feedbackLimits.text}
          required
        />
        <TextField
          {...field('page')}
          label={t('portal.statements.feedback.page.label')}
          hint={t('portal.statements.feedback.page.hint')}
          optionalText={optionalText}
        />
        <TextField
          {...field('email')}
          type="email"
          autocomplete="email"
          label={t('portal.statements.feedback.email.label')}
          hint={t('portal.statements.feedback.email.hint')}
          optionalText={optionalText}
        />
        <ButtonRow>
          <Button>{t('portal.statements.feedback.send')}</Button>
        </ButtonRow>
      </form>
    </section>
  )
}
