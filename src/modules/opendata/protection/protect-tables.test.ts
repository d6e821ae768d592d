import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeResult } from '#test/support/check-result.ts'
import { attack, type Equation, type Target } from './attack/solve.ts'
import { protectTables, type ShownCell, sensitiveRule, usualRule } from './protect-tables.ts'
import { type Axis, cellsOf, isIn, type Piece, piecesOfVersions, type Table } from './release.ts'

const own = { name: 'own', codeOf: (code: string) => code }
const axis = (dimension: string, ...levels: Axis['levels']): Axis => ({ dimension, levels: [own, ...levels] })
const district = { name: 'district', codeOf: (code: string) => (code < 'c' ? 'north' : 'south') }
/** Three of five municipalities become one. */
const merged = { name: 'merged', codeOf: (code: string) => (code > 'b' ? 'z' : code) }

const withDistricts = axis('place', district)
const afterMerger: Axis = { dimension: 'place', levels: [merged] }
const tables: readonly Table[] = [
  { id: 'place-service', axes: [withDistricts, axis('service')], counts: isIn.earlier },
  { id: 'place-age', axes: [withDistricts, axis('age')], counts: isIn.earlier },
]
const laterTables: readonly Table[] = [
  { id: 'place-service-later', axes: [afterMerger, axis('service')], counts: isIn.now },
  { id: 'all-later', axes: [axis('place', district), axis('service'), axis('age')], counts: isIn.now },
]

const pieces = fc
  .array(
    fc.record({
      codes: fc.record({
        place: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        service: fc.constantFrom('x', 'y', 'z'),
        age: fc.constantFrom('young', 'old'),
      }),
      count: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 40 })),
    }),
    { minLength: 1, maxLength: 18 },
  )
  .map((all): Piece[] => all)

const shownNames = (shown: readonly ShownCell[]) =>
  new Set(shown.map(({ table, codes }) => JSON.stringify([table, codes])))

/** All cells of the tables, and which of them are public. */
function cellsWith(all: readonly Piece[], of: readonly Table[], shown: readonly ShownCell[]) {
  const names = shownNames(shown)
  return of.flatMap((table) =>
    cellsOf(table, all).map((cell) => ({ ...cell, isShown: names.has(JSON.stringify([cell.table, cell.codes])) })),
  )
}

const asBefore = (all: readonly Piece[]) => all.map((piece) => (isIn.earlier(piece) ? piece : { ...piece, count: 0 }))

/** What an attacker asks for: every hidden cell, every single piece, and of every cell what came and what went. */
function targetsOf(all: readonly Piece[], cells: readonly { name: string; pieces: readonly number[] }[]): Target[] {
  const countOf = (places: readonly number[]) => places.reduce((sum, at) => sum + (all[at]?.count ?? 0), 0)
  const groups = [
    ...cells,
    ...all.map((_, at) => ({ name: `piece ${at}`, pieces: [at] })),
    ...['came', 'went'].flatMap((what) =>
      cells.map(({ name, pieces: inside }) => ({
        name: `${what} in ${name}`,
        pieces: inside.filter((at) => all[at]?.codes._presence === what),
      })),
    ),
  ]
  return groups.map(({ name, pieces: inside }) => ({ name, pieces: inside, truth: countOf(inside) }))
}

const equationsOf = (cells: readonly { pieces: readonly number[]; count: number; isShown: boolean }[]): Equation[] =>
  cells.filter(({ isShown }) => isShown).map(({ pieces: inside, count }) => ({ pieces: inside, value: count }))

const isLarge = process.env.WEGWEISER_LARGE === 'yes'

