import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Column, columnRoles, columnTypes } from '../tables/column.ts'
import { fromTableSchema, toTableSchema } from './table-schema.ts'

const word = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== '')
const text = fc.record({ de: word, fr: word, it: word, en: word }, { requiredKeys: ['de'] })
const columns: fc.Arbitrary<Column[]> = fc.uniqueArray(
  fc.record(
    {
      name: fc.stringMatching(/^[a-z][a-z0-9]{0,20}(?:_[a-z0-9]{1,5})?$/),
      title: text,
      description: text,
      type: fc.constantFrom(...columnTypes),
      role: fc.constantFrom(...columnRoles),
      unit: word,
      isKey: fc.constant(true),
      isRequired: fc.boolean(),
      codes: fc.array(fc.record({ code: word, label: text }), { minLength: 1, maxLength: 3 }),
      reference: fc.constantFrom('bfs-municipality' as const, 'bfs-district' as const, 'authority' as const),
    },
    { requiredKeys: ['name', 'title', 'type'] },
  ),
  { minLength: 1, maxLength: 6, selector: ({ name }) => name },
)

test('columns go out as a Table Schema and come back the same', () => {
  fc.assert(
    fc.property(columns, (before) => {
      const written: unknown = JSON.parse(JSON.stringify(toTableSchema(before)))
      expect(fromTableSchema(written)?.columns).toEqual(before)
    }),
    { numRuns: 300 },
  )
})

test('a schema of others is read: unsafe names, types that we have not, one key', () => {
  const read = fromTableSchema({
    fields: [
      { name: 'gemeinde.BFS_NUMMER', type: 'integer', constraints: { required: true, minimum: 1 } },
      { name: 'gemeinde.NAME', title: 'Name', description: 'Amtlicher Name', format: 'default' },
      { name: 'dauer', type: 'duration', constraints: { enum: ['P1D', 'P2D', 'P1D'] } },
    ],
    primaryKey: 'gemeinde.BFS_NUMMER',
    missingValues: ['', '-999', { value: 'k. A.' }],
  })
  expect(read?.missingValues).toEqual(['-999', 'k. A.'])
  expect(toTableSchema(read?.columns ?? [], read?.missingValues)).toMatchObject({
    missingValues: ['', '-999', 'k. A.'],
  })
  expect(read?.headings).toEqual({
    ...{ gemeinde_bfs_nummer: 'gemeinde.BFS_NUMMER', gemeinde_name: 'gemeinde.NAME', dauer: 'dauer' },
  })
  expect(read?.columns).toEqual([
    ...[
      {
        name: 'gemeinde_bfs_nummer',
        title: { de: 'gemeinde.BFS_NUMMER' },
        type: 'integer',
        isKey: true,
        isRequired: true,
        constraints: { minimum: '1' },
      },
    ],
    { name: 'gemeinde_name', title: { de: 'Name' }, description: { de: 'Amtlicher Name' }, type: 'string' },
    {
      ...{ name: 'dauer', title: { de: 'dauer' }, type: 'string', constraints: { isListed: true } },
      codes: [
        { code: 'P1D', label: { de: 'P1D' } },
        { code: 'P2D', label: { de: 'P2D' } },
      ],
    },
  ])
})

test('what a schema asks of values is read, said again, and refused where nobody could look at it', () => {
  const fields = [
    { name: 'uid', type: 'string', constraints: { unique: true, pattern: 'CHE-\\d{9}', minLength: 13, maxLength: 13 } },
    { name: 'anteil', type: 'number', constraints: { minimum: 0, maximum: '99.5', required: true } },
    { name: 'seit', type: 'date', constraints: { minimum: '1848-09-12', pattern: 'not of dates' } },
    { name: 'um', type: 'datetime', constraints: { maximum: '2030-01-01T00:00:00Z' } },
    { name: 'art', type: 'string', constraints: { enum: ['kurz', 'lang'] } },
  ]
  const read = fromTableSchema({ fields })
  expect(read?.unfit).toEqual([])
  expect(read?.columns.map(({ constraints }) => constraints)).toEqual([
    { isUnique: true, pattern: 'CHE-\\d{9}', minLength: 13, maxLength: 13 },
    { minimum: '0', maximum: '99.5' },
    { minimum: '1848-09-12' },
    { maximum: '2030-01-01T00:00:00Z' },
    { isListed: true },
  ])
  const again = toTableSchema(read?.columns ?? [])
  expect(again.fields.map((field) => ('constraints' in field ? field.constraints : undefined))).toEqual([
    { unique: true, pattern: 'CHE-\\d{9}', minLength: 13, maxLength: 13 },
    { minimum: 0, maximum: 99.5, required: true },
    { minimum: '1848-09-12' },
    { maximum: '2030-01-01T00:00:00Z' },
    { enum: ['kurz', 'lang'] },
  ])
  expect(
    fromTableSchema({
      fields: [
        { name: 'a', constraints: { pattern: '(?=x)y' } },
        { name: 'b', type: 'integer', constraints: { minimum: 'viel', maximum: {} } },
      ],
    })?.unfit,
  ).toEqual([
    { column: 'a', constraint: 'pattern', value: '(?=x)y' },
    { column: 'b', constraint: 'minimum', value: 'viel' },
    { column: 'b', constraint: 'maximum', value: '[object Object]' },
  ])
})

test('what is no schema is none', () => {
  for (const value of [
    null,
    1,
    [],
    {},
    { fields: [] },
    { fields: [{ name: '' }] },
    { fields: [{ name: 'a', role: 'x' }] },
  ])
    expect(fromTableSchema(value)).toBeUndefined()
})
