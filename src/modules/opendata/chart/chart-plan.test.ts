import { expect, test } from 'vitest'
import type { Column } from '../tables/column.ts'
import { choosePlan, readPlan } from './chart-plan.ts'

const column = (name: string, type: Column['type'], more: Partial<Column> = {}): Column => ({
  name,
  title: { de: name },
  type,
  ...more,
})
const told = (columns: readonly Column[], drawn: Readonly<Record<string, string>> = {}) => {
  const plan = readPlan({ drawn }, columns)
  return (
    plan &&
    `${plan.kind} ${plan.x.name} ${plan.y ? `${plan.fn} ${plan.y.name}` : 'count'}${plan.by ? ` by ${plan.by.name}` : ''}`
  )
}

const year = column('jahr', 'year', { isKey: true })
const people = column('einwohner', 'integer', { role: 'measure' })
const kind = column('art', 'string', { codes: [{ code: 'a', label: { de: 'A' } }] })
const bfs = column('gemeinde', 'integer', { reference: 'bfs-municipality', isKey: true })

test.each([
  ['a measure over time', [bfs, year, people], 'line jahr sum einwohner'],
  ['a measure of groups', [bfs, people], 'bar gemeinde sum einwohner'],
  ['a share is averaged', [bfs, column('anteil', 'number', { unit: '%' })], 'bar gemeinde avg anteil'],
  ['groups alone are counted', [column('nr', 'integer', { isKey: true }), kind], 'bar art count'],
  ['what names the rows is not counted', [bfs, kind], 'bar art count'],
  ['days alone are counted', [column('tag', 'date', { isKey: true })], 'column tag count'],
  [
    'two measures stand against each other',
    [column('breite', 'number'), column('hoehe', 'number')],
    'point breite sum hoehe',
  ],
  ['a place alone is no chart', [column('ort', 'geometry')], undefined],
] as const)('%s', (_, columns, plan) => {
  expect(told(columns)).toBe(plan)
})

test('what the address asks for is drawn, what the table has not is not', () => {
  const columns = [bfs, year, people, kind]
  expect(told(columns, { x: 'art', fn: 'max', by: 'gemeinde' })).toBe('bar art max einwohner by gemeinde')
  expect(told(columns, { y: '_rows', kind: 'column' })).toBe('column jahr count')
  expect(told(columns, { x: 'gibt_es_nicht', by: 'jahr', kind: 'torte', fn: 'median' })).toBe('line jahr sum einwohner')
  expect(told(columns, { kind: 'point', y: '_rows' })).toBe('bar jahr count')
  expect(choosePlan([])).toBeUndefined()
})
