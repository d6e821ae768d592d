import { Fragment } from 'preact'
import { formatDate } from '#kernel/i18n/format.ts'
import type { Language } from '#kernel/i18n/language.ts'
import type { DeskPage } from '#modules/egovernment/public.ts'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import type { ProjectStanding } from '../../graph/who-leads.ts'
import type { Decision } from '../../projects/decide-gate.ts'
import type { ProjectRecord } from '../../projects/find-project.ts'
import type { Report } from '../../projects/reports.ts'
import { priorityOf, type Scores } from '../../projects/score-idea.ts'
import { deskPath } from '../desk-context.ts'
import { dayText, moneyText, phaseName, RatingTag, Said } from './labels.tsx'
import { choiceLabel, fieldLabel } from './part-fields.tsx'

export type Linked = { readonly title: string; readonly path: string; readonly says: string }
type OverviewTabProps = DeskPage & {
  readonly language: Language
  readonly project: ProjectRecord
  readonly standing: ProjectStanding
  readonly scores: Scores
  readonly decisions: readonly Decision[]
  /** The latest first. */
  readonly reports: readonly Report[]
  readonly linked: readonly Linked[]
  readonly services: readonly { readonly id: string; readonly name: string; readonly says: string }[]
}

/** What a project is, how it stands, and what it hangs together with. */
export function OverviewTab(props: OverviewTabProps) {
  const { t, href, language, project, standing, scores, decisions, reports, linked, services } = props
  const priority = priorityOf(scores)
  const rows = [
    { key: fieldLabel(t, 'phase'), value: phaseName(t, project.phase) },
    {
      key: fieldLabel(t, 'text'),
      value: project.text ? <Said key="text" text={project.text} language={language} /> : '–',
    },
    {
      key: fieldLabel(t, 'benefit'),
      value: project.benefit ? <Said key="benefit" text={project.benefit} language={language} /> : '–',
    },
    { key: fieldLabel(t, 'owner'), value: project.owner ?? '–' },
    { key: fieldLabel(t, 'proposed_by'), value: project.proposedBy ?? '–' },
    { key: fieldLabel(t, 'size'), value: project.size ? choiceLabel(t, 'size', project.size) : '–' },
    { key: fieldLabel(t, 'method'), value: project.method ? choiceLabel(t, 'method', project.method) : '–' },
    { key: t('strategy.projects.span'), value: `${dayText(project.beginsOn)} – ${dayText(project.endsOn)}` },
    { key: fieldLabel(t, 'budget'), value: moneyText(project.budget) },
    { key: fieldLabel(t, 'effort_days'), value: project.effortDays === undefined ? '–' : String(project.effortDays) },
    {
      key: t('strategy.projects.priority'),
      value: priority ? (
        <Fragment key="priority">
          {priority.formula}
          <br />
          {t('strategy.projects.own_weights')}
        </Fragment>
      ) : (
        t('strategy.projects.no_priority')
      ),
    },
    { key: t('strategy.projects.class'), value: scores.isStrategic ? t('strategy.projects.class_a') : '–' },
  ]
  return (
    <>
      <Ratings {...{ t, reports }} />
      <SummaryList rows={rows} />
      <h2>{t('strategy.projects.decisions')}</h2>
      {decisions.length === 0 ? (
        <p>{t('strategy.projects.no_decisions')}</p>
      ) : (
        <ol class="edge-list">
          {decisions.map((decision) => (
            <li key={decision.id}>
              <strong>{choiceLabel(t, 'gate', decision.gate)}</strong>: {choiceLabel(t, 'outcome', decision.outcome)},{' '}
              {formatDate(decision.decidedOn)}, {decision.decidedBy}
              {decision.released !== undefined &&
                `, ${t('strategy.projects.released', { amount: moneyText(decision.released) })}`}
              <p>{decision.reason}</p>
            </li>
          ))}
        </ol>
      )}
      <h2>{t('strategy.projects.linked')}</h2>
      <ul>
        {linked.map(({ title, path, says }) => (
          <li key={path + says}>
            {says}:{' '}
            <a class="ds-link" href={href(path)}>
              {title}
            </a>
          </li>
        ))}
        {services.map(({ id, name, says }) => (
          <li key={id}>
            {t('strategy.projects.changes_service')}:{' '}
            <a class="ds-link" href={href(`/services/${id}`)}>
              {name}
            </a>
            {says !== '' && `: ${says}`}
          </li>
        ))}
      </ul>
      {standing !== 'reader' && (
        <p>
          <a
            class="ds-link"
            href={`${href(`${deskPath}/goals/${project.slug}?authority=${project.authorityId}`)}#edges`}
          >
            {t('strategy.projects.connect')}
          </a>
          {' · '}
          <a
            class="ds-link"
            href={href(`${deskPath}/synergies/profiles/${project.slug}?authority=${project.authorityId}`)}
          >
            {t('strategy.synergies.profile')}
          </a>
        </p>
      )}
    </>
  )
}

/** How it stands, as its lead said last and as somebody independent did; that may be longer ago, so each has its day. */
function Ratings({ t, reports }: Pick<OverviewTabProps, 't' | 'reports'>) {
  const [latest] = reports
  const judged = reports.find(({ independent }) => independent !== undefined)
  if (!latest) return null
  return (
    <dl class="cockpit-counts">
      <div>
        <dt>
          {t('strategy.projects.own')}, {formatDate(latest.asOf)}
        </dt>
        <dd>
          <RatingTag t={t} rating={latest.ownRating} /> {latest.ownReason}
        </dd>
      </div>
      <div>
        <dt>
          {t('strategy.projects.independent')}
          {judged && `, ${formatDate(judged.asOf)}`}
        </dt>
        <dd>
          <RatingTag t={t} rating={judged?.independent?.rating} /> {judged?.independent?.reason}
        </dd>
      </div>
    </dl>
  )
}
