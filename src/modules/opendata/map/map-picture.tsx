import { type Outline, readOutlines } from '#kernel/authorities/boundaries.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { Drawing } from '../chart/chart-svg.tsx'
import { classesOf } from './classes.ts'
import { MapDrawing, shadeOf, viewOf } from './map-svg.tsx'
import { classText } from './map-view.tsx'
import type { MapData } from './read-map.ts'

const year = '2026'
let outlines: Promise<Outline[]> | undefined

/** Outlines of the municipalities of today, read once. */
export function currentOutlines(): Promise<readonly Outline[]> {
  outlines ??= readOutlines(year)
  return outlines
}

type PictureProps = {
  data: MapData
  outlines: readonly Outline[]
  nameOf: (bfsNumber: number) => string | undefined
  t: Translate
}

/** A map as a part of a picture that stands alone, with its key below it. */
export function drawMap({ data, outlines, nameOf, t }: PictureProps): Drawing & { readonly width: number } {
  const { width, height } = viewOf(outlines, data)
  const classes = classesOf(data.areas.map(({ value }) => value))
  const lines = classes.map((one, at) => ({
    shade: `map-${shadeOf(at, classes.length)}`,
    text: `${classText(one, classes.length, t)}${data.unit ? ` ${data.unit}` : ''}`,
  }))
  const key = data.areas.length === 0 ? [] : [...lines, { shade: 'map-none', text: t('opendata.map.no_value') }]
  return {
    width,
    height: height + key.length * 20 + 16,
    content: (
      <>
        <MapDrawing
          data={data}
          outlines={outlines}
          classes={classes}
          nameOf={nameOf}
          nothing={t('opendata.map.no_value')}
        />
        {key.map(({ shade, text }, at) => (
          <g key={shade} transform={`translate(0 ${height + 12 + at * 20})`}>
            <rect class={shade} width="20" height="14" />
            <text class="chart-text" x="28" y="12">
              {text}
            </text>
          </g>
        ))}
      </>
    ),
  }
}
