import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { schemaLines } from './schema-lines.ts'

test('a shape is told field by field, with those inside it', () => {
  const schema = Type.Object({
    items: Type.Array(Type.Object({ at: Type.String({ format: 'date-time' }), kind: Type.Enum(['a', 'b']) })),
    contact: Type.Union([Type.Object({ email: Type.String() }), Type.Null()]),
    size: Type.Optional(Type.Integer({ description: 'Bytes' })),
  })
  expect(schemaLines(schema).map(({ name, type, isOptional, about }) => [name, type, isOptional, about])).toEqual([
    ['items', 'object[]', false, undefined],
    ['items[].at', 'string (date-time)', false, undefined],
    ['items[].kind', 'a | b', false, undefined],
    ['contact', 'object | null', false, undefined],
    ['contact.email', 'string', false, undefined],
    ['size', 'integer', true, 'Bytes'],
  ])
})

test('what is no shape has no fields', () => {
  expect(schemaLines(undefined)).toEqual([])
  expect(schemaLines({ type: 'object', properties: { a: 1 } })).toEqual([])
})
