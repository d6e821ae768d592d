import { formatDate, formatLongDate, formatMoney } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { LetterInput, SenderData } from '#kernel/letters/letter-data.ts'
import { dayOfMilestone, stateOf } from '../roadmap/roadmap.ts'
import type { HalfYear, ReportedProject } from './read-report.ts'

type Frame = {
  readonly t: Translate
  readonly language: Language
  readonly authority: SenderData
  readonly isDemo: boolean
}

/** The half-year report of an authority as it is set: PDF/UA, in finished words. Figures are those that were frozen with the reports. */
export function reportLetter(report: HalfYear, { t, language, authority, isDemo }: Frame): LetterInput {
  const day = formatLongDate(report.asOf, language)
  const say = (key: string, values?: Readonly<Record<string, string>>) => t(`strategy.report.${key}`, values)
  return {
    template: 'report',
    standard: 'ua-1',
    language,
    data: {
      isDemo,
      authority,
      caseNumber: say('state', { day: formatDate(report.asOf) }),
      date: report.asOf,
      subject: say('title', { authority: authority.name, day }),
      body: say('lead', { day }),
      sections: [
        {
          title: say('goals'),
          text: report.goals.length === 0 ? say('no_goals') : '',
          tables:
            report.goals.length === 0
              ? []
              : [
                  {
                    caption: say('goals_table'),
                    head: [say('head.goal'), say('head.kind')],
                    rows: report.goals.map(({ kind, title }) => [textIn(title, language), say(`goal_kind.${kind}`)]),
                  },
                ],
        },
        {
          title: say('projects'),
          text: '',
          tables: [
            {
              caption: say('ratings_table'),
              head: [say('head.project'), say('head.phase'), say('head.own'), say('head.independent')],
              rows: report.projects.map((project) => [
                textIn(project.title, language),
                t(`strategy.projects.value.phase.${project.phase}`),
                `${t(`strategy.projects.rating.${project.own.rating}`)}: ${project.own.reason}`,
                project.independent
                  ? `${t(`strategy.projects.rating.${project.independent.rating}`)}: ${project.independent.reason} (${project.independent.by})`
                  : say('not_said'),
              ]),
            },
          ],
        },
        moneySection(report.projects, { t, language }),
        {
          title: say('milestones'),
          text: report.milestones.length === 0 ? say('no_milestones') : '',
          tables:
            report.milestones.length === 0
              ? []
              : [
                  {
                    caption: say('milestones_table'),
                    head: [say('head.project'), say('head.milestone'), say('head.day'), say('head.state')],
                    rows: report.milestones.map((one) => [
                      textIn(one.project, language),
                      textIn(one.title, language),
                      formatDate(dayOfMilestone(one)),
                      t(`strategy.roadmap.milestone_state.${stateOf(one, report.asOf)}`),
                    ]),
                  },
                ],
        },
      ],
    },
  }
}

function moneySection(projects: readonly ReportedProject[], { t, language }: Pick<Frame, 't' | 'language'>) {
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
    tables: [
      {
        caption: say('money_table'),
        head: [say('head.project'), say('head.budget'), say('head.spent')],
        rows: projects.map(({ title, budget, spent }) => [textIn(title, language), amount(budget), amount(spent)]),
      },
    ],
    ...(items.length > 0 && {
      bars: {
        caption: say('bars'),
        alt: say('bars_alt', { list: items.map(({ name, value }) => `${name} ${value}`).join('; ') }),
        items: items.slice(0, 60),
      },
    }),
  }
}
