import { formatInstant } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { Passkey } from '#kernel/identity/passkeys/queries.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow, LinkButton } from '#ui/components/button/button.tsx'
import { Card, CardGrid } from '#ui/components/card/card.tsx'

type View = { t: Translate; href: (path: string) => string }

/** One's passkeys: when each was last used, a new one, and the way to remove one. */
export function PasskeysPage({
  t,
  href,
  passkeys,
  isSaved,
}: View & { passkeys: readonly Passkey[]; isSaved: boolean }) {
  return (
    <>
      <BackLink t={t} href={href('/account')} />
      <h1>{t('portal.passkeys.title')}</h1>
      {isSaved && (
        <Alert kind="success">
          <p>{t('portal.passkeys.saved')}</p>
        </Alert>
      )}
      <p>{t(passkeys.length === 1 ? 'portal.passkeys.only_one' : 'portal.passkeys.more')}</p>
      <CardGrid>
        {passkeys.map((passkey) => (
          <Card key={passkey.id} title={passkey.name}>
            <p>{t('portal.passkeys.since', { at: formatInstant(passkey.created_at, t.language) })}</p>
            <p>
              {passkey.last_used_at
                ? t('portal.passkeys.last_used', { at: formatInstant(passkey.last_used_at, t.language) })
                : t('portal.passkeys.never_used')}
            </p>
            <LinkButton href={href(`/account/passkeys/${passkey.id}/removal`)} variant="secondary">
              {t('portal.passkeys.remove', { name: passkey.name })}
            </LinkButton>
          </Card>
        ))}
      </CardGrid>
      <ButtonRow>
        <LinkButton href={href('/account/passkeys/new')}>{t('portal.passkeys.add')}</LinkButton>
      </ButtonRow>
    </>
  )
}

/** Asked once before a passkey goes. */
export function RemovalPage({ t, href, passkey, isLast }: View & { passkey: Passkey; isLast: boolean }) {
  return (
    <>
      <BackLink t={t} href={href('/account/passkeys')} />
      <h1>{t('portal.passkeys.removal.title', { name: passkey.name })}</h1>
      <p>{t('portal.passkeys.removal.more')}</p>
      {isLast && (
        <Alert kind="warning">
          <p>{t('portal.passkeys.removal.last')}</p>
        </Alert>
      )}
      <form method="post" action={href(`/account/passkeys/${passkey.id}/removal`)}>
        <ButtonRow>
          <Button color="danger">{t('portal.passkeys.removal.go')}</Button>
          <LinkButton href={href('/account/passkeys')} variant="tertiary">
            {t('portal.passkeys.removal.cancel')}
          </LinkButton>
        </ButtonRow>
      </form>
    </>
  )
}
