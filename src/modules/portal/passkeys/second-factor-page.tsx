import type { Translate } from '#kernel/i18n/translate.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { LinkButton } from '#ui/components/button/button.tsx'
import { ConfirmForm, type PasskeyPart } from './passkey-form.tsx'

export type SecondFactorView = {
  t: Translate
  isRefused: boolean
  /** Undefined for whoever has no passkey yet. */
  passkey: PasskeyPart | undefined
  newHref: string
  providerHref: string
}

/** Before staff get to work: show the second factor, or set one up. */
export function SecondFactorPage({ t, isRefused, passkey, newHref, providerHref }: SecondFactorView) {
  return (
    <>
      <h1>{t('portal.passkeys.second_factor.title')}</h1>
      {isRefused && (
        <Alert kind="danger">
          <p>{t('portal.passkeys.second_factor.refused')}</p>
        </Alert>
      )}
      <p>{t('portal.passkeys.second_factor.why')}</p>
      {passkey ? (
        <ConfirmForm t={t} {...passkey} />
      ) : (
        <>
          <p>{t('portal.passkeys.second_factor.none')}</p>
          <p>
            <LinkButton href={newHref}>{t('portal.passkeys.second_factor.set_up')}</LinkButton>
          </p>
        </>
      )}
      <h2>{t('portal.passkeys.second_factor.other')}</h2>
      <p>{t('portal.passkeys.second_factor.other_more')}</p>
      <p>
        <a class="ds-link" href={providerHref}>
          {t('portal.passkeys.second_factor.other_go')}
        </a>
      </p>
    </>
  )
}
