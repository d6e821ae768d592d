import type { ComponentChildren } from 'preact'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { DeskPage, FormReading } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { Tabs } from '#ui/components/tabs/tabs.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import type { ProjectStanding } from '../../graph/who-leads.ts'
import type { ProjectRecord } from '../../projects/find-project.ts'
import { deskPath } from '../desk-context.ts'
import { phaseName } from './labels.tsx'
import { type ProjectTab, tabPath, tabs } from './project-context.ts'

type ProjectPageProps = DeskPage & {
  readonly language: Language
  readonly project: ProjectRecord
  readonly tab: ProjectTab
  readonly standing: ProjectStanding
  readonly form: FormReading | undefined
  /** The id of a field of the form that was sent, by its name. */
  readonly fieldId: (name: string) => string
  /** Both versions are shown: then they say what happened. */
  readonly hasVersions: boolean
  readonly isSaved: boolean
  readonly children: ComponentChildren
}

/** Whoever only reads a project does not edit it. */
const tabsFor = (standing: ProjectStanding) => tabs.filter((tab) => standing !== 'reader' || tab !== 'edit')

/** The frame of all of a project's tabs. */
export function ProjectPage(props: ProjectPageProps) {
  const { t, href, language, project, tab, standing, form, fieldId, hasVersions, isSaved, children } = props
  const errors = form?.errors().map(({ fieldId: name, text }) => ({ fieldId: fieldId(name), text }))
  return (
    <>
      <BackLink t={t} href={href(`${deskPath}?authority=${project.authorityId}`)} />
      <h1>{textIn(project.title, language)}</h1>
      <p>
        <Tag kind="info">{phaseName(t, project.phase)}</Tag>{' '}
        {project.standing === 'example' && <Tag kind="warning">{t('strategy.standing.example')}</Tag>}{' '}
        {project.audience === 'public' && (
          <a class="ds-link" href={href(`/strategy/projects/${project.authorityId}/${project.slug}`)}>
            {t('strategy.goals.public_page')}
          </a>
        )}
      </p>
      <Tabs
        label={t('strategy.projects.parts')}
        fold={t('strategy.projects.part')}
        items={tabsFor(standing).map((one) => ({
          href: href(tabPath(project, one)),
          text: t(`strategy.projects.tab.${one}`),
          ...(one === tab && { isCurrent: true }),
        }))}
      />
      {isSaved && <DoneNotice title={t('strategy.goals.saved')} />}
      {form?.refusal !== undefined && !hasVersions && (
        <Alert kind="danger" isLive title={t('strategy.goals.not_saved')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      {errors && <ErrorSummary t={t} errors={errors} />}
      {children}
    </>
  )
}
