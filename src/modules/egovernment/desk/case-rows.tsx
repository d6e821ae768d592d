import { formatDate } from '#kernel/i18n/format.ts'
import type { StaffId } from '#kernel/ids.ts'
import { DueDate } from '#ui/components/due-date/due-date.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import type { CaseRecord } from '../cases/case-record.ts'
import { type DeskPage, isRunning, StatusTag } from './desk-frame.tsx'
import { type InboxView, viewSearch } from './inbox.ts'

/** What rows are told about besides themselves. */
export type RowNames = {
  readonly service: (row: CaseRecord) => string
  readonly staff: ReadonlyMap<StaffId, string>
  /** Undefined where all rows are of one authority. */
  readonly authority?: (row: CaseRecord) => string
}

export type CaseRowsProps = DeskPage & {
  readonly view: InboxView
  readonly names: RowNames
  readonly rows: readonly CaseRecord[]
  /** Who looks: in «mine», cases of somebody she stands in for say so. */
  readonly self: StaffId
  /** The case that stands beside the list. */
  readonly current?: string
  /** The form that the marked rows are sent with; without it rows have no boxes. */
  readonly form?: string
}

/** Cases one below the other: who, what, where it stands, when it is due and who has it. */
export function CaseRows(props: CaseRowsProps) {
  const { rows, form, view } = props
  const search = viewSearch(view)
  return (
    <ul class={form === undefined ? 'desk-rows' : 'desk-rows desk-rows-marked'} data-enhance={form && 'row-keys'}>
      {rows.map((row) => (
        <CaseRow key={row.caseId} {...props} row={row} search={search} />
      ))}
    </ul>
  )
}

type CaseRowProps = CaseRowsProps & { readonly row: CaseRecord; readonly search: string }

function CaseRow({ t, href, today, view, names, row, search, self, current, form }: CaseRowProps) {
  const who = row.applicantName || t('egovernment.desk.case.nameless')
  const assignee = row.assignedTo && names.staff.get(row.assignedTo)
  const isStandIn = view.tab === 'mine' && row.assignedTo !== self
  return (
    <li>
      {form !== undefined && (
        <label class="desk-row-mark">
          <input class="ds-input" type="checkbox" name="case" value={row.number} form={form} />
          <span class="ds-sr-only">{t('egovernment.desk.bulk.mark', { number: row.number })}</span>
        </label>
      )}
      <a href={href(`/desk/cases/${row.number}${search}`)} aria-current={row.caseId === current ? 'true' : undefined}>
        {who} · {names.service(row)}
      </a>
      <p>
        <span>
          {row.number}
          {names.authority && ` · ${names.authority(row)}`}
        </span>
        <span>
          <StatusTag t={t} status={row.status} />
          {row.hasUnread && <Tag kind="warning">{t('egovernment.desk.inbox.unread')}</Tag>}
        </span>
        <span>
          {isStandIn ? (
            <Tag kind="info">
              {t('egovernment.desk.inbox.stands_in', { name: assignee ?? t('egovernment.desk.case.someone') })}
            </Tag>
          ) : (
            (assignee ?? t('egovernment.desk.inbox.unassigned'))
          )}
        </span>
        {isRunning(row.status) && <DueDate t={t} today={today} day={row.dueOn} />}
        {row.answerBy && <AnswerBy t={t} today={today} day={row.answerBy} />}
      </p>
    </li>
  )
}

type AnswerByProps = Pick<DeskPage, 't' | 'today'> & { readonly day: string }

/** Until when the applicant is to answer, or since when she should have. */
function AnswerBy({ t, today, day }: AnswerByProps) {
  const isLapsed = day < today
  return (
    <time class="due-date" dateTime={day} data-due={isLapsed ? 'overdue' : 'later'}>
      {t(`egovernment.desk.inbox.${isLapsed ? 'answer_lapsed' : 'answer_by'}`, { day: formatDate(day) })}
    </time>
  )
}
