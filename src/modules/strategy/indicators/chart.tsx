import type { Panel } from './panels.ts'
import { firstDayOf } from './period.ts'

type ChartProps = {
  readonly title: string
  readonly description: string
  readonly unit: string
  readonly panel: Panel
  readonly targetLabel: string
  readonly format: (value: number) => string
  readonly formatTime: (period: string) => string
}

const size = { width: 640, height: 260, left: 70, right: 16, top: 24, bottom: 36 } as const

/** Days since 1970 of a period's beginning. */
const dayOf = (period: string) => Date.parse(firstDayOf(period) ?? period) / 86_400_000

/** Figures of one unit over time as points and lines; a line ends where another definition begins. The table beside it says the same. */
export function IndicatorChart({ title, description, unit, panel, targetLabel, format, formatTime }: ChartProps) {
  const { figures: shown, stretches: parts, target, most } = panel
  const days = shown.map(({ period }) => dayOf(period))
  const [first, last] = [Math.min(...days), Math.max(...days)]
  const x = (period: string) =>
    size.left +
    (size.width - size.left - size.right) * (last === first ? 0.5 : (dayOf(period) - first) / (last - first))
  const y = (value: number) => size.top + (size.height - size.top - size.bottom) * (1 - value / most)
  return (
    <svg class="indicator-chart" viewBox={`0 0 ${size.width} ${size.height}`} role="img">
      <title>{title}</title>
      <desc>{description}</desc>
      <text class="chart-unit" x={size.left} y={14}>
        {unit}
      </text>
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <line
            class="chart-grid"
            x1={size.left}
            x2={size.width - size.right}
            y1={y(most * share)}
            y2={y(most * share)}
          />
          <text class="chart-label" x={size.left - 8} y={y(most * share) + 4} text-anchor="end">
            {format(Number((most * share).toPrecision(2)))}
          </text>
        </g>
      ))}
      {target !== undefined && (
        <g>
          <line class="chart-target" x1={size.left} x2={size.width - size.right} y1={y(target)} y2={y(target)} />
          <text class="chart-label" x={size.width - size.right} y={y(target) - 6} text-anchor="end">
            {targetLabel}
          </text>
        </g>
      )}
      {parts.map((part, index) => (
        <g key={index}>
          {index > 0 && part[0] && (
            <line
              class="chart-break"
              x1={x(part[0].period)}
              x2={x(part[0].period)}
              y1={size.top}
              y2={size.height - size.bottom}
            />
          )}
          <polyline
            class="chart-line stroke-1"
            points={part.map(({ period, value }) => `${x(period)},${y(value)}`).join(' ')}
          />
          {part.map(({ period, value }) => (
            <circle key={period} class="chart-1" cx={x(period)} cy={y(value)} r="4" />
          ))}
        </g>
      ))}
      <text class="chart-label" x={size.left} y={size.height - 10}>
        {formatTime(shown[0]?.period ?? '')}
      </text>
      {shown.length > 1 && (
        <text class="chart-label" x={size.width - size.right} y={size.height - 10} text-anchor="end">
          {formatTime(shown.at(-1)?.period ?? '')}
        </text>
      )}
    </svg>
  )
}
