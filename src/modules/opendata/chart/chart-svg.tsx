import type { ComponentChildren } from 'preact'
import { px, widthOf } from '#ui/charts/scale.ts'
import { BarDrawing } from './bar-drawing.tsx'
import { LineDrawing } from './line-drawing.tsx'
import { PointDrawing } from './point-drawing.tsx'
import type { ChartData } from './read-chart.ts'

/** A part of a picture and how high it is. */
export type Drawing = { readonly height: number; readonly content: ComponentChildren }
export type DrawProps = { readonly data: ChartData; readonly width: number }

/** The chart as a part of a picture, so wide as is said. */
export function drawChart(props: DrawProps): Drawing {
  switch (props.data.plan.kind) {
    case 'bar':
      return BarDrawing(props)
    case 'column':
    case 'line':
      return LineDrawing(props)
    case 'point':
      return PointDrawing(props)
  }
}

/** The chart for a page: the sentence that it says stands beside it as text. */
export function ChartSvg({ data, width }: DrawProps) {
  const { height, content } = drawChart({ data, width })
  return (
    <svg viewBox={`0 0 ${width} ${px(height)}`} role="img" aria-label={data.title}>
      {content}
    </svg>
  )
}

/** The names of several series with their colours, in as many lines as they need. */
export function drawKey({ series }: ChartData, width: number): Drawing {
  if (series.length < 2) return { height: 0, content: null }
  const places: { x: number; y: number }[] = []
  let [x, y] = [0, 0]
  for (const { label } of series) {
    const wide = widthOf(label) + 34
    if (x > 0 && x + wide > width) [x, y] = [0, y + 20]
    places.push({ x, y })
    x += wide
  }
  return {
    height: y + 28,
    content: series.map(({ label }, at) => (
      <g key={at} transform={`translate(${px(places[at]?.x ?? 0)} ${places[at]?.y ?? 0})`}>
        <rect class={`chart-${at + 1}`} width="12" height="12" y="2" rx="2" />
        <text class="chart-text" x="18" y="12">
          {label}
        </text>
      </g>
    )),
  }
}
