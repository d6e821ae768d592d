import type { Translate } from '#kernel/i18n/translate.ts'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import type { AnswerSection } from './answer-sections.ts'

/** Questions and answers, page by page of the form; what is protected says so. */
export function AnswersRead({ t, sections }: { t: Translate; sections: readonly AnswerSection[] }) {
  return (
    <>
      {sections.map((section, index) => (
        <div key={index}>
          {section.title !== '' && <h3>{section.title}</h3>}
          <SummaryList
            rows={section.rows.map((row) => ({
              key: row.question,
              value: row.answer ?? t('egovernment.desk.case.hidden'),
            }))}
          />
        </div>
      ))}
    </>
  )
}
