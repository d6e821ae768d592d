import { formatInstant, type IsoDate } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Button } from '#ui/components/button/button.tsx'
import { DueDate } from '#ui/components/due-date/due-date.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { answerBy, answerDays, keptDays } from './feedback.ts'
import type { FeedbackRow } from './queries.ts'

export type FeedbackDeskPageProps = {
  t: Translate
  href: (path: string) => string
  today: IsoDate
  rows: readonly FeedbackRow[]
  /** Names of the authorities in the page's language. */
  names: ReadonlyMap<string, string>
}

/** What people wrote about accessibility, for the staff who answer it: what is open first, the oldest on top. */
export function FeedbackDeskPage(props: FeedbackDeskPageProps) {
  const { t, rows } = props
  return (
    <>
      <h1>{t('portal.statements.feedback.desk.title')}</h1>
      <p>{t('portal.statements.feedback.desk.lead', { days: answerDays, kept: keptDays })}</p>
      {rows.length === 0 && (
        <EmptyState title={t('portal.statements.feedback.desk.empty')} icon="Inbox">
          <p>{t('portal.statements.feedback.desk.empty_text')}</p>
        </EmptyState>
      )}
      {rows.map((row) => (
        <Entry key={row.id} {...props} row={row} />
      ))}
    </>
  )
}

function Entry({ t, href, today, row, names }: FeedbackDeskPageProps & { row: FeedbackRow }) {
  const answered = row.answered_at
  const mail =
    row.email === null ? t('portal.statements.feedback.desk.no_email') : <a href={`mailto:${row.email}`}>{row.email}</a>
  return (
    <article>
      <h2>{formatInstant(row.received_at, t.language)}</h2>
      <SummaryList
        rows={[
          { key: t('portal.statements.feedback.desk.text'), value: <span lang={row.language}>{row.text}</span> },
          {
            key: t('portal.statements.feedback.desk.authority'),
            value: names.get(row.authority_id) ?? row.authority_id,
          },
          ...(row.page === null ? [] : [{ key: t('portal.statements.feedback.desk.page'), value: row.page }]),
          { key: t('portal.statements.feedback.desk.email'), value: mail },
          {
            key: t('portal.statements.feedback.desk.due'),
            value: answered ? (
              t('portal.statements.feedback.desk.answered', { date: formatInstant(answered, t.language) })
            ) : (
              <DueDate t={t} today={today} day={answerBy(row.received_at)} />
            ),
          },
        ]}
      />
      {!answered && (
        <form method="post" action={href(`/desk/feedback/${row.id}/answer`)}>
          <Button variant="secondary">{t('portal.statements.feedback.desk.mark_answered')}</Button>
        </form>
      )}
    </article>
  )
}
