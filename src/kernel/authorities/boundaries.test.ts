import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { municipalityAt, readOutlines } from './boundaries.ts'
import { toWgs84 } from './lv95.ts'

test('a point is in its municipality, given in the Swiss grid or as GPS gives it', async () => {
  expect(await municipalityAt({ east: 2665537, north: 1211163 })).toBe(1061)
  expect(await municipalityAt(toWgs84({ east: 2664095, north: 1209380 }))).toBe(1059)
})

test('a village on the lake shore is in its municipality', async () => {
  expect(await municipalityAt({ east: 2675649, north: 1209588 })).toBe(1069)
  expect(await municipalityAt({ east: 2679406, north: 1207375 })).toBe(1068)
})

test('outside the canton there is none', async () => {
  expect(await municipalityAt({ east: 2600000, north: 1200000 })).toBeUndefined()
  expect(await municipalityAt({ longitude: 8.54, latitude: 47.37 })).toBeUndefined()
  expect(await municipalityAt({ longitude: Number.NaN, latitude: 47 })).toBeUndefined()
})

test('the canton has its 79 outlines, and had 87 in 2010', async () => {
  expect(new Set((await readOutlines('2026')).map((outline) => outline.bfsNumber)).size).toBe(79)
  expect(new Set((await readOutlines('2010')).map((outline) => outline.bfsNumber)).size).toBe(87)
})

test('the points of the directory of localities fall into their municipalities, but for a few on a boundary', async () => {
  const source = join(import.meta.dirname, '../../../../shared/data/places/lu-ortschaften.csv')
  if (!existsSync(source)) {
    process.stdout.write('points not compared: ../shared/data is not here\n')
    return
  }
  const rows = readFileSync(source, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(';'))
  let misses = 0
  for (const [name, , , , , bfs, , share, east, north] of rows) {
    const isHit = (await municipalityAt({ east: Number(east), north: Number(north) })) === Number(bfs)
    if (isHit) continue
    misses += 1
    expect(Number.parseFloat(share ?? ''), `${name} lies mostly in ${bfs}`).toBeLessThan(2)
  }
  process.stdout.write(`points outside their generalised outline: ${misses} of ${rows.length}\n`)
  expect(misses / rows.length).toBeLessThan(0.06)
})

test('a thousand questions take less than a second', async () => {
  await municipalityAt({ east: 2665537, north: 1211163 })
  const started = performance.now()
  for (let i = 0; i < 1000; i += 1) await municipalityAt({ east: 2630000 + i * 50, north: 1195000 + i * 30 })
  expect(performance.now() - started).toBeLessThan(1000)
})
