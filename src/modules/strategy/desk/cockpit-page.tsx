import { Fragment } from 'preact'
import { formatDate, formatMoney, formatPeriod } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { DeskPage } from '#modules/egovernment/public.ts'
import { Button, LinkButton } from '#ui/components/button/button.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { Table } from '#ui/components/table/table.tsx'
import type { Node } from '../graph/node.ts'
import { standingOf } from '../indicators/indicator.ts'
import { CourseLine, Figure, StandingTag } from '../indicators/indicator-parts.tsx'
import type { listOffCourse } from '../indicators/off-course.ts'
import { spanName } from '../people/load-cells.tsx'
import { monthText } from '../people/months.ts'
import type { Overload } from '../people/overloads.ts'
import { daysText } from '../people/person.ts'
import type { ProjectLine } from '../projects/list-projects.ts'
import type { OverReleased } from '../projects/phase-money.ts'
import { type Phase, phases } from '../projects/project.ts'
import { type Rating, ratings } from '../projects/reports.ts'
import { type Due, mostDue, type ProjectPulse, type WarnedCredit } from './cockpit-queries.ts'
import { deskPath } from './desk-context.ts'
import { dayText, phaseName, RatingTag, wholeFrancs } from './projects/labels.tsx'
import { tabPath } from './projects/project-context.ts'
import { SteeringTabs } from './steering-tabs.tsx'

export type CockpitPageProps = DeskPage & {
  readonly language: Language
  readonly authorityId: AuthorityId
  readonly authorities: readonly { readonly id: string; readonly name: string }[]
  readonly focusAreas: readonly Node[]
  readonly filter: { readonly focus: string; readonly phase: Phase | undefined }
  readonly gates: readonly Due[]
  readonly conditions: readonly Due[]
  readonly reports: readonly Due[]
  readonly credits: readonly WarnedCredit[]
  readonly overspent: readonly OverReleased[]
  readonly overloads: readonly Overload[]
  readonly indicators: Awaited<ReturnType<typeof listOffCourse>>
  readonly counts: {
    readonly phases: ReadonlyMap<Phase, number>
    readonly ratings: ReadonlyMap<Rating | 'none', number>
  }
  readonly projects: readonly ProjectLine[]
  readonly pulses: ReadonlyMap<string, ProjectPulse>
  readonly nextHref: string | undefined
}

export function CockpitPage(props: CockpitPageProps) {
  const { t, href, authorityId, authorities, projects, nextHref } = props
  return (
    <>
      <h1>{t('strategy.desk.title')}</h1>
      <p>{authorities.find(({ id }) => id === authorityId)?.name}</p>
      <SteeringTabs {...{ t, href }} current="cockpit" />
      <Today {...props} />
      <h2>{t('strategy.cockpit.portfolio')}</h2>
      <Counts {...props} />
      <Filter {...props} />
      {projects.length === 0 ? (
        <EmptyState title={t('strategy.desk.no_projects')} level={3} />
      ) : (
        <ProjectTable {...props} caption={t('strategy.cockpit.portfolio')} />
      )}
      <Pagination t={t} {...(nextHref !== undefined && { nextHref })} />
      <LinkButton variant="secondary" href={href(`${deskPath}/idea?authority=${authorityId}`)}>
        {t('strategy.projects.idea.title')}
      </LinkButton>
    </>
  )
}

