import type { StaffId } from '#kernel/ids.ts'
import { Details } from '#ui/components/details/details.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Icon } from '#ui/components/icon/icon.tsx'
import { CaseRows, type RowNames } from './case-rows.tsx'
import type { DeskPage } from './desk-frame.tsx'
import type { ActiveFilter, FilterGroup } from './filter-groups.ts'
import { type InboxView, isFiltered, viewSearch } from './inbox.ts'
import { ActiveFilters, Filters, KeepView, SearchForm } from './inbox-filters.tsx'
import type { InboxPage as Listed } from './inbox-queries.ts'

/** The form of the bar that says what happens to the marked rows. */
export const bulkForm = 'bulk-assignment'

export type InboxPageProps = DeskPage & {
  readonly view: InboxView
  readonly self: StaffId
  readonly title: string
  readonly listed: Listed
  readonly names: RowNames
  readonly filters: readonly FilterGroup[]
  readonly active: readonly ActiveFilter[]
  /** Whether the view can be kept: something is set, and it is not kept already. */
  readonly canKeep: boolean
  /** What was just done here. */
  readonly done?: string | undefined
}

/** The inbox: a search, filters as links, and the cases by due date. */
export function InboxPage(props: InboxPageProps) {
  const { t, view, listed, done } = props
  return (
    <>
      <h1>{props.title}</h1>
      {done !== undefined && <DoneNotice title={done} />}
      <SearchForm {...props} />
      <ActiveFilters {...props} />
      <Filters {...props} />
      {props.canKeep && <KeepView {...props} />}
      {listed.rows.length === 0 ? (
        <NothingHere {...props} />
      ) : (
        <>
          <mark-all
            data-for={bulkForm}
            data-text={t('egovernment.desk.bulk.all')}
            data-count={t('egovernment.desk.bulk.count')}
          />
          <CaseRows {...props} rows={listed.rows} {...(view.tab !== 'shared' && { form: bulkForm })} />
        </>
      )}
      {listed.isCut && <p>{t('egovernment.desk.inbox.cut', { count: listed.rows.length })}</p>}
      <Pages {...props} />
      <Keys {...props} />
    </>
  )
}

const listKeys = [
  ['j', 'next'],
  ['k', 'previous'],
  ['o', 'open'],
  ['x', 'mark'],
  ['a', 'assign'],
] as const

/** The keys of a list; the help behind `?` shows the same rows. */
function Keys({ t }: InboxPageProps) {
  return (
    <Details summary={t('egovernment.desk.keys.title')}>
      <dl class="key-list" data-keys>
        {listKeys.map(([key, name]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`egovernment.desk.keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
      <p>{t('egovernment.desk.keys.inbox')}</p>
      <p>{t('egovernment.desk.keys.case')}</p>
      <p>{t('egovernment.desk.keys.help')}</p>
    </Details>
  )
}

function NothingHere({ t, href, view }: InboxPageProps) {
  if (isFiltered(view)) {
    return (
      <EmptyState title={t('egovernment.desk.empty.filtered')} icon="MagnifyingGlass">
        <p>{t('egovernment.desk.empty.filtered_text')}</p>
      </EmptyState>
    )
  }
  return (
    <EmptyState title={t(`egovernment.desk.empty.${view.tab}`)} icon="Inbox">
      <p>{t(`egovernment.desk.empty.${view.tab}_text`)}</p>
      {view.tab !== 'all' && (
        <p>
          <a class="ds-link" href={href(`/desk/inbox${viewSearch({ tab: 'all' })}`)}>
            {t('egovernment.desk.tab.all')}
          </a>
        </p>
      )}
    </EmptyState>
  )
}

function Pages({ t, href, view, listed }: InboxPageProps) {
  const { previous, next } = listed
  if (!previous && !next) return null
  return (
    <nav class="pagination" aria-label={t('ui.pagination.label')}>
      {previous && (
        <a
          class="ds-button"
          data-variant="secondary"
          rel="prev"
          data-shortcut="p"
          href={href(`/desk/inbox${viewSearch(view, previous)}`)}
        >
          <Icon name="ArrowLeft" /> {t('ui.pagination.previous')}
        </a>
      )}
      {next && (
        <a
          class="ds-button"
          data-variant="secondary"
          rel="next"
          data-shortcut="n"
          href={href(`/desk/inbox${viewSearch(view, next)}`)}
        >
          {t('ui.pagination.next')} <Icon name="ArrowRight" />
        </a>
      )}
    </nav>
  )
}
