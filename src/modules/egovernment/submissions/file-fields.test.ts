import { expect, test } from 'vitest'
import type { FormField } from '../forms/form.ts'
import { fileFieldsIn } from './file-fields.ts'

const field = (id: string, type: string): FormField => ({ id, type, label: { de: id } })
const children = Object.assign(field('children', 'group'), {
  item: { de: 'Kind' },
  add: { de: 'Kind hinzufügen' },
  max: 3,
  fields: [field('name', 'text'), field('proof', 'file')],
})
const fields = [field('photos', 'file'), field('plans', 'file'), children]

test('each file is with the question whose answer names it, inside a list behind its item', () => {
  const answers = {
    photos: [{ id: 'a' }, { id: 'b' }],
    children: [{ name: 'Mira' }, { name: 'Paul', proof: [{ id: 'c' }] }],
  }
  expect([...fileFieldsIn(fields, answers)]).toEqual([
    ['a', 'photos'],
    ['b', 'photos'],
    ['c', 'children.1.proof'],
  ])
})

test('a file that two questions name has both, and once', () => {
  const answers = { photos: [{ id: 'a' }, { id: 'a' }], plans: [{ id: 'a' }] }
  expect([...fileFieldsIn(fields, answers)]).toEqual([['a', 'photos/plans']])
})

test('what is no file answer names none', () => {
  expect(fileFieldsIn(fields, { photos: 'a', plans: [1, {}], children: ['a'], unknown: [{ id: 'a' }] }).size).toBe(0)
})
