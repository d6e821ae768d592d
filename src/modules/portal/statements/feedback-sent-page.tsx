import type { Authority } from '#kernel/authorities/authority.ts'
import { formatDate, type IsoDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import type { StatementPage } from './statement-parts.tsx'

/** Says that feedback has arrived, with whom, and by when an answer comes. */
export function FeedbackSentPage({
  t,
  href,
  authority,
  answerBy,
}: StatementPage & { authority: Authority; answerBy: IsoDate }) {
  const values = { authority: textIn(authority.name, t.language), date: formatDate(answerBy) }
  return (
    <>
      <h1>{t('portal.statements.feedback.sent.title')}</h1>
      <Alert kind="success">
        <p>{t('portal.statements.feedback.sent.text', values)}</p>
      </Alert>
      <p>
        <a href={href('/accessibility')}>{t('portal.statements.feedback.sent.back')}</a>
      </p>
    </>
  )
}
