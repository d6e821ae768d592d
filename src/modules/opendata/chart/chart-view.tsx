import { type Language, textIn } from '#kernel/i18n/language.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { numberText } from '../look/cell-text.ts'
import type { LookProps } from '../look/look-page.tsx'
import { type Drawn, lookParameters } from '../look/look-wish.ts'
import { FilterForm } from '../look/table-view.tsx'
import { TimeField } from '../look/time-field.tsx'
import type { TimeChoice } from '../look/time-wish.ts'
import type { Column } from '../tables/column.ts'
import { type ChartPlan, chartKinds, drawable, functions, isCategory } from './chart-plan.ts'
import { ChartSvg } from './chart-svg.tsx'
import { Embed } from './embed.tsx'
import type { ChartData } from './read-chart.ts'

/** Widths that a chart is drawn in: for a desktop, and for a phone. */
export const chartWidths = { wide: 760, narrow: 300 } as const

type Props = LookProps & { data: ChartData | undefined; time: TimeChoice | undefined; svgHref: string }

/** A chart of the table, with the form that changes it; every chart has its address and can be embedded. */
export function ChartView({ data, svgHref, time, ...props }: Props) {
  const { t } = props
  if (!data) return <EmptyState title={t('opendata.chart.none')} icon="BarChart" />
  const isEmpty = data.points.length === 0 && data.categories.length === 0
  return (
    <>
      <FilterForm {...props} />
      {isEmpty ? (
        <EmptyState title={t('opendata.look.no_rows')} icon="BarChart" />
      ) : (
        <figure class="chart">
          <h2 id={picture}>{data.title}</h2>
          <div class="only-wide">
            <ChartSvg data={data} width={chartWidths.wide} />
          </div>
          <div class="only-narrow">
            <ChartSvg data={data} width={chartWidths.narrow} />
          </div>
          {data.notes.length > 0 && (
            <figcaption>{data.notes.map((note) => t(`opendata.chart.note.${note}`)).join(' ')}</figcaption>
          )}
        </figure>
      )}
      <ChartForm plan={data.plan} time={time} {...props} />
      {!isEmpty && (
        <>
          <Details summary={t('opendata.chart.as_table')}>
            <ChartTable data={data} />
          </Details>
          <Embed svgHref={svgHref} title={data.title} t={t} />
        </>
      )}
    </>
  )
}

const picture = 'chart'

function ChartForm({ plan, time, ...props }: LookProps & { plan: ChartPlan; time: TimeChoice | undefined }) {
  const { version, wish, base, language, t } = props
  const kept = lookParameters({ ...wish, drawn: {}, after: undefined })
  const columns = drawable(version.columns)
  const field = (name: Drawn) => ({ id: `chart-${name}`, name, label: t(`opendata.chart.setting.${name}`) })
  return (
    // Where the chart is drawn anew, so that a keyboard and a screen reader go on from it.
    <form method="get" action={`${base}#${picture}`}>
      {kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div class="chart-settings">
        <SelectField
          {...field('kind')}
          value={plan.kind}
          options={chartKinds.map((kind) => ({ value: kind, label: t(`opendata.chart.kind.${kind}`) }))}
        />
        <SelectField {...field('x')} value={plan.x.name} options={optionsOf(columns, language)} />
        <SelectField
          {...field('y')}
          value={plan.y?.name ?? countName}
          options={[
            { value: countName, label: t('opendata.chart.rows') },
            ...optionsOf(
              columns.filter(({ type }) => type === 'integer' || type === 'number'),
              language,
            ),
          ]}
        />
        <SelectField
          {...field('fn')}
          value={plan.fn}
          options={functions.map((fn) => ({ value: fn, label: t(`opendata.chart.fn.${fn}`) }))}
        />
        <SelectField
          {...field('by')}
          value={plan.by?.name ?? ''}
          emptyLabel={t('opendata.chart.no_series')}
          options={optionsOf(columns.filter(isCategory), language)}
        />
        {time && <TimeField time={time} {...props} />}
      </div>
      <ButtonRow>
        <Button variant="secondary">{t('opendata.chart.draw')}</Button>
      </ButtonRow>
    </form>
  )
}

/** What stands for the number of rows where a column is named otherwise; no column begins so. */
const countName = '_rows'

const optionsOf = (columns: readonly Column[], language: Language) =>
  columns.map(({ name, title }) => ({ value: name, label: textIn(title, language) }))

function ChartTable({ data }: { data: ChartData }) {
  const { title, categories, series, points, xTitle, yTitle } = data
  if (points.length > 0)
    return (
      <Table
        caption={title}
        hideCaption
        head={[
          { text: xTitle, isNumeric: true },
          { text: yTitle, isNumeric: true },
        ]}
        rows={points.slice(0, 100).map(({ x, y }) => [numberText(x), numberText(y)])}
      />
    )
  return (
    <Table
      caption={title}
      hideCaption
      head={[xTitle, ...series.map(({ label }) => ({ text: label === '' ? yTitle : label, isNumeric: true }))]}
      rows={categories.map(({ label }, row) => [
        label,
        ...series.map(({ values }) => {
          const value = values[row]
          return value === null || value === undefined ? '–' : numberText(value)
        }),
      ])}
    />
  )
}
