import { fitText, placeOf, px, type Scale, widthOf } from '#ui/charts/scale.ts'
import { numberText } from '../look/cell-text.ts'
import { Grid, Names, valueAxis } from './axes.tsx'
import { type Drawing, type DrawProps, drawKey } from './chart-svg.tsx'

const plotHeight = 260

/** Values along an axis: standing bars, or lines with their names at the end. Bars always begin at nothing. */
export function LineDrawing({ data, width }: DrawProps): Drawing {
  const { categories, series, plan, xTitle, yTitle } = data
  const isLine = plan.kind === 'line'
  // Where there is room each line has its name at its end, else a key stands above.
  const hasEnds = isLine && series.length > 1 && width > 500
  const key = hasEnds ? { height: 0, content: null } : drawKey(data, width)
  const endWidth = hasEnds ? Math.min(200, Math.max(...series.map(({ label }) => widthOf(label))) + 14) : 0
  const [top, bottom] = [key.height + 32, key.height + 32 + plotHeight]
  const values = series.flatMap((one) => one.values.filter((value) => value !== null))
  const axis = valueAxis(values, !isLine, { top, bottom })
  const firstName = widthOf(categories[0]?.label ?? '', 12) / 2
  const lastName = widthOf(categories.at(-1)?.label ?? '', 12) / 2
  const [left, right] = [
    Math.max(axis.width, isLine ? firstName : 0),
    width - Math.max(10, endWidth, isLine ? lastName : 0),
  ]
  const places = placesOf(categories, { left, right, isLine })
  return {
    height: bottom + 46,
    content: (
      <>
        {key.content}
        <text class="chart-quiet" x="0" y={px(top - 18)}>
          {yTitle}
        </text>
        <Grid ticks={axis.ticks} scale={axis.scale} left={left} right={right} />
        {series.map((one, at) =>
          isLine ? (
            <Line key={at} values={one.values} places={places} scale={axis.scale} series={at} />
          ) : (
            <Bars
              key={at}
              at={at}
              count={series.length}
              values={one.values}
              places={places}
              scale={axis.scale}
              room={roomOf(places, right - left)}
            />
          ),
        )}
        {hasEnds && <Ends data={data} x={right + 8} scale={axis.scale} width={endWidth - 8} />}
        <Tips data={data} places={places} top={top} bottom={bottom} room={roomOf(places, right - left)} />
        <Names names={categories.map(({ label }, at) => ({ label, x: places[at] ?? 0 }))} y={bottom + 18} />
        <text class="chart-quiet" x={px(right)} y={px(bottom + 38)} text-anchor="end">
          {xTitle}
        </text>
      </>
    ),
  }
}

type Room = { left: number; right: number; isLine: boolean }

/** Times and numbers stand where they belong, all else at equal distances. */
function placesOf(categories: DrawProps['data']['categories'], { left, right, isLine }: Room): readonly number[] {
  const ats = categories.map(({ at }) => at)
  const known = ats.filter((at) => at !== undefined)
  const step = (right - left) / Math.max(1, categories.length)
  if (!isLine || known.length < ats.length || known.length < 2) {
    return isLine && categories.length > 1
      ? categories.map((_, at) => left + (at * (right - left)) / (categories.length - 1))
      : categories.map((_, at) => left + (at + 0.5) * step)
  }
  const scale: Scale = { from: Math.min(...known), to: Math.max(...known), start: left, end: right }
  return ats.map((at) => placeOf(scale, at ?? 0))
}

const roomOf = (places: readonly number[], all: number): number => all / Math.max(1, places.length)

type LineProps = { values: readonly (number | null)[]; places: readonly number[]; scale: Scale; series: number }

function Line({ values, places, scale, series }: LineProps) {
  let isBegun = false
  const path = values
    .map((value, at) => {
      if (value === null) {
        isBegun = false
        return ''
      }
      const step = `${isBegun ? 'L' : 'M'}${px(places[at] ?? 0)} ${px(placeOf(scale, value))}`
      isBegun = true
      return step
    })
    .join('')
  const isSparse = values.length <= 40
  return (
    <>
      <path class={`chart-line stroke-${series + 1}`} d={path} />
      {isSparse &&
        values.map((value, at) =>
          value === null ? null : (
            <circle
              key={at}
              class={`chart-${series + 1}`}
              cx={px(places[at] ?? 0)}
              cy={px(placeOf(scale, value))}
              r="3"
            />
          ),
        )}
    </>
  )
}

/** The name of each line where it ends, none upon another. */
function Ends({ data, x, scale, width }: { data: DrawProps['data']; x: number; scale: Scale; width: number }) {
  const ends = data.series
    .map(({ label, values }, at) => ({ label, at, y: placeOf(scale, values.findLast((value) => value !== null) ?? 0) }))
    .toSorted((one, other) => one.y - other.y)
  let last = Number.NEGATIVE_INFINITY
  return (
    <>
      {ends.map(({ label, at, y }) => {
        last = Math.max(y, last + 16)
        return (
          <text key={at} class={`chart-name chart-${at + 1}`} x={px(x)} y={px(last + 4)}>
            {fitText(label, width)}
          </text>
        )
      })}
    </>
  )
}

type BarsProps = Omit<LineProps, 'series'> & { at: number; count: number; room: number }

function Bars({ at, count, values, places, scale, room }: BarsProps) {
  const wide = Math.max(1, Math.min(40, (room * 0.76) / count))
  const zero = placeOf(scale, 0)
  return (
    <>
      {values.map((value, row) => {
        if (value === null) return null
        const y = placeOf(scale, value)
        return (
          <rect
            key={row}
            class={`chart-${at + 1}`}
            x={px((places[row] ?? 0) - (wide * count) / 2 + at * wide)}
            y={px(Math.min(y, zero))}
            width={px(Math.max(0.5, wide - (count > 1 ? 1 : 0)))}
            height={px(Math.abs(zero - y))}
          />
        )
      })}
    </>
  )
}

/** What a mouse hears over each place; everybody else has the table. */
function Tips({
  data,
  places,
  top,
  bottom,
  room,
}: {
  data: DrawProps['data']
  places: readonly number[]
  top: number
  bottom: number
  room: number
}) {
  if (places.length > 120) return null
  return (
    <>
      {data.categories.map(({ label }, at) => (
        <rect
          key={at}
          x={px((places[at] ?? 0) - room / 2)}
          y={top}
          width={px(room)}
          height={bottom - top}
          fill="none"
          pointer-events="all"
        >
          <title>
            {[
              label,
              ...data.series.map((one) => `${one.label === '' ? '' : `${one.label}: `}${textOf(one.values[at])}`),
            ].join('\n')}
          </title>
        </rect>
      ))}
    </>
  )
}

const textOf = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : numberText(value)
