import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, text } from '#kernel/http/answers.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { formatDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { slug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { forEverybody } from '../permissions.ts'
import { calendarOf } from './calendar.ts'
import { firstOfMonth } from './days.ts'
import { type DatedMilestone, listMilestones } from './list-milestones.ts'
import { dayOfMilestone, stateOf } from './roadmap.ts'

/** Milestones in one's own calendar: of everybody, of one authority, of one project. */
export function calendarRoutes(kernel: Kernel): Route[] {
  return [
    get('/strategy/roadmap.ics', { ...forEverybody, isOpenToSites: true, rateLimit: 120 }, (scope, request) =>
      showCalendar(scope, request, kernel),
    ),
  ]
}

const name = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
const monthsBack = -12

async function showCalendar(scope: Scope, request: Request, { authorities }: Kernel): Promise<Answer> {
  const { query, t, language, today } = request
  const [asked, project] = [query.get('authority') ?? '', query.get('project') ?? '']
  const authorityId = request.authorityId ?? (authorities.has(asked) ? slug<'authority'>(asked) : undefined)
  const milestones = await listMilestones(scope, {
    since: firstOfMonth(today, monthsBack),
    authorityId,
    project: name.test(project) ? project : undefined,
  })
  const title = t('strategy.roadmap.title')
  const calendar = calendarOf(
    milestones.map((one) => eventOf(one, request, authorities.nameOf(one.authorityId, language))),
    { name: authorityId === undefined ? title : `${title}, ${authorities.nameOf(authorityId, language)}`, language },
  )
  return text(calendar, 'text/calendar; charset=utf-8', {
    headers: { 'content-disposition': 'inline; filename="roadmap.ics"' },
  })
}

function eventOf(milestone: DatedMilestone, { t, language, today, url }: Request, authority: string) {
  const { project, authorityId, plannedOn } = milestone
  const [title, day] = [textIn(project.title, language), dayOfMilestone(milestone)]
  const state = t(`strategy.roadmap.milestone_state.${stateOf(milestone, today)}`)
  return {
    id: milestone.id,
    day,
    title: t('strategy.roadmap.calendar.title', { project: title, milestone: textIn(milestone.title, language) }),
    text: [
      `${authority}, ${state}`,
      ...(day === plannedOn ? [] : [t('strategy.roadmap.calendar.planned', { day: formatDate(plannedOn) })]),
    ].join('\n'),
    url: url(`/strategy/projects/${authorityId}/${project.slug}`),
    category: title,
    isFixed: milestone.reachedOn !== undefined,
    revision: project.revision,
    changedAt: project.changedAt,
  }
}
