import { expect, test } from 'vitest'
import { createTranslators } from '#kernel/i18n/catalogue.ts'
import { messageSources } from '../../../app.ts'
import { exampleContext as context } from '../forms/example-context.ts'
import type { Form, FormField } from '../forms/form.ts'
import { prefilledAnswers } from '../forms/prefill.ts'
import { profileAnswers, profileForm, profileLines, readProfile } from './profile-form.ts'

const t = createTranslators(messageSources()).de
const form = profileForm(t)
const read = (values: Record<string, string>) => readProfile(form, { values: new URLSearchParams(values) }, context)
const home = { 'address.street': 'Musterstrasse', 'address.number': '1', 'address.locality': 'Luzern' }

test('phone and address are kept in one form, and the municipality follows where there is one only', () => {
  expect(read({ ...home, phone: '041 208 81 11', 'address.postcode': '6003' })).toEqual({
    ok: true,
    details: {
      phone: '+41412088111',
      address: { street: 'Musterstrasse', number: '1', postcode: '6003', locality: 'Luzern', municipality: 1061 },
    },
  })
})

test('where a locality lies in several municipalities one says which, and no other', () => {
  const divided = { ...home, 'address.postcode': '6005' }
  expect(wrongAt(read(divided))).toEqual(['/address/municipality'])
  expect(wrongAt(read({ ...divided, 'address.municipality': '1024' }))).toEqual(['/address/municipality'])
  expect(read({ ...divided, 'address.municipality': '1059' })).toMatchObject({
    ok: true,
    details: { address: { municipality: 1059 } },
  })
})

test('everything can be left empty, and what lies outside the canton has no municipality', () => {
  expect(read({ phone: ' ', 'address.street': '' })).toEqual({ ok: true, details: { phone: null, address: null } })
  expect(read({ ...home, 'address.postcode': '8001', 'address.locality': 'Zürich' })).toEqual({
    ok: true,
    details: {
      phone: null,
      address: { street: 'Musterstrasse', number: '1', postcode: '8001', locality: 'Zürich' },
    },
  })
})

test.each([
  [{ phone: '12' }, '/phone'],
  [{ phone: `+41${'1'.repeat(40)}` }, '/phone'],
  [{ ...home, 'address.postcode': '600' }, '/address/postcode'],
  [{ ...home, 'address.postcode': '6010' }, '/address/locality'],
  [{ ...home, 'address.street': '', 'address.postcode': '6003' }, '/address/street'],
  [{ ...home, 'address.street': 'x'.repeat(121), 'address.postcode': '6003' }, '/address/street'],
  [{ ...home, 'address.number': '1'.repeat(13), 'address.postcode': '6003' }, '/address/number'],
  [{ ...home, 'address.street': 'a\u0000', 'address.postcode': '6003' }, '/address/street'],
])('%o is refused, and what was typed comes back', (typed, at) => {
  const reading = read(typed)
  expect(wrongAt(reading)).toEqual([at])
  expect(!reading.ok && Object.fromEntries(reading.again.values)).toEqual(typed)
})

test('the profile says what is known, what is not, and what is still open', () => {
  const lines = (phone: string | null, address: Record<string, unknown> | null) =>
    profileLines({ phone, address }, context, t).map(({ key, value }) => `${key}: ${value}`)
  const divided = { street: 'Musterstrasse 12', postcode: '6005', locality: 'Luzern' }
  expect(lines(null, null)).toEqual(['Telefon: undefined', 'Adresse: undefined'])
  expect(lines('+41 41 555 01 01', divided)).toEqual([
    'Telefon: +41 41 555 01 01',
    'Adresse: Musterstrasse 12\n6005 Luzern',
    'Gemeinde: Noch offen, weil der Ort in mehreren Gemeinden liegt',
  ])
  expect(lines(null, { ...divided, municipality: 1059 })[2]).toBe('Gemeinde: Kriens')
  expect(lines(null, { ...divided, postcode: '8001', locality: 'Zürich' })).toHaveLength(2)
})

test('a chosen municipality that the locality no longer lies in is asked again', () => {
  const address = { street: 'Musterstrasse', postcode: '6005', locality: 'Luzern', municipality: 1024 }
  expect(profileAnswers(form, { phone: null, address }, context)).toEqual({
    address: { street: 'Musterstrasse', postcode: '6005', locality: 'Luzern' },
  })
})

const asking = (settings: { municipality?: boolean; country?: boolean }): Form => {
  const field: FormField & typeof settings = {
    id: 'home',
    type: 'postal-address',
    label: { de: 'Adresse' },
    prefill: 'person.address',
    ...settings,
  }
  return { pages: [{ id: 'home', fields: [field] }] }
}
const filledIn = (settings: { municipality?: boolean; country?: boolean }, address: Record<string, unknown>) =>
  prefilledAnswers(asking(settings), {}, { 'person.address': address }, context).home

test('an address is filled in with the municipality of the profile, or with the question which one it is', () => {
  const divided = { street: 'Musterstrasse', postcode: '6005', locality: 'Luzern' }
  expect(filledIn({ municipality: true }, { ...divided, municipality: 1059 })).toEqual({
    ...divided,
    municipality: 1059,
  })
  expect(filledIn({ municipality: true }, divided)).toEqual(divided)
  expect(filledIn({}, { ...divided, municipality: 1059 })).toEqual(divided)
})

test('an address abroad fills in only what asks for addresses abroad', () => {
  const swiss = { street: 'Musterstrasse', postcode: '6003', locality: 'Luzern', country: 'CH' }
  const abroad = { street: 'Rua Exemplo', postcode: '1100-148', locality: 'Lisboa', country: 'PT' }
  expect(filledIn({}, swiss)).toEqual({ street: 'Musterstrasse', postcode: '6003', locality: 'Luzern' })
  expect(filledIn({ country: true }, swiss)).toEqual(swiss)
  expect(filledIn({ country: true }, abroad)).toEqual(abroad)
  expect(filledIn({}, abroad)).toBeUndefined()
  expect(filledIn({}, { street: 'Musterstrasse', postcode: '600', locality: 'Luzern' })).toBeUndefined()
})

function wrongAt(reading: ReturnType<typeof read>): string[] {
  return reading.ok ? [] : reading.again.errors.map(({ path }) => path)
}
