import { formatMoney, formatNumber } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { placeOf, px, roundTicks } from '#ui/charts/scale.ts'
import { Table } from '#ui/components/table/table.tsx'
import { daysText } from '../people/person.ts'
import type { PlanResult, PlanSettings } from './plan-settings.ts'

type FrontierProps = {
  readonly t: Translate
  readonly points: PlanResult['frontier']
  readonly against: Exclude<PlanSettings['frontier'], 'none'>
  /** Where a plan with such an amount is asked for. */
  readonly hrefOf: (cap: number) => string
}

const [width, height] = [640, 320]
const frame = { left: 56, right: 24, top: 16, bottom: 48 }

/** What more money or work would bring: a picture, and the same as a table. */
export function FrontierChart({ t, points, against, hrefOf }: FrontierProps) {
  if (points.length < 2)
    return (
      <section>
        <h2>{t('strategy.planning.frontier')}</h2>
        <p>{t('strategy.planning.frontier_none')}</p>
      </section>
    )
  const amount = (used: number) => (against === 'rappen' ? used / 100_000 : used / 10)
  const words = (used: number) =>
    against === 'rappen' ? formatMoney(used) : t('strategy.planning.days', { days: daysText(used) })
  const [xTicks, yTicks] = [
    roundTicks(0, Math.max(...points.map(({ used }) => amount(used))), 5),
    roundTicks(0, Math.max(...points.map(({ benefit }) => benefit)), 5),
  ]
  const x = { from: 0, to: xTicks.at(-1) ?? 1, start: frame.left, end: width - frame.right }
  const y = { from: 0, to: yTicks.at(-1) ?? 1, start: height - frame.bottom, end: frame.top }
  const places = points.map(({ used, benefit }) => ({ x: placeOf(x, amount(used)), y: placeOf(y, benefit) }))
  return (
    <section>
      <h2>{t('strategy.planning.frontier')}</h2>
      <p>{t('strategy.planning.frontier_lead')}</p>
      <figure class="frontier">
        <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby="frontier-title frontier-desc">
          <title id="frontier-title">{t('strategy.planning.frontier')}</title>
          <desc id="frontier-desc">{t('strategy.planning.frontier_desc', { count: points.length })}</desc>
          {yTicks.map((tick) => (
            <g key={tick}>
              <line
                class="frontier-grid"
                x1={px(x.start)}
                x2={px(x.end)}
                y1={px(placeOf(y, tick))}
                y2={px(placeOf(y, tick))}
              />
              <text x={px(x.start - 8)} y={px(placeOf(y, tick) + 4)} text-anchor="end">
                {formatNumber(tick)}
              </text>
            </g>
          ))}
          {xTicks.map((tick) => (
            <text key={tick} x={px(placeOf(x, tick))} y={px(y.start + 18)} text-anchor="middle">
              {formatNumber(tick)}
            </text>
          ))}
          <text x={px(x.end)} y={px(height - 8)} text-anchor="end">
            {t(`strategy.planning.axis.${against}`)}
          </text>
          <path
            class="frontier-line"
            d={places.map((one, at) => `${at === 0 ? 'M' : 'L'}${px(one.x)} ${px(one.y)}`).join('')}
          />
          {places.map((one, at) => (
            <circle key={at} class="frontier-point" cx={px(one.x)} cy={px(one.y)} r="5" />
          ))}
        </svg>
      </figure>
      <Table
        caption={t('strategy.planning.frontier_table')}
        folds
        head={[
          { text: t(`strategy.planning.axis.${against}`), isNumeric: true },
          { text: t('strategy.planning.benefit'), isNumeric: true },
          { text: t('strategy.planning.projects'), isNumeric: true },
          { text: t('strategy.planning.gap'), isNumeric: true },
          t('strategy.planning.next'),
        ]}
        rows={points.map(({ used, benefit, projects, gap }) => [
          words(used),
          formatNumber(benefit),
          String(projects),
          gap === undefined ? '–' : `${(gap / 10).toFixed(1)} %`,
          against === 'rappen' ? (
            <a class="ds-link" href={hrefOf(used)}>
              {t('strategy.planning.plan_with')}
              <span class="ds-sr-only"> {words(used)}</span>
            </a>
          ) : (
            '–'
          ),
        ])}
      />
    </section>
  )
}
