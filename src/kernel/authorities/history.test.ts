import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contains, type Outline, readOutlines } from './boundaries.ts'
import { fold } from './fold.ts'
import { loadAuthorities } from './load-authorities.ts'
import { loadPlaces } from './places.ts'

const content = join(import.meta.dirname, '../../../content')
const { entries, successions } = loadAuthorities(join(content, 'authorities'))
const bfsNumbers = new Map(entries.map(({ authority }) => [authority.id, authority.bfsNumber]))
const names = new Map(entries.map(({ authority }) => [authority.id, authority.name.de]))
const mergers = successions.map(({ from, to, on }) => ({
  from: bfsNumbers.get(from) ?? 0,
  to: bfsNumbers.get(to) ?? 0,
  name: names.get(from) ?? '',
  on,
}))

// The boundaries begin in 2010, after the mergers up to Luzern and Littau.
const firstYear = 2010
const isDrawn = (on: string) => Number(on.slice(0, 4)) > firstYear

test('the ground of every municipality that closed after 2010 lies in its successor', async () => {
  const today = await readOutlines('2026')
  for (const { from, to, on, name } of mergers.filter((merger) => isDrawn(merger.on))) {
    const before = await readOutlines(String(Number(on.slice(0, 4)) - 1))
    const ground = gridPoints(before.filter((outline) => outline.bfsNumber === from))
    expect(ground.length, `${name} is drawn in the year before it closed`).toBeGreaterThan(20)
    const after = today.filter((outline) => outline.bfsNumber === to)
    const inSuccessor = ground.filter(([east, north]) => after.some((outline) => contains(outline, east, north)))
    expect(inSuccessor.length / ground.length, name).toBeGreaterThan(0.95)
  }
})

test('the villages that closed before 2010 lie in their successors by the directory of localities', () => {
  const places = loadPlaces(join(content, 'places/localities.yaml'))
  // Littau and the two Willisau are no localities of their own name any more; their areas are compared below.
  const renamed = ['Littau', 'Willisau Land', 'Willisau Stadt']
  for (const { name, to } of mergers.filter((merger) => !isDrawn(merger.on) && !renamed.includes(merger.name))) {
    const village = fold(name.replace(' (LU)', '').replace(' bei ', ' b. '))
    const place = places.find(
      (candidate) => fold(candidate.locality).replace(/ lu$/, '') === village && candidate.shares[0]?.bfsNumber === to,
    )
    expect(place, name).toBeDefined()
  }
})

test('the areas of 2003 add up to those of the successors in 2010', async () => {
  const source = join(
    import.meta.dirname,
    '../../../../shared/data/ogd/lucerne/ch-municipalities-2003-population-area-households.csv',
  )
  if (!existsSync(source)) {
    process.stdout.write('areas not compared: ../shared/data is not here\n')
    return
  }
  const hectares = new Map(
    readFileSync(source, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .map(([, , bfs, , area]) => [Number(bfs), Number(area)]),
  )
  const in2010 = await readOutlines(String(firstYear))
  for (const to of new Set(mergers.filter((merger) => !isDrawn(merger.on)).map((merger) => merger.to))) {
    const parts = [
      to,
      ...mergers.filter((merger) => merger.to === to && !isDrawn(merger.on)).map((merger) => merger.from),
    ]
    const before = parts.reduce((sum, bfsNumber) => sum + (hectares.get(bfsNumber) ?? 0), 0)
    const after = area(in2010.filter((outline) => outline.bfsNumber === to)) / 10_000
    process.stdout.write(`area ${to}: ${before} ha in 2003, ${Math.round(after)} ha in 2010\n`)
    expect(Math.abs(after / before - 1), `area of ${to}`).toBeLessThan(0.02)
  }
})

/** Points of a 200 m grid inside the outlines. */
function gridPoints(outlines: readonly Outline[]): [number, number][] {
  const points: [number, number][] = []
  for (const outline of outlines) {
    for (let east = outline.box.west; east < outline.box.east; east += 200) {
      for (let north = outline.box.south; north < outline.box.north; north += 200) {
        if (contains(outline, east, north)) points.push([east, north])
      }
    }
  }
  return points
}

/** Square metres: the shoelace formula; holes run the other way round and subtract themselves. */
function area(outlines: readonly Outline[]): number {
  let doubled = 0
  for (const ring of outlines.flatMap((outline) => outline.rings)) {
    for (let i = 0; i + 3 < ring.length; i += 2) {
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = ring.subarray(i, i + 4)
      doubled += x2 * y1 - x1 * y2
    }
  }
  return Math.abs(doubled) / 2
}
