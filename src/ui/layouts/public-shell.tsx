import { Breadcrumbs } from '../components/breadcrumbs/breadcrumbs.tsx'
import { SkipLink } from '../components/skip-link/skip-link.tsx'
import { Document } from './document.tsx'
import { below, DemoBanner, PageHelpers, pageTitle, ShellHeader, type ShellProps } from './shell.tsx'

export type PublicShellProps = ShellProps & {
  /** A page that reads (default), or one that uses the whole width, such as a front page. */
  width?: 'reading' | 'full'
}

/** A page for everybody: one line of header, the content, the footer. */
export function PublicShell(props: PublicShellProps) {
  const { t, breadcrumbs } = props
  return (
    <Document
      language={props.language}
      title={pageTitle(props)}
      description={props.description}
      assets={props.assets}
      theme={props.authority?.theme}
      canonical={props.canonical}
      languages={props.languages}
      alternates={props.alternates}
      noIndex={props.noIndex ?? props.isDemo}
    >
      <SkipLink t={t} />
      {props.isDemo && <DemoBanner t={t} />}
      <ShellHeader {...props} />
      {breadcrumbs && breadcrumbs.length > 0 && (
        <div class="page-width">
          <Breadcrumbs t={t} items={breadcrumbs} />
        </div>
      )}
      <main id="main" class={props.width === 'full' ? 'main' : 'main page-width'} tabIndex={-1}>
        {props.children}
      </main>
      <ShellFooter {...props} />
      <PageHelpers t={t} user={props.user} />
    </Document>
  )
}

function ShellFooter({ t, homeHref, authority, contactHref, sourceHref }: PublicShellProps) {
  const imprint = below(homeHref, 'imprint')
  return (
    <footer class="shell-footer">
      <div class="page-width">
        <p class="shell-footer-name">{authority?.name ?? t('ui.shell.canton')}</p>
        <nav aria-label={t('ui.shell.footer')}>
          <ul>
            <li>
              <a href={contactHref ?? `${imprint}#contact`}>{t('ui.shell.contact')}</a>
            </li>
            <li>
              <a href={below(homeHref, 'strategy')}>{t('ui.shell.strategy')}</a>
            </li>
            <li>
              <a href={below(homeHref, 'opendata')}>{t('ui.shell.opendata')}</a>
            </li>
            <li>
              <a href={below(homeHref, 'accessibility')}>{t('ui.shell.accessibility')}</a>
            </li>
            <li>
              <a href={below(homeHref, 'privacy')}>{t('ui.shell.privacy')}</a>
            </li>
            <li>
              <a href={imprint}>{t('ui.shell.imprint')}</a>
            </li>
            <li>
              <a href={sourceHref ?? `${imprint}#source`}>{t('ui.shell.source')}</a>
            </li>
          </ul>
        </nav>
      </div>
    </footer>
  )
}