function Today(props: CockpitPageProps) {
  const {
    t,
    href,
    language,
    today,
    authorityId,
    gates,
    conditions,
    reports,
    credits,
    overspent,
    overloads,
    indicators,
  } = props
  const line = (one: Due, tab: 'plan' | 'reports', what: string) => (
    <li key={`${one.slug}${one.what}`}>
      <a class="ds-link" href={href(tabPath({ authorityId, slug: one.slug }, tab))}>
        {textIn(one.title, language)}
      </a>
      {': '}
      {what},{' '}
      {t(one.dueOn < today ? 'strategy.cockpit.overdue' : 'strategy.cockpit.due', { day: formatDate(one.dueOn) })}
    </li>
  )
  const groups = [
    { key: 'gates', lines: gates.map((one) => line(one, 'plan', t(`strategy.projects.value.gate.${one.what}`))) },
    { key: 'conditions', lines: conditions.map((one) => line(one, 'plan', one.what)) },
    {
      key: 'reports',
      lines: reports.map((one) => line(one, 'reports', t('strategy.cockpit.report_of'))),
    },
    {
      key: 'credits',
      lines: credits.map((credit) => (
        <li key={credit.slug}>
          <a class="ds-link" href={href(`${deskPath}/credits/${credit.slug}?authority=${authorityId}`)}>
            {textIn(credit.title, language)}
          </a>
          {': '}
          {credit.warnings.map((warning) => t(`strategy.money.warning.${warning}`)).join(', ')}
        </li>
      )),
    },
    {
      key: 'phases',
      lines: overspent.map(({ slug, title, phase, spent, released }) => (
        <li key={slug}>
          <a class="ds-link" href={href(tabPath({ authorityId, slug }, 'phases'))}>
            {textIn(title, language)}
          </a>
          {': '}
          {t('strategy.cockpit.phase_over', {
            phase: phaseName(t, phase),
            spent: formatMoney(spent),
            released: formatMoney(released),
          })}
        </li>
      )),
    },
    {
      key: 'overloads',
      lines: overloads.slice(0, mostDue).map((one) => <OverloadLine key={one.skill.id} {...props} overload={one} />),
    },
    {
      key: 'indicators',
      lines: indicators.behind.slice(0, mostDue).map(({ node, definition, latest }) => (
        <li key={node.id}>
          <IndicatorLink {...props} node={node} />{' '}
          <StandingTag t={t} standing={standingOf(definition, latest, today)} />{' '}
          {latest && (
            <>
              <Figure {...{ t, language }} figure={latest} /> ({formatPeriod(latest.period, language)}).
            </>
          )}{' '}
          <CourseLine {...{ t, language, definition, latest, today }} />
        </li>
      )),
    },
    {
      key: 'figures',
      lines: indicators.due.slice(0, mostDue).map(({ node, until }) => (
        <li key={node.id}>
          <IndicatorLink {...props} node={node} />: {t('strategy.indicators.due', { day: formatDate(until) })}
        </li>
      )),
    },
  ].filter(({ lines }) => lines.length > 0)
  return (
    <section class="cockpit-today" aria-labelledby="today">
      <h2 id="today">{t('strategy.cockpit.today')}</h2>
      {groups.length === 0 && <p>{t('strategy.cockpit.nothing')}</p>}
      <div class="cockpit-groups">
        {groups.map(({ key, lines }) => (
          <section key={key}>
            <h3>{t(`strategy.cockpit.group.${key}`)}</h3>
            <ul>{lines}</ul>
          </section>
        ))}
      </div>
      {indicators.unmeasured.length > 0 && (
        <p>
          {t('strategy.cockpit.unmeasured')}{' '}
          {indicators.unmeasured.slice(0, mostDue).map((node, at) => (
            <>
              {at > 0 && ', '}
              <IndicatorLink key={node.id} {...props} node={node} />
            </>
          ))}
          {indicators.unmeasured.length > mostDue && ' …'}
        </p>
      )}
    </section>
  )
}

function IndicatorLink({ href, language, authorityId, node }: CockpitPageProps & { readonly node: Node }) {
  return (
    <a class="ds-link" href={href(`${deskPath}/indicators/${node.slug}?authority=${authorityId}`)}>
      {textIn(node.title, language)}
    </a>
  )
}

/** Which skill is short in which months, with the way to the map of that time. */
function OverloadLine({
  t,
  href,
  language,
  authorityId,
  overload,
}: CockpitPageProps & { readonly overload: Overload }) {
  const { skill, months, missing, able } = overload
  const from = monthText(months[0] ?? 0)
  return (
    <li>
      <a class="ds-link" href={href(`${deskPath}/people?authority=${authorityId}&by=skills&months=1&from=${from}`)}>
        {textIn(skill.name, language)}
      </a>
      {': '}
      {t('strategy.cockpit.overload', {
        months: months.map((month) => spanName(month, 1, language)).join(', '),
        days: daysText(missing),
        able,
      })}
    </li>
  )
}

