import { formatInstant } from '#kernel/i18n/format.ts'
import { type Language, languages } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { OwnSession } from '#kernel/identity/sessions.ts'
import type { ProfileLine } from '#modules/egovernment/public.ts'
import { Button, ButtonRow, LinkButton } from '#ui/components/button/button.tsx'
import { Card, CardGrid } from '#ui/components/card/card.tsx'
import { Checkbox } from '#ui/components/checkbox/checkbox.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { SummaryList, type SummaryRow } from '#ui/components/summary-list/summary-list.tsx'
import { ProfileSection } from './profile/profile-section.tsx'

export type AccountView = {
  t: Translate
  language: Language
  href: (path: string) => string
  isSaved: boolean
  name: string
  email: string | undefined
  /** The level of the present sign-in in words; staff have none. */
  level: string | undefined
  /** Whom a person acts for, or what a member of staff is, each in words. */
  represents: readonly string[]
  roles: readonly string[]
  /** What a person can set; staff have nothing to set here. */
  settings: { language: string; wantsNotices: boolean } | undefined
  /** How a person is reached and where she lives, as she says herself. */
  profile?: readonly ProfileLine[] | undefined
  /** Where she keeps the accesses of her authority; undefined for who does not. */
  accessHref?: string | undefined
  sessions: readonly (OwnSession & { isThis: boolean })[]
  /** Where one's work or cases are. */
  startHref: string
}

/** Who I am here, what I can set, and where I am signed in. */
export function AccountPage(view: AccountView) {
  const { t } = view
  return (
    <>
      <h1>{t('portal.account.title')}</h1>
      {view.isSaved && (
        <DoneNotice>
          <p>{t('portal.account.saved')}</p>
        </DoneNotice>
      )}
      <p>{t(view.settings ? 'portal.account.name_from_provider' : 'portal.account.from_provider')}</p>
      <SummaryList rows={profileRows(view)} />
      <ButtonRow>
        <LinkButton href={view.startHref} variant="secondary">
          {t(view.settings ? 'portal.account.my_cases' : 'portal.account.my_desk')}
        </LinkButton>
      </ButtonRow>
      {!view.settings && (
        <section>
          <h2>{t('portal.account.passkeys')}</h2>
          <p>{t('portal.account.passkeys_more')}</p>
          <LinkButton href={view.href('/account/passkeys')} variant="secondary">
            {t('portal.account.passkeys_go')}
          </LinkButton>
          {view.accessHref && (
            <p>
              <a class="ds-link" href={view.accessHref}>
                {t('portal.account.access_go')}
              </a>
            </p>
          )}
        </section>
      )}
      {view.profile && <ProfileSection t={t} href={view.href} lines={view.profile} />}
      {view.settings && <OwnPages {...view} />}
      {view.settings && <SettingsForm {...view} settings={view.settings} />}
      <Sessions {...view} />
    </>
  )
}

/** Where else one finds what belongs to the account. */
function OwnPages({ t, href }: AccountView) {
  return (
    <nav aria-labelledby="more">
      <h2 id="more">{t('portal.account.more')}</h2>
      <ul>
        {(['mandates', 'subscriptions', 'accesses', 'export', 'closing'] as const).map((path) => (
          <li key={path}>
            <a href={href(`/account/${path}`)}>{t(`portal.account.page_of.${path}`)}</a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function profileRows({ t, href, settings, name, email, level, represents, roles }: AccountView): SummaryRow[] {
  return [
    { key: t('portal.account.name'), value: name },
    ...(settings ? [emailRow({ t, href, email })] : email ? [{ key: t('portal.account.email'), value: email }] : []),
    ...(level ? [{ key: t('portal.account.level'), value: level }] : []),
    ...(represents.length > 0 ? [{ key: t('portal.account.represents'), value: <Lines lines={represents} /> }] : []),
    ...(roles.length > 0 ? [{ key: t('portal.account.roles'), value: <Lines lines={roles} /> }] : []),
  ]
}

function emailRow({ t, href, email }: Pick<AccountView, 't' | 'href' | 'email'>): SummaryRow {
  return {
    key: t('portal.account.email'),
    value: email ?? t('portal.profile.nothing'),
    changeHref: href('/account/email'),
    changeLabel: t('portal.email.change'),
  }
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul class="ds-list">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

type SettingsFormProps = AccountView & { settings: NonNullable<AccountView['settings']> }

function SettingsForm({ t, href, settings, email }: SettingsFormProps) {
  return (
    <section>
      <h2>{t('portal.account.notices')}</h2>
      <form method="post" action={href('/account')}>
        <SelectField
          id="language"
          name="language"
          label={t('portal.account.language')}
          value={settings.language}
          options={languages.map((language) => ({
            value: language,
            label: t(`portal.account.language_name.${language}`),
          }))}
        />
        <Checkbox
          id="notices"
          name="notices"
          label={t('portal.account.email_notices')}
          hint={t(email ? 'portal.account.email_notices_hint' : 'portal.account.email_notices_none')}
          checked={settings.wantsNotices}
        />
        <ButtonRow>
          <Button>{t('portal.account.save')}</Button>
        </ButtonRow>
      </form>
    </section>
  )
}

function Sessions({ t, language, href, sessions }: AccountView) {
  return (
    <section>
      <h2>{t('portal.account.sessions')}</h2>
      <p>{t('portal.account.sessions_more')}</p>
      <CardGrid>
        {sessions.map((session) => {
          const browser = session.browser ?? t('portal.account.unknown_browser')
          return (
            <Card key={session.id} title={browser}>
              <p>{t('portal.account.since', { at: formatInstant(session.createdAt, language) })}</p>
              <p>{t('portal.account.last_seen', { at: formatInstant(session.lastSeenAt, language) })}</p>
              {session.isThis ? (
                <p>{t('portal.account.this_session')}</p>
              ) : (
                <form method="post" action={href(`/account/sessions/${session.id}/end`)}>
                  <Button variant="secondary">{t('portal.account.end_session', { browser })}</Button>
                </form>
              )}
            </Card>
          )
        })}
      </CardGrid>
      <form method="post" action={href('/sign-out-everywhere')}>
        <ButtonRow>
          <Button variant="secondary">{t('portal.account.sign_out_everywhere')}</Button>
        </ButtonRow>
      </form>
    </section>
  )
}
