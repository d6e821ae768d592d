import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toLv95, toWgs84 } from '#kernel/authorities/lv95.ts'
import { degreesWithin, sought } from './grid-box.ts'
import { degreesCells, gridCells } from './grid-sql.ts'

const point = fc.record({
  east: fc.double({ min: 2_000_000, max: 3_200_000, noNaN: true }),
  north: fc.double({ min: 600_000, max: 1_800_000, noNaN: true }),
})

test('the Swiss grid is the same in SQL as in the program, to a tenth of a millimetre, and no number makes it fail', async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const points = fc.sample(point, 200)
  const values = points.map(({ east, north }) => `(${east}::double, ${north}::double)`).join(', ')
  const degrees = `select longitude, latitude from (select ${degreesCells('e', 'n')} from (values ${values}) given(e, n))`
  const there = (await connection.runAndReadAll(degrees)).getRowObjects()
  const grid = `select grid_east, grid_north from (select ${gridCells('x', 'y')} from (${degrees}) given(x, y))`
  const back = (await connection.runAndReadAll(grid)).getRowObjects()
  for (const [at, given] of points.entries()) {
    const expected = toWgs84(given)
    expect(Math.abs(Number(there[at]?.longitude) - expected.longitude)).toBeLessThan(1e-9)
    expect(Math.abs(Number(there[at]?.latitude) - expected.latitude)).toBeLessThan(1e-9)
    const returned = toLv95(expected)
    expect(Math.abs(Number(back[at]?.grid_east) - returned.east)).toBeLessThan(1e-4)
    expect(Math.abs(Number(back[at]?.grid_north) - returned.north)).toBeLessThan(1e-4)
  }
  const odd =
    '(1e300, -1e300), (0, 0), (-1e9, 1e9), (1e9, -1e9), (null, null), (180, 90), (-180, -90), (7.4395833333, 90)'
  for (const cells of [degreesCells('e', 'n'), gridCells('e', 'n')])
    expect((await connection.runAndReadAll(`select ${cells} from (values ${odd}) given(e, n)`)).currentRowCount).toBe(8)
  connection.closeSync()
})

test('the boxes in degrees around and within a box of the grid hold what they say', () => {
  const sizes = fc.record({
    width: fc.double({ min: 0, max: 1e6, noNaN: true }),
    height: fc.double({ min: 0, max: 1e6, noNaN: true }),
  })
  fc.assert(
    fc.property(point, sizes, point, ({ east: west, north: south }, { width, height }, probe) => {
      const grid = { west, south, east: Math.min(west + width, 3_200_000), north: Math.min(south + height, 1_800_000) }
      const { longitude, latitude } = toWgs84(probe)
      const isIn = (box: typeof grid, x: number, y: number) =>
        x >= box.west && x <= box.east && y >= box.south && y <= box.north
      if (isIn(grid, probe.east, probe.north)) expect(isIn(sought(grid), longitude, latitude)).toBe(true)
      if (isIn(degreesWithin(grid), longitude, latitude)) expect(isIn(grid, probe.east, probe.north)).toBe(true)
    }),
  )
})
