import type { Authority } from '#kernel/authorities/authority.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { askerDays } from '#modules/opendata/public.ts'
import { Markdown } from '#ui/components/markdown/markdown.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { ContactBlock } from './contact-block.tsx'
import type { CookieEntry } from './cookie-list.ts'
import { keptDays } from './feedback.ts'
import { DemoNote, FillIn, type StatementPage } from './statement-parts.tsx'

export type PrivacyPageProps = StatementPage & { authority: Authority; cookies: readonly CookieEntry[] }

/** What is kept about people, why, how long, who sees it, and how they use their rights. */
export function PrivacyPage(props: PrivacyPageProps) {
  const { t, authority, href } = props
  const links = { cases: href('/cases'), account: href('/account') }
  return (
    <>
      <h1>{t('portal.statements.privacy.title')}</h1>
      <p class="lead">{t('portal.statements.privacy.lead')}</p>
      <DemoNote {...props} />
      <h2>{t('portal.statements.privacy.short.title')}</h2>
      <Markdown text={t('portal.statements.privacy.short.text')} />
      <h2>{t('portal.statements.privacy.responsible.title')}</h2>
      <p>{t('portal.statements.privacy.responsible.text', { authority: textIn(authority.name, t.language) })}</p>
      <FillIn t={t}>{t('portal.statements.privacy.responsible.fill_in')}</FillIn>
      <KeptData {...props} />
      <h2>{t('portal.statements.privacy.sealed.title')}</h2>
      <p>{t('portal.statements.privacy.sealed.text')}</p>
      <h2>{t('portal.statements.privacy.trackers.title')}</h2>
      <p>{t('portal.statements.privacy.trackers.text')}</p>
      <Cookies {...props} />
      <h2>{t('portal.statements.privacy.rights.title')}</h2>
      <Markdown text={t('portal.statements.privacy.rights.text', links)} />
      <FillIn t={t}>{t('portal.statements.privacy.rights.fill_in')}</FillIn>
      <ContactBlock authority={authority} t={t} />
    </>
  )
}

const keptKinds = ['answers', 'drafts', 'contact', 'account', 'accesses', 'technical', 'feedback', 'opendata'] as const

function KeptData({ t }: PrivacyPageProps) {
  return (
    <>
      <h2>{t('portal.statements.privacy.kept.title')}</h2>
      {keptKinds.map((kind) => (
        <section key={kind}>
          <h3>{t(`portal.statements.privacy.kept.${kind}.what`)}</h3>
          <SummaryList
            rows={[
              { key: t('portal.statements.privacy.kept.why'), value: t(`portal.statements.privacy.kept.${kind}.why`) },
              {
                key: t('portal.statements.privacy.kept.how_long'),
                value: t(`portal.statements.privacy.kept.${kind}.how_long`, {
                  days: keptDays,
                  asker: askerDays,
                }),
              },
              { key: t('portal.statements.privacy.kept.who'), value: t(`portal.statements.privacy.kept.${kind}.who`) },
            ]}
          />
        </section>
      ))}
      <FillIn t={t}>{t('portal.statements.privacy.kept.fill_in')}</FillIn>
    </>
  )
}

function Cookies({ t, cookies }: PrivacyPageProps) {
  return (
    <>
      <h2>{t('portal.statements.privacy.cookies.title')}</h2>
      {cookies.map(({ name, why, howLong }) => (
        <section key={name}>
          <h3>
            <code>{name}</code>
          </h3>
          <SummaryList
            rows={[
              { key: t('portal.statements.privacy.cookies.why'), value: why },
              { key: t('portal.statements.privacy.cookies.how_long'), value: howLong },
            ]}
          />
        </section>
      ))}
    </>
  )
}
