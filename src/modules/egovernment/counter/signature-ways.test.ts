import { expect, test } from 'vitest'
import { waysToSign } from './signature-ways.ts'

const label = { de: 'Ich erkläre es', fr: 'Je le déclare', it: 'Lo dichiaro', en: 'I declare it' }
const plain = { pages: [] }
const declared = { pages: [], declaration: label }

test('what asks for no signature gets none; a declaration is confirmed as the person came', () => {
  expect(waysToSign({ signature: 'none', form: plain }, 'counter')).toBe('none')
  expect(waysToSign({ signature: 'declaration', form: declared }, 'counter')).toEqual(['paper_kept', 'scan', 'spoken'])
  expect(waysToSign({ signature: 'none', form: declared }, 'phone')).toEqual(['spoken'])
  expect(waysToSign({ signature: 'declaration', form: declared }, 'paper')).toEqual(['paper_kept', 'scan'])
})

test.each(['paper', 'qualified'] as const)(
  'a %s signature is one on paper, and cannot be given on the phone',
  (signature) => {
    expect(waysToSign({ signature, form: plain }, 'counter')).toEqual(['paper_kept', 'scan'])
    expect(waysToSign({ signature, form: plain }, 'phone')).toEqual([])
  },
)
