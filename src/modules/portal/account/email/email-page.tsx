import type { Translate } from '#kernel/i18n/translate.ts'
import { Button, ButtonRow, LinkButton } from '#ui/components/button/button.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'

export type EmailFault = 'form' | 'same' | 'too_many'

type Frame = { t: Translate; href: (path: string) => string }
type EmailPageProps = Frame & { email: string | null; typed: string; isSent: boolean; fault?: EmailFault | undefined }

/** Another address for notices. Nothing changes before the link that goes there was opened. */
export function EmailPage({ t, href, email, typed, isSent, fault }: EmailPageProps) {
  const error = fault && t(`portal.email.error.${fault}`)
  return (
    <>
      <ErrorSummary t={t} errors={error ? [{ fieldId: 'email', text: error }] : []} />
      <h1>{t('portal.email.title')}</h1>
      {isSent && (
        <DoneNotice title={t('portal.email.sent_title')}>
          <p>{t('portal.email.sent')}</p>
        </DoneNotice>
      )}
      <p>{t('portal.email.lead')}</p>
      <SummaryList rows={[{ key: t('portal.email.now'), value: email ?? t('portal.profile.nothing') }]} />
      <form method="post" action={href('/account/email')} noValidate class="form-page">
        <TextField
          id="email"
          name="email"
          type="email"
          label={t('portal.email.new')}
          value={typed}
          autocomplete="email"
          maxLength={254}
          required
          {...(error ? { error } : {})}
        />
        <ButtonRow>
          <Button>{t('portal.email.send_link')}</Button>
          <LinkButton href={href('/account')} variant="tertiary">
            {t('portal.email.back')}
          </LinkButton>
        </ButtonRow>
      </form>
    </>
  )
}

type ConfirmEmailPageProps = Frame & { action: string; link: string; email: string; before: string | null }

/** What the link confirms; a press of the button, because mail programs open links too. */
export function ConfirmEmailPage({ t, href, action, link, email, before }: ConfirmEmailPageProps) {
  return (
    <>
      <h1>{t('portal.email.confirm_title')}</h1>
      <SummaryList
        rows={[
          { key: t('portal.email.now'), value: before ?? t('portal.profile.nothing') },
          { key: t('portal.email.new'), value: email },
        ]}
      />
      <form method="post" action={href(action)}>
        <input type="hidden" name="link" value={link} />
        <ButtonRow>
          <Button>{t('portal.email.confirm')}</Button>
          <LinkButton href={href('/account')} variant="tertiary">
            {t('portal.email.back')}
          </LinkButton>
        </ButtonRow>
      </form>
    </>
  )
}

/** The link is old, was used, or belongs to another account. */
export function StaleLinkPage({ t, href }: Frame) {
  return (
    <>
      <h1>{t('portal.email.stale_title')}</h1>
      <p>{t('portal.email.stale')}</p>
      <ButtonRow>
        <LinkButton href={href('/account/email')}>{t('portal.email.again')}</LinkButton>
      </ButtonRow>
    </>
  )
}
