import type { ComponentChildren } from 'preact'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'

type PasskeyFormProps = {
  t: Translate
  ceremony: 'register' | 'confirm'
  action: string
  /** Answers a POST with what the browser is asked for. */
  challengeHref: string
  /** What one can do without script. */
  otherwise: string
  button: string
  children?: ComponentChildren
}

/** A form that is sent with a passkey. Only script can ask for one: without it, the form says so and shows no button. */
export function PasskeyForm({ t, ceremony, action, challengeHref, otherwise, button, children }: PasskeyFormProps) {
  return (
    <form
      method="post"
      action={action}
      data-enhance="passkey"
      data-ceremony={ceremony}
      data-challenge={challengeHref}
      data-cancelled={t('portal.passkeys.trouble.cancelled')}
      data-known={t('portal.passkeys.trouble.known')}
      data-over={t('portal.passkeys.trouble.over')}
      data-failed={t('portal.passkeys.trouble.failed')}
    >
      <input type="hidden" name="credential" value="" />
      <div data-passkey>
        <Alert kind="warning" title={t('portal.passkeys.needs_script')}>
          <p>{otherwise}</p>
        </Alert>
      </div>
      <div data-passkey hidden>
        {children}
        <ButtonRow>
          <Button>{button}</Button>
        </ButtonRow>
      </div>
    </form>
  )
}

export type PasskeyPart = { action: string; challengeHref: string }

/** «It is me», said with one of one's passkeys. */
export function ConfirmForm({ t, action, challengeHref }: PasskeyPart & { t: Translate }) {
  return (
    <PasskeyForm
      t={t}
      ceremony="confirm"
      action={action}
      challengeHref={challengeHref}
      otherwise={t('portal.passkeys.confirm_otherwise')}
      button={t('portal.passkeys.confirm')}
    />
  )
}
