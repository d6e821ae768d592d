import { formatInstant } from '#kernel/i18n/format.ts'
import type { StaffId } from '#kernel/ids.ts'
import { Details } from '#ui/components/details/details.tsx'
import { accessReason } from '../cases/access-reason.ts'
import type { CaseEvent } from '../cases/case-details.ts'
import type { CaseFile } from './case-file.ts'
import type { CasePageProps } from './case-page.tsx'
import type { DeskPage } from './desk-frame.tsx'

/** What happened to the case, and who did it. */
export function History({ t, file }: CasePageProps) {
  return (
    <section aria-labelledby="history">
      <h2 id="history">{t('egovernment.desk.case.history')}</h2>
      <ol>
        {file.details.events.map((event) => (
          <li key={event.id}>
            {formatInstant(event.at, t.language)} · {t(`egovernment.desk.event.${event.type}`)}
            {toWhom(file, event)}
            {who(t, file, event)}
          </li>
        ))}
      </ol>
    </section>
  )
}

function toWhom({ forwardedTo }: CaseFile, event: CaseEvent): string {
  const to = forwardedTo.get(event.id)
  return to === undefined ? '' : `: ${to}`
}

function who(t: DeskPage['t'], { names }: CaseFile, event: CaseEvent): string {
  return event.staffId === null ? '' : ` · ${staffName(t, names, event.staffId)}`
}

/** Who looked at it, and why. */
export function SeenBy({ t, file: { seenBy } }: CasePageProps) {
  return (
    <Details summary={t('egovernment.desk.case.seen_by', { count: seenBy.length })}>
      <ul>
        {seenBy.map((one) => (
          <li key={`${one.at.toISOString()}-${one.actorKind}-${one.isList}`}>
            {formatInstant(one.at, t.language)} · {whoSaw(t, one)}
            {one.isList && ` · ${t('egovernment.desk.case.seen_in_list')}`}
            {one.reason !== null && ` · ${accessReason(one.reason, t)}`}
          </li>
        ))}
      </ul>
    </Details>
  )
}

function whoSaw(t: DeskPage['t'], { actorKind, role }: CaseFile['seenBy'][number]): string {
  const key = `egovernment.desk.seen.${role ?? actorKind}`
  return t.has(key) ? t(key) : t('egovernment.desk.seen.other')
}

/** A colleague's name; nobody, or somebody whose name is not hers to know. */
export function staffName(t: DeskPage['t'], names: CaseFile['names'], id: StaffId | null): string {
  return id === null ? t('egovernment.desk.inbox.unassigned') : (names.get(id) ?? t('egovernment.desk.case.someone'))
}
