export type ByteRange = { readonly start: number; readonly end: number }

/**
 * The one part of a file that a Range header (RFC 9110, 14.2) asks for, both ends included; undefined for the whole, which is also the answer to several
 * parts at once and to units that nobody knows; `none` where the file is shorter than that.
 */
export function readByteRange(header: string | undefined, size: number): ByteRange | 'none' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (first === '' && last === '') return undefined
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? 'none' : { start: size - length, end: size - 1 }
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return undefined
  return start >= size ? 'none' : { start, end }
}

/** Whether the part may be given: what the asker has of the file is of this very state (RFC 9110, 13.1.5). */
export function isSameState(ifRange: string | undefined, etag: string): boolean {
  return ifRange === undefined || ifRange.trim() === `"${etag}"`
}
