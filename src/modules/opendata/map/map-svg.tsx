import type { Outline } from '#kernel/authorities/boundaries.ts'
import type { Lv95 } from '#kernel/authorities/lv95.ts'
import { px, widthOf } from '#ui/charts/scale.ts'
import { numberText } from '../look/cell-text.ts'
import { classAt, type ValueClass } from './classes.ts'
import type { Shape } from './geometry.ts'
import type { MapData } from './read-map.ts'

type Box = { readonly west: number; readonly south: number; readonly east: number; readonly north: number }

/** A part of the Swiss grid as it lies in a picture. */
type View = { readonly box: Box; readonly perMetre: number; readonly width: number; readonly height: number }

export const mapWidth = 620
const tallest = 700

/** The canton, or the part of it in which the shapes lie. */
export function viewOf(outlines: readonly Outline[], { shapes }: Pick<MapData, 'shapes'>): View {
  const points = shapes.flatMap(({ shape }) => shape.parts.flat())
  const canton = around(
    outlines.flatMap(({ box }) => [
      { east: box.west, north: box.south },
      { east: box.east, north: box.north },
    ]),
  )
  const own = points.length === 0 ? canton : widened(around(points))
  const isInside =
    own.west < canton.east && own.east > canton.west && own.south < canton.north && own.north > canton.south
  const box = points.length === 0 ? widened(canton, 0.02) : isInside ? within(own, widened(canton, 0.3)) : own
  const perMetre = Math.min(mapWidth / (box.east - box.west), tallest / (box.north - box.south))
  return { box, perMetre, width: px((box.east - box.west) * perMetre), height: px((box.north - box.south) * perMetre) }
}

function around(points: readonly Lv95[]): Box {
  let [west, south, east, north] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ]
  for (const point of points) {
    west = Math.min(west, point.east)
    east = Math.max(east, point.east)
    south = Math.min(south, point.north)
    north = Math.max(north, point.north)
  }
  return { west, south, east, north }
}

/** With a margin, and at least some hundred metres wide, so that one point has something around it. */
function widened({ west, south, east, north }: Box, share = 0.12): Box {
  const margin = Math.max(400, share * Math.max(east - west, north - south))
  return { west: west - margin, south: south - margin, east: east + margin, north: north + margin }
}

const within = (box: Box, most: Box): Box => ({
  west: Math.max(box.west, most.west),
  south: Math.max(box.south, most.south),
  east: Math.min(box.east, most.east),
  north: Math.min(box.north, most.north),
})

const at = ({ box, perMetre }: View, east: number, north: number): string =>
  `${px((east - box.west) * perMetre)} ${px((box.north - north) * perMetre)}`

function outlinePath(view: View, { rings }: Outline): string {
  return rings
    .map((ring) => {
      const points: string[] = []
      for (let index = 0; index + 1 < ring.length; index += 2) {
        const point = at(view, ring[index] ?? 0, ring[index + 1] ?? 0)
        if (point !== points.at(-1)) points.push(point)
      }
      return `M${points.join('L')}Z`
    })
    .join('')
}

export type DrawMapProps = {
  readonly data: MapData
  readonly outlines: readonly Outline[]
  readonly classes: readonly ValueClass[]
  readonly nameOf: (bfsNumber: number) => string | undefined
  /** What a municipality without a value is said to have. */
  readonly nothing: string
}

/** The municipalities, coloured by the class of their value; or what has a place, above them. */
export function MapDrawing({ data, outlines, classes, nameOf, nothing }: DrawMapProps) {
  const view = viewOf(outlines, data)
  const values = new Map(data.areas.map((area) => [area.bfsNumber, area.value]))
  return (
    <>
      <g class="map-areas">
        {outlines.map((outline) => {
          const value = values.get(outline.bfsNumber)
          const name = nameOf(outline.bfsNumber) ?? String(outline.bfsNumber)
          return (
            <path
              key={outline.bfsNumber}
              class={value === undefined ? 'map-none' : `map-${shadeOf(classAt(classes, value), classes.length)}`}
              d={outlinePath(view, outline)}
            >
              <title>
                {data.shapes.length > 0
                  ? name
                  : `${name}: ${value === undefined ? nothing : numberText(value)}${value !== undefined && data.unit ? ` ${data.unit}` : ''}`}
              </title>
            </path>
          )
        })}
      </g>
      {data.shapes.length > 0 && <PlaceNames outlines={outlines} view={view} nameOf={nameOf} />}
      {data.shapes.map(({ shape, label }, index) => (
        <Placed key={index} shape={shape} label={label} view={view} />
      ))}
    </>
  )
}

const mostNames = 14

/** The names of the municipalities in sight, where they are few enough to be read. */
function PlaceNames({ outlines, view, nameOf }: Pick<DrawMapProps, 'outlines' | 'nameOf'> & { view: View }) {
  const { box, perMetre } = view
  const seen = outlines.flatMap(({ bfsNumber, box: own }) => {
    const part = within(own, box)
    const isSeen = part.east - part.west > 0 && part.north - part.south > 0
    return isSeen
      ? [
          {
            name: nameOf(bfsNumber) ?? '',
            east: (part.west + part.east) / 2,
            north: (part.south + part.north) / 2,
            part,
          },
        ]
      : []
  })
  const fitting = seen.filter(({ name, part }) => (part.east - part.west) * perMetre > widthOf(name, 12))
  if (seen.length > mostNames) return null
  return (
    <>
      {fitting.map(({ name, east, north }) => (
        <text
          key={name}
          class="chart-quiet"
          x={px((east - box.west) * perMetre)}
          y={px((box.north - north) * perMetre)}
          text-anchor="middle"
        >
          {name}
        </text>
      ))}
    </>
  )
}

/** Of one to five classes the shades that lie furthest apart. */
export const shadeOf = (index: number, count: number): number =>
  count <= 1 ? 4 : Math.round(1 + (index * 4) / (count - 1))

function Placed({ shape, label, view }: { shape: Shape; label: string; view: View }) {
  const title = label === '' ? null : <title>{label}</title>
  if (shape.kind === 'points')
    return (
      <>
        {shape.parts.flat().map(({ east, north }, index) => (
          <circle
            key={index}
            class="map-point"
            cx={px((east - view.box.west) * view.perMetre)}
            cy={px((view.box.north - north) * view.perMetre)}
            r="4"
          >
            {title}
          </circle>
        ))}
      </>
    )
  const path = shape.parts
    .filter((part) => part.length > 1)
    .map(
      (part) =>
        `M${part.map(({ east, north }) => at(view, east, north)).join('L')}${shape.kind === 'areas' ? 'Z' : ''}`,
    )
    .join('')
  return (
    <path class={shape.kind === 'lines' ? 'map-line' : 'map-shape'} d={path}>
      {title}
    </path>
  )
}
