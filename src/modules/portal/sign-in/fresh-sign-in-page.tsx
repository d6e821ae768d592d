import type { Translate } from '#kernel/i18n/translate.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { ButtonRow, LinkButton } from '#ui/components/button/button.tsx'
import { ConfirmForm, type PasskeyPart } from '../passkeys/passkey-form.tsx'

export type FreshSignInView = {
  t: Translate
  isCancelled: boolean
  /** Begins the sign-in that asks the provider anew. */
  goHref: string
  /** Where her passkeys do as well; undefined without any. */
  passkey: PasskeyPart | undefined
  back: { text: string; href: string }
}

/** Why one signs in again, and that nothing is lost by it. */
export function FreshSignInPage({ t, isCancelled, goHref, passkey, back }: FreshSignInView) {
  return (
    <>
      <h1>{t('portal.sign_in.again.title')}</h1>
      {isCancelled && (
        <Alert kind="info">
          <p>{t('portal.sign_in.again.cancelled')}</p>
        </Alert>
      )}
      <p>{t('portal.sign_in.again.more')}</p>
      {passkey && <ConfirmForm t={t} {...passkey} />}
      <ButtonRow>
        <LinkButton href={goHref} variant={passkey ? 'secondary' : 'primary'}>
          {t('portal.sign_in.again.go')}
        </LinkButton>
        <LinkButton href={back.href} variant="tertiary">
          {back.text}
        </LinkButton>
      </ButtonRow>
    </>
  )
}
