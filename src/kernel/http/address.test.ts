import fc from 'fast-check'
import { expect, test } from 'vitest'
import { languages } from '../i18n/language.ts'
import { negotiateLanguage, ownPath, splitPrefix, withPrefix } from './address.ts'

const isAuthority = (slug: string) => ['kriens', 'luzern'].includes(slug)

test.each([
  ['/services/umzug', {}, '/services/umzug'],
  ['/fr/services/umzug?q=1', { language: 'fr' }, '/services/umzug?q=1'],
  ['/kriens/services', { authority: 'kriens' }, '/services'],
  ['/it/kriens/', { language: 'it', authority: 'kriens' }, '/'],
  ['/it', { language: 'it' }, '/'],
  ['/en?x=/fr/', { language: 'en' }, '/?x=/fr/'],
  ['/kriens/fr/services', { authority: 'kriens' }, '/fr/services'],
  ['/fr/fr/x', { language: 'fr' }, '/fr/x'],
  ['/krienser/services', {}, '/krienser/services'],
])('%s', (address, prefix, path) => {
  expect(splitPrefix(address, isAuthority)).toEqual({
    prefix: { language: undefined, authority: undefined, ...prefix },
    path,
  })
})

test('what a prefix takes off, it puts back', () => {
  const prefixes = fc.record({
    language: fc.option(fc.constantFrom(...languages), { nil: undefined }),
    authority: fc.option(fc.constantFrom('kriens', 'luzern'), { nil: undefined }),
  })
  fc.assert(
    fc.property(prefixes, fc.constantFrom('/', '/services', '/cases/KRI-1', '/services/umzug?q=a'), (prefix, path) => {
      expect(splitPrefix(withPrefix(prefix, path), isAuthority)).toEqual({ prefix, path })
    }),
  )
})

test.each([
  [undefined, 'de'],
  ['fr-CH, fr;q=0.9, en;q=0.8', 'fr'],
  ['es, it;q=0.5', 'it'],
  ['en;q=0, de;q=0.1', 'de'],
  ['en;q=0.3,fr;q=0.7', 'fr'],
  ['pt', 'de'],
])('Accept-Language %s gives %s', (header, language) => {
  expect(negotiateLanguage(header)).toBe(language)
})

test('any Accept-Language gives a language', () => {
  fc.assert(fc.property(fc.string(), (header) => languages.includes(negotiateLanguage(header))))
})

test.each([
  '//evil.example',
  '/\\evil.example',
  '/%2f%2fevil.example',
  '/%5cevil',
  'https://evil.example',
  'javascript:alert(1)',
  '',
  '/a\nb',
  '/\t/evil',
])('after a sign-in nobody is sent to %j', (next) => expect(ownPath(next)).toBe('/'))

test('whatever follows a sign-in stays on this origin', () => {
  fc.assert(
    fc.property(fc.string(), (next) => {
      expect(new URL(ownPath(next), 'https://portal.example').origin).toBe('https://portal.example')
      expect(ownPath(next)).toMatch(/^\/[!-~]*$/)
    }),
  )
  expect(ownPath('/fr/cases?status=open')).toBe('/fr/cases?status=open')
  // As a header line can carry it.
  expect(ownPath('/services?q=Zürich für 5 €')).toBe('/services?q=Z%C3%BCrich%20f%C3%BCr%205%20%E2%82%AC')
})
