import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeResult } from '#test/support/check-result.ts'
import { attackVersions } from './attack/compare-versions.ts'
import { type Fresh, type History, type Places, protectRows } from './protect-rows.ts'

type Cells = readonly (string | null)[]
const asRows = (rows: readonly Cells[]): Fresh[] => rows.map((cells) => ({ cells, person: null }))
const times = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item)
const first: Places = { quasi: [0], sensitive: [] }
const protectOnce = (rows: readonly Cells[], places = first, k = 5) => protectRows({ fresh: asRows(rows), places, k })

test('a group of four goes, and the smallest of the others with it', () => {
  const done = protectOnce([...times(4, ['90']), ...times(9, ['40']), ...times(6, ['50'])])
  expect(done.rows).toEqual(times(9, ['40']))
  expect(done.report).toMatchObject({
    ...{ brought: 19, shown: 9, groups: 1, smallest: 9, risk: 1 / 9 },
    hidden: { small: 4, alike: 0, beside: 6 },
  })
})

test('ten who all have the same, or all but two, are not shown: who is of them has it', () => {
  const some = (age: string, yes: number, no: number) => [...times(yes, [age, 'yes']), ...times(no, [age, 'no'])]
  const places: Places = { quasi: [0], sensitive: [1] }
  const done = protectOnce([...some('40', 12, 0), ...some('50', 6, 6), ...some('60', 8, 2)], places, 10)
  expect(done.report).toMatchObject({ shown: 12, hidden: { small: 0, alike: 22, beside: 0 } })
})

// A. Machanavajjhala and others, «ℓ-Diversity: Privacy Beyond k-Anonymity», ACM TKDD 1(1), 2007, figures 1 and 2: Bob is 31 and lives in 13068, so he has cancer.
test('the worked example of the homogeneity attack: the third block of four is held back, the mixed ones stay', () => {
  const ill = (zip: string, age: string, illnesses: readonly string[]) => illnesses.map((one) => [zip, age, one])
  const published = [
    ...ill('130**', '<30', ['heart', 'heart', 'viral', 'viral']),
    ...ill('1485*', '≥40', ['cancer', 'heart', 'viral', 'viral']),
    ...ill('130**', '3*', ['cancer', 'cancer', 'cancer', 'cancer']),
  ]
  const attacked = { quasi: [0, 1], sensitive: [2], k: 4 }
  expect(attackVersions({ versions: [published], ...attacked })).toEqual(['130**|3* in 0 and not in : alike'])
  const done = protectOnce(published, { quasi: [0, 1], sensitive: [2] }, 4)
  expect(done.report.hidden).toEqual({ small: 0, alike: 4, beside: 0 })
  expect(attackVersions({ versions: [done.rows], ...attacked })).toEqual([])
})

test('one row more between two versions does not show, five do; the same holds for what goes', () => {
  const steps = (rows: readonly Cells[][]) => {
    let history: History | undefined
    return rows.map((one) => {
      const done = protectRows({ fresh: asRows(one), places: first, k: 5, history })
      history = done.history
      return [done.report.shown, done.report.hidden.small, done.report.stale]
    })
  }
  const many = (count: number): Cells[] => times(count, ['40', 'x'])
  expect(steps([many(10), many(11), many(15), many(14), many(10), many(9), []])).toEqual([
    ...[
      [10, 0, 0],
      [10, 1, 0],
      [15, 0, 0],
      [15, 0, 1],
      [10, 0, 0],
      [10, 0, 1],
    ],
    [0, 0, 0],
  ])
})

test('whoever came back after she went is not told by what she has', () => {
  const rows = (values: string): Cells[] => [...values].map((value) => ['40', value])
  const once = protectOnce([...rows('abcde'), ...rows('pqrst')])
  const without = protectRows({ fresh: asRows(rows('pqrst')), places: first, k: 5, history: once.history })
  expect(without.rows).toEqual(rows('pqrst'))
  const back = protectRows({ fresh: asRows(rows('pqrsteuvwx')), places: first, k: 5, history: without.history })
  expect(back.report).toMatchObject({ shown: 5, hidden: { beside: 5 } })
})

