import type { ComponentChildren } from 'preact'
import { formatDate, formatPeriod, type IsoDate } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { Tag, type TagKind } from '#ui/components/tag/tag.tsx'
import { SourceLine } from '../public/node-parts.tsx'
import { IndicatorChart } from './chart.tsx'
import { courseOf } from './course.ts'
import { figureText } from './figure-text.ts'
import { corrections, type Definition, holding, type Observation, type Standing } from './indicator.ts'

type Said = { readonly t: Translate; readonly language: Language }

const kinds: Readonly<Record<Standing, TagKind>> = {
  not_measured: 'neutral',
  no_figure: 'neutral',
  reached: 'success',
  missed: 'danger',
  off_course: 'warning',
  under_way: 'info',
}

export function StandingTag({ t, standing }: { readonly t: Translate; readonly standing: Standing }) {
  return <Tag kind={kinds[standing]}>{t(`strategy.indicators.standing.${standing}`)}</Tag>
}

/** A figure with its unit, as its source qualifies it. */
export function Figure({ t, language, figure, unit }: Said & { figure: Observation; unit: Definition['unit'] }) {
  return (
    <>
      {figure.qualifier && `${t(`strategy.qualifier.${figure.qualifier}`)} `}
      {figureText(figure.value)} {textIn(unit, language)}
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
  const { baseline, target, source, uncertainty, owner, counter } = definition
  const open = t('strategy.indicators.open')
  const row = (name: string, value: ComponentChildren) => ({ key: t(`strategy.indicators.field.${name}`), value })
  return (
    <SummaryList
      rows={[
        row('definition', textIn(definition.definition, language)),
        row('unit', textIn(definition.unit, language)),
        row('direction', t(`strategy.indicators.direction.${definition.direction}`)),
        row('baseline', baseline ? `${figureText(baseline.value)} (${formatPeriod(baseline.period, language)})` : open),
        row('target', target ? `${figureText(target.value)} (${formatDate(target.on)})` : open),
        row(
          'source',
          source ? <SourceLine {...{ t, language, source }} /> : t('strategy.indicators.standing.not_measured'),
        ),
        row('rhythm', t(`strategy.indicators.rhythm.${definition.rhythm}`)),
        row('uncertainty', uncertainty ? textIn(uncertainty, language) : open),
        row('owner', owner),
        ...(counter ? [row('counter', t('strategy.indicators.counted'))] : []),
      ]}
    />
  )
}

type SeriesProps = Said & {
  readonly title: string
  readonly definitions: readonly Definition[]
  readonly figures: readonly Observation[]
  readonly nameOf: (staffId: string | null) => string
}

/** The series as a picture and as a table, with what was corrected and where its definition changed. */
export function Series({ t, language, title, definitions, figures, nameOf }: SeriesProps) {
  const [current] = definitions
  const shown = holding(figures)
  if (!current || shown.length === 0) return null
  const unit = textIn(current.unit, language)
  const corrected = corrections(figures)
  return (
    <>
      <IndicatorChart
        title={title}
        description={t('strategy.indicators.described', { count: shown.length })}
        {...{ unit, figures }}
        formatTime={(period) => formatPeriod(period, language)}
        target={current.target && { value: current.target.value, label: t('strategy.indicators.field.target') }}
        format={figureText}
      />
      <Table
        caption={title}
        head={[
          t('strategy.indicators.period'),
          { text: unit, isNumeric: true },
          t('strategy.indicators.field.source'),
          t('strategy.indicators.version'),
        ]}
        rows={shown.map((figure) => [
          formatPeriod(figure.period, language),
          <>
            {figure.qualifier && `${t(`strategy.qualifier.${figure.qualifier}`)} `}
            {figureText(figure.value)}
            {figure.isProvisional && ` (${t('strategy.indicators.provisional')})`}
          </>,
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
      {definitions.length > 1 && (
        <>
          <h3>{t('strategy.indicators.versions')}</h3>
          <ol class="edge-list" reversed>
            {definitions.map((definition) => (
              <li key={definition.version}>
                <p>
                  {definition.validFrom
                    ? t('strategy.indicators.version_from', {
                        version: definition.version,
                        day: formatDate(definition.validFrom),
                      })
                    : t('strategy.indicators.version_only', { version: definition.version })}
                  {definition.reason && `: ${definition.reason}`}
                </p>
                <p>{textIn(definition.definition, language)}</p>
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  )
}
