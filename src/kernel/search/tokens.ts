/**
 * Words of a text as they are compared: lower case, without accents, letters and digits only. `Röm. Str. 3a` is `rom`, `str`, `3a`.
 */
export function wordsOf(text: string): string[] {
  return plain(text).match(/[\p{L}\p{N}]+/gu) ?? []
}

/**
 * The tokens under which a text about a person is found, each once: every word without accents (`Müller` is `muller`), with umlauts written
 * out (`mueller`), and with written-out umlauts taken back (`Mueller` is `muller` as well).
 *
 * Convention for a token table: primary key `(authority_id, token, …id)` with `token text collate "C"`, one row per token. It is asked with
 * `=` and with the range of `prefixRange` only: these operators are leakproof, so that the index works under a row policy.
 */
export function indexTokens(text: string): string[] {
  const spelledOut = text.normalize('NFC').replace(/[äöü]/giu, (letter) => `${letter.normalize('NFD').charAt(0)}e`)
  return [...new Set([...wordsOf(text), ...wordsOf(spelledOut), ...wordsOf(text).map(withoutDigraphs)])]
}

/** The tokens of what somebody typed. Each must be found (`=` or as a prefix) among the `indexTokens` of a text. */
export function queryTokens(text: string): string[] {
  return [...new Set(wordsOf(text))]
}

/** The range of tokens that begin with a prefix: `token >= from and token < to`, in the collation "C". */
export function prefixRange(prefix: string): { from: string; to: string } {
  return { from: prefix, to: `${prefix}\u{10FFFF}` }
}

/** `zuegeln` as `zugeln`, the way `zügeln` is compared. Words that merely hold such letters change as well, and find nothing by it. */
export function withoutDigraphs(word: string): string {
  return word.replace(/([aou])e/g, '$1')
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
}
