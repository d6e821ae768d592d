import { formatMonth } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { groupsOf } from './layout.ts'
import {
  beginsTooSoon,
  dayOfMilestone,
  keyOf,
  type MilestoneState,
  type Need,
  type RoadmapProject,
  stateOf,
} from './roadmap.ts'
import { RoadmapForm } from './roadmap-form.tsx'
import { MilestoneShape, RoadmapSvg, SmallBar } from './roadmap-svg.tsx'
import { type RoadmapKey, type RoadmapWish, roadmapSearch } from './roadmap-wish.ts'
import { daysText, groupName, milestoneText, phaseName, type RoadmapWords } from './roadmap-words.ts'
import { shifted } from './time-axis.ts'

export type RoadmapProps = {
  readonly projects: readonly RoadmapProject[]
  readonly wish: RoadmapWish
  readonly next: RoadmapKey | undefined
  readonly words: RoadmapWords
  /** Where the roadmap stands. */
  readonly path: string
  readonly calendarHref: string
  /** The half-year report of the authority, where one is published; at the desk else a draft of it. */
  readonly report: { readonly href: string; readonly isDraft: boolean } | undefined
  /** Whether the address names the authority before the path already. */
  readonly isOfOne: boolean
  readonly authorities: readonly { readonly value: string; readonly label: string }[]
}

/** With more projects than this the picture is higher than broad, and prints on a sheet that stands. */
const mostBroad = 17

/** A roadmap with what changes it: as a picture, which is a list on a phone, or as a table that says all of it in words. */
export function RoadmapView(props: RoadmapProps) {
  const { projects, wish, words, next, path, isOfOne, calendarHref, report } = props
  const { t, language } = words
  const to = (change: Partial<RoadmapWish>) => `${path}${roadmapSearch(wish, change, isOfOne)}`
  const title = t('strategy.roadmap.of_time', {
    from: formatMonth(wish.span.from, language, 'long'),
    to: formatMonth(wish.span.to, language, 'long'),
  })
  return (
    <div class={wish.view === 'picture' && projects.length > mostBroad ? 'roadmap is-tall' : 'roadmap'}>
      <RoadmapForm {...props} />
      <h2 class="roadmap-title">{title}</h2>
      <div class="roadmap-shift">
        <nav aria-label={t('strategy.roadmap.time')}>
          <a href={to({ span: shifted(wish.span, -1) })}>{t('strategy.roadmap.earlier')}</a>
          <a href={to({ span: shifted(wish.span, 1) })}>{t('strategy.roadmap.later')}</a>
        </nav>
        <OtherView {...{ wish, words, to }} />
      </div>
      {projects.length === 0 && <EmptyState title={t('strategy.roadmap.none')} />}
      {projects.length > 0 && wish.view === 'table' && (
        <div class="roadmap-table">
          <RoadmapTable {...props} caption={title} />
        </div>
      )}
      {projects.length > 0 && wish.view === 'picture' && (
        <>
          <figure class="roadmap-figure">
            <RoadmapSvg {...{ projects, wish, words, title }} />
            <Key words={words} />
          </figure>
          <RoadmapList {...props} />
        </>
      )}
      <p class="roadmap-calendar">
        <a href={calendarHref}>{t('strategy.roadmap.calendar.take')}</a>
      </p>
      {report && (
        <p class="roadmap-calendar">
          <a href={report.href}>{t(report.isDraft ? 'strategy.report.take_draft' : 'strategy.report.take')}</a>
        </p>
      )}
      <Pagination
        t={t}
        {...(wish.after && { previousHref: to({}) })}
        {...(next && { nextHref: to({ after: next }) })}
      />
    </div>
  )
}

type OtherViewProps = Pick<RoadmapProps, 'wish' | 'words'> & { to: (change: Partial<RoadmapWish>) => string }

