import type { Translate } from '#kernel/i18n/translate.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { ButtonRow, LinkButton } from '#ui/components/button/button.tsx'

export type FreshSignInView = {
  t: Translate
  isCancelled: boolean
  /** Begins the sign-in that asks the provider anew. */
  goHref: string
  back: { text: string; href: string }
}

/** Why one signs in again, and that nothing is lost by it. */
export function FreshSignInPage({ t, isCancelled, goHref, back }: FreshSignInView) {
  return (
    <>
      <h1>{t('portal.sign_in.again.title')}</h1>
      {isCancelled && (
        <Alert kind="info">
          <p>{t('portal.sign_in.again.cancelled')}</p>
        </Alert>
      )}
      <p>{t('portal.sign_in.again.more')}</p>
      <ButtonRow>
        <LinkButton href={goHref}>{t('portal.sign_in.again.go')}</LinkButton>
        <LinkButton href={back.href} variant="tertiary">
          {back.text}
        </LinkButton>
      </ButtonRow>
    </>
  )
}
