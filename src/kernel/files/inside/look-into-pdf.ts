import { type Budget, InsideError } from './budget.ts'
import { inflateWithin } from './inflate.ts'

/** What a PDF of people may hold; a file beyond that is built to harm, or is no document for an authority. */
export const pdfLimits = { objects: 200_000, streams: 50_000, pages: 2_000, filters: 4, pixels: 120_000_000 }

export type PdfLook = { isEncrypted: boolean }

/**
 * Looks through a PDF without drawing it: how many objects, streams and pages, how large pictures say they are, and what its streams unpack to,
 * through as many filters as are stacked. The contents of pictures are not unpacked: no reader takes more of them than their size says.
 * Throws `InsideError`.
 */
export function lookIntoPdf(bytes: Buffer, budget: Budget): PdfLook {
  const look = { isEncrypted: false, objects: 0, streams: 0, pages: 0 }
  let at = 0
  while (at < bytes.length) {
    const start = bytes.indexOf('stream', at, 'latin1')
    const end = start < 0 ? bytes.length : start
    const outside = bytes.toString('latin1', at, end)
    if (start >= 0 && isStreamWord(bytes, start)) {
      readOutside(outside, look)
      at = readStream(bytes, start, outside, look, budget)
    } else {
      readOutside(outside, look)
      at = end + 'stream'.length
    }
  }
  return { isEncrypted: look.isEncrypted }
}

type Look = { isEncrypted: boolean; objects: number; streams: number; pages: number }

function readOutside(text: string, look: Look): void {
  look.objects += count(text, /\d\s+obj\b/g)
  look.pages += count(text, /\/Type\s*\/Page(?![A-Za-z])/g)
  look.isEncrypted ||= /\/Encrypt\s*(?:\d+\s+\d+\s+R|<<)/.test(text)
  for (const [, claimed] of text.matchAll(/\/Count\s+(\d+)/g))
    if (Number(claimed) > pdfLimits.pages && /\/Pages\b/.test(text))
      throw new InsideError('bomb', 'it says it has too many pages')
  if (look.objects > pdfLimits.objects) throw new InsideError('bomb', 'too many objects')
  if (look.pages > pdfLimits.pages) throw new InsideError('bomb', 'too many pages')
}

/** «stream» on a line of its own, not the end of «endstream». */
function isStreamWord(bytes: Buffer, at: number): boolean {
  const before = bytes.toString('latin1', Math.max(0, at - 3), at)
  return before !== 'end' && /^stream\r?\n/.test(bytes.toString('latin1', at, at + 8))
}

const longestDictionary = 20_000

/** Gives where the stream ends. */
function readStream(bytes: Buffer, word: number, outside: string, look: Look, budget: Budget): number {
  look.streams += 1
  if (look.streams > pdfLimits.streams) throw new InsideError('bomb', 'too many streams')
  const dictionary = lastDictionary(outside.slice(-longestDictionary))
  const start = bytes.indexOf('\n', word, 'latin1') + 1
  const claimed = /\/Length\s+(\d+)(?!\s+\d+\s+R)\b/.exec(dictionary)?.[1]
  const byLength = claimed === undefined ? -1 : start + Number(claimed)
  const isRight = byLength > 0 && /^\s*endstream/.test(bytes.toString('latin1', byLength, byLength + 16))
  const found = isRight ? byLength : bytes.indexOf('endstream', start, 'latin1')
  const end = found < 0 ? bytes.length : found
  const filters = filtersOf(dictionary)
  if (filters.length > pdfLimits.filters) throw new InsideError('bomb', 'too many filters on one stream')
  if (isPicture(dictionary)) refuseHugePicture(dictionary)
  else unpackStream(bytes.subarray(start, end), filters, dictionary, look, budget)
  return end
}

/** From the last object on; a dictionary inside it belongs to it. */
function lastDictionary(text: string): string {
  return text.slice(Math.max(0, text.lastIndexOf(' obj')))
}

function filtersOf(dictionary: string): readonly string[] {
  const value = /\/(?:Filter|F)\s*(\[[^\]]*\]|\/[A-Za-z0-9]+)/.exec(dictionary)?.[1] ?? ''
  return [...value.matchAll(/\/([A-Za-z0-9]+)/g)].map(([, name = '']) => name)
}

function isPicture(dictionary: string): boolean {
  return /\/Subtype\s*\/Image\b/.test(dictionary)
}

function refuseHugePicture(dictionary: string): void {
  const side = (name: string) => Number(new RegExp(`/${name}\\s+(\\d+)`).exec(dictionary)?.[1] ?? 0)
  if (side('Width') * side('Height') > pdfLimits.pixels) throw new InsideError('bomb', 'a picture is too large')
}

function unpackStream(
  packed: Buffer,
  filters: readonly string[],
  dictionary: string,
  look: Look,
  budget: Budget,
): void {
  // An encrypted stream is noise to us, and its reader unpacks it in a process with limits of its own.
  if (look.isEncrypted) return
  let content = packed
  for (const filter of filters) {
    if (filter !== 'FlateDecode' && filter !== 'Fl') break
    const unpacked = inflateWithin('zlib', content, budget)
    if (!unpacked) break
    content = unpacked
  }
  // Objects, pages among them, may be packed together; a packed table of references says whether all is encrypted.
  if (/\/Type\s*\/ObjStm\b/.test(dictionary)) readOutside(content.toString('latin1'), look)
}

function count(text: string, pattern: RegExp): number {
  let found = 0
  for (const _match of text.matchAll(pattern)) found += 1
  return found
}
