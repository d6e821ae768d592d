import { expect, test } from 'vitest'
import { createTranslators } from '#kernel/i18n/catalogue.ts'
import { languages } from '#kernel/i18n/language.ts'
import { messageSources } from '../../../app.ts'
import { composeRemedies, readRemedies } from './legal-remedies.ts'

const translators = createTranslators(messageSources())
const remedies = {
  text: 'Gegen diesen Entscheid kann Beschwerde erhoben werden.\n\nDer Entscheid ist beizulegen: als Kopie.',
  deadlineDays: 20,
  filedWith: ['Beispielbehörde', 'Musterplatz 3', '6000 Musterlingen'],
  legalBasis: 'Beispielgesetz, § 12: Fristen',
}

test.each(languages)('what is composed in %s reads back', (language) => {
  const notice = composeRemedies(remedies, translators[language])
  expect(notice).toContain('20')
  expect(readRemedies(notice)).toEqual(remedies)
})

test('line breaks and semicolons in a line do not change what is read', () => {
  const odd = { ...remedies, filedWith: ['Amt; Abteilung', 'Weg 1'], legalBasis: 'Gesetz\n§ 1' }
  expect(readRemedies(composeRemedies(odd, translators.de))).toMatchObject({
    filedWith: ['Amt, Abteilung', 'Weg 1'],
    legalBasis: 'Gesetz § 1',
  })
})

test('a notice that was written freely has no parts', () => {
  for (const text of ['', 'Beschwerde innert 20 Tagen.', 'Erster Absatz.\n\nZweiter Absatz.', 'A\n\nB: 1\nC: 2'])
    expect(readRemedies(text)).toBeUndefined()
})
