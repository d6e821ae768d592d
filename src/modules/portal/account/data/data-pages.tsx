import { formatInstant } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { HandedOut, OwnAccess } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button, ButtonRow, LinkButton } from '#ui/components/button/button.tsx'
import { Checkbox } from '#ui/components/checkbox/checkbox.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { exportsPerDay } from './take-export.ts'

type Frame = { t: Translate; href: (path: string) => string }

type AccessesPageProps = Frame & {
  accesses: readonly (OwnAccess & { authority: string })[]
  nextHref: string | undefined
}

/** Who looked at which of one's cases, when and why. */
export function AccessesPage({ t, href, accesses, nextHref }: AccessesPageProps) {
  return (
    <>
      <h1>{t('portal.data.accesses.title')}</h1>
      <p>{t('portal.data.accesses.lead')}</p>
      {accesses.length === 0 && (
        <EmptyState title={t('portal.data.accesses.none')} level={2}>
          <p>{t('portal.data.accesses.none_text')}</p>
        </EmptyState>
      )}
      <ol class="plain-list">
        {accesses.map((access) => (
          <li key={access.id}>
            <p>
              <strong>{formatInstant(access.at, t.language)}</strong>
              <br />
              {access.role ? `${access.authority}, ${t(`kernel.identity.role.${access.role}`)}` : access.authority}
              <br />
              {reasonText(access, t)}
              <br />
              {access.cases.map(({ number, title }, index) => (
                <span key={number}>
                  {index > 0 && ', '}
                  <a href={href(`/cases/${number}`)}>
                    {title} <span class="case-number">{number}</span>
                  </a>
                </span>
              ))}
            </p>
          </li>
        ))}
      </ol>
      {nextHref && (
        <ButtonRow>
          <LinkButton href={nextHref} variant="secondary">
            {t('portal.data.accesses.older')}
          </LinkButton>
        </ButtonRow>
      )}
    </>
  )
}

function reasonText({ reason }: OwnAccess, t: Translate): string {
  if (reason === undefined) return t('portal.data.accesses.work')
  return t.has(reason) ? t(reason) : reason
}

/** What the export holds, before one asks for it. */
export function ExportPage({ t, href }: Frame) {
  return (
    <>
      <h1>{t('portal.data.export.title')}</h1>
      <p>{t('portal.data.export.lead')}</p>
      <ul>
        {(['profile', 'cases', 'accesses', 'mandates', 'opendata'] as const).map((part) => (
          <li key={part}>{t(`portal.data.export.holds.${part}`)}</li>
        ))}
      </ul>
      <p>{t('portal.data.export.not')}</p>
      <Alert kind="warning">
        <p>{t('portal.data.export.careful')}</p>
      </Alert>
      <form method="post" action={href('/account/export')}>
        <p>{t('portal.data.export.limit', { count: exportsPerDay })}</p>
        <Button>{t('portal.data.export.submit')}</Button>
      </form>
    </>
  )
}

type ClosingPageProps = Frame & {
  /** Numbers and titles of the cases that are not over. */
  open: readonly { number: string; title: string }[]
  /** Firms that would have nobody left who manages their mandates. */
  ledAlone: readonly string[]
  isRefused: boolean
}

/** What goes and what stays, before an account is closed. */
export function ClosingPage({ t, href, open, ledAlone, isRefused }: ClosingPageProps) {
  const error = isRefused ? t('portal.data.closing.error') : undefined
  return (
    <>
      <ErrorSummary t={t} errors={error === undefined ? [] : [{ fieldId: 'sure', text: error }]} />
      <h1>{t('portal.data.closing.title')}</h1>
      <h2>{t('portal.data.closing.goes')}</h2>
      <ul>
        {(['profile', 'drafts', 'mandates', 'mails', 'opendata'] as const).map((part) => (
          <li key={part}>{t(`portal.data.closing.goes_of.${part}`)}</li>
        ))}
      </ul>
      <h2>{t('portal.data.closing.stays')}</h2>
      <p>{t('portal.data.closing.stays_text')}</p>
      {open.length > 0 && (
        <>
          <p>{t('portal.data.closing.open', { count: open.length })}</p>
          <ul>
            {open.map(({ number, title }) => (
              <li key={number}>
                {title} <span class="case-number">{number}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {ledAlone.length > 0 && (
        <Alert kind="warning" title={t('portal.data.closing.led_alone')}>
          <p>{t('portal.data.closing.led_alone_text', { firms: ledAlone.join(', ') })}</p>
        </Alert>
      )}
      <p>
        <a href={href('/account/export')}>{t('portal.data.closing.export_first')}</a>
      </p>
      <form method="post" action={href('/account/closing')} noValidate class="form-page">
        <Checkbox id="sure" name="sure" label={t('portal.data.closing.sure')} {...(error ? { error } : {})} />
        <Button color="danger">{t('portal.data.closing.submit')}</Button>
      </form>
    </>
  )
}

/** The account is closed; the codes with which open cases stay reachable are told here and nowhere else. */
export function ClosedPage({ t, href, codes }: Frame & { codes: readonly HandedOut[] }) {
  return (
    <>
      <h1>{t('portal.data.closed.title')}</h1>
      <p>{t('portal.data.closed.text')}</p>
      {codes.length > 0 && (
        <>
          <h2>{t('portal.data.closed.codes')}</h2>
          <p>{t('portal.data.closed.codes_text')}</p>
          <dl class="summary-list">
            {codes.map(({ number, title, code }) => (
              <div key={number}>
                <dt>
                  {title} <span class="case-number">{number}</span>
                </dt>
                <dd>
                  <strong class="case-number">{code}</strong>
                </dd>
              </div>
            ))}
          </dl>
          <ButtonRow>
            <LinkButton href={href('/cases')} variant="secondary">
              {t('portal.data.closed.follow')}
            </LinkButton>
          </ButtonRow>
        </>
      )}
    </>
  )
}
