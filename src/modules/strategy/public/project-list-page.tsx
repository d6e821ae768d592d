import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import { dayText, moneyText, phaseName } from '../desk/projects/labels.tsx'
import type { ProjectLine } from '../projects/list-projects.ts'

type ProjectListPageProps = {
  readonly t: Translate
  readonly href: (path: string) => string
  readonly language: Language
  readonly projects: readonly ProjectLine[]
  readonly nameOf: (id: AuthorityId) => string
  readonly nextHref: string | undefined
}

export function ProjectListPage({ t, href, language, projects, nameOf, nextHref }: ProjectListPageProps) {
  return (
    <>
      <h1>{t('strategy.projects.public.title')}</h1>
      <p>{t('strategy.projects.public.lead')}</p>
      {projects.length === 0 ? (
        <EmptyState title={t('strategy.projects.public.none')} />
      ) : (
        <Table
          caption={t('strategy.projects.public.title')}
          hideCaption
          folds
          head={[
            t('strategy.projects.project'),
            t('strategy.cockpit.authority'),
            t('strategy.cockpit.focus'),
            t('strategy.projects.field.phase'),
            t('strategy.projects.span'),
            { text: t('strategy.projects.field.budget'), isNumeric: true },
          ]}
          rows={projects.map((project) => [
            <>
              <a class="ds-link" href={href(`/strategy/projects/${project.authorityId}/${project.slug}`)}>
                {textIn(project.title, language)}
              </a>{' '}
              {project.standing === 'example' && <Tag kind="warning">{t('strategy.standing.example')}</Tag>}
            </>,
            nameOf(project.authorityId),
            project.focusArea ? textIn(project.focusArea.title, language) : '–',
            phaseName(t, project.phase),
            `${dayText(project.beginsOn)} – ${dayText(project.endsOn)}`,
            moneyText(project.budget),
          ])}
        />
      )}
      <Pagination t={t} {...(nextHref !== undefined && { nextHref })} />
    </>
  )
}
