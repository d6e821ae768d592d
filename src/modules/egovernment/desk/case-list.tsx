import type { StaffId } from '#kernel/ids.ts'
import { Icon } from '#ui/components/icon/icon.tsx'
import type { CaseRecord } from '../cases/case-record.ts'
import { CaseRows, type RowNames } from './case-rows.tsx'
import type { DeskPage } from './desk-frame.tsx'
import { type InboxView, viewSearch } from './inbox.ts'
import { SearchForm } from './inbox-filters.tsx'

type CaseListProps = DeskPage & {
  readonly view: InboxView
  readonly names: RowNames
  readonly rows: readonly CaseRecord[]
  readonly current: string
  readonly self: StaffId
}

/** The list beside a case: what comes before and after it in the view it was opened from. */
export function CaseList(props: CaseListProps) {
  const { t, href, view } = props
  return (
    <>
      <SearchForm {...props} />
      <p>
        <a class="back-link" href={href(`/desk/inbox${viewSearch(view)}`)}>
          <Icon name="ArrowLeft" />{' '}
          {view.words === undefined ? t(`egovernment.desk.tab.${view.tab}`) : t('egovernment.desk.inbox.found')}
        </a>
      </p>
      <CaseRows {...props} />
    </>
  )
}
