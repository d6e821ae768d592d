import { formatDate, formatInstant, swissDate } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button, ButtonRow, LinkButton } from '#ui/components/button/button.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'

export type LaterPageProps = {
  readonly savedAt: Date
  readonly keptUntil: Date
  /** The address of the way back into the form. */
  readonly goOnHref: string
  readonly draftHref: string
  /** Where one signs in to go on from anywhere; missing for who is signed in. */
  readonly signInHref: string | undefined
  /** Only the device on which a draft was begun can hand it on; others find it by signing in. */
  readonly canMakeLink: boolean
  /** A link that was just made. */
  readonly link?: { readonly url: string; readonly sentTo: string | undefined }
  readonly error?: string
  readonly t: Translate
}

/** How to go on later or on another device. */
export function LaterPage({ savedAt, keptUntil, goOnHref, draftHref, signInHref, t, ...other }: LaterPageProps) {
  return (
    <>
      <h1>{t('egovernment.apply.later.title')}</h1>
      <p>
        {t('egovernment.apply.later.saved', {
          at: formatInstant(savedAt, t.language),
          until: formatDate(swissDate(keptUntil)),
        })}
      </p>
      <ButtonRow>
        <LinkButton href={goOnHref}>{t('egovernment.apply.later.go_on')}</LinkButton>
        {signInHref && (
          <LinkButton href={signInHref} variant="secondary">
            {t('egovernment.apply.later.sign_in')}
          </LinkButton>
        )}
      </ButtonRow>
      {other.canMakeLink && <OtherDevice draftHref={draftHref} t={t} {...other} />}
      <h2>{t('egovernment.apply.later.discard_title')}</h2>
      <form method="post" action={`${draftHref}/discard`}>
        <p>{t('egovernment.apply.later.discard_hint')}</p>
        <Button variant="tertiary" color="danger">
          {t('egovernment.apply.later.discard')}
        </Button>
      </form>
    </>
  )
}

type OtherDeviceProps = Pick<LaterPageProps, 'draftHref' | 'link' | 'error' | 't'>

function OtherDevice({ draftHref, link, error, t }: OtherDeviceProps) {
  return (
    <>
      <h2>{t('egovernment.apply.later.other_device')}</h2>
      {link && (
        <Alert kind="success" isLive title={t('egovernment.apply.later.link_title')}>
          <p>{t('egovernment.apply.later.link_hint')}</p>
          <p>
            <code class="wrap-anywhere">{link.url}</code>
          </p>
          {link.sentTo && <p>{t('egovernment.apply.later.link_sent', { email: link.sentTo })}</p>}
        </Alert>
      )}
      <form method="post" action={`${draftHref}/link`} noValidate class="form-page">
        <TextField
          id="email"
          name="email"
          type="email"
          label={t('egovernment.apply.later.email')}
          optionalText={t('egovernment.forms.optional')}
          autocomplete="email"
          width="l"
          {...(error === undefined ? {} : { error })}
        />
        <Button variant="secondary">{t('egovernment.apply.later.make_link')}</Button>
      </form>
    </>
  )
}

/** A link from another device: used with a button, because mail programs open links on their own. */
export function TakeOverPage({ t }: { t: Translate }) {
  return (
    <form method="post">
      <h1>{t('egovernment.apply.take_over.title')}</h1>
      <p>{t('egovernment.apply.take_over.hint')}</p>
      <Button>{t('egovernment.apply.take_over.button')}</Button>
    </form>
  )
}
