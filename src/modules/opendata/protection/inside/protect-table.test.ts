import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Coarsening } from '../../tables/coarsening.ts'
import type { Column, ColumnType } from '../../tables/column.ts'
import { attackVersions } from '../attack/compare-versions.ts'
import { coarsenerOf } from '../coarsen.ts'
import { shownColumns } from '../shown-columns.ts'
import type { RawColumn } from './order.ts'
import { propose } from './propose.ts'
import { protectTable } from './protect-table.ts'

const around = { districts: new Map([['1059', 'Luzern-Land']]), kept: new Set(['de']) }

test.each<[ColumnType, Coarsening, string, string | null]>([
  ['date', { to: 'month' }, '2026-11-26', '2026-11'],
  ['datetime', { to: 'year' }, '2026-11-26T08:00:00Z', '2026'],
  ['date', { to: 'years', width: 10 }, '1987-01-31', '1980–1989'],
  ['year', { to: 'years', width: 5 }, '1999', '1995–1999'],
  ['time', { to: 'hour' }, '08:45:00', '08'],
  ['integer', { to: 'band', width: 10 }, '40', '40–49'],
  ['integer', { to: 'band', width: 10 }, '-1', '-10–-1'],
  ['number', { to: 'band', width: 50 }, '99.95', '50–<100'],
  ['number', { to: 'band', width: 5 }, 'x', null],
  ['string', { to: 'prefix', width: 2 }, '6010', '60'],
  ['integer', { to: 'district' }, '1059', 'Luzern-Land'],
  ['integer', { to: 'district' }, '9999', null],
  ['string', { to: 'other' }, 'de', 'de'],
  ['string', { to: 'other' }, 'rm', 'other'],
  ['string', { to: 'all' }, 'rm', null],
])('%s by %o: %s becomes %s', (type, coarsen, cell, expected) => {
  const work = coarsenerOf(type, coarsen, around)
  expect([work(cell), work(null)]).toEqual([expected, null])
})

const column = (name: string, more: Partial<Column>): Column => ({ name, title: { de: name }, type: 'string', ...more })

test('of a table on persons everybody sees what is left of its columns; of others all, as they are', () => {
  const columns = [
    column('ahv', { role: 'identifier', isKey: true }),
    column('born', { role: 'quasi-identifier', type: 'date', isKey: true, coarsen: { to: 'year' } }),
    column('home', { role: 'fact', type: 'geometry' }),
    column('job', { role: 'quasi-identifier', coarsen: { to: 'all' } }),
    column('wrong', { role: 'quasi-identifier', coarsen: { to: 'month' } }),
    column('fee', { role: 'measure', type: 'integer' }),
  ]
  expect(shownColumns(columns)).toEqual([
    { name: 'born', title: { de: 'born' }, type: 'year', role: 'quasi-identifier', coarsen: { to: 'year' } },
    { name: 'fee', title: { de: 'fee' }, type: 'integer', role: 'measure' },
  ])
  const trees = [column('tree', { role: 'fact', isKey: true })]
  expect(shownColumns(trees)).toBe(trees)
})

const raw = (name: string, role: RawColumn['role'], more: Partial<RawColumn> = {}): RawColumn => ({
  ...{ name, role, type: 'string', isShown: role !== 'identifier', ladder: [{ to: 'other' }, { to: 'all' }] },
  ...more,
})
const bands = [5, 10, 20].map((width): Coarsening => ({ to: 'band', width }))
const age = raw('age', 'quasi-identifier', { type: 'integer', ladder: [...bands, { to: 'all' }] })

test('it is proposed to put together what saves most for what it loses, and to keep what the steward wants to keep', () => {
  const rows = Array.from({ length: 400 }, (_, at) => [String(20 + (at % 40)), String(Math.floor(at / 40) % 4)])
  const columns = [age, raw('place', 'quasi-identifier', { ladder: [{ to: 'all' }] })]
  const order = { kind: 'propose', path: '', columns, k: 5, districts: [] } as const
  expect(propose(rows, { ...order, keep: undefined })).toEqual({ age: { to: 'band', width: 5 } })
  expect(propose(rows, { ...order, keep: 'age' })).toEqual({ place: { to: 'all' } })
  expect(propose(rows.slice(0, 4), { ...order, keep: undefined })).toMatchObject({
    age: { to: 'all' },
    place: { to: 'all' },
  })
})

const person = fc.tuple(fc.integer({ min: 0, max: 90 }), fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.nat(30))

test('whatever is brought, what names persons and what is too fine never comes out, nor what only few have', () => {
  const columns = [
    raw('who', 'identifier'),
    { ...age, coarsen: { to: 'band', width: 20 } as const },
    raw('place', 'quasi-identifier', { coarsen: { to: 'other' } }),
  ]
  fc.assert(
    fc.property(fc.array(fc.array(person, { maxLength: 120 }), { minLength: 1, maxLength: 3 }), (deliveries) => {
      let history: Uint8Array | undefined
      const versions = deliveries.map((rows) => {
        const cells = rows.map(([years, place, who]) => [`secret ${who}`, String(years), place])
        const done = protectTable(cells, { kind: 'protect', path: '', columns, k: 5, districts: [], history })
        history = done.history
        return done.rows
      })
      expect(JSON.stringify(versions)).not.toContain('secret')
      for (const [band, place] of versions.flat()) expect(`${band} ${place}`).toMatch(/^\d+–\d+ ([a-e]|other)$/)
      expect(attackVersions({ versions, quasi: [0, 1], sensitive: [], k: 5 })).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('what is rare in a column that counts as free is told, and how much was lost', () => {
  const rows = Array.from({ length: 30 }, (_, at) => [String(20 + at), at < 29 ? 'usual' : 'odd'])
  const columns = [{ ...age, coarsen: { to: 'all' } as const, isShown: false }, raw('note', 'fact')]
  const { report } = protectTable(rows, { kind: 'protect', path: '', columns, k: 5, districts: [], history: undefined })
  expect(report).toMatchObject({ shown: 30, rare: [{ column: 'note', rows: 1 }], losses: [{ column: 'age', lost: 1 }] })
})
