import type { Translate } from '#kernel/i18n/translate.ts'
import { isDeskChannel } from './case.ts'
import type { CaseEvent } from './case-details.ts'
import type { ForwardedTo } from './forwarded-to.ts'

/** What happened, in a sentence for the applicant. */
export function eventText(
  event: Pick<CaseEvent, 'id' | 'type' | 'params'>,
  t: Translate,
  forwardedTo?: ForwardedTo,
): string {
  const to = forwardedTo?.get(event.id)
  if (to !== undefined)
    return t(
      typeof event.params.to === 'string'
        ? 'egovernment.case_event.forwarded_to_authority'
        : 'egovernment.case_event.forwarded_to_unit',
      { to },
    )
  const { channel } = event.params
  if (event.type === 'received' && isDeskChannel(channel)) return t(`egovernment.case_event.received_from.${channel}`)
  return t(`egovernment.case_event.${event.type}`)
}
