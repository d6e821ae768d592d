import type { Translate } from '#kernel/i18n/translate.ts'
import type { CaseEvent } from './case-details.ts'

/** What happened, in a sentence for the applicant. */
export function eventText(event: Pick<CaseEvent, 'type'>, t: Translate): string {
  return t(`egovernment.case_event.${event.type}`)
}
