import type { ComponentChildren } from 'preact'
import { formatDate, formatInstant } from '#kernel/i18n/format.ts'
import { staffName } from './case-history.tsx'
import type { CasePageProps } from './case-page.tsx'
import { Lines } from './lines.tsx'

type Said = { readonly at: Date; readonly key: string; readonly who: string; readonly body: ComponentChildren }

/** Messages and questions with their answers, in the order of time. */
export function Conversation({ t, file }: Pick<CasePageProps, 't' | 'file'>) {
  const { details, names, record } = file
  const applicant = record.applicantName || t('egovernment.desk.case.applicant')
  const said: Said[] = [
    ...details.messages.map((message) => ({
      at: message.at,
      key: message.id,
      who: message.direction === 'in' ? applicant : staffName(t, names, message.staffId),
      body: <Lines text={message.text || t('egovernment.cases.only_files')} />,
    })),
    ...details.questions.flatMap((question) => [
      {
        at: question.askedAt,
        key: question.id,
        who: t('egovernment.desk.case.asked', { day: formatDate(question.answerBy) }),
        body: <Lines text={question.question} />,
      },
      ...(question.answeredAt && question.answer !== null
        ? [
            {
              at: question.answeredAt,
              key: `${question.id}-answer`,
              who: t('egovernment.desk.case.answered', { name: applicant }),
              body: <Lines text={question.answer} />,
            },
          ]
        : []),
    ]),
  ].sort((a, b) => a.at.getTime() - b.at.getTime())
  return (
    <section aria-labelledby="conversation">
      <h2 id="conversation">{t('egovernment.desk.case.conversation')}</h2>
      {said.length === 0 && <p>{t('egovernment.desk.case.no_conversation')}</p>}
      {said.map((one) => (
        <article key={one.key}>
          <p>
            <strong>{one.who}</strong> · {formatInstant(one.at, t.language)}
          </p>
          {one.body}
        </article>
      ))}
    </section>
  )
}

/** What staff wrote for each other. */
export function Notes({ t, file }: Pick<CasePageProps, 't' | 'file'>) {
  return (
    <section aria-labelledby="notes">
      <h2 id="notes">{t('egovernment.desk.case.notes')}</h2>
      {file.notes.length === 0 && <p>{t('egovernment.desk.case.no_notes')}</p>}
      {file.notes.map((note) => (
        <article key={note.id}>
          <p>
            <strong>{staffName(t, file.names, note.staffId)}</strong> · {formatInstant(note.at, t.language)}
          </p>
          <Lines text={note.text} />
        </article>
      ))}
    </section>
  )
}
