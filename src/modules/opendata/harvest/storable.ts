/**
 * A text of a stranger as PostgreSQL can hold it, in `text` and in `jsonb`: without NUL and without half a character. Where it is longer than `longest`
 * UTF-16 units its beginning, with no character cut in two.
 */
export function storable(text: string, longest = Number.POSITIVE_INFINITY): string {
  const whole = text.replaceAll('\0', '')
  if (whole.length <= longest) return whole.toWellFormed()
  return whole
    .slice(0, longest)
    .replace(/[\ud800-\udbff]$/, '')
    .toWellFormed()
}
