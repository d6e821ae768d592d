import { formatNumber } from '#kernel/i18n/format.ts'
import type { Language } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { placeOf, px, roundTicks } from '#ui/charts/scale.ts'
import { Table } from '#ui/components/table/table.tsx'
import {
  apart,
  middleBenefit,
  middleEffort,
  type Quadrant,
  quadrantOf,
  type Weighed,
} from '../../projects/benefit-effort.ts'
import { Said } from './labels.tsx'

type ChartProps = {
  readonly t: Translate
  readonly language: Language
  readonly weighed: readonly Weighed[]
  readonly hrefOf: (slug: string) => string
}

const [width, height, mark] = [640, 380, 24]
const frame = { left: 44, right: 20, top: 20, bottom: 52 }

/** What gives much for little: each project as a numbered mark, and the same as a table. */
export function BenefitEffort({ t, language, weighed, hrefOf }: ChartProps) {
  if (weighed.length === 0) return null
  const middle = middleEffort(weighed)
  return (
    <section>
      <h2>{t('strategy.benefit_effort.title')}</h2>
      <p>{t('strategy.benefit_effort.lead', { middle: formatNumber(middle) })}</p>
      <Picture {...{ t, weighed, middle }} />
      <Table
        caption={t('strategy.benefit_effort.table')}
        hideCaption
        folds
        head={[
          { text: t('strategy.benefit_effort.number'), isNumeric: true },
          t('strategy.projects.project'),
          { text: t('strategy.benefit_effort.benefit'), isNumeric: true },
          { text: t('strategy.benefit_effort.effort'), isNumeric: true },
          t('strategy.benefit_effort.place'),
        ]}
        rows={weighed.map((one, at) => [
          String(at + 1),
          <a key="name" class="ds-link" href={hrefOf(one.slug)}>
            <Said text={one.title} language={language} />
          </a>,
          one.benefit.toFixed(1),
          formatNumber(one.effortDays),
          t(`strategy.benefit_effort.quadrant.${quadrantOf(one, middle)}`),
        ])}
      />
    </section>
  )
}

function Picture({ t, weighed, middle }: Pick<ChartProps, 't' | 'weighed'> & { readonly middle: number }) {
  const ticks = roundTicks(0, Math.max(...weighed.map(({ effortDays }) => effortDays)), 5)
  const x = { from: 0, to: ticks.at(-1) ?? 1, start: frame.left + mark / 2, end: width - frame.right - mark / 2 }
  const y = { from: 1, to: 4, start: height - frame.bottom - mark / 2, end: frame.top + mark / 2 }
  const places = apart(
    weighed.map(({ benefit, effortDays }) => ({ x: placeOf(x, effortDays), y: placeOf(y, benefit) })),
    { size: mark, from: x.start, to: x.end, top: y.end, bottom: y.start },
  )
  const [across, up] = [px(placeOf(x, middle)), px(placeOf(y, middleBenefit))]
  return (
    <figure class="benefit-effort">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby="benefit-effort-title benefit-effort-desc">
        <title id="benefit-effort-title">{t('strategy.benefit_effort.title')}</title>
        <desc id="benefit-effort-desc">{t('strategy.benefit_effort.desc', { count: weighed.length })}</desc>
        <rect
          class="benefit-effort-frame"
          x={frame.left}
          y={frame.top}
          width={width - frame.left - frame.right}
          height={height - frame.top - frame.bottom}
        />
        <line class="benefit-effort-middle" x1={across} x2={across} y1={frame.top} y2={height - frame.bottom} />
        <line class="benefit-effort-middle" x1={frame.left} x2={width - frame.right} y1={up} y2={up} />
        {corners.map(([quadrant, isRight, isTop]) => (
          <text
            key={quadrant}
            class="benefit-effort-quadrant"
            x={isRight ? width - frame.right - 6 : frame.left + 6}
            y={isTop ? frame.top + 16 : height - frame.bottom - 8}
            text-anchor={isRight ? 'end' : 'start'}
          >
            {t(`strategy.benefit_effort.quadrant.${quadrant}`)}
          </text>
        ))}
        {[1, 2, 3, 4].map((tick) => (
          <text key={tick} x={frame.left - 8} y={px(placeOf(y, tick) + 4)} text-anchor="end">
            {tick}
          </text>
        ))}
        {ticks.map((tick) => (
          <text key={tick} x={px(placeOf(x, tick))} y={height - frame.bottom + 18} text-anchor="middle">
            {formatNumber(tick)}
          </text>
        ))}
        <text x={width - frame.right} y={height - 8} text-anchor="end">
          {t('strategy.benefit_effort.effort')}
        </text>
        <text x={4} y={14}>
          {t('strategy.benefit_effort.benefit')}
        </text>
        {weighed.map((one, at) => {
          const place = places[at] ?? { x: 0, y: 0 }
          return (
            <g key={one.slug}>
              <circle class="benefit-effort-mark" cx={px(place.x)} cy={px(place.y)} r={mark / 2 - 1} />
              <text class="benefit-effort-number" x={px(place.x)} y={px(place.y + 4.5)} text-anchor="middle">
                {at + 1}
              </text>
            </g>
          )
        })}
      </svg>
    </figure>
  )
}

const corners: readonly (readonly [Quadrant, isRight: boolean, isTop: boolean])[] = [
  ['do_first', false, true],
  ['plan_well', true, true],
  ['on_the_side', false, false],
  ['think_again', true, false],
]