test('from all margins, overlapping tables, two versions and a merger the attacker finds no group below k', {
  timeout: isLarge ? 3_600_000 : 30_000,
}, () => {
  let [wanted, large, shownInAll, took, runs, broken] = [0, 0, 0, 0, 0, 0]
  fc.assert(
    fc.property(
      pieces,
      pieces,
      fc.boolean(),
      fc.constantFrom(usualRule, sensitiveRule),
      (before, change, isGone, rule) => {
        const now = isGone ? before.slice(1) : [...before, ...change.slice(0, 3)]
        const all = piecesOfVersions(before, now)
        const begun = performance.now()
        // The first day knows nothing of the second one: the same pieces without what came, by what they count.
        const first = protectTables({ pieces: asBefore(all), tables, rule })
        const firstCells = cellsWith(all, tables, first.shown)
        const earlier = firstCells.filter(({ isShown }) => isShown).map(({ pieces: inside }) => inside)
        const second = protectTables({ pieces: all, tables: laterTables, earlier, rule })
        took += performance.now() - begun
        const cells = [...firstCells, ...cellsWith(all, laterTables, second.shown)]
        const known = attack(all.length, equationsOf(cells), targetsOf(all, cells), rule.k)
        broken += known.length
        expect(known).toEqual([])
        runs += 1
        wanted += cells.length
        large += cells.filter(({ count }) => count >= rule.k).length
        shownInAll += cells.filter(({ isShown }) => isShown).length
      },
    ),
    { numRuns: isLarge ? 10_000 : 200 },
  )
  const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`
  const found: (readonly [string, string | number])[] = [
    ['sets of tables, two versions each', runs],
    ['groups below k that the attacker found', broken],
    ['cells shown, of all', share(shownInAll, wanted)],
    ['cells shown, of those of k or more', share(shownInAll, large)],
    ['milliseconds for each set', (took / runs).toFixed(2)],
  ]
  process.stdout.write(`protection of tables: ${found.map(([what, value]) => `${value} ${what}`).join(', ')}\n`)
  if (isLarge) writeResult('open-data-protected-tables', found)
  expect(shownInAll / large).toBeGreaterThan(0.2)
})

test('the same attacker breaks tables of which only small cells were hidden', () => {
  const counts = { a: [9, 11, 3], b: [12, 8, 14], c: [7, 9, 15] }
  const all = Object.entries(counts).flatMap(([place, row]) =>
    row.map((count, at) => ({ codes: { place, service: `s${at}` }, count })),
  )
  const cells = cellsOf({ id: 't', axes: [axis('place'), axis('service')] }, all).map((cell) => ({
    ...cell,
    isShown: cell.count >= 5,
  }))
  expect(attack(all.length, equationsOf(cells), targetsOf(all, cells), 5).length).toBeGreaterThan(0)
})

test('a merger does not give away the small municipality that was hidden before', () => {
  const all: Piece[] = [
    { codes: { place: 'large' }, count: 30 },
    { codes: { place: 'small' }, count: 3 },
    { codes: { place: 'other' }, count: 50 },
  ]
  const before: Table = { id: 'before', axes: [axis('place')] }
  const together = { name: 'merged', codeOf: (code: string) => (code === 'other' ? code : 'new') }
  const after: Table = { id: 'after', axes: [{ dimension: 'place', levels: [together] }] }
  const first = protectTables({ pieces: all, tables: [before], rule: usualRule })
  const second = protectTables({
    ...{ pieces: all, tables: [after], rule: usualRule },
    earlier: cellsWith(all, [before], first.shown).flatMap(({ isShown, pieces: inside }) => (isShown ? [inside] : [])),
  })
  // All and the other one were public; then the sum of the merged two is known, and the large one alone was hidden.
  expect(first.shown.map(({ count }) => count)).toEqual([83, 50])
  expect(second.shown.map(({ count }) => count)).toEqual([83, 50, 33])
})

test('had the large one been public, the merged one is hidden and the report says why', () => {
  const all: Piece[] = [
    { codes: { place: 'large' }, count: 30 },
    { codes: { place: 'small' }, count: 3 },
  ]
  const { shown, report } = protectTables({
    ...{ pieces: all, tables: [{ id: 'after', axes: [] }], earlier: [[0]], rule: usualRule },
  })
  expect(shown).toEqual([])
  expect(report.hidden).toEqual({ small: 0, dominated: 0, complement: 0, earlier: 1 })
})

test('one case more than the day before is not shown; what did not change is shown again', () => {
  const before = [
    { codes: { place: 'a' }, count: 12 },
    { codes: { place: 'b' }, count: 20 },
  ]
  const all = piecesOfVersions(before, [
    { codes: { place: 'a' }, count: 13 },
    { codes: { place: 'b' }, count: 20 },
  ])
  const table: Table = { id: 'now', axes: [axis('place')], counts: isIn.now }
  const earlier = cellsOf({ ...table, counts: isIn.earlier }, all).map(({ pieces: inside }) => inside)
  const { shown, report } = protectTables({ pieces: all, tables: [table], earlier, rule: usualRule })
  expect(shown.map(({ count }) => count)).toEqual([20])
  expect(report.hidden.earlier).toBe(2)
})

test('nothing new is shown beside figures that were public with a smaller k and may tell of too few', () => {
  const all = [3, 40, 60].map((count, at) => ({ codes: { place: `${at}` }, count }))
  const { shown, report } = protectTables({
    ...{ pieces: all, tables: [{ id: 't', axes: [axis('place')] }], rule: usualRule },
    earlier: [
      [0, 1, 2],
      [1, 2],
    ],
  })
  expect(shown.map(({ count }) => count)).toEqual([103])
  expect(report.lost).toBe(1)
})

test('money of which one firm has nearly all is not shown, nor what would leave it over', () => {
  const firms = (prefix: string, ...amounts: number[]) =>
    new Map(amounts.map((amount, at) => [`${prefix}${at}`, amount]))
  const all: Piece[] = [
    { codes: { branch: 'one' }, count: 6, amounts: firms('a', 900_000, 1_000, 1_000, 1_000, 1_000, 1_000) },
    { codes: { branch: 'two' }, count: 6, amounts: firms('b', 90_000, 80_000, 70_000, 70_000, 60_000, 50_000) },
    { codes: { branch: 'three' }, count: 6, amounts: firms('c', 700_000, 600_000, 500_000, 400_000, 300_000, 200_000) },
  ]
  const { shown, report } = protectTables({
    pieces: all,
    tables: [{ id: 't', axes: [axis('branch')] }],
    rule: usualRule,
  })
  expect(shown.map(({ codes, amount }) => [codes.branch?.code, amount])).toEqual([
    [undefined, 4_025_000],
    ['three', 2_700_000],
  ])
  expect(report).toMatchObject({ shown: 2, hidden: { small: 0, dominated: 1, complement: 1, earlier: 0 }, lost: 0 })
})
