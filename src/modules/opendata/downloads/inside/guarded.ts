/** Beginnings that make a spreadsheet take a text for a formula (OWASP ASVS 5.0.0, V1.2.10). */
export const formulaMarks = ['=', '+', '-', '@', '\t', '\0'] as const

/** A text that no spreadsheet takes for a formula: with ' in front where it would. Numbers such as -5 stay what they are. */
export function guarded(text: string): string {
  return formulaMarks.some((mark) => text.startsWith(mark)) && !isNumber(text) ? `'${text}` : text
}

function isNumber(text: string): boolean {
  return /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)
}
