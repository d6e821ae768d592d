import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { DeskPage } from '#modules/egovernment/public.ts'
import { LinkButton } from '#ui/components/button/button.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { Table } from '#ui/components/table/table.tsx'
import type { Weighed } from '../../projects/benefit-effort.ts'
import { type Idea, pipelinePhases } from '../../projects/list-ideas.ts'
import type { ProjectLine } from '../../projects/list-projects.ts'
import { ProjectTable } from '../cockpit-page.tsx'
import type { ProjectPulse } from '../cockpit-queries.ts'
import { deskPath } from '../desk-context.ts'
import { SteeringTabs } from '../steering-tabs.tsx'
import { BenefitEffort } from './benefit-effort-chart.tsx'
import { phaseName } from './labels.tsx'
import { tabPath } from './project-context.ts'

type PipelinePageProps = DeskPage & {
  readonly language: Language
  readonly authorityId: AuthorityId
  readonly authorityName: string
  readonly ideas: readonly Idea[]
  readonly weighed: readonly Weighed[]
  readonly ended: readonly ProjectLine[]
  readonly pulses: ReadonlyMap<string, ProjectPulse>
  readonly nextHref: string | undefined
}

/** The innovation pipeline by stage, each idea with its priority and how that came about, and below it what has ended. */
export function PipelinePage(props: PipelinePageProps) {
  const { t, href, language, authorityId, authorityName, ideas, weighed, ended, pulses, nextHref } = props
  return (
    <>
      <h1>{t('strategy.projects.pipeline.title')}</h1>
      <p>
        {authorityName}. {t('strategy.projects.pipeline.lead')}
      </p>
      <SteeringTabs {...{ t, href }} current="projects" />
      <LinkButton variant="secondary" href={href(`${deskPath}/idea?authority=${authorityId}`)}>
        {t('strategy.projects.idea.title')}
      </LinkButton>
      {pipelinePhases.map((phase) => {
        const own = ideas.filter((one) => one.phase === phase)
        return (
          <section key={phase}>
            <h2>
              {phaseName(t, phase)} ({own.length})
            </h2>
            {own.length > 0 && (
              <Table
                caption={phaseName(t, phase)}
                hideCaption
                folds
                head={[
                  t('strategy.projects.project'),
                  t('strategy.projects.field.proposed_by'),
                  t('strategy.projects.class'),
                  t('strategy.projects.priority'),
                ]}
                rows={own.map((idea) => [
                  <a key="name" class="ds-link" href={href(tabPath({ authorityId, slug: idea.slug }, 'overview'))}>
                    {textIn(idea.title, language)}
                  </a>,
                  idea.proposedBy ?? '–',
                  idea.priority?.class ?? '–',
                  idea.priority?.formula ?? t('strategy.projects.no_priority'),
                ])}
              />
            )}
          </section>
        )
      })}
      <p>{t('strategy.projects.own_weights')}</p>
      <BenefitEffort
        {...{ t, language, weighed }}
        hrefOf={(slug) => href(tabPath({ authorityId, slug }, 'overview'))}
      />
      <h2>{t('strategy.projects.pipeline.ended')}</h2>
      {ended.length === 0 ? (
        <p>{t('strategy.projects.none')}</p>
      ) : (
        <ProjectTable
          {...{ t, href, language, pulses }}
          projects={ended}
          caption={t('strategy.projects.pipeline.ended')}
        />
      )}
      <Pagination t={t} {...(nextHref !== undefined && { nextHref })} />
    </>
  )
}
