import type { IsoDate } from '#kernel/i18n/format.ts'
import { formatDate } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { dayOfMilestone, type Group, type Milestone, type RoadmapProject, stateOf } from './roadmap.ts'

/** What the words of a roadmap are made with. */
export type RoadmapWords = {
  readonly t: Translate
  readonly language: Language
  readonly today: IsoDate
  readonly nameOf: (id: AuthorityId) => string
  readonly projectHref: (project: Pick<RoadmapProject, 'authorityId' | 'slug'>) => string
}

export function groupName({ authorityId, title }: Group, { t, language, nameOf }: RoadmapWords): string {
  if (title) return textIn(title, language)
  return authorityId === undefined ? t('strategy.roadmap.no_group') : nameOf(authorityId)
}

export const phaseName = ({ phase }: Pick<RoadmapProject, 'phase'>, { t }: Pick<RoadmapWords, 't'>): string =>
  t(`strategy.projects.value.phase.${phase}`)

/** From when to when, as far as it is known. */
export function daysText(
  { beginsOn, endsOn }: Pick<RoadmapProject, 'beginsOn' | 'endsOn'>,
  { t }: Pick<RoadmapWords, 't'>,
): string {
  if (beginsOn && endsOn) return `${formatDate(beginsOn)}–${formatDate(endsOn)}`
  if (beginsOn) return t('strategy.roadmap.from_day', { day: formatDate(beginsOn) })
  return endsOn ? t('strategy.roadmap.until_day', { day: formatDate(endsOn) }) : t('strategy.roadmap.no_days')
}

/** A milestone in a line: what, when, and how it stands. */
export function milestoneText(milestone: Milestone, { t, language, today }: RoadmapWords): string {
  return t('strategy.roadmap.milestone', {
    title: textIn(milestone.title, language),
    day: formatDate(dayOfMilestone(milestone)),
    state: t(`strategy.roadmap.milestone_state.${stateOf(milestone, today)}`),
  })
}

/** A project in a line, for whoever hears it. */
export function projectText(project: RoadmapProject, words: RoadmapWords): string {
  return [
    textIn(project.title, words.language),
    words.nameOf(project.authorityId),
    phaseName(project, words),
    daysText(project, words),
  ].join(', ')
}
