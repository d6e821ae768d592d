import { formatDate, swissDate } from '#kernel/i18n/format.ts'
import { placeOf, px, roundTicks, type Scale } from '#ui/charts/scale.ts'
import { numberText } from '../look/cell-text.ts'
import { Grid, Names, valueAxis } from './axes.tsx'
import { type Drawing, type DrawProps, drawKey } from './chart-svg.tsx'

const plotHeight = 320

/** Each row as a point between two axes. */
export function PointDrawing({ data, width }: DrawProps): Drawing {
  const { points, plan, xTitle, yTitle } = data
  const key = drawKey(data, width)
  const [top, bottom] = [key.height + 32, key.height + 32 + plotHeight]
  const axis = valueAxis(
    points.map(({ y }) => y),
    false,
    { top, bottom },
  )
  const xs = points.map(({ x }) => x)
  const isDay = plan.x.type === 'date' || plan.x.type === 'datetime'
  const [least, most] = [Math.min(...xs), Math.max(...xs)]
  const ticks =
    points.length === 0 ? [] : isDay ? [least, (least + most) / 2, most] : roundTicks(least, most, width > 500 ? 6 : 3)
  const [left, right] = [Math.max(axis.width, 30), width - 34]
  const across: Scale = { from: ticks[0] ?? 0, to: ticks.at(-1) ?? 1, start: left, end: right }
  const nameOf = (tick: number) => {
    if (plan.x.type === 'datetime') return formatDate(swissDate(new Date(tick)))
    if (isDay) return formatDate(new Date(tick).toISOString().slice(0, 10))
    return plan.x.type === 'year' ? String(tick) : numberText(tick)
  }
  return {
    height: bottom + 46,
    content: (
      <>
        {key.content}
        <text class="chart-quiet" x="0" y={px(top - 18)}>
          {yTitle}
        </text>
        <Grid ticks={axis.ticks} scale={axis.scale} left={left} right={right} />
        {points.map(({ x, y, series }, at) => (
          <circle
            key={at}
            class={`chart-${series + 1}`}
            cx={px(placeOf(across, x))}
            cy={px(placeOf(axis.scale, y))}
            r="3.5"
            fill-opacity="0.7"
          />
        ))}
        <Names names={ticks.map((tick) => ({ label: nameOf(tick), x: placeOf(across, tick) }))} y={bottom + 18} />
        <text class="chart-quiet" x={px(right)} y={px(bottom + 38)} text-anchor="end">
          {xTitle}
        </text>
      </>
    ),
  }
}
