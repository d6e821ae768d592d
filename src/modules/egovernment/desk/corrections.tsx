import { formatDate, formatInstant } from '#kernel/i18n/format.ts'
import { Table } from '#ui/components/table/table.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import type { CasePageProps } from './case-page.tsx'
import { Lines } from './lines.tsx'

/** What the applicant was asked to correct, and what she changed: before and after, side by side. */
export function Corrections({ t, file }: Pick<CasePageProps, 't' | 'file'>) {
  const { details, questions, changes } = file
  if (details.corrections.length === 0) return null
  const shown = (answer: string | null) => (answer === null ? t('egovernment.desk.case.hidden') : answer || '–')
  return (
    <section aria-labelledby="corrections">
      <h2 id="corrections">{t('egovernment.desk.correction.title')}</h2>
      {details.corrections.map(({ id, requestedAt, answerBy, request, fields, correctedAt }) => (
        <article key={id}>
          <p>
            <strong>{t('egovernment.desk.correction.asked', { day: formatDate(answerBy) })}</strong> ·{' '}
            {formatInstant(requestedAt, t.language)}{' '}
            {!correctedAt && <Tag kind="warning">{t('egovernment.desk.correction.open')}</Tag>}
          </p>
          <Lines text={request} />
          {correctedAt ? (
            <Table
              caption={t('egovernment.desk.correction.made', { at: formatInstant(correctedAt, t.language) })}
              head={[
                t('egovernment.desk.correction.question'),
                t('egovernment.desk.correction.before'),
                t('egovernment.desk.correction.after'),
              ]}
              rows={(changes.get(id) ?? []).map((one) => [one.question, shown(one.before), shown(one.after)])}
            />
          ) : (
            <ul>{questions.flatMap((one) => (fields.includes(one.id) ? [<li key={one.id}>{one.label}</li>] : []))}</ul>
          )}
        </article>
      ))}
    </section>
  )
}