test('rows are counted by persons where something names them', () => {
  const fresh = times(3, ['anna', 'beat', 'carla', 'dario'])
    .flat()
    .map((person) => ({ cells: ['40'], person }))
  expect(protectRows({ fresh, places: first, k: 5 }).report).toMatchObject({ shown: 0, hidden: { small: 12 } })
  const more = [...fresh, { cells: ['40'], person: 'elena' }]
  const done = protectRows({ fresh: more, places: first, k: 5 })
  expect(done.report).toMatchObject({ shown: 13, smallest: 5 })
  // All of them go at once; one row of one of them does not.
  const next = (rows: readonly Fresh[]) => protectRows({ fresh: rows, places: first, k: 5, history: done.history })
  expect([next(fresh).report.shown, next([]).report.shown]).toEqual([13, 0])
})

test('four versions tell apart what no three of them do, and the attacker sees it', () => {
  // Who was in the first and third, and neither in the second nor in the fourth, is one of two; each three versions show five at least.
  const rowsBy: readonly (readonly [string, number])[] = [
    ...([
      ['1010', 2],
      ['1011', 5],
      ['1110', 5],
      ['1000', 5],
      ['0010', 5],
    ] as const),
    ['1111', 5],
  ]
  const versions = [0, 1, 2, 3].map((turn) =>
    rowsBy.flatMap(([turns, count]) => (turns[turn] === '1' ? times(count, ['40', turns]) : [])),
  )
  const attacked = { quasi: [0], sensitive: [], k: 5 }
  const found = attackVersions({ versions, ...attacked })
  expect(found).toEqual(['40 in 0,2 and not in 1,3: 2 rows'])
  for (const left of versions.keys())
    expect(attackVersions({ versions: versions.toSpliced(left, 1), ...attacked })).toEqual([])

  // What goes in the fourth turn would show the two: it stays until it does not.
  let history: History | undefined
  const done = versions.map((rows) => {
    const next = protectRows({ fresh: asRows(rows), places: first, k: 5, history })
    history = next.history
    return next
  })
  expect(done.map(({ report }) => [report.shown, report.stale])).toEqual([
    ...[
      [22, 0],
      [10, 0],
    ],
    ...[
      [22, 0],
      [22, 12],
    ],
  ])
  expect(attackVersions({ versions: done.map(({ rows }) => rows), ...attacked })).toEqual([])
})

const row = fc.tuple(
  fc.constantFrom('20', '40'),
  fc.constantFrom('a', 'b'),
  fc.constantFrom('no', 'yes', 'none', 'x'),
  fc.constantFrom('1', '2', '3'),
)
/** A register that goes on: of the rows before, some go, some change, others come. */
const register = fc
  .tuple(
    fc.array(row, { minLength: 10, maxLength: 90 }),
    fc.array(fc.record({ goes: fc.nat(40), from: fc.nat(80), comes: fc.array(row, { maxLength: 25 }) }), {
      maxLength: 5,
    }),
  )
  .map(([start, steps]) => {
    const states = [start]
    for (const { goes, from, comes } of steps)
      states.push([
        ...(states.at(-1) ?? []).toSpliced(from, goes),
        ...comes,
        ...(goes % 3 === 0 ? start.slice(0, from) : []),
      ])
    return states
  })

const isLarge = process.env.WEGWEISER_LARGE === 'yes'

test('from all versions of a register the attacker links, differences and compares nothing below k', {
  timeout: isLarge ? 3_600_000 : 30_000,
}, () => {
  let [registers, broken, brought, shown] = [0, 0, 0, 0]
  fc.assert(
    fc.property(register, fc.boolean(), (states, hasSensitive) => {
      const places: Places = { quasi: [0, 1], sensitive: hasSensitive ? [2] : [] }
      const k = hasSensitive ? 10 : 5
      let history: History | undefined
      const versions = states.map((rows) => {
        const done = protectRows({ fresh: asRows(rows), places, k, history })
        history = done.history
        brought += rows.length
        shown += done.rows.length
        return done.rows
      })
      const known = attackVersions({ versions, ...places, k })
      broken += known.length
      registers += 1
      expect(known).toEqual([])
    }),
    { numRuns: isLarge ? 10_000 : 150 },
  )
  const found: (readonly [string, string | number])[] = [
    ['registers, up to six versions each', registers],
    ['groups below k that the attacker found', broken],
    ['rows brought', brought],
    ['rows shown', `${((100 * shown) / brought).toFixed(0)} %`],
  ]
  process.stdout.write(`protection of rows: ${found.map(([what, value]) => `${value} ${what}`).join(', ')}\n`)
  if (isLarge) writeResult('open-data-protected-rows', found)
  expect(shown / brought).toBeGreaterThan(0.3)
})
