import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type Lv95, toLv95, type Wgs84 } from './lv95.ts'

/** The outline of one municipality in the Swiss grid: rings of alternating east and north values; holes are rings as well. */
export type Outline = {
  readonly bfsNumber: number
  readonly box: { readonly west: number; readonly south: number; readonly east: number; readonly north: number }
  readonly rings: readonly Float64Array[]
}

const cantonOfLucerne = 3
const currentYear = '2026'

/**
 * Outlines of the canton's municipalities in a year, from the npm package `swiss-maps` (generalised boundaries of the
 * Bundesamt für Statistik, GEOSTAT). Its shapefiles are used rather than its TopoJSON: that one cuts the lakes out, and the shore with them.
 */
export async function readOutlines(year: string): Promise<Outline[]> {
  const file = createRequire(import.meta.url).resolve(`swiss-maps/${year}/municipalities.shp`)
  const [shapes, table] = await Promise.all([readFile(file), readFile(file.replace(/shp$/, 'dbf'))])
  const offsets = shapeOffsets(shapes)
  return readTable(table).flatMap(({ bfsNumber, canton }, row) => {
    const offset = offsets[row]
    return canton === cantonOfLucerne && offset !== undefined ? [{ bfsNumber, ...readPolygon(shapes, offset) }] : []
  })
}

let current: Promise<Outline[]> | undefined

/**
 * The BFS number of the municipality of 2026 that a point lies in, or undefined outside the canton. The boundaries are generalised:
 * within some 60 m of one the answer can name the neighbour, so a page shows it and lets people correct it.
 */
export async function municipalityAt(point: Lv95 | Wgs84): Promise<number | undefined> {
  current ??= readOutlines(currentYear)
  const { east, north } = 'east' in point ? point : toLv95(point)
  return (await current).find((outline) => contains(outline, east, north))?.bfsNumber
}

/** Whether a point of the Swiss grid lies in an outline. */
export function contains({ box, rings }: Outline, east: number, north: number): boolean {
  if (east < box.west || east > box.east || north < box.south || north > box.north) return false
  return rings.filter((ring) => crossesOdd(ring, east, north)).length % 2 === 1
}

/** Whether a line from the point to the east crosses the ring an odd number of times. */
function crossesOdd(ring: Float64Array, east: number, north: number): boolean {
  let isOdd = false
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const [x1, y1, x2, y2] = [ring[i] ?? 0, ring[i + 1] ?? 0, ring[i + 2] ?? 0, ring[i + 3] ?? 0]
    if (y1 > north !== y2 > north && east < ((x2 - x1) * (north - y1)) / (y2 - y1) + x1) isOdd = !isOdd
  }
  return isOdd
}

/** Where the shapes of a shapefile begin, in the order of its table (ESRI, «Shapefile Technical Description», 1998). */
function shapeOffsets(file: Buffer): number[] {
  const [fileHeader, recordHeader] = [100, 8]
  const offsets: number[] = []
  for (let at = fileHeader; at < file.length; at += recordHeader + file.readInt32BE(at + 4) * 2)
    offsets.push(at + recordHeader)
  return offsets
}

function readPolygon(file: Buffer, at: number): Omit<Outline, 'bfsNumber'> {
  const corner = [4, 12, 20, 28].map((offset) => file.readDoubleLE(at + offset))
  const [west = 0, south = 0, east = 0, north = 0] = corner
  // Up to 2018 the package holds LV03, which lacks the leading digits of LV95 and differs from it by less than two metres.
  const shift = west < 1_000_000 ? { east: 2_000_000, north: 1_000_000 } : { east: 0, north: 0 }

  const partCount = file.readInt32LE(at + 36)
  const pointCount = file.readInt32LE(at + 40)
  const points = at + 44 + partCount * 4
  const starts = Array.from({ length: partCount }, (_, part) => file.readInt32LE(at + 44 + part * 4))
  const rings = starts.map((start, part) => {
    const end = starts[part + 1] ?? pointCount
    return Float64Array.from({ length: (end - start) * 2 }, (_, index) => {
      const value = file.readDoubleLE(points + start * 16 + index * 8)
      return value + (index % 2 === 0 ? shift.east : shift.north)
    })
  })
  return {
    box: { west: west + shift.east, south: south + shift.north, east: east + shift.east, north: north + shift.north },
    rings,
  }
}

/** BFS number and canton per row of the dBASE table beside a shapefile. */
function readTable(file: Buffer): { bfsNumber: number; canton: number }[] {
  const columns = readColumns(file)
  const rowCount = file.readUInt32LE(4)
  const [headerLength, rowLength] = [file.readUInt16LE(8), file.readUInt16LE(10)]
  const cell = (row: number, name: string) => {
    const column = columns.get(name)
    if (!column) throw new Error(`swiss-maps: the table has no column ${name}`)
    const start = headerLength + row * rowLength + column.start
    return Number(file.toString('latin1', start, start + column.length))
  }
  return Array.from({ length: rowCount }, (_, row) => ({ bfsNumber: cell(row, 'id'), canton: cell(row, 'KTNR') }))
}

function readColumns(file: Buffer): Map<string, { start: number; length: number }> {
  const [entryLength, endMark] = [32, 0x0d]
  const columns = new Map<string, { start: number; length: number }>()
  // The first byte of each row says whether it is deleted.
  let start = 1
  for (let at = entryLength; file[at] !== endMark; at += entryLength) {
    const name = file.toString('latin1', at, at + 11).replace(/\0.*$/, '')
    const length = file.readUInt8(at + 16)
    columns.set(name, { start, length })
    start += length
  }
  return columns
}
