import type { ComponentChildren } from 'preact'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Breadcrumbs } from '../components/breadcrumbs/breadcrumbs.tsx'
import { Icon, type IconName } from '../components/icon/icon.tsx'
import { SkipLink } from '../components/skip-link/skip-link.tsx'
import { Document } from './document.tsx'
import { DemoBanner, PageHelpers, pageTitle, ShellHeader, type ShellProps } from './shell.tsx'

export type DeskNavItem = {
  href: string
  text: string
  icon?: IconName
  count?: number | string
  isCurrent?: boolean
  /** Key that opens it, listed by `?`. */
  shortcut?: string
  /** The heading it stands under; entries of a group follow each other. */
  group?: string
}

export type DeskShellProps = ShellProps & {
  nav: readonly DeskNavItem[]
  /** The list beside the detail on wide screens. */
  list?: ComponentChildren
  /** What a phone shows when there are both: the list, or the detail (default). */
  phoneShows?: 'list' | 'detail'
  /** Buttons for the thing at hand, always in sight. */
  actions?: ComponentChildren
}

/** A page for staff: navigation with counts, list left, detail right, actions fixed; one column on a phone. */
export function DeskShell(props: DeskShellProps) {
  const { t, list, actions, breadcrumbs } = props
  return (
    <Document
      language={props.language}
      title={pageTitle(props)}
      assets={props.assets}
      theme={props.authority?.theme}
      noIndex
      isDense
    >
      <SkipLink t={t} />
      {props.isDemo && <DemoBanner t={t} />}
      <ShellHeader {...props} />
      <div class={list ? 'desk desk-with-list' : 'desk'} data-phone-shows={props.phoneShows ?? 'detail'}>
        <DeskNav t={t} items={props.nav} />
        {list && (
          <section class="desk-list" aria-label={t('ui.shell.list')}>
            {list}
          </section>
        )}
        <main id="main" class="desk-main" tabIndex={-1}>
          {breadcrumbs && breadcrumbs.length > 0 && <Breadcrumbs t={t} items={breadcrumbs} />}
          {props.children}
          {actions && <div class="desk-actions">{actions}</div>}
        </main>
      </div>
      <PageHelpers t={t} user={props.user} />
      <keyboard-help
        data-title={t('ui.keyboard_help.title')}
        data-open={t('ui.keyboard_help.open')}
        data-use={t('ui.keyboard_help.use')}
        data-close={t('ui.keyboard_help.close')}
      />
    </Document>
  )
}

/** Beside the page where there is room; on a phone one line that names the current entry and opens the others. */
function DeskNav({ t, items }: { t: Translate; items: readonly DeskNavItem[] }) {
  const current = items.find(({ isCurrent }) => isCurrent)
  return (
    <nav class="desk-nav" aria-label={t('ui.shell.desk')}>
      <details>
        <summary>
          <Icon name="MenuHamburger" />
          <span>{t('ui.shell.menu')}</span>
          {current && (
            <span class="desk-nav-here">
              {current.text} {current.count !== undefined && <span class="desk-nav-count">{current.count}</span>}
            </span>
          )}
        </summary>
        <div>
          {[...new Set(items.map(({ group }) => group))].map((group) => (
            <DeskNavGroup key={group} title={group} items={items.filter((item) => item.group === group)} />
          ))}
        </div>
      </details>
    </nav>
  )
}

function DeskNavGroup({ title, items }: { title: string | undefined; items: readonly DeskNavItem[] }) {
  return (
    <>
      {title !== undefined && <p class="desk-nav-title">{title}</p>}
      <ul>
        {items.map((item, index) => (
          <li key={index}>
            <a href={item.href} aria-current={item.isCurrent ? 'page' : undefined} data-shortcut={item.shortcut}>
              {item.icon && <Icon name={item.icon} />}
              <span class="desk-nav-text">{item.text}</span>
              {item.count !== undefined && <span class="desk-nav-count">{item.count}</span>}
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}
