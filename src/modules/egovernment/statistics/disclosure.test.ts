import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Atom, cellOf, families, isSafe, isWithin, publishable, quarterOf, without } from './disclosure.ts'

const months = ['2026-07-01', '2026-08-01', '2026-09-01']
const atom = (month: string, unitId: string, serviceId: string, signedBy: string, decided: number): Atom => ({
  ...{ month, unitId, serviceId, signedBy, decided },
})

const atoms = fc.uniqueArray(
  fc.record({
    month: fc.constantFrom(...months),
    unitId: fc.constantFrom('a', 'b', null),
    serviceId: fc.constantFrom('x', 'y', 'z'),
    signedBy: fc.constantFrom('1', '2', '3'),
    decided: fc.integer({ min: 1, max: 9 }),
  }),
  { maxLength: 30, selector: ({ month, unitId, serviceId, signedBy }) => [month, unitId, serviceId, signedBy].join() },
)

/** Every table that a page or a file can show: a family, for all units or for one, as the sets of decisions behind its shown cells. */
function publishedTables(all: readonly Atom[]): ReadonlySet<Atom>[][] {
  const shown = publishable(all)
  return families.flatMap((family) =>
    [undefined, 'a', 'b', null].flatMap((unit) => {
      if (family === 'month' && unit !== undefined) return []
      const rows = all.filter(({ unitId }) => unit === undefined || unitId === unit)
      const cells = Map.groupBy(rows, (one) => cellOf(family, one))
      return [[...cells].filter(([name]) => shown.has(name)).map(([, inside]) => new Set(inside))]
    }),
  )
}

const sum = (cells: readonly ReadonlySet<Atom>[]) => new Set(cells.flatMap((cell) => [...cell]))

test('one published table taken from another never leaves the work of one person, nor less than five decisions', () => {
  fc.assert(
    fc.property(atoms, (all) => {
      const tables = publishedTables(all)
      const whole = new Set(all)
      // What somebody knows: each cell, each table's sum, and the whole quarter.
      const known = [...tables.flat(), ...tables.map(sum), whole]
      for (const cell of tables.flat()) expect(isSafe(cell)).toBe(true)
      for (const larger of known)
        for (const smaller of known)
          if (smaller.size > 0 && isWithin(smaller, larger)) expect(isSafe(without(larger, smaller))).toBe(true)
      for (const larger of known)
        for (const table of tables) {
          const inside = sum(table.filter((cell) => isWithin(cell, larger)))
          if (inside.size > 0) expect(isSafe(without(larger, inside))).toBe(true)
        }
    }),
    { numRuns: 300 },
  )
})

test('a unit of one person is not worked out from the whole and the other units', () => {
  const alone = [atom('2026-07-01', 'a', 'x', '1', 40)]
  const others = ['b', 'c'].flatMap((unit) => ['2', '3'].map((who) => atom('2026-07-01', unit, 'x', who, 30)))
  const shown = publishable([...alone, ...others])
  expect(shown.has('unit/2026-07-01/a')).toBe(false)
  const units = ['b', 'c'].filter((unit) => shown.has(`unit/2026-07-01/${unit}`))
  expect(shown.has('month/2026-07-01') && units.length === 2).toBe(false)
})

test('where teams are large everything is shown', () => {
  const all = months.flatMap((month) =>
    ['a', 'b'].flatMap((unit) =>
      ['x', 'y'].flatMap((service) => ['1', '2'].map((who) => atom(month, unit, service, who, 9))),
    ),
  )
  expect(publishable(all).size).toBe(3 + 6 + 4)
})

test('a quarter begins in January, April, July and October', () => {
  expect(['2026-01-01', '2026-06-01', '2026-09-01', '2026-12-01'].map(quarterOf)).toEqual([
    '2026-01-01',
    '2026-04-01',
    '2026-07-01',
    '2026-10-01',
  ])
})
