import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Column, ColumnRole } from '../tables/column.ts'
import { protectRows } from './protect-rows.ts'

const column = (name: string, role?: ColumnRole): Column => ({
  ...{ name, title: { de: name }, type: 'string' },
  ...(role && { role }),
})

test('a column that nobody has classed and one that names persons are refused, all at once', () => {
  const columns = [column('ahv', 'identifier'), column('age', 'quasi-identifier'), column('note')]
  expect(protectRows(columns, [['756', '40', 'x']])).toEqual({
    kind: 'refused',
    columns: [
      { column: 'ahv', reason: 'identifier' },
      { column: 'note', reason: 'unclassed' },
    ],
  })
})

test('facts that are not on persons stay as they are', () => {
  expect(protectRows([column('tree', 'fact')], [['oak'], ['ash']])).toMatchObject({ rows: [['oak'], ['ash']] })
})

test('a group of four goes, and the smallest of the others with it', () => {
  const group = (age: string, count: number) => Array.from({ length: count }, () => [age])
  const done = protectRows(
    [column('age', 'quasi-identifier')],
    [...group('90', 4), ...group('40', 9), ...group('50', 6)],
  )
  expect(done).toMatchObject({ rows: group('40', 9), report: { k: 5, shown: 9, hidden: { small: 10, alike: 0 } } })
})

test('ten who all have the same are not shown: who is of them has it', () => {
  const columns = [column('age', 'quasi-identifier'), column('aid', 'sensitive')]
  const rows = [
    ...Array.from({ length: 12 }, () => ['40', 'yes']),
    ...Array.from({ length: 12 }, (_, at) => ['50', `${at % 2}`]),
  ]
  expect(protectRows(columns, rows)).toMatchObject({ report: { k: 10, shown: 12, hidden: { small: 0, alike: 12 } } })
})

test('whatever comes in, each published row has k alike, and nobody or k are missing', () => {
  const columns = [column('age', 'quasi-identifier'), column('place', 'quasi-identifier'), column('fee', 'measure')]
  const row = fc.tuple(fc.constantFrom('20', '40', '60'), fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'))
  fc.assert(
    fc.property(fc.array(row, { maxLength: 80 }), (rows) => {
      const done = protectRows(columns, rows)
      if (done.kind !== 'rows') throw new Error('refused')
      const sizes = [...Map.groupBy(done.rows, ([age, place]) => `${age}${place}`).values()].map(({ length }) => length)
      expect(Math.min(5, ...sizes)).toBe(5)
      const missing = rows.length - done.rows.length
      if (done.rows.length > 0) expect(missing === 0 || missing >= 5).toBe(true)
    }),
  )
})
