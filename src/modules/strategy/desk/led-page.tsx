import { formatDate } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { DeskPage } from '#modules/egovernment/public.ts'
import { LinkButton } from '#ui/components/button/button.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import type { ProjectLine } from '../projects/list-projects.ts'
import { ProjectTable } from './cockpit-page.tsx'
import type { Due, ProjectPulse } from './cockpit-queries.ts'
import { deskPath } from './desk-context.ts'
import { tabPath } from './projects/project-context.ts'
import { SteeringTabs } from './steering-tabs.tsx'

type LedPageProps = DeskPage & {
  readonly language: Language
  readonly authorityId: AuthorityId
  readonly authorityName: string
  readonly projects: readonly ProjectLine[]
  readonly pulses: ReadonlyMap<string, ProjectPulse>
  readonly gates: readonly Due[]
  readonly conditions: readonly Due[]
  readonly reports: readonly Due[]
  readonly milestones: readonly Due[]
}

/** Where whoever leads projects begins her day: hers, and what is due there. */
export function LedPage(props: LedPageProps) {
  const { t, href, language, authorityId, authorityName, projects, pulses } = props
  return (
    <>
      <h1>{t('strategy.leads.own')}</h1>
      <p>{authorityName}</p>
      <SteeringTabs {...{ t, href }} current="cockpit" />
      {projects.length === 0 ? (
        <EmptyState title={t('strategy.leads.none')} level={2} />
      ) : (
        <>
          <DueLines {...props} />
          <h2>{t('strategy.leads.own')}</h2>
          <ProjectTable {...{ t, href, language, projects, pulses }} caption={t('strategy.leads.own')} />
        </>
      )}
      <LinkButton variant="secondary" href={href(`${deskPath}/idea?authority=${authorityId}`)}>
        {t('strategy.projects.idea.title')}
      </LinkButton>
    </>
  )
}

function DueLines({ t, href, language, today, authorityId, gates, conditions, reports, milestones }: LedPageProps) {
  const groups = [
    {
      name: t('strategy.cockpit.group.gates'),
      tab: 'plan',
      dues: gates,
      say: ({ what }: Due) => t(`strategy.projects.value.gate.${what}`),
    },
    { name: t('strategy.leads.milestones'), tab: 'plan', dues: milestones, say: ({ what }: Due) => what },
    { name: t('strategy.cockpit.group.conditions'), tab: 'plan', dues: conditions, say: ({ what }: Due) => what },
    {
      name: t('strategy.cockpit.group.reports'),
      tab: 'reports',
      dues: reports,
      say: () => t('strategy.cockpit.report_of'),
    },
  ] as const
  const shown = groups.filter(({ dues }) => dues.length > 0)
  return (
    <section class="cockpit-today" aria-labelledby="today">
      <h2 id="today">{t('strategy.leads.due')}</h2>
      {shown.length === 0 && <p>{t('strategy.cockpit.nothing')}</p>}
      <div class="cockpit-groups">
        {shown.map(({ name, tab, dues, say }) => (
          <section key={name}>
            <h3>{name}</h3>
            <ul>
              {dues.map((one) => (
                <li key={`${one.slug} ${one.what}`}>
                  <a class="ds-link" href={href(tabPath({ authorityId, slug: one.slug }, tab))}>
                    {textIn(one.title, language)}
                  </a>
                  {': '}
                  {say(one)},{' '}
                  {t(one.dueOn < today ? 'strategy.cockpit.overdue' : 'strategy.cockpit.due', {
                    day: formatDate(one.dueOn),
                  })}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  )
}
