import { fitText, placeOf, px, type Scale, widthOf } from '#ui/charts/scale.ts'
import { numberText } from '../look/cell-text.ts'
import { type Drawing, type DrawProps, drawKey } from './chart-svg.tsx'

const [barHeight, gap] = [18, 10]

/** Bars that lie, one below the other, each with its name before and its value behind it. All begin at nothing. */
export function BarDrawing({ data, width }: DrawProps): Drawing {
  const { categories, series } = data
  const key = drawKey(data, width)
  const values = series.flatMap((one) => one.values.map((value) => value ?? 0))
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)]
  const nameWidth = Math.min(width * 0.4, Math.max(40, ...categories.map(({ label }) => widthOf(label) + 8)))
  const valueWidth = Math.max(20, ...values.map((value) => widthOf(numberText(value)) + 8))
  const scale: Scale = {
    from: least,
    to: most || 1,
    start: nameWidth + 8 + (least < 0 ? valueWidth : 0),
    end: width - valueWidth,
  }
  const rowHeight = series.length * (barHeight + 2) + gap
  const zero = placeOf(scale, 0)
  return {
    height: key.height + categories.length * rowHeight + 4,
    content: (
      <>
        {key.content}
        {categories.map(({ label }, row) => {
          const top = key.height + row * rowHeight
          return (
            <g key={row}>
              <title>{label}</title>
              <text class="chart-text" x={px(nameWidth)} y={px(top + (rowHeight - gap) / 2 + 4)} text-anchor="end">
                {fitText(label, nameWidth)}
              </text>
              {series.map((one, at) => {
                const value = one.values[row] ?? null
                const end = placeOf(scale, value ?? 0)
                const y = top + at * (barHeight + 2)
                return (
                  <g key={at}>
                    <rect
                      class={`chart-${at + 1}`}
                      x={px(Math.min(zero, end))}
                      y={px(y)}
                      width={px(Math.abs(end - zero))}
                      height={barHeight}
                      rx="1"
                    />
                    <text
                      class="chart-text"
                      x={px(end + (end < zero ? -6 : 6))}
                      y={px(y + 13)}
                      text-anchor={end < zero ? 'end' : 'start'}
                    >
                      {value === null ? '–' : numberText(value)}
                    </text>
                  </g>
                )
              })}
            </g>
          )
        })}
        <line
          class="chart-axis"
          x1={px(zero)}
          x2={px(zero)}
          y1={key.height}
          y2={key.height + categories.length * rowHeight - gap + 4}
        />
      </>
    ),
  }
}
