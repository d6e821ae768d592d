import type { ComponentChildren } from 'preact'
import type { Language } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { Assets } from '../assets.ts'
import type { Breadcrumb } from '../components/breadcrumbs/breadcrumbs.tsx'
import { Icon } from '../components/icon/icon.tsx'
import { LanguageSwitch } from '../components/language-switch/language-switch.tsx'
import { Signpost } from './signpost.tsx'

export type ShellUser = {
  name: string
  accountHref: string
  /** Takes a POST. */
  signOutHref: string
  kind: 'person' | 'staff'
  /** With it, the page warns before the session ends; `keepHref` takes a POST and answers `{ endsAt }`. */
  session?: { endsAt: Date; keepHref: string }
}

/** What both shells, public and staff, are told. Plain data: the shells read nothing themselves. */
export type ShellProps = {
  t: Translate
  title: string
  description?: string
  language: Language
  /** Without one, the portal of the whole canton. */
  authority?: { name: string; slug: string; theme: string }
  /** This page in each language. */
  languages: readonly { language: Language; href: string }[]
  canonical?: string
  user?: ShellUser
  signInHref?: string
  /** Start page of this portal in this language, such as `/fr/kriens/`; the footer's pages lie below it. */
  homeHref: string
  isDemo: boolean
  assets: Assets
  breadcrumbs?: readonly Breadcrumb[]
  noIndex?: boolean
  alternates?: readonly { href: string; type: string; title?: string }[]
  /** Where the footer's contact and source code links lead, when not to the imprint. */
  contactHref?: string
  sourceHref?: string
  children: ComponentChildren
}

/** The name of the portal as the browser's title shows it: page, authority, Wegweiser. */
export function pageTitle({ t, title, authority }: Pick<ShellProps, 't' | 'title' | 'authority'>): string {
  return [title, authority?.name, t('ui.shell.site')].filter((part) => part !== undefined && part !== '').join(' – ')
}

/** Address of a page below this portal's start page. */
export function below(homeHref: string, page: string): string {
  return `${homeHref.replace(/\/+$/, '')}/${page}`
}

export function DemoBanner({ t }: { t: Translate }) {
  return (
    <aside class="demo-banner" aria-label={t('ui.shell.demo')}>
      <p class="page-width">
        <strong>{t('ui.shell.demo')}</strong> {t('ui.shell.demo_more')}
      </p>
    </aside>
  )
}

export function ShellHeader(props: ShellProps) {
  const { t, authority } = props
  return (
    <header class="shell-header">
      <div class="page-width shell-bar">
        <a class="shell-home" href={props.homeHref}>
          <Signpost />
          <span class="shell-names">
            <span class="shell-site">{t('ui.shell.site')}</span>
            <span class="shell-authority">{authority?.name ?? t('ui.shell.canton')}</span>
          </span>
        </a>
        <LanguageSwitch t={t} languages={props.languages} />
        <AccountMenu t={t} user={props.user} signInHref={props.signInHref} />
      </div>
    </header>
  )
}

type AccountMenuProps = { t: Translate; user: ShellUser | undefined; signInHref: string | undefined }

function AccountMenu({ t, user, signInHref }: AccountMenuProps) {
  if (!user) {
    return signInHref ? (
      <a class="shell-sign-in" href={signInHref}>
        <Icon name="PersonCircle" /> {t('ui.shell.sign_in')}
      </a>
    ) : null
  }
  return (
    <details class="shell-account">
      <summary>
        <Icon name="PersonCircle" /> <span class="shell-user">{user.name}</span>
      </summary>
      <nav aria-label={t('ui.shell.account_menu')}>
        <a href={user.accountHref}>{t('ui.shell.account')}</a>
        <form method="post" action={user.signOutHref}>
          <button type="submit">{t('ui.shell.sign_out')}</button>
        </form>
      </nav>
    </details>
  )
}

/** Texts and addresses for what script adds to every page: forms that wait for the portal, and the session's end. */
export function PageHelpers({ t, user }: Pick<ShellProps, 't' | 'user'>) {
  return (
    <>
      <form-keeper data-probe="/readyz" data-away={t('ui.keep_form.away')} />
      {user?.session && (
        <session-warning
          data-ends-at={user.session.endsAt.toISOString()}
          data-keep={user.session.keepHref}
          data-soon={t('ui.session_warning.soon')}
          data-stay={t('ui.session_warning.stay')}
          data-stayed={t('ui.session_warning.stayed')}
          data-over={t('ui.session_warning.over')}
        />
      )}
    </>
  )
}
