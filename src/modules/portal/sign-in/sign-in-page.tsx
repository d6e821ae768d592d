import { type IdentityLevel, identityLevels } from '#kernel/db/actor.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { LinkButton } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'

/** What happened before this page, to be said on top of it. */
export const signInNotices = ['signed_out', 'cancelled'] as const
/** `away`: the service that people sign in with does not answer. */
export type SignInNotice = (typeof signInNotices)[number] | 'away'

export type SignInView = {
  t: Translate
  notice: SignInNotice | undefined
  /** The level that the next step needs. */
  level: IdentityLevel
  /** Beginnings of a sign-in; undefined where the installation has no such provider. */
  personHref: string | undefined
  staffHref: string | undefined
  guestHref: string
  casesHref: string
}

/** How to go on: with an account, without one, or as staff. */
export function SignInPage({ t, notice, level, personHref, staffHref, guestHref, casesHref }: SignInView) {
  return (
    <>
      <h1>{t('portal.sign_in.title')}</h1>
      {notice && <Notice t={t} notice={notice} />}
      {level !== 'none' && (
        <Alert kind="info" title={t('portal.sign_in.level_needed', { level: t(`kernel.identity.level.${level}`) })}>
          <p>{t(`kernel.identity.level_meaning.${level}`)}</p>
        </Alert>
      )}
      {personHref && (
        <section>
          <h2>{t('portal.sign_in.with_account')}</h2>
          <p>{t('portal.sign_in.with_account_more')}</p>
          <p>
            <LinkButton href={personHref}>{t('portal.sign_in.with_account_go')}</LinkButton>
          </p>
          <Levels t={t} />
        </section>
      )}
      {level === 'none' && (
        <section>
          <h2>{t('portal.sign_in.as_guest')}</h2>
          <p>{t('portal.sign_in.as_guest_more')}</p>
          <p>
            <LinkButton href={guestHref} variant="secondary">
              {t('portal.sign_in.as_guest_go')}
            </LinkButton>
          </p>
          <p>
            <a class="ds-link" href={casesHref}>
              {t('portal.sign_in.follow_case')}
            </a>
          </p>
        </section>
      )}
      {staffHref && (
        <section>
          <h2>{t('portal.sign_in.as_staff')}</h2>
          <p>
            <a class="ds-link" href={staffHref}>
              {t('portal.sign_in.as_staff_go')}
            </a>
          </p>
        </section>
      )}
    </>
  )
}

function Notice({ t, notice }: { t: Translate; notice: SignInNotice }) {
  switch (notice) {
    case 'signed_out':
      return (
        <Alert kind="success">
          <p>{t('portal.sign_in.signed_out')}</p>
        </Alert>
      )
    case 'cancelled':
      return (
        <Alert kind="info">
          <p>{t('portal.sign_in.cancelled')}</p>
        </Alert>
      )
    case 'away':
      return (
        <Alert kind="warning" title={t('kernel.identity.provider_away')}>
          <ul>
            <li>{t('portal.sign_in.away.guest')}</li>
            <li>{t('portal.sign_in.away.follow')}</li>
            <li>{t('portal.sign_in.away.signed_in')}</li>
          </ul>
        </Alert>
      )
  }
}

function Levels({ t }: { t: Translate }) {
  return (
    <Details summary={t('portal.sign_in.levels')}>
      <dl>
        {identityLevels.map((level) => (
          <div key={level}>
            <dt>{t(`kernel.identity.level.${level}`)}</dt>
            <dd>{t(`kernel.identity.level_meaning.${level}`)}</dd>
          </div>
        ))}
      </dl>
    </Details>
  )
}
