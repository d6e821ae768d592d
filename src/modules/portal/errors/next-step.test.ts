import { expect, test } from 'vitest'
import { FormBody } from '#kernel/http/form-body.ts'
import { keptFields, nextStep, whereFrom } from './next-step.ts'

test.each([
  [401, 'GET', 'sign_in'],
  [403, 'POST', 'sign_in'],
  [404, 'GET', 'search'],
  [409, 'POST', 'go_back'],
  [422, 'POST', 'go_back'],
  [429, 'GET', 'retry'],
  [500, 'GET', 'retry'],
  [503, 'GET', 'retry'],
  [503, 'POST', 'send_again'],
] as const)('after %i on %s: %s', (status, method, expected) => {
  expect(nextStep(status, method)).toBe(expected)
})

test('every value of every field is kept', () => {
  const form = new FormBody([
    ['name', 'Mara'],
    ['with', 'child'],
    ['with', 'dog'],
    ['note', ''],
  ])
  expect(keptFields({ form })).toEqual([
    { name: 'name', value: 'Mara' },
    { name: 'with', value: 'child' },
    { name: 'with', value: 'dog' },
    { name: 'note', value: '' },
  ])
})

test('the way back leads only to pages of ours', () => {
  const from = (referer: string | undefined) =>
    whereFrom({ header: () => referer, url: (path) => `https://portal.example${path}` })
  expect(from('https://portal.example/fr/services/move/apply?page=2')).toBe('/fr/services/move/apply?page=2')
  expect(from('https://evil.example/services')).toBeUndefined()
  expect(from('https://portal.example//evil.example')).toBe('/')
  expect(from('nonsense')).toBeUndefined()
  expect(from(undefined)).toBeUndefined()
})
