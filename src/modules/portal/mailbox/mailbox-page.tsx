import { Fragment } from 'preact'
import { formatInstant } from '#kernel/i18n/format.ts'
import type { Language } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { MailboxEntry } from '#kernel/mail/list-mails.ts'
import { linkParts, paragraphs } from '#kernel/mail/mail-text.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { Tabs } from '#ui/components/tabs/tabs.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'

export type MailboxView = {
  t: Translate
  language: Language
  href: (path: string) => string
  mails: readonly MailboxEntry[]
  nextHref: string | undefined
  /** In the demo: whose mails these are, and who else got some. */
  demo: { address: string | undefined; addresses: readonly string[] } | undefined
}

/** Mails and notices, newest first; the newest is open. */
export function MailboxPage({ t, language, href, mails, nextHref, demo }: MailboxView) {
  return (
    <>
      <h1>{t('portal.mailbox.title')}</h1>
      {demo ? <DemoPart t={t} href={href} {...demo} /> : <p class="lead">{t('portal.mailbox.lead')}</p>}
      {mails.map((mail, index) => (
        <Details
          key={mail.id}
          summary={`${mail.subject} · ${formatInstant(mail.createdAt, language)}`}
          isOpen={index === 0}
        >
          <Mail mail={mail} />
        </Details>
      ))}
      {mails.length === 0 && (demo === undefined || demo.address !== undefined) && (
        <EmptyState title={t('portal.mailbox.empty')} icon="EnvelopeClosed">
          <p>{t('portal.mailbox.empty_more')}</p>
        </EmptyState>
      )}
      <Pagination t={t} {...(nextHref ? { nextHref } : {})} />
    </>
  )
}

function Mail({ mail }: { mail: MailboxEntry }) {
  return (
    <div lang={mail.language}>
      {paragraphs(mail.body).map((paragraph) => (
        <p key={paragraph}>
          {paragraph.split('\n').map((line, index) => (
            <Fragment key={line}>
              {index > 0 && <br />}
              {linkParts(line).map((part) => (part.isLink ? <a href={part.text}>{part.text}</a> : part.text))}
            </Fragment>
          ))}
        </p>
      ))}
    </div>
  )
}

type DemoPartProps = Pick<MailboxView, 't' | 'href'> & NonNullable<MailboxView['demo']>

/** The demo sends nothing: whoever tries it out looks here, for any address. */
function DemoPart({ t, href, address, addresses }: DemoPartProps) {
  return (
    <>
      <Alert kind="info">
        <p>{t('portal.mailbox.demo')}</p>
      </Alert>
      <form method="get" action={href('/mailbox')}>
        <TextField
          id="address"
          name="address"
          type="email"
          label={t('portal.mailbox.address')}
          hint={t('portal.mailbox.address_hint')}
          value={address ?? ''}
        />
        <ButtonRow>
          <Button variant="secondary">{t('portal.mailbox.look')}</Button>
        </ButtonRow>
      </form>
      {addresses.length > 0 && (
        <section>
          <h2>{t('portal.mailbox.addresses')}</h2>
          <Tabs
            label={t('portal.mailbox.addresses')}
            items={addresses.map((one) => ({
              href: mailboxHref(href, { address: one }),
              text: one,
              isCurrent: one === address,
            }))}
          />
        </section>
      )}
    </>
  )
}

/** The mailbox page: of an address in the demo, from a mail on. */
export function mailboxHref(href: (path: string) => string, query: Readonly<Record<string, string>>): string {
  return `${href('/mailbox')}?${new URLSearchParams(query)}`
}