function Counts({ t, counts }: CockpitPageProps) {
  return (
    <>
      <dl class="cockpit-counts">
        {phases
          .filter((phase) => counts.phases.has(phase))
          .map((phase) => (
            <div key={phase}>
              <dt>{phaseName(t, phase)}</dt>
              <dd>{counts.phases.get(phase)}</dd>
            </div>
          ))}
        {[...ratings, 'none' as const]
          .filter((rating) => counts.ratings.has(rating))
          .map((rating) => (
            <div key={rating}>
              <dt>{rating === 'none' ? t('strategy.projects.rating.none') : <RatingTag t={t} rating={rating} />}</dt>
              <dd>{counts.ratings.get(rating)}</dd>
            </div>
          ))}
      </dl>
      <p>{t('strategy.cockpit.rating_counted')}</p>
    </>
  )
}

function Filter({ t, href, language, authorityId, authorities, focusAreas, filter }: CockpitPageProps) {
  return (
    <form method="get" action={href(deskPath)} class="cockpit-filter">
      {authorities.length > 1 ? (
        <SelectField
          id="authority"
          name="authority"
          label={t('strategy.cockpit.authority')}
          value={authorityId}
          options={authorities.map(({ id, name }) => ({ value: id, label: name }))}
        />
      ) : (
        <input type="hidden" name="authority" value={authorityId} />
      )}
      <SelectField
        id="focus"
        name="focus"
        label={t('strategy.cockpit.focus')}
        emptyLabel={t('strategy.cockpit.all')}
        value={filter.focus}
        options={focusAreas.map((area) => ({
          value: `${area.authorityId}/${area.slug}`,
          label: textIn(area.title, language),
        }))}
      />
      <SelectField
        id="phase"
        name="phase"
        label={t('strategy.projects.field.phase')}
        emptyLabel={t('strategy.cockpit.all')}
        value={filter.phase ?? ''}
        options={phases.map((phase) => ({ value: phase, label: phaseName(t, phase) }))}
      />
      <Button variant="secondary">{t('strategy.cockpit.show')}</Button>
    </form>
  )
}

type ProjectTableProps = Pick<CockpitPageProps, 't' | 'href' | 'language' | 'projects' | 'pulses'> & {
  readonly caption: string
}

/** Projects with how they were rated, what comes next, and their money. */
export function ProjectTable({ t, href, language, projects, pulses, caption }: ProjectTableProps) {
  const money = (text: string) => ({ text: `${text} (CHF)`, isNumeric: true })
  return (
    <Table
      caption={caption}
      hideCaption
      folds
      head={[
        t('strategy.projects.project'),
        t('strategy.projects.field.phase'),
        t('strategy.projects.own'),
        t('strategy.projects.independent'),
        t('strategy.projects.next'),
        money(t('strategy.projects.field.budget')),
        money(t('strategy.money.spent')),
        money(t('strategy.money.at_end')),
      ]}
      rows={projects.map((project) => {
        const pulse = pulses.get(project.id)
        return [
          <a key="name" class="ds-link" href={href(tabPath(project, 'overview'))}>
            {textIn(project.title, language)}
          </a>,
          phaseName(t, project.phase),
          <RatingTag key="own" t={t} rating={pulse?.own} />,
          <Fragment key="independent">
            <RatingTag t={t} rating={pulse?.independent} />
            {pulse?.independentOn && ` ${formatDate(pulse.independentOn)}`}
          </Fragment>,
          pulse?.isLate ? t('strategy.projects.late', { day: dayText(pulse.nextOn) }) : dayText(pulse?.nextOn),
          wholeFrancs(project.budget),
          wholeFrancs(pulse?.spent),
          wholeFrancs(pulse && pulse.spent + pulse.expected),
        ]
      })}
    />
  )
}
