import { formatNumber } from '#kernel/i18n/format.ts'
import { placeOf, px, roundTicks, widthOf } from '#ui/charts/scale.ts'
import { ScrollFrame } from '#ui/components/scroll-frame/scroll-frame.tsx'

export type CurveLine = { readonly label: string; readonly values: readonly (number | null)[] }

type CurveSvgProps = {
  readonly title: string
  /** Names of the months along the lower edge. */
  readonly months: readonly string[]
  /** Rappen month by month; null where there is nothing to show. */
  readonly lines: readonly CurveLine[]
  /** Lines across at amounts that must not be crossed. */
  readonly limits?: readonly { readonly label: string; readonly value: number }[]
}

const [width, height, top, bottom, left, right] = [640, 300, 44, 260, 86, 630]

/**
 * Amounts of money over months. Lines differ in colour and stroke; the same figures stand in a table beside, so the picture is one image with a
 * name for screen readers.
 */
export function CurveSvg({ title, months, lines, limits = [] }: CurveSvgProps) {
  const values = [
    ...lines.flatMap((line) => line.values.filter((value) => value !== null)),
    ...limits.map(({ value }) => value),
  ]
  const francs = values.map((value) => value / 100)
  const ticks = roundTicks(Math.min(0, ...francs), Math.max(1, ...francs), 5)
  const scale = { from: ticks[0] ?? 0, to: ticks.at(-1) ?? 1, start: bottom, end: top }
  const x = (at: number) => px(left + (at * (right - left)) / Math.max(1, months.length - 1))
  const y = (rappen: number) => px(placeOf(scale, rappen / 100))
  const named = [0, Math.floor((months.length - 1) / 2), months.length - 1].filter(
    (at, index, all) => all.indexOf(at) === index,
  )
  return (
    <ScrollFrame label={title} class="money-curve">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line
              class={tick === 0 ? 'chart-axis' : 'chart-grid'}
              x1={left}
              x2={right}
              y1={y(tick * 100)}
              y2={y(tick * 100)}
            />
            <text class="chart-quiet" x={left - 6} y={y(tick * 100) + 4} text-anchor="end">
              {formatNumber(tick)}
            </text>
          </g>
        ))}
        <Key labels={[...lines, ...limits].map(({ label }) => label)} />
        {limits.map(({ label, value }, at) => (
          <line
            key={label}
            class={`chart-line stroke-${lines.length + at + 1} curve-${lines.length + at + 1}`}
            x1={left}
            x2={right}
            y1={y(value)}
            y2={y(value)}
          />
        ))}
        {lines.map(({ label, values: line }, at) => (
          <path key={label} class={`chart-line stroke-${at + 1} curve-${at + 1}`} d={pathOf(line, x, y)} />
        ))}
        {named.map((at, index) => (
          <text
            key={at}
            class="chart-quiet"
            x={x(at)}
            y={bottom + 20}
            text-anchor={index === 0 ? 'start' : at === months.length - 1 ? 'end' : 'middle'}
          >
            {months[at]}
          </text>
        ))}
        <text class="chart-quiet" x={left - 6} y={top - 14} text-anchor="end">
          CHF
        </text>
      </svg>
    </ScrollFrame>
  )
}

function pathOf(values: readonly (number | null)[], x: (at: number) => number, y: (rappen: number) => number): string {
  let isBegun = false
  return values
    .map((value, at) => {
      if (value === null) {
        isBegun = false
        return ''
      }
      const step = `${isBegun ? 'L' : 'M'}${x(at)} ${y(value)}`
      isBegun = true
      return step
    })
    .join('')
}

/** What each stroke stands for. */
function Key({ labels }: { readonly labels: readonly string[] }) {
  let from = left
  return (
    <>
      {labels.map((label, at) => {
        const start = from
        from += widthOf(label, 12) + 44
        return (
          <g key={label}>
            <line
              class={`chart-line stroke-${at + 1} curve-${at + 1}`}
              x1={px(start)}
              x2={px(start + 24)}
              y1="14"
              y2="14"
            />
            <text class="chart-quiet" x={px(start + 30)} y="18">
              {label}
            </text>
          </g>
        )
      })}
    </>
  )
}
