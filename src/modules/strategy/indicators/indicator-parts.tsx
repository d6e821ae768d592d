import { formatDate, formatPeriod, type IsoDate } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { Tag, type TagKind } from '#ui/components/tag/tag.tsx'
import { SourceLine } from '../public/node-parts.tsx'
import { IndicatorChart } from './chart.tsx'
import { courseOf } from './course.ts'
import { contractFields, fieldText } from './definition-changes.tsx'
import { figureText } from './figure-text.ts'
import { corrections, type Definition, holding, type Observation, type Standing } from './indicator.ts'
import { panelsOf } from './panels.ts'

type Said = { readonly t: Translate; readonly language: Language }

const kinds: Readonly<Record<Standing, TagKind>> = {
  not_measured: 'neutral',
  not_comparable: 'neutral',
  no_figure: 'neutral',
  reached: 'success',
  missed: 'danger',
  off_course: 'warning',
  under_way: 'info',
}

export function StandingTag({ t, standing }: { readonly t: Translate; readonly standing: Standing }) {
  return <Tag kind={kinds[standing]}>{t(`strategy.indicators.standing.${standing}`)}</Tag>
}

/** A figure with the unit in which it was measured, as its source qualifies it. */
export function Figure({ t, language, figure }: Said & { figure: Observation }) {
  return (
    <>
      {figure.qualifier && `${t(`strategy.qualifier.${figure.qualifier}`)} `}
      {figureText(figure.value)} {textIn(figure.unit, language)}
      {figure.isProvisional && ` (${t('strategy.indicators.provisional')})`}
    </>
  )
}

type CourseProps = Said & {
  readonly definition: Definition
  readonly latest: Observation | undefined
  readonly today: IsoDate
}

/** Where the line from baseline to target would have it, and whether the uncertainty explains that it lags; nothing where no line is known. */
export function CourseLine({ t, language, definition, latest, today }: CourseProps) {
  const course = courseOf(definition, latest, today)
  if (!course) return null
  const { uncertainty } = definition
  return (
    <>
      {t('strategy.indicators.course', {
        value: `${figureText(course.expected)} ${textIn(definition.unit, language)}`,
        day: formatDate(course.on),
      })}
      {course.isUnsure && ` ${t('strategy.indicators.unsure')}`}
      {uncertainty && (course.isUnsure || course.behind > 0) && ` ${textIn(uncertainty, language)}`}
    </>
  )
}

/** The contract: what is measured, from where to where, after which source, how often, how sure, and who answers for it. */
export function Contract({ t, language, definition }: Said & { readonly definition: Definition }) {
  const { source, counter } = definition
  const rows = contractFields.map((field) => ({
    key: t(`strategy.indicators.field.${field}`),
    value:
      field === 'source' && source ? (
        <SourceLine {...{ t, language, source }} />
      ) : (
        fieldText(field, definition, { t, language })
      ),
  }))
  const counted = { key: t('strategy.indicators.field.counter'), value: t('strategy.indicators.counted') }
  return <SummaryList rows={counter ? [...rows, counted] : rows} />
}

type SeriesProps = Said & {
  readonly title: string
  readonly definitions: readonly Definition[]
  readonly figures: readonly Observation[]
  readonly nameOf: (staffId: string | null) => string
}

/** The series as a picture and as a table, each figure with the unit it was measured in, and with what was corrected. */
export function Series({ t, language, title, definitions, figures, nameOf }: SeriesProps) {
  const [current] = definitions
  const shown = holding(figures)
  if (!current || shown.length === 0) return null
  const panels = panelsOf(figures, definitions)
  const corrected = corrections(figures)
  return (
    <>
      {panels.length > 1 && <p>{t('strategy.indicators.units', { count: panels.length })}</p>}
      {panels.map((panel) => {
        const unit = textIn(panel.unit, language)
        return (
          <IndicatorChart
            key={unit}
            title={panels.length > 1 ? `${title}: ${unit}` : title}
            description={t('strategy.indicators.described', { count: panel.figures.length })}
            unit={unit}
            panel={panel}
            formatTime={(period) => formatPeriod(period, language)}
            targetLabel={t('strategy.indicators.field.target')}
            format={figureText}
          />
        )
      })}
      <Table
        caption={title}
        head={[
          t('strategy.indicators.period'),
          { text: t('strategy.indicators.field.value'), isNumeric: true },
          t('strategy.indicators.field.source'),
          t('strategy.indicators.version'),
        ]}
        rows={shown.map((figure) => [
          formatPeriod(figure.period, language),
          <Figure key="figure" {...{ t, language, figure }} />,
          <SourceLine key="source" {...{ t, language }} source={figure.source} />,
          String(figure.version),
        ])}
      />
      {corrected.length > 0 && (
        <Table
          caption={t('strategy.indicators.corrections')}
          folds
          head={[
            t('strategy.indicators.period'),
            { text: t('strategy.indicators.before'), isNumeric: true },
            { text: t('strategy.indicators.after'), isNumeric: true },
            t('strategy.indicators.reason'),
            t('strategy.indicators.by'),
          ]}
          rows={corrected.map(({ old, next }) => [
            formatPeriod(next.period, language),
            figureText(old.value),
            figureText(next.value),
            next.reason ?? '',
            `${nameOf(next.madeBy)}, ${formatDate(next.madeAt.toISOString().slice(0, 10))}`,
          ])}
        />
      )}
    </>
  )
}
