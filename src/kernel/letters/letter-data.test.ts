import { expect, test } from 'vitest'
import { exampleDecision, exampleMessage, exampleReceipt } from './example-letters.ts'
import { LetterDataError, parseLetterInput } from './letter-data.ts'

test.each([exampleReceipt, exampleDecision, exampleMessage])('a $template is taken as it is', (input) => {
  expect(parseLetterInput(JSON.parse(JSON.stringify(input)))).toEqual(input)
})

const withData = (data: object): unknown => ({ ...exampleReceipt, data: { ...exampleReceipt.data, ...data } })

test.each([
  ['nothing', undefined],
  ['an unknown template', { ...exampleReceipt, template: '../receipt' }],
  ['another standard', { ...exampleReceipt, standard: 'a-1b' }],
  ['a template of no authority', { ...exampleReceipt, templateOf: '../../secret' }],
  ['data of another template', { ...exampleReceipt, data: exampleMessage.data }],
  ['a field nobody knows', withData({ nobodyKnows: 'x' })],
  ['a short hash', withData({ hash: 'abc' })],
  ['a time without zone', withData({ receivedAt: '2026-11-22T13:30:05' })],
  ['a time that does not exist', withData({ receivedAt: '2026-11-22T25:30:05Z' })],
  ['a link that is no web address', withData({ checkUrl: 'javascript:alert(1)' })],
  ['a day that does not exist', { ...exampleMessage, data: { ...exampleMessage.data, date: '2026-02-29' } }],
])('%s is refused', (_, value) => {
  expect(() => parseLetterInput(value)).toThrow(LetterDataError)
})

test('the refusal names the field and never its value', () => {
  expect(() => parseLetterInput(withData({ service: '', hash: 'Erika' }))).toThrow(
    /^(?!.*Erika).*\/data\/service.*\/data\/hash/,
  )
})
