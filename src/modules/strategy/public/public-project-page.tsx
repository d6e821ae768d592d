import { Fragment } from 'preact'
import { formatDate, type IsoDate } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Table } from '#ui/components/table/table.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import { dayText, moneyText, phaseName, RatingTag, Said } from '../desk/projects/labels.tsx'
import { choiceLabel } from '../desk/projects/part-fields.tsx'
import { Comparison } from '../desk/projects/reports-tab.tsx'
import type { listFunding, listMonths } from '../money/queries.ts'
import type { Condition, Decision } from '../projects/decide-gate.ts'
import type { ProjectRecord } from '../projects/find-project.ts'
import { pathOf } from '../projects/hermes.ts'
import type { PartRecord } from '../projects/records.ts'
import type { Report } from '../projects/reports.ts'
import type { PartnerLine } from '../projects/shown-partners.ts'
import { Decisions, Partners } from './project-records.tsx'

type PublicProjectPageProps = {
  readonly t: Translate
  readonly language: Language
  readonly today: IsoDate
  readonly href: (path: string) => string
  readonly project: ProjectRecord
  readonly authorityName: string
  /** The credits that pay for it. */
  readonly funding: Awaited<ReturnType<typeof listFunding>>
  readonly months: Awaited<ReturnType<typeof listMonths>>
  readonly milestones: readonly PartRecord[]
  /** What was decided at its gates, the latest first. */
  readonly decisions: readonly Decision[]
  readonly conditions: readonly Condition[]
  readonly partners: readonly PartnerLine[]
  /** The services that it changes. */
  readonly services: readonly PartRecord[]
  /** Undefined for what is not in the catalogue any more. */
  readonly serviceName: (id: string) => string | undefined
  /** A page below the name of the project's authority. */
  readonly ownHref: (path: string) => string
  /** Frozen half-year reports, the latest first. */
  readonly reports: readonly Report[]
}

/** A project in plain words: what for, what it costs, where it stands, and what changed since the last report. */
export function PublicProjectPage(props: PublicProjectPageProps) {
  const { t, language, href, project, authorityName, milestones, decisions, partners, services, reports, ownHref } =
    props
  const [latest, before] = reports
  return (
    <>
      <h1>{textIn(project.title, language)}</h1>
      <p>
        {authorityName}
        {project.owner && `, ${project.owner}`}{' '}
        {project.standing === 'example' && <Tag kind="warning">{t('strategy.standing.example')}</Tag>}
      </p>
      {project.text && (
        <>
          <h2>{t('strategy.projects.public.what_for')}</h2>
          <p>
            <Said text={project.text} language={language} />
          </p>
          {project.benefit && (
            <p>
              <Said text={project.benefit} language={language} />
            </p>
          )}
        </>
      )}
      <p>
        <a class="ds-link" href={href(`/strategy/goals/${project.authorityId}/${project.slug}`)}>
          {t('strategy.projects.public.joined')}
        </a>
      </p>
      {services.length > 0 && <ServiceChanges {...props} />}
      <h2>{t('strategy.projects.public.stands')}</h2>
      <Path t={t} project={project} />
      {latest && (
        <p>
          {t('strategy.projects.public.rated', { day: formatDate(latest.asOf) })}{' '}
          <RatingTag t={t} rating={latest.ownRating} /> {latest.ownReason}. {t('strategy.projects.independent')}:{' '}
          <RatingTag t={t} rating={latest.independent?.rating} /> {latest.independent?.reason}
        </p>
      )}
      {latest && (
        <p>
          <Said text={{ de: latest.summary }} language={language} />
        </p>
      )}
      <h2>{t('strategy.projects.public.costs')}</h2>
      <Costs {...props} />
      <PaidFrom {...props} />
      {milestones.length > 0 && (
        <>
          <h2>{t('strategy.projects.tab.milestones')}</h2>
          <Table
            caption={t('strategy.projects.tab.milestones')}
            hideCaption
            folds
            head={[
              t('strategy.projects.field.title'),
              t('strategy.projects.field.planned_on'),
              t('strategy.projects.field.forecast_on'),
              t('strategy.projects.field.reached_on'),
            ]}
            rows={milestones.map(({ values }) => [
              values.gate ? choiceLabel(t, 'gate', String(values.gate)) : String(values.title),
              ...[values.planned_on, values.forecast_on, values.reached_on].map((day) =>
                dayText(typeof day === 'string' ? day : undefined),
              ),
            ])}
          />
        </>
      )}
      {decisions.length > 0 && <Decisions {...props} />}
      {partners.length > 0 && <Partners {...props} />}
      <h2>{t('strategy.projects.public.since')}</h2>
      {latest && before ? (
        <Comparison t={t} before={before} after={latest} />
      ) : (
        <p>{t('strategy.projects.public.no_reports')}</p>
      )}
      {latest && (
        <p>
          <a class="ds-link" href={ownHref('/strategy/report.pdf')}>
            {t('strategy.report.take')}
          </a>
          {', '}
          <a class="ds-link" href={ownHref('/strategy/half-years')}>
            {t('strategy.half_years.title')}
          </a>
        </p>
      )}
      <h2>{t('strategy.goals.field.sources')}</h2>
      <ul>
        {project.sources.map(({ title, url, date }) => (
          <li key={title}>
            {url ? (
              <a class="ds-link" href={url} rel="noopener">
                {title}
              </a>
            ) : (
              title
            )}
            {date && `, ${formatDate(date)}`}
          </li>
        ))}
      </ul>
    </>
  )
}

