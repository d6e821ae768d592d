import { isUtf8 as isWholeUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import type { Encoding } from './order.ts'
import { IntakeError } from './raw-table.ts'

const marks: readonly [Encoding, readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** Letters and signs as they occur in texts of our four languages, and those that a wrong encoding makes of them. */
const usual = /[äöüÄÖÜéèêëàâçîïôûùœæÉÈÊÀÂÇÎÔìòóíúñ«»’‘“”–—…·°€§²³×½¼\u00a0]/g

/**
 * How text is encoded: by its mark, else as UTF-8 where it is valid, as UTF-16 where every other byte is zero, else as the old encoding in which its
 * beginning has most letters of our languages. `isUtf8` says whether all of it is valid UTF-8.
 */
export function detectEncoding(head: Buffer, isUtf8: boolean): Encoding {
  const marked = marks.find(([, bytes]) => bytes.every((byte, at) => head[at] === byte))
  if (marked) return marked[0]
  const zeros = [0, 0]
  for (let at = 0; at < Math.min(head.length, 4_096); at += 1)
    if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const many = Math.min(head.length, 4_096) / 5
  if (odd > many && odd > even * 4) return 'utf-16le'
  if (even > many && even > odd * 4) return 'utf-16be'
  if (isUtf8) return 'utf-8'
  const old = ['windows-1252', 'macintosh', 'cp850'] as const
  const scored = old.map((encoding) => ({ encoding, score: scoreOf(iconv.decode(head, encoding)) }))
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).encoding
}

function scoreOf(text: string): number {
  const strange = text.match(/[\u0080-\uffff]/g)?.length ?? 0
  return (text.match(usual)?.length ?? 0) * 2 - strange
}

/** Text of an encoding, piece by piece, without the mark at its beginning. Throws `IntakeError` where it is said to be UTF-8 and is not. */
export async function* decode(bytes: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = encoding === 'utf-8' ? new TextDecoder('utf-8', { fatal: true }) : undefined
  const other = decoder ? undefined : iconv.getDecoder(encoding, { stripBOM: true })
  for await (const piece of bytes) {
    const text = decoder ? utf8(decoder, piece) : (other?.write(piece) ?? '')
    if (text !== '') yield text
  }
  const rest = decoder ? utf8(decoder) : (other?.end() ?? '')
  if (rest !== undefined && rest !== '') yield rest
}

function utf8(decoder: TextDecoder, piece?: Buffer): string {
  try {
    return piece ? decoder.decode(piece, { stream: true }) : decoder.decode()
  } catch {
    throw new IntakeError('wrong_encoding', { value: 'utf-8' })
  }
}

/** Whether all bytes are valid UTF-8. */
export async function isUtf8(bytes: AsyncIterable<Buffer>): Promise<boolean> {
  let begun: Buffer = Buffer.alloc(0)
  for await (const piece of bytes) {
    const all = begun.length === 0 ? piece : Buffer.concat([begun, piece])
    const end = endOfSigns(all)
    if (!isWholeUtf8(all.subarray(0, end))) return false
    begun = all.subarray(end)
  }
  return isWholeUtf8(begun)
}

/** Where the last sign ends that is there with all its bytes, so far as its first byte says how many it has. */
function endOfSigns(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) break
    if (byte >= 0xc0) return back < bytesOfSign(byte) ? bytes.length - back : bytes.length
  }
  return bytes.length
}

function bytesOfSign(first: number): number {
  if (first >= 0xf0) return 4
  return first >= 0xe0 ? 3 : 2
}
