import { formatDate } from '#kernel/i18n/format.ts'
import type { StaffId } from '#kernel/ids.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import type { CaseFile } from './case-file.ts'
import type { DeskPage } from './desk-frame.tsx'

/** Whoever has the case is away: who answers for it meanwhile. */
export function AssigneeAway({ t, file: { absence, names } }: Pick<DeskPage, 't'> & { file: CaseFile }) {
  if (!absence) return null
  const nameOf = (id: StaffId) => names.get(id) ?? t('egovernment.desk.case.someone')
  const { staffId, deputyId, lastDay } = absence
  return (
    <Alert kind="info">
      {t('egovernment.desk.away.until', { name: nameOf(staffId), day: formatDate(lastDay) })}{' '}
      {deputyId === null
        ? t('egovernment.desk.away.no_deputy')
        : t('egovernment.desk.away.deputy', { name: nameOf(deputyId) })}
    </Alert>
  )
}
