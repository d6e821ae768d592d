import { ProfileErrors, ProfileFields, type ProfileFieldsProps } from '#modules/egovernment/public.ts'
import { Button, ButtonRow, LinkButton } from '#ui/components/button/button.tsx'

type ProfilePageProps = ProfileFieldsProps & { href: (path: string) => string }

/** Where a resident says how she is reached and where she lives. What her sign-in vouches for stands on the page before. */
export function ProfilePage({ href, ...props }: ProfilePageProps) {
  const { t } = props
  const moving = `/services?q=${encodeURIComponent(t('portal.profile.moving_words'))}`
  return (
    <>
      <ProfileErrors {...props} />
      <h1>{t('portal.profile.title')}</h1>
      <p>{t('portal.profile.lead')}</p>
      <p>
        {t('portal.profile.not_moving')} <a href={href(moving)}>{t('portal.profile.moving')}</a>
      </p>
      <form method="post" noValidate class="form-page">
        <ProfileFields {...props} />
        <ButtonRow>
          <Button>{t('portal.profile.save')}</Button>
          <LinkButton href={href('/account')} variant="tertiary">
            {t('portal.profile.cancel')}
          </LinkButton>
        </ButtonRow>
      </form>
    </>
  )
}
