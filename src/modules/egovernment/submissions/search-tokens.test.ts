import { expect, test } from 'vitest'
import { searchTokens } from './search-tokens.ts'

test.each([
  ['Vera Müller-Meier', undefined, ['vera', 'muller', 'meier']],
  ["Sean O’Neill-d'Amico", undefined, ['sean', 'neill', 'amico']],
  [
    'Bäckerei Beispiel & Söhne AG (Kriens)',
    'Info@Baeckerei.example ',
    ['backerei', 'beispiel', 'sohne', 'ag', 'kriens', 'info@baeckerei.example'],
  ],
  ['', '', []],
])('«%s» is found by each of its parts', (name, email, tokens) => {
  expect(searchTokens(name, email)).toEqual(tokens)
})
