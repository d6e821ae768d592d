import type { StaffId } from '#kernel/ids.ts'
import { Details } from '#ui/components/details/details.tsx'
import { DueDate } from '#ui/components/due-date/due-date.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Icon } from '#ui/components/icon/icon.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import type { CaseRecord } from '../cases/case-record.ts'
import { caseHref, type DeskPage, isRunning, StatusTag } from './desk-frame.tsx'
import { type InboxView, isFiltered, searchLength, viewSearch } from './inbox.ts'
import type { InboxPage as Listed } from './inbox-queries.ts'

/** One way to narrow a list down; the links of a group exclude each other. */
export type FilterGroup = {
  readonly title: string
  readonly links: readonly { readonly text: string; readonly search: string; readonly isCurrent: boolean }[]
}

/** What rows are told about besides themselves. */
export type RowNames = {
  readonly service: (row: CaseRecord) => string
  readonly staff: ReadonlyMap<StaffId, string>
  /** Undefined where all rows are of one authority. */
  readonly authority?: (row: CaseRecord) => string
}

export type InboxPageProps = DeskPage & {
  readonly view: InboxView
  readonly listed: Listed
  readonly names: RowNames
  readonly filters: readonly FilterGroup[]
}

/** The inbox: a search, filters as links, and the cases by due date. `o` opens the first, `j` and `k` turn the pages. */
export function InboxPage(props: InboxPageProps) {
  const { t, href, view, listed } = props
  return (
    <>
      <h1>{view.words === undefined ? t(`egovernment.desk.tab.${view.tab}`) : t('egovernment.desk.inbox.found')}</h1>
      <SearchForm {...props} />
      <Filters {...props} />
      {listed.rows.length === 0 ? <NothingHere {...props} /> : <CaseRows {...props} rows={listed.rows} opensFirst />}
      <Pages {...props} />
      <Details summary={t('egovernment.desk.keys.title')}>
        <p>{t('egovernment.desk.keys.inbox')}</p>
        <p>{t('egovernment.desk.keys.case')}</p>
        <p>{t('egovernment.desk.keys.help')}</p>
      </Details>
      {isFiltered(view) && (
        <p>
          <a class="ds-link" href={href(`/desk/inbox${viewSearch({ tab: view.tab })}`)}>
            {t('egovernment.desk.filter.clear')}
          </a>
        </p>
      )}
    </>
  )
}

/** Finds cases by number, name or mail address; `/` leads here. */
export function SearchForm({ t, href, view }: DeskPage & { view: InboxView }) {
  return (
    <search>
      <form method="get" action={href('/desk/inbox')}>
        <input type="hidden" name="tab" value={view.tab} />
        <label class="ds-label" for="desk-search">
          {t('egovernment.desk.inbox.search')}
        </label>
        <div class="search-row">
          <input
            class="ds-input"
            type="search"
            id="desk-search"
            name="q"
            value={view.words ?? ''}
            maxLength={searchLength}
            autocomplete="off"
            spellcheck={false}
            enterkeyhint="search"
            data-shortcut="/"
          />
          <button class="ds-button" type="submit" data-variant="secondary">
            <Icon name="MagnifyingGlass" /> {t('egovernment.desk.inbox.submit')}
          </button>
        </div>
      </form>
    </search>
  )
}

function Filters({ t, href, filters, view }: InboxPageProps) {
  if (filters.length === 0) return null
  return (
    <Details summary={t('egovernment.desk.filter.title')} isOpen={isFiltered(view) && view.words === undefined}>
      {filters.map((group) => (
        <nav key={group.title} aria-label={t('egovernment.desk.filter.by', { what: group.title })} class="tabs">
          <p>{group.title}</p>
          <ul>
            {group.links.map((link) => (
              <li key={link.text}>
                <a href={href(`/desk/inbox${link.search}`)} aria-current={link.isCurrent ? 'true' : undefined}>
                  {link.text}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      ))}
    </Details>
  )
}

type CaseRowsProps = DeskPage & {
  view: InboxView
  names: RowNames
  rows: readonly CaseRecord[]
  /** The case that stands beside the list. */
  current?: string
  opensFirst?: boolean
}

/** Cases one below the other: who, what, where it stands, when it is due and who has it. */
export function CaseRows({ t, href, today, view, names, rows, current, opensFirst }: CaseRowsProps) {
  return (
    <ul class="desk-rows">
      {rows.map((row, index) => (
        <li key={row.caseId}>
          <a
            href={caseHref({ href }, row.number, view)}
            aria-current={row.caseId === current ? 'true' : undefined}
            data-shortcut={opensFirst && index === 0 ? 'o' : undefined}
          >
            {row.applicantName || t('egovernment.desk.case.nameless')} · {names.service(row)}
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
            <span>{(row.assignedTo && names.staff.get(row.assignedTo)) ?? t('egovernment.desk.inbox.unassigned')}</span>
            {isRunning(row.status) && <DueDate t={t} today={today} day={row.dueOn} />}
          </p>
        </li>
      ))}
    </ul>
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
          data-shortcut="k"
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
          data-shortcut="j"
          href={href(`/desk/inbox${viewSearch(view, next)}`)}
        >
          {t('ui.pagination.next')} <Icon name="ArrowRight" />
        </a>
      )}
    </nav>
  )
}