/** What becomes different for people, with the way to each service. */
function ServiceChanges({ t, language, services, serviceName, ownHref }: PublicProjectPageProps) {
  return (
    <>
      <h2>{t('strategy.projects.public.services')}</h2>
      <ul>
        {services.map(({ id, values: { effect, since } }) => {
          const name = serviceName(id)
          return (
            <li key={id}>
              {name === undefined ? (
                id
              ) : (
                <a class="ds-link" href={ownHref(`/services/${id}`)}>
                  {name}
                </a>
              )}
              {typeof effect === 'string' && (
                <>
                  : <Said text={{ de: effect }} language={language} />
                </>
              )}
              {typeof since === 'string' &&
                ` (${t('strategy.projects.public.service_since', { day: dayText(since) })})`}
            </li>
          )
        })}
      </ul>
    </>
  )
}

/** The way of the project with where it is now. */
function Path({ t, project }: Pick<PublicProjectPageProps, 't' | 'project'>) {
  const path = pathOf(project)
  if (!path.includes(project.phase)) return <p>{phaseName(t, project.phase)}</p>
  return (
    <ol class="project-path">
      {path.map((phase) => (
        <li key={phase} aria-current={phase === project.phase ? 'step' : undefined}>
          {phaseName(t, phase)}
        </li>
      ))}
    </ol>
  )
}

function Costs({ t, today, project, months }: PublicProjectPageProps) {
  const thisMonth = `${today.slice(0, 7)}-01`
  const spent = months.reduce((sum, one) => sum + one.spent, 0)
  const expected = months.filter(({ month }) => month >= thisMonth).reduce((sum, one) => sum + one.expected, 0)
  if (project.budget === undefined && months.length === 0) return <p>{t('strategy.projects.public.no_costs')}</p>
  return (
    <p>
      {t('strategy.projects.public.money', {
        budget: moneyText(project.budget),
        spent: moneyText(spent),
        end: moneyText(spent + expected),
      })}
    </p>
  )
}

/** The credits that pay for it, each with what has become of it. */
function PaidFrom({ t, language, href, funding }: PublicProjectPageProps) {
  if (funding.length === 0) return null
  return (
    <p>
      {t('strategy.money.funding')}:{' '}
      {funding.map(({ authorityId, id, slug, title }, at) => (
        <Fragment key={id}>
          {at > 0 && ', '}
          <a class="ds-link" href={href(`/strategy/goals/${authorityId}/${slug}`)}>
            {textIn(title, language)}
          </a>
        </Fragment>
      ))}
    </p>
  )
}
