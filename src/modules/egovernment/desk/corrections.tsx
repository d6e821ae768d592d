import { formatDate, formatInstant } from '#kernel/i18n/format.ts'
import { Tag } from '#ui/components/tag/tag.tsx'
import type { CasePageProps } from './case-page.tsx'
import { Lines } from './lines.tsx'
import { ChangesTable, ElsewhereHint } from './offered-correction.tsx'

/** What the applicant was asked to correct, and what she changed: before and after, side by side. */
export function Corrections({ t, href, view, file }: Pick<CasePageProps, 't' | 'href' | 'view' | 'file'>) {
  const { details, questions, changes } = file
  if (details.corrections.length === 0) return null
  const elsewhere = new Map(details.events.map(({ params }) => [params.correctionId, params.elsewhere]))
  return (
    <section aria-labelledby="corrections">
      <h2 id="corrections">{t('egovernment.desk.correction.title')}</h2>
      {details.corrections.map(({ id, requestedAt, answerBy, request, fields, correctedAt, isOffered }) => (
        <article key={id}>
          <p>
            <strong>
              {isOffered
                ? t('egovernment.desk.offer.accepted')
                : t('egovernment.desk.correction.asked', { day: formatDate(answerBy) })}
            </strong>{' '}
            · {formatInstant(requestedAt, t.language)}{' '}
            {!correctedAt && <Tag kind="warning">{t('egovernment.desk.correction.open')}</Tag>}
          </p>
          <Lines text={request} />
          {correctedAt ? (
            <>
              <ElsewhereHint {...{ t, href, file, view }} elsewhere={textOf(elsewhere.get(id))} />
              <ChangesTable
                t={t}
                caption={t('egovernment.desk.correction.made', { at: formatInstant(correctedAt, t.language) })}
                changes={changes.get(id) ?? []}
              />
            </>
          ) : (
            <ul>{questions.flatMap((one) => (fields.includes(one.id) ? [<li key={one.id}>{one.label}</li>] : []))}</ul>
          )}
        </article>
      ))}
    </section>
  )
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
