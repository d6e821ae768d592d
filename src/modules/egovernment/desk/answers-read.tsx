import type { Translate } from '#kernel/i18n/translate.ts'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import type { AnswerSection } from './answer-sections.ts'

type Props = { t: Translate; sections: readonly AnswerSection[]; heading?: 'h2' | 'h3' }

/** Questions and answers, page by page of the form; what is protected says so. `heading`: the level below the one it stands under. */
export function AnswersRead({ t, sections, heading: Heading = 'h3' }: Props) {
  return (
    <>
      {sections.map((section, index) => (
        <div key={index}>
          {section.title !== '' && <Heading>{section.title}</Heading>}
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
