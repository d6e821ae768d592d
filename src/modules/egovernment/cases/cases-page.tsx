import type { AuthorityDirectory } from '#kernel/authorities/authority-directory.ts'
import { formatDate, swissDate } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button } from '#ui/components/button/button.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { OwnPage } from './case-queries.ts'

export type CasesPageProps = {
  /** The cases of who is signed in. */
  readonly own: OwnPage | undefined
  readonly number: string
  readonly error?: string
  readonly authorities: AuthorityDirectory
  readonly href: (path: string) => string
  readonly t: Translate
}

/** My cases when signed in; and the way to one with number and code. */
export function CasesPage({ own, number, error, authorities, href, t }: CasesPageProps) {
  return (
    <>
      <ErrorSummary t={t} errors={error === undefined ? [] : [{ fieldId: 'number', text: error }]} />
      <h1>{t(own ? 'egovernment.cases.title' : 'egovernment.cases.follow_title')}</h1>
      {own && <OwnCases own={own} authorities={authorities} href={href} t={t} />}
      <h2>{t('egovernment.cases.access.title')}</h2>
      <p>{t('egovernment.cases.access.text')}</p>
      <form method="post" action={href('/cases/access')} noValidate class="form-page">
        <TextField
          id="number"
          name="number"
          label={t('egovernment.cases.access.number')}
          hint={t('egovernment.cases.access.number_hint')}
          value={number}
          autocomplete="off"
          spellcheck={false}
          width="m"
          required
          {...(error === undefined ? {} : { error })}
        />
        <TextField
          id="code"
          name="code"
          label={t('egovernment.cases.access.code')}
          autocomplete="off"
          spellcheck={false}
          width="m"
          required
        />
        <Button>{t('egovernment.cases.access.submit')}</Button>
      </form>
      <p>
        <a href={href('/cases/new-code')}>{t('egovernment.cases.access.lost')}</a>
      </p>
    </>
  )
}

type OwnProps = Pick<CasesPageProps, 'authorities' | 'href' | 't'> & { own: OwnPage }

function OwnCases({ own, authorities, href, t }: OwnProps) {
  if (own.items.length === 0) {
    return (
      <EmptyState title={t('egovernment.cases.none_title')} level={2}>
        <p>{t('egovernment.cases.none_text')}</p>
      </EmptyState>
    )
  }
  const column = (name: string) => t(`egovernment.cases.column.${name}`)
  return (
    <>
      <Table
        caption={t('egovernment.cases.title')}
        hideCaption
        head={[column('case'), column('authority'), column('status'), column('received')]}
        rows={own.items.map((one) => [
          <a key={one.number} href={href(`/cases/${one.number}`)}>
            {one.subject} <span class="case-number">{one.number}</span>
          </a>,
          authorities.nameOf(one.authorityId, t.language),
          t(`egovernment.cases.status.${one.status}`),
          formatDate(swissDate(one.receivedAt)),
        ])}
      />
      {own.next !== undefined && (
        <p>
          <a class="ds-link" rel="next" href={href(`/cases?after=${encodeURIComponent(own.next)}`)}>
            {t('egovernment.cases.older')}
          </a>
        </p>
      )}
    </>
  )
}

type MailPageProps = { href: (path: string) => string; t: Translate }

/** Asking for a link to a new access code. */
export function AskCodePage({ isSent, href, t }: MailPageProps & { isSent: boolean }) {
  return (
    <>
      <h1>{t('egovernment.cases.new_code.title')}</h1>
      {isSent ? (
        <Alert kind="info" isLive title={t('egovernment.cases.new_code.sent_title')}>
          <p>{t('egovernment.cases.new_code.sent_text')}</p>
        </Alert>
      ) : (
        <p>{t('egovernment.cases.new_code.text')}</p>
      )}
      <form method="post" action={href('/cases/new-code')} noValidate class="form-page">
        <TextField
          id="number"
          name="number"
          label={t('egovernment.cases.access.number')}
          autocomplete="off"
          width="m"
          required
        />
        <TextField
          id="email"
          name="email"
          type="email"
          label={t('egovernment.cases.new_code.email')}
          autocomplete="email"
          width="l"
          required
        />
        <Button>{t('egovernment.cases.new_code.submit')}</Button>
      </form>
    </>
  )
}

/** A link out of a mail works with a button, because mail programs open links on their own. */
export function UseLinkPage({ about, t }: { about: 'new_code' | 'confirm'; t: Translate }) {
  const texts =
    about === 'new_code'
      ? ([
          'egovernment.cases.new_code.use_title',
          'egovernment.cases.new_code.use_text',
          'egovernment.cases.new_code.use',
        ] as const)
      : ([
          'egovernment.cases.confirm.title',
          'egovernment.cases.confirm.text',
          'egovernment.cases.confirm.submit',
        ] as const)
  return (
    <form method="post">
      <h1>{t(texts[0])}</h1>
      <p>{t(texts[1])}</p>
      <Button>{t(texts[2])}</Button>
    </form>
  )
}

export function NewCodePage({ number, code, href, t }: MailPageProps & { number: string; code: string }) {
  return (
    <>
      <h1>{t('egovernment.cases.new_code.use_title')}</h1>
      <Alert kind="success" title={code}>
        <p>{t('egovernment.cases.new_code.once')}</p>
      </Alert>
      <p>
        <a href={href(`/cases/${number}`)}>{t('egovernment.cases.page.number', { number })}</a>
      </p>
    </>
  )
}