/** The same projects the other way. */
function OtherView({ wish: { view, after }, words: { t }, to }: OtherViewProps) {
  return view === 'picture' ? (
    <a href={to({ view: 'table', after })}>{t('strategy.roadmap.as_table')}</a>
  ) : (
    <a href={to({ view: 'picture', after })}>{t('strategy.roadmap.as_picture')}</a>
  )
}

const signs = ['reached', 'planned', 'late'] as const satisfies readonly MilestoneState[]

function Key({ words: { t } }: { words: RoadmapWords }) {
  return (
    <figcaption class="roadmap-key">
      {signs.map((state) => (
        <span key={state}>
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <MilestoneShape x={8} y={8} state={state} />
          </svg>{' '}
          {t(`strategy.roadmap.key.${state}`)}
        </span>
      ))}
      {(['done', 'current', 'ahead'] as const).map((state) => (
        <span key={state}>
          <svg viewBox="0 0 28 16" width="28" height="16" aria-hidden="true">
            <rect class={`roadmap-phase roadmap-${state}`} x="1" y="2" width="26" height="12" rx="2" />
          </svg>{' '}
          {t(`strategy.roadmap.key.${state}`)}
        </span>
      ))}
      <span>
        <svg viewBox="0 0 28 16" width="28" height="16" aria-hidden="true">
          <g class="roadmap-link is-across">
            <path d="M0 8H22" />
            <path class="roadmap-arrow" d="M28 8l-6 -3.5v7z" />
          </g>
        </svg>{' '}
        {t('strategy.roadmap.key.needs')}
      </span>
    </figcaption>
  )
}

function RoadmapList({ projects, wish, words }: RoadmapProps) {
  const { t, language, today, nameOf, projectHref } = words
  return (
    <div class="roadmap-list">
      {groupsOf(projects).map((members, at) => (
        <section key={at}>
          <h3>{members[0] && groupName(members[0].group, words)}</h3>
          <ul>
            {members.map((project) => {
              const due = project.milestones.find((one) => stateOf(one, today) !== 'reached')
              return (
                <li key={keyOf(project)}>
                  <a href={projectHref(project)}>{textIn(project.title, language)}</a>
                  <p>{[nameOf(project.authorityId), phaseName(project, words), daysText(project, words)].join(', ')}</p>
                  <SmallBar {...{ project, wish, words }} />
                  {due && <p>{t('strategy.roadmap.next_milestone', { milestone: milestoneText(due, words) })}</p>}
                </li>
              )
            })}
          </ul>
        </section>
      ))}
    </div>
  )
}

function RoadmapTable({ projects, words, caption }: RoadmapProps & { caption: string }) {
  const { t, language, nameOf, projectHref } = words
  return (
    <Table
      caption={caption}
      hideCaption
      folds
      head={(['project', 'phase', 'milestones', 'needs'] as const).map((column) =>
        t(`strategy.roadmap.column.${column}`),
      )}
      rows={groupsOf(projects)
        .flat()
        .map((project) => [
          <>
            <a href={projectHref(project)}>{textIn(project.title, language)}</a>
            <Lines lines={[...new Set([nameOf(project.authorityId), groupName(project.group, words)])]} />
          </>,
          <Lines key="phase" lines={[phaseName(project, words), daysText(project, words)]} />,
          <Lines
            key="milestones"
            lines={project.milestones
              .toSorted((one, other) => (dayOfMilestone(one) < dayOfMilestone(other) ? -1 : 1))
              .map((one) => milestoneText(one, words))}
          />,
          <Lines key="needs" lines={project.needs.map((need) => needText(project, need, words))} />,
        ])}
    />
  )
}

function needText(project: RoadmapProject, need: Need, { t, language, nameOf }: RoadmapWords): string {
  const text = `${textIn(need.title, language)} (${nameOf(need.authorityId)})`
  return beginsTooSoon(project, need) ? t('strategy.roadmap.too_soon', { project: text }) : text
}

function Lines({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return <>–</>
  return (
    <ul class="roadmap-lines">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}
