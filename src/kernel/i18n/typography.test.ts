import fc from 'fast-check'
import { IntlMessageFormat } from 'intl-messageformat'
import { expect, test } from 'vitest'
import { languages } from './language.ts'
import { typeset } from './typography.ts'

/** Makes the no-break spaces visible: `_` for the ordinary, `~` for the narrow one. */
function visible(text: string): string {
  return text.replaceAll('\u00A0', '_').replaceAll('\u202F', '~')
}

test.each([
  ['Que souhaitez-vous faire ?', 'Que souhaitez-vous faire~?'],
  ['Bien reçu : {number}', 'Bien reçu_: {number}'],
  ['Attendez ; puis réessayez !', 'Attendez~; puis réessayez~!'],
  ['sous «Mes affaires»', 'sous «_Mes affaires_»'],
  ['sous « Mes affaires »', 'sous «_Mes affaires_»'],
  ['« {label} » : choisissez.', '«_{label}_»_: choisissez.'],
  ['**Le portail y satisfait :** voici', '**Le portail y satisfait_:** voici'],
  ['déjà bien\u00A0: fait\u202F?', 'déjà bien_: fait~?'],
  ['faux espace\u00A0?', 'faux espace~?'],
  ['? montre les touches', '? montre les touches'],
])('French «%s» is set as «%s»', (written, shown) => {
  expect(visible(typeset(written, 'fr'))).toBe(shown)
})

test.each([
  'https://eupl.eu/1.2/fr/?q=a;b#c:d',
  '14:30',
  'Le {day, date, ::yMMMd} à {at, time, ::HH:mm}',
  '{amount, number, :: currency/CHF}',
  '{count, plural, offset:1 one {# jour} other {# jours}}',
  '[Mes affaires]({cases})',
])('«%s» is left alone', (text) => {
  expect(typeset(text, 'fr')).toBe(text)
})

test('other languages keep their spaces', () => {
  const text = 'Was? «Ja» : nein ; 14:30 !'
  expect(languages.filter((language) => typeset(text, language) !== text)).toEqual(['fr'])
})

const untouched = [
  'https://a.ch/x?y=1;z',
  '14:30',
  '{n, number, ::.00}',
  '{count, plural, one {# jour} other {# jours}}',
  '{name}',
]
const fragment = fc.constantFrom(
  ...untouched,
  'mot',
  'à',
  ' ',
  ' :',
  ' ;',
  ' ?',
  ' !',
  '«',
  '»',
  '« ',
  ' »',
  ',',
  '\n',
  ' : ',
)
const written = fc.array(fragment, { maxLength: 30 }).map((parts) => parts.join(' '))
const spaces = /[ \u00A0\u202F]/g

test('only spaces change, whatever the text', () => {
  fc.assert(
    fc.property(written, (text) => {
      expect(typeset(text, 'fr').replace(spaces, '')).toBe(text.replace(spaces, ''))
    }),
  )
})

test('setting twice is setting once', () => {
  fc.assert(
    fc.property(written, (text) => {
      expect(typeset(typeset(text, 'fr'), 'fr')).toBe(typeset(text, 'fr'))
    }),
  )
})

test('addresses, times and ICU arguments come through whole, and ICU fills in the same', () => {
  const fill = (text: string) =>
    String(
      new IntlMessageFormat(text, 'fr-CH', undefined, { ignoreTag: true }).format({
        n: 1250,
        count: 3,
        name: 'Kriens',
      }),
    )
  fc.assert(
    fc.property(written, (text) => {
      const set = typeset(text, 'fr')
      for (const whole of untouched) expect(set.split(whole).length).toBe(text.split(whole).length)
      expect(fill(set).replace(spaces, '')).toBe(fill(text).replace(spaces, ''))
    }),
  )
})

test('no French line can begin with a sign, nor end with an opening mark', () => {
  fc.assert(
    fc.property(written, (text) => {
      expect(typeset(text, 'fr')).not.toMatch(/\S +[;?!]|« | »/)
    }),
  )
})
