import { formatMonth, type IsoDate } from '#kernel/i18n/format.ts'
import type { Language } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Details } from '#ui/components/details/details.tsx'
import { Table } from '#ui/components/table/table.tsx'
import type { ValuePoint } from '../../money/earned-value.ts'
import { moneyText } from '../projects/labels.tsx'
import { type CurveLine, CurveSvg } from './curve-svg.tsx'

type MoneyCurveProps = {
  readonly t: Translate
  readonly language: Language
  readonly points: readonly ValuePoint[]
  /** The last month that is over: earned and spent end there. */
  readonly until: IsoDate
}

/** Planned, earned and spent value as three lines that also differ by their strokes, with the same as a table below. */
export function MoneyCurve({ t, language, points, until }: MoneyCurveProps) {
  const past = (month: IsoDate, value: number) => (month <= until ? value : null)
  const lines: readonly CurveLine[] = [
    { label: t('strategy.money.planned_value'), values: points.map(({ planned }) => planned) },
    { label: t('strategy.money.earned'), values: points.map(({ month, earned }) => past(month, earned)) },
    { label: t('strategy.money.actual_cost'), values: points.map(({ month, spent }) => past(month, spent)) },
  ]
  return (
    <>
      <CurveSvg
        title={t('strategy.money.earned_value')}
        months={points.map(({ month }) => formatMonth(month, language, 'long'))}
        lines={lines}
      />
      <Details summary={t('strategy.money.as_table')}>
        <Table
          caption={t('strategy.money.table_of', { title: t('strategy.money.earned_value') })}
          hideCaption
          head={[t('strategy.money.month'), ...lines.map(({ label }) => ({ text: label, isNumeric: true }))]}
          rows={points.map(({ month }, at) => [
            formatMonth(month, language, 'long'),
            ...lines.map(({ values }) => moneyText(values[at] ?? undefined)),
          ])}
        />
      </Details>
    </>
  )
}
