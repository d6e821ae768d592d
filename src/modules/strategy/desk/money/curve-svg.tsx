import { formatNumber } from '#kernel/i18n/format.ts'
import { placeOf, px, roundTicks, widthOf } from '#ui/charts/scale.ts'

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

/** Where the picture ends on each side and where its plane does. `beside`: how many names of lines stand beside each other. */
type Plane = {
  readonly name: 'wide' | 'narrow'
  readonly width: number
  readonly height: number
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
  readonly beside: number
}

/** Letters are as large on a phone as elsewhere: there the picture is as wide as a phone, with the names of its lines below each other. */
const planes: readonly Plane[] = [
  { name: 'wide', width: 640, height: 300, top: 44, bottom: 260, left: 86, right: 630, beside: 4 },
  { name: 'narrow', width: 290, height: 320, top: 92, bottom: 290, left: 66, right: 286, beside: 1 },
]

/**
 * Amounts of money over months. Lines differ in colour and stroke; the same figures stand in a table beside, so the picture is one image with a
 * name for screen readers.
 */
export function CurveSvg(props: CurveSvgProps) {
  return (
    <div class="money-curve">
      {planes.map((plane) => (
        <Picture key={plane.name} {...props} plane={plane} />
      ))}
    </div>
  )
}

function Picture({ title, months, lines, limits = [], plane }: CurveSvgProps & { readonly plane: Plane }) {
  const { name, width, height, top, bottom, left, right } = plane
  const values = [
    ...lines.flatMap((line) => line.values.filter((value) => value !== null)),
    ...limits.map(({ value }) => value),
  ]
  const francs = values.map((value) => value / 100)
  const ticks = roundTicks(Math.min(0, ...francs), Math.max(1, ...francs), 5)
  const scale = { from: ticks[0] ?? 0, to: ticks.at(-1) ?? 1, start: bottom, end: top }
  const x = (at: number) => px(left + (at * (right - left)) / Math.max(1, months.length - 1))
  const y = (rappen: number) => px(placeOf(scale, rappen / 100))
  const middle = name === 'wide' ? [Math.floor((months.length - 1) / 2)] : []
  const named = [0, ...middle, months.length - 1].filter((at, index, all) => all.indexOf(at) === index)
  return (
    <svg class={`is-${name}`} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
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
      <Key labels={[...lines, ...limits].map(({ label }) => label)} plane={plane} />
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
function Key({ labels, plane: { beside, left } }: { readonly labels: readonly string[]; readonly plane: Plane }) {
  let from = left
  return (
    <>
      {labels.map((label, at) => {
        if (at % beside === 0) from = left
        const start = from
        from += widthOf(label, 12) + 44
        const y = 14 + 18 * Math.floor(at / beside)
        return (
          <g key={label}>
            <line
              class={`chart-line stroke-${at + 1} curve-${at + 1}`}
              x1={px(start)}
              x2={px(start + 24)}
              y1={y}
              y2={y}
            />
            <text class="chart-quiet" x={px(start + 30)} y={y + 4}>
              {label}
            </text>
          </g>
        )
      })}
    </>
  )
}
