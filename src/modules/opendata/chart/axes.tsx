import { placeOf, px, roundTicks, type Scale, widthOf } from '#ui/charts/scale.ts'
import { numberText } from '../look/cell-text.ts'

/** The axis of values: round numbers from the smallest to the largest, and nothing among them where it matters. */
export function valueAxis(
  values: readonly number[],
  hasZero: boolean,
  { top, bottom }: { top: number; bottom: number },
) {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  // Far from nothing, a line would be flat with it; bars always begin there.
  const needsZero = hasZero || (least >= 0 && least < most * 0.6)
  const ticks =
    values.length === 0
      ? [0, 1]
      : roundTicks(needsZero ? Math.min(0, least) : least, needsZero ? Math.max(0, most) : most, 5)
  const scale: Scale = { from: ticks[0] ?? 0, to: ticks.at(-1) ?? 1, start: bottom, end: top }
  return { ticks, scale, width: Math.max(...ticks.map((tick) => widthOf(numberText(tick), 12))) + 8 }
}

type GridProps = { ticks: readonly number[]; scale: Scale; left: number; right: number }

/** Lines across at each number of the axis. */
export function Grid({ ticks, scale, left, right }: GridProps) {
  return (
    <>
      {ticks.map((tick) => {
        const y = px(placeOf(scale, tick))
        return (
          <g key={tick}>
            <line class={tick === 0 ? 'chart-axis' : 'chart-grid'} x1={px(left)} x2={px(right)} y1={y} y2={y} />
            <text class="chart-quiet" x={px(left - 6)} y={px(y + 4)} text-anchor="end">
              {numberText(tick)}
            </text>
          </g>
        )
      })}
    </>
  )
}

/** Names along the lower edge, as many as stand beside each other, the first and the last among them where they fit. */
export function Names({ names, y }: { names: readonly { readonly label: string; readonly x: number }[]; y: number }) {
  const widest = Math.max(...names.map(({ label }) => widthOf(label, 12))) + 14
  const shown: { label: string; x: number }[] = []
  for (const name of names) {
    const last = shown.at(-1)
    if (!last || name.x - last.x >= widest) shown.push(name)
  }
  return (
    <>
      {shown.map(({ label, x }) => (
        <text key={`${label}${x}`} class="chart-quiet" x={px(x)} y={px(y)} text-anchor="middle">
          {label}
        </text>
      ))}
    </>
  )
}
