/** Beginnings that make a spreadsheet take a text for a formula, whatever follows (OWASP ASVS 5.0.0, V1.2.10, and the line ends that OWASP names besides). */
export const formulaMarks = ['=', '@', '\t', '\n', '\r', '\0'] as const

/** With these in front as well, unless it is a number: then nothing is computed. */
export const signs = ['+', '-'] as const

/**
 * A sign with digits, spaces and what stands between and after digits, so that numbers of telephones, a dash alone and -5 % stay as they are; or a number
 * with an exponent. Without a second sign, a letter or a bracket nothing can be computed. Read by RE2 in DuckDB and by JavaScript.
 */
export const harmlessSigned = "[+-](?:[0-9 \u00a0\u202f'’.,]*%?|[0-9]+(?:[.][0-9]+)?[eE][+-]?[0-9]+)"

const harmless = new RegExp(`^(?:${harmlessSigned})$`)

/** A text that no spreadsheet takes for a formula: with ' in front where it would. */
export function guarded(text: string): string {
  const [first = ''] = text
  const isMarked = formulaMarks.some((mark) => mark === first)
  const isSigned = signs.some((sign) => sign === first)
  return isMarked || (isSigned && !harmless.test(text)) ? `'${text}` : text
}
