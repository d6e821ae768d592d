import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTranslators } from '../i18n/catalogue.ts'
import { languages } from '../i18n/language.ts'
import { refusals, refusalText } from './upload.ts'

test('every refusal names the file and says what to do, in every language', () => {
  const translators = createTranslators([{ prefix: 'kernel', folder: join(import.meta.dirname, '../messages') }])
  for (const language of languages) {
    const texts = refusals.map((reason) => refusalText({ name: "d'été.pdf", reason }, '20 MB', translators[language]))
    for (const text of texts) expect(text).toMatch(/^[«“]\u00a0?d'été\.pdf\u00a0?[»”] [^{}]{15,}\.$/)
    expect(new Set(texts).size).toBe(refusals.length)
  }
  expect(refusalText({ name: 'a', reason: 'wrong_type' }, '', translators.fr)).toContain('n’est pas d’un type accepté')
})
