import { expect, test } from 'vitest'
import { identityLevels } from '../db/actor.ts'
import { acrOfLevel, acrValuesFor, levelOfAcr, meetsLevel, readLevel } from './identity-level.ts'

test.each([
  ['urn:qa.agov.ch:names:tc:ac:classes:100', 'none'],
  ['urn:qa.agov.ch:names:tc:ac:classes:200', 'low'],
  ['urn:qa.agov.ch:names:tc:ac:classes:300', 'substantial'],
  ['urn:qa.agov.ch:names:tc:ac:classes:400', 'high'],
  ['http://eidas.europa.eu/LoA/high', 'high'],
  ['HTTP://EIDAS.EUROPA.EU/LOA/HIGH', 'none'],
  ['high', 'none'],
  ['', 'none'],
  [undefined, 'none'],
  [['http://eidas.europa.eu/LoA/high'], 'none'],
])('acr %j counts as %s', (acr, level) => {
  expect(levelOfAcr(acr)).toBe(level)
})

test('a level meets itself and all below it', () => {
  for (const [own, level] of identityLevels.entries())
    for (const [other, wanted] of identityLevels.entries()) expect(meetsLevel(level, wanted)).toBe(own >= other)
  expect(readLevel('nonsense')).toBe('none')
  expect(readLevel('high')).toBe('high')
})

test('a provider is asked for what it knows and is good enough', () => {
  expect(
    acrValuesFor('substantial', ['http://eidas.europa.eu/LoA/low', 'http://eidas.europa.eu/LoA/high', 'x']),
  ).toEqual(['http://eidas.europa.eu/LoA/high'])
  expect(acrValuesFor('none', undefined)).toEqual([])
  expect(acrValuesFor('high', undefined)).toEqual([
    'urn:qa.agov.ch:names:tc:ac:classes:400',
    'http://eidas.europa.eu/LoA/high',
  ])
  for (const level of identityLevels) expect(levelOfAcr(acrOfLevel(level))).toBe(level)
})
