import { formatDate, formatMoney, formatPeriod } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Details } from '#ui/components/details/details.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { dayText, moneyText, phaseName } from '../desk/projects/labels.tsx'
import { figureText } from '../indicators/figure-text.ts'
import { dayOfMilestone, stateOf } from '../roadmap/roadmap.ts'
import { type Change, type Compared, compareHalfYears } from './compare-half-years.ts'
import { type HalfYear, parts } from './half-year.ts'

type Words = { readonly t: Translate; readonly language: Language }
type Props = Words & { readonly before: HalfYear; readonly after: HalfYear }

/** Two half-years of an authority beside each other; what changed is said in words. */
export function HalfYearComparison({ t, language, before, after }: Props) {
  const compared = compareHalfYears(before, after)
  const words = { t, language, days: [formatDate(before.asOf), formatDate(after.asOf)] as const }
  return (
    <>
      <h2>{t('strategy.half_years.comparison', { before: words.days[0], after: words.days[1] })}</h2>
      <nav aria-label={t('strategy.half_years.on_page')} class="button-row">
        {parts
          .filter((part) => compared[part].length > 0)
          .map((part) => (
            <a key={part} class="ds-link" href={`#${part}`}>
              {t(`strategy.half_years.part.${part}`)}
            </a>
          ))}
      </nav>
      <Part
        {...words}
        part="goals"
        compared={compared.goals}
        nameOf={({ title, kind }) => `${textIn(title, language)} (${t(`strategy.report.goal_kind.${kind}`)})`}
        textOf={({ title }) => [textIn(title, language)]}
      />
      <Part
        {...words}
        part="indicators"
        compared={compared.indicators}
        nameOf={({ title }) => textIn(title, language)}
        textOf={(indicator) => indicatorText(indicator, words)}
      />
      <Part
        {...words}
        part="projects"
        compared={compared.projects}
        nameOf={({ title }) => textIn(title, language)}
        textOf={(project) => projectText(project, t)}
      />
      <Part
        {...words}
        part="credits"
        compared={compared.credits}
        nameOf={({ title }) => textIn(title, language)}
        textOf={({ approved, spent, remaining }) =>
          Object.entries({ approved, spent, remaining }).map(
            ([name, amount]) => `${t(`strategy.report.head.${name}`)}: ${moneyText(amount)}`,
          )
        }
      />
      <Part
        {...words}
        part="demands"
        compared={compared.demands}
        nameOf={({ title }) => textIn(title, language)}
        textOf={({ state }) => [t(`strategy.parliament.state.${state ?? 'unknown'}`)]}
      />
      <Part
        {...words}
        part="milestones"
        compared={compared.milestones}
        nameOf={({ title, project }) => `${textIn(project, language)}: ${textIn(title, language)}`}
        textOf={(milestone, at) => [
          `${formatDate(dayOfMilestone(milestone))}, ${t(`strategy.roadmap.milestone_state.${stateOf(milestone, (at === 'before' ? before : after).asOf)}`)}`,
        ]}
      />
    </>
  )
}

type PartProps<Thing> = Words & {
  readonly part: (typeof parts)[number]
  readonly days: readonly [string, string]
  readonly compared: readonly Compared<Thing>[]
  readonly nameOf: (thing: Thing) => string
  readonly textOf: (thing: Thing, at: 'before' | 'after') => readonly string[]
}

/** What changed, and folded below it what did not. */
function Part<Thing>(props: PartProps<Thing>) {
  const { t, part, compared } = props
  const [changed, same] = [compared.filter((one) => !isSame(one)), compared.filter(isSame)]
  const title = t(`strategy.half_years.part.${part}`)
  if (compared.length === 0) return null
  return (
    <section>
      <h3 id={part}>{title}</h3>
      {changed.length === 0 ? (
        <p>{t('strategy.half_years.nothing_changed')}</p>
      ) : (
        <ComparedTable {...props} title={title} compared={changed} />
      )}
      {same.length > 0 && (
        <Details summary={t('strategy.half_years.unchanged', { count: same.length })}>
          <ComparedTable {...props} title={`${title}: ${t('strategy.half_years.change.same')}`} compared={same} />
        </Details>
      )}
    </section>
  )
}

const isSame = ({ changes }: Compared<unknown>) => changes.every(({ is }) => is === 'same')

function ComparedTable<Thing>(props: PartProps<Thing> & { readonly title: string }) {
  const { t, language, title, days, compared, nameOf, textOf } = props
  const lines = (thing: Thing | undefined, at: 'before' | 'after') =>
    thing === undefined ? '–' : textOf(thing, at).map((line) => <div key={line}>{unbroken(line)}</div>)
  return (
    <Table
      caption={title}
      hideCaption
      folds
      head={[t('strategy.half_years.thing'), ...days, t('strategy.projects.difference')]}
      rows={compared.map(({ before, after, changes }) => {
        const named = after ?? before
        return [
          named === undefined ? '' : nameOf(named),
          lines(before, 'before'),
          lines(after, 'after'),
          changes.map((change) => changeText(change, { t, language })).join('; '),
        ]
      })}
    />
  )
}

function indicatorText({ course, unit, standing }: HalfYear['indicators'][number], { t, language }: Words) {
  const last = course.at(-1)
  const state = t(`strategy.indicators.standing.${standing}`)
  if (!last) return [state]
  const qualifier = last.qualifier ? `${t(`strategy.qualifier.${last.qualifier}`)} ` : ''
  return [
    `${qualifier}${figureText(last.value)} ${textIn(last.unit ?? unit, language)} (${formatPeriod(last.period, language)})`,
    state,
  ]
}

function projectText({ own, independent, phase, spent, endsOn }: HalfYear['projects'][number], t: Translate) {
  const rated = (one: { readonly rating: string } | undefined) =>
    one === undefined ? t('strategy.report.not_said') : t(`strategy.projects.rating.${one.rating}`)
  return [
    `${t('strategy.projects.figure.own')}: ${rated(own)}`,
    `${t('strategy.projects.figure.independent')}: ${rated(independent)}`,
    `${t('strategy.projects.figure.phase')}: ${phaseName(t, phase)}`,
    `${t('strategy.projects.figure.spent')}: ${moneyText(spent)}`,
    `${t('strategy.projects.figure.endsOn')}: ${dayText(endsOn)}`,
  ]
}

function changeText(change: Change, { t, language }: Words): string {
  const say = (values?: Readonly<Record<string, string | number>>) =>
    t(`strategy.half_years.change.${change.is}`, values)
  switch (change.is) {
    case 'figure_by': {
      const by = say({ by: `${signed(change.by, figureText)} ${textIn(change.unit, language)}` })
      return change.limits ? `${by} (${t('strategy.half_years.limited')}: ${change.limits.join('; ')})` : by
    }
    case 'approved_by':
    case 'spent_by':
      return say({ by: signed(change.by, formatMoney) })
    case 'later':
    case 'earlier':
      return say({ count: change.days })
    case 'better':
    case 'worse':
      return say({ rating: t(`strategy.projects.figure.${change.rating}`) })
    default:
      return say()
  }
}

const signed = (by: number, format: (by: number) => string) => `${by > 0 ? '+' : ''}${format(by)}`

/** An amount stays in one piece, however narrow its column is. */
const unbroken = (text: string) => text.replaceAll('CHF ', 'CHF\u00a0')
