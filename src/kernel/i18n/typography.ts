import type { Language } from './language.ts'

const noBreak = '\u00A0'
const narrow = '\u202F'

/**
 * Sets the spaces that French wants, so that files can be written with ordinary ones and no line begins with a sign:
 * a no-break space before `:` and inside « », a narrow one before `;`, `?` and `!`. Where a sign follows its word directly,
 * as in `https://`, `14:30` or `?q=`, and before the `::` of an ICU skeleton, nothing is set. Other languages stay as they are.
 */
export function typeset(text: string, language: Language): string {
  if (language !== 'fr') return text
  return text
    .replace(/«[ \u00A0\u202F]*/g, `«${noBreak}`)
    .replace(/[ \u00A0\u202F]*»/g, `${noBreak}»`)
    .replace(/(?<=\S)[ \u00A0\u202F]+(?=[;?!])/g, narrow)
    .replace(/(?<=[^\s,])[ \u00A0\u202F]+(?=:(?![:/]))/g, noBreak)
}
