import { formatDate, formatLongDate, formatMoney } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { LetterInput, SenderData } from '#kernel/letters/letter-data.ts'
import { dayOfMilestone, stateOf } from '../roadmap/roadmap.ts'
import type { HalfYear } from './half-year.ts'
import { creditSection, indicatorSection, parliamentSection } from './report-sections.ts'
import { type Section, tableOf, type Words } from './report-words.ts'

type Frame = Words & {
  readonly authority: SenderData
  readonly isDemo: boolean
}

type Projects = HalfYear['projects']

/**
 * The half-year report of an authority as it is set: PDF/UA, in finished words. It says when it was frozen; a draft says that it is one in its
 * title, its first words and at the head of every page.
 */
export function reportLetter(report: HalfYear, { t, language, authority, isDemo }: Frame): LetterInput {
  const day = formatLongDate(report.asOf, language)
  const say = (key: string, values?: Readonly<Record<string, string>>) => t(`strategy.report.${key}`, values)
  const { frozenOn } = report
  return {
    template: 'report',
    standard: 'ua-1',
    language,
    data: {
      isDemo,
      authority,
      caseNumber: say(frozenOn ? 'state' : 'draft_state', { day: formatDate(report.asOf) }),
      date: report.asOf,
      subject: say(frozenOn ? 'title' : 'draft_title', { authority: authority.name, day }),
      body: frozenOn ? say('lead', { day, frozen: formatLongDate(frozenOn, language) }) : say('draft_lead', { day }),
      sections: [
        {
          title: say('goals'),
          text: report.goals.length === 0 ? say('no_goals') : '',
          tables: tableOf(
            say('goals_table'),
            [say('head.goal'), say('head.kind')],
            report.goals.map(({ kind, title }) => [textIn(title, language), say(`goal_kind.${kind}`)]),
          ),
        },
        indicatorSection(report, { t, language }),
        projectSection(report.projects, { t, language }),
        moneySection(report.projects, { t, language }),
        creditSection(report, { t, language }),
        parliamentSection(report, { t, language }),
        {
          title: say('milestones'),
          text: report.milestones.length === 0 ? say('no_milestones') : '',
          tables: tableOf(
            say('milestones_table'),
            [say('head.project'), say('head.milestone'), say('head.day'), say('head.state')],
            report.milestones.map((one) => [
              textIn(one.project, language),
              textIn(one.title, language),
              formatDate(dayOfMilestone(one)),
              t(`strategy.roadmap.milestone_state.${stateOf(one, report.asOf)}`),
            ]),
          ),
        },
      ],
    },
  }
}

function projectSection(projects: Projects, { t, language }: Words): Section {
  const say = (key: string) => t(`strategy.report.${key}`)
  const rated = (one: { readonly rating: string; readonly reason: string } | undefined) =>
    one === undefined ? say('not_said') : `${t(`strategy.projects.rating.${one.rating}`)}: ${one.reason}`
  return {
    title: say('projects'),
    text:
      projects.length === 0
        ? say('no_projects')
        : projects
            .flatMap(({ title, summary }) => (summary === '' ? [] : [`${textIn(title, language)}: ${summary}`]))
            .join('\n\n'),
    tables: tableOf(
      say('ratings_table'),
      [say('head.project'), say('head.phase'), say('head.own'), say('head.independent')],
      projects.map(({ title, phase, own, independent }) => [
        textIn(title, language),
        t(`strategy.projects.value.phase.${phase}`),
        rated(own),
        independent ? `${rated(independent)} (${independent.by})` : say('not_said'),
      ]),
    ),
  }
}

function moneySection(projects: Projects, { t, language }: Words): Section {
  const say = (key: string, values?: Readonly<Record<string, string>>) => t(`strategy.report.${key}`, values)
  const amount = (rappen: number | undefined) => (rappen === undefined ? say('not_said') : formatMoney(rappen))
  const items = projects.flatMap(({ title, budget, spent }) => {
    if (budget === undefined || budget === 0 || spent === undefined) return []
    const share = Math.round((spent / budget) * 1_000)
    return [
      {
        name: textIn(title, language).slice(0, 300),
        share: Math.min(1_000, Math.max(0, share)),
        value: `${Math.round(share / 10)} %`,
      },
    ]
  })
  return {
    title: say('money'),
    text: say('money_text'),
    tables: tableOf(
      say('money_table'),
      [say('head.project'), say('head.budget'), say('head.spent')],
      projects.map(({ title, budget, spent }) => [textIn(title, language), amount(budget), amount(spent)]),
    ),
    ...(items.length > 0 && {
      bars: {
        caption: say('bars'),
        alt: say('bars_alt', { list: items.map(({ name, value }) => `${name} ${value}`).join('; ') }),
        items: items.slice(0, 60),
      },
    }),
  }
}
