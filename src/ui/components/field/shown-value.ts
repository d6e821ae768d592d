/**
 * What somebody typed, as it can stand in a field again: HTML allows no control characters, and a line of text no line feed. What cannot be
 * shown becomes the sign for that, so that one sees where it was.
 */
export function shownValue(value: string | undefined, lines: 'one' | 'many' = 'one'): string {
  if (value === undefined) return ''
  const kept = lines === 'many' ? value : value.replace(/[\t\r\n]+/g, ' ')
  return kept.replace(/(?![\t\r\n])\p{Cc}/gu, '\uFFFD')
}
