import type { Translate } from '#kernel/i18n/translate.ts'
import type { ProfileLine } from '#modules/egovernment/public.ts'
import { ButtonRow, LinkButton } from '#ui/components/button/button.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'

type ProfileSectionProps = { t: Translate; href: (path: string) => string; lines: readonly ProfileLine[] }

/** What a resident has said of herself, and the way to change it. */
export function ProfileSection({ t, href, lines }: ProfileSectionProps) {
  return (
    <section>
      <h2>{t('portal.profile.title')}</h2>
      <p>{t('portal.profile.lead')}</p>
      <SummaryList
        rows={lines.map(({ key, value }) => ({
          key,
          value: value ?? t('portal.profile.nothing'),
        }))}
      />
      <ButtonRow>
        <LinkButton href={href('/account/profile')} variant="secondary">
          {t('portal.profile.change')}
        </LinkButton>
      </ButtonRow>
    </section>
  )
}
