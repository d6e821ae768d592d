import { Button } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { Icon } from '#ui/components/icon/icon.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { longestName } from '../saved-views/saved-view.ts'
import type { DeskPage } from './desk-frame.tsx'
import type { ActiveFilter, FilterGroup } from './filter-groups.ts'
import { type InboxView, searchLength, viewSearch } from './inbox.ts'

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

/** What narrows the list down now; each is taken off by its own link, all by the last. */
export function ActiveFilters({
  t,
  href,
  view,
  active,
}: DeskPage & { view: InboxView; active: readonly ActiveFilter[] }) {
  if (active.length === 0) return null
  return (
    <section class="filters-set" aria-label={t('egovernment.desk.filter.active')}>
      <ul>
        {active.map(({ title, text, search }) => (
          <li key={title}>
            <a
              href={href(`/desk/inbox${search}`)}
              aria-label={t('egovernment.desk.filter.remove', { what: `${title}: ${text}` })}
            >
              {title}: <strong>{text}</strong> <Icon name="XMark" />
            </a>
          </li>
        ))}
        <li>
          <a class="ds-link" href={href(`/desk/inbox${viewSearch({ tab: view.tab })}`)} data-shortcut="0">
            {t('egovernment.desk.filter.clear')}
          </a>
        </li>
      </ul>
    </section>
  )
}

export function Filters({ t, href, filters }: DeskPage & { filters: readonly FilterGroup[] }) {
  if (filters.length === 0) return null
  return (
    <Details summary={t('egovernment.desk.filter.title')}>
      <div class="filters">
        {filters.map((group) => (
          <nav key={group.name} aria-label={t('egovernment.desk.filter.by', { what: group.title })}>
            <p>{group.title}</p>
            <ul>
              {group.links.map((link, index) => (
                <li key={index}>
                  <a href={href(`/desk/inbox${link.search}`)} aria-current={link.isCurrent ? 'true' : undefined}>
                    {link.text}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        ))}
      </div>
    </Details>
  )
}

/** Keeps what is set under a name of one's own. */
export function KeepView({ t, href, view }: DeskPage & { view: InboxView }) {
  return (
    <Details summary={t('egovernment.views.keep')}>
      <form method="post" action={href(`/desk/views${viewSearch(view)}`)}>
        <TextField
          id="view-name"
          name="name"
          label={t('egovernment.views.name')}
          hint={view.words === undefined ? t('egovernment.views.hint') : t('egovernment.views.hint_words')}
          maxLength={longestName}
          autocomplete="off"
          required
        />
        <Button variant="secondary">{t('egovernment.views.submit')}</Button>
      </form>
    </Details>
  )
}
