import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { uuid } from '../ids.ts'
import { createSealing } from '../sealing/sealing.ts'
import { openEmailChange, sealEmailChange } from './email-change.ts'

const sealing = createSealing(randomBytes(32))
const [mia, beat] = [
  uuid<'party'>('00000000-0000-7000-8000-000000000001'),
  uuid<'party'>('00000000-0000-7000-8000-000000000002'),
]
const now = new Date('2026-11-26T08:00:00Z')
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000)
const before = 'mia@beispiel.example'
const email = 'neu@beispiel.example'
const link = sealEmailChange(sealing, { partyId: mia, email, before }, now)

test('a link confirms the address for who asked for it, for a day', () => {
  expect(openEmailChange(sealing, link, { partyId: mia, before }, later(23.9))).toBe(email)
  expect(openEmailChange(sealing, link, { partyId: mia, before }, later(24.1))).toBeUndefined()
  expect(openEmailChange(sealing, link, { partyId: beat, before }, now)).toBeUndefined()
})

test('it works once: after the change, or after another one, it says nothing', () => {
  expect(openEmailChange(sealing, link, { partyId: mia, before: email }, now)).toBeUndefined()
  expect(openEmailChange(sealing, link, { partyId: mia, before: null }, now)).toBeUndefined()
})

test('nothing of it can be read or forged', () => {
  expect(link).not.toContain(Buffer.from(email).toString('base64url').slice(0, 12))
  expect(link).toMatch(/^[\w-]+\.[\w-]+$/)
  const [wrapped = '', sealed = ''] = link.split('.')
  const other = sealEmailChange(sealing, { partyId: mia, email: 'x@y.example', before }, now)
  const foreign = sealEmailChange(createSealing(randomBytes(32)), { partyId: mia, email, before }, now)
  const forged = ['', '.', 'x', wrapped, `${wrapped}.`, `.${sealed}`, `${other.split('.')[0]}.${sealed}`, foreign]
  const changed = [0, 5, 40].map(
    (at) => `${wrapped}.${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`,
  )
  for (const one of [...forged, ...changed])
    expect([one, openEmailChange(sealing, one, { partyId: mia, before }, now)]).toEqual([one, undefined])
})
