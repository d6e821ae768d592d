/**
 * Text as people search for it: no case, no accents, no punctuation, and umlauts however they were typed.
 * `Römerswil`, `ROEMERSWIL` and `Romerswil` all become `romerswil`.
 */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/([aou])e/g, '$1')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}
