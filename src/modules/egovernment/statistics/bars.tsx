/** Two bars for each period, drawn by the server so that they print. The table below says the same in figures. */
export type BarsProps = {
  readonly label: string
  /** What the first and the second bar are; one name where there is no second. */
  readonly names: readonly string[]
  /** A value that is not shown has no bar. */
  readonly bars: readonly { readonly text: string; readonly values: readonly [number, number | undefined] }[]
}

const [width, height, foot, top] = [600, 190, 26, 24]

export function Bars({ label, names, bars }: BarsProps) {
  const most = Math.max(1, ...bars.flatMap(({ values }) => values.map((value) => value ?? 0)))
  const step = width / Math.max(1, bars.length)
  const size = Math.min(18, step * 0.36)
  const tall = (value: number) => ((height - foot - top) * value) / most
  return (
    <figure class="bars">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        {bars.map(({ text, values }, index) => {
          const middle = step * (index + 0.5)
          return (
            <g key={text}>
              {values.map((value, which) =>
                value === undefined ? null : (
                  <rect
                    key={which}
                    class={which === 0 ? 'bar-first' : 'bar-second'}
                    x={middle + (which === 0 ? -size - 1 : 1)}
                    y={height - foot - tall(value)}
                    width={size}
                    height={tall(value)}
                  />
                ),
              )}
              <text x={middle} y={height - 6} text-anchor="middle">
                {text}
              </text>
            </g>
          )
        })}
        <line x1="0" x2={width} y1={height - foot} y2={height - foot} />
        <text x="0" y="18">
          {most}
        </text>
      </svg>
      <figcaption>
        {names.map((name, which) => (
          <span key={name} class="bar-name">
            <span class={`bar-key ${which === 0 ? 'bar-first' : 'bar-second'}`} /> {name}
          </span>
        ))}
      </figcaption>
    </figure>
  )
}
